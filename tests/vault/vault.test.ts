import { chmod, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openVault } from '../../src/vault/vault.ts';
import { at, edit, faultOf, filled, folder, key, otherKey, secret } from './support.ts';

describe('a vault', () => {
  test('gives back what was set, and only names in a list', async () => {
    const { vault, open } = await filled();
    expect(await open().get('acme-cin7')).toEqual({ accountId: 'account-1', applicationKey: secret });
    const list = await open().list();
    expect(list).toEqual([
      { name: 'acme-cin7', fields: ['accountId', 'applicationKey'], set: at },
      { name: 'acme-erp', fields: ['clientId', 'clientSecret', 'tenantId'], set: at },
    ]);
    expect(JSON.stringify(list)).not.toContain('S3cr3t');
    await vault.remove('acme-cin7');
    expect((await open().list()).map(({ name }) => name)).toEqual(['acme-erp']);
  });

  test('replaces an entry as a whole', async () => {
    const { vault } = await filled();
    await vault.set('acme-erp', { username: 'u' });
    expect(await vault.get('acme-erp')).toEqual({ username: 'u' });
  });

  test('keeps any text verbatim', async () => {
    const { vault } = await filled();
    const values = {
      a: ' =x= ',
      b: 'line\nbreak\r\n',
      c: 'Zoë 🍵',
      d: '\uFEFF',
      __proto__x: '1',
      constructor: '2',
    };
    await vault.set('constructor', values);
    expect(await vault.get('constructor')).toEqual(values);
  });

  test('no secret stands in the file in any writing', async () => {
    const { path } = await filled();
    const text = await readFile(path, 'utf8');
    for (const value of [secret, 'account-1', 'client-1', 'tenant-1']) {
      const bytes = Buffer.from(value);
      const writings = [value, bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')];
      for (const writing of [...writings, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]) {
        expect(text).not.toContain(writing.replace(/=+$/, ''));
      }
    }
    expect(text).toContain('acme-cin7');
  });

  test('the same value is sealed differently each time', async () => {
    const { path, vault } = await filled();
    const sealed = async () => JSON.parse(await readFile(path, 'utf8')).entries['acme-erp'].fields.clientId;
    const before = await sealed();
    await vault.set('acme-erp', { clientId: 'client-1' });
    expect(await sealed()).not.toBe(before);
  });

  test('tells the redactor every secret, also parts of a list, and no address', async () => {
    const { path, redactor } = await filled();
    await openVault(path, key, { redactor }).set('keys', {
      applicationKey: 'key-one, key-two',
      tenantId: 'tenant-9',
    });
    expect(redactor.redact(`${secret} account-1 client-1 tenant-1 key-one key-two tenant-9`)).toBe(
      '[secret] [secret] client-1 tenant-1 [secret] [secret] tenant-9',
    );
  });

  test('leaves no temporary file and no lock behind', async () => {
    const { path } = await filled();
    expect(await readdir(dirname(path))).toEqual(['test.vault']);
  });

  test('is written where a link leads, and the link stays', async () => {
    const { path } = await filled();
    const link = join(await folder(), 'link.vault');
    await symlink(path, link);
    await openVault(link, key).set('third', { username: 'x' });
    expect((await openVault(path, key).list()).map(({ name }) => name)).toContain('third');
  });

  test.each(['', ' a', 'a ', 'a\nb', 'x'.repeat(101)])('%j is no name', async (name) => {
    const { vault } = await filled();
    expect(await faultOf(vault.set(name, { a: 'b' }))).toMatchObject({ fault: 'bad-name' });
  });

  test.each(['a', 'Acme Cin7', '__proto__', 'toString', '../x', 'Teeladen Zoë'])(
    '%j is a name',
    async (name) => {
      const { vault } = await filled();
      await vault.set(name, { username: 'x' });
      expect(await vault.get(name)).toEqual({ username: 'x' });
      expect((await vault.list()).map((entry) => entry.name)).toContain(name);
    },
  );

  test('an entry without fields or values is refused, without showing the others', async () => {
    const { vault } = await filled();
    expect(await faultOf(vault.set('x', {}))).toMatchObject({ fault: 'bad-field' });
    const { message } = await faultOf(vault.set('x', { username: '', password: secret }));
    expect(message).toBe('No value was given for: username');
  });
});

describe('what may be wrong', () => {
  test('there is no vault', async () => {
    const vault = openVault(join(await folder(), 'none.vault'), key);
    for (const work of [
      vault.get('a'),
      vault.list(),
      vault.remove('a'),
      vault.rotateKey(key),
      vault.auditKey(),
    ]) {
      const { fault, message } = await faultOf(work);
      expect(fault).toBe('missing');
      expect(message).toMatch(
        /There is no vault .*none.vault. Make it with: ml-connector credentials set NAME/,
      );
    }
  });

  test('the key is another one', async () => {
    const { open, path } = await filled();
    const before = await readFile(path);
    const wrong = open(otherKey);
    for (const work of [
      wrong.get('acme-erp'),
      wrong.list(),
      wrong.set('x', { a: 'b' }),
      wrong.remove('acme-erp'),
    ]) {
      expect(await faultOf(work)).toMatchObject({ fault: 'wrong-key' });
    }
    expect(await readFile(path)).toEqual(before);
  });

  test('others may read it', async () => {
    const { path, vault } = await filled();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    for (const mode of [0o640, 0o604, 0o660]) {
      await chmod(path, mode);
      const { fault, message } = await faultOf(vault.get('acme-erp'));
      expect([fault, message]).toEqual(['mode', expect.stringContaining(`Run: chmod 600 ${path}`)]);
    }
    await chmod(path, 0o400);
    expect(await vault.list()).toHaveLength(2);
  });

  test('an entry is unknown', async () => {
    const { vault } = await filled();
    const { fault, message } = await faultOf(vault.get('acme'));
    expect(fault).toBe('unknown-entry');
    expect(message).toMatch(/no entry acme; it has: acme-cin7, acme-erp. .*credentials set acme$/);
    expect(await faultOf(vault.remove('toString'))).toMatchObject({ fault: 'unknown-entry' });
  });

  test.each([0.3, 0.7, 0.99])('it is cut off (%d)', async (part) => {
    const { path, vault } = await filled();
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.slice(0, Math.floor(text.length * part)));
    expect(await faultOf(vault.list())).toMatchObject({ fault: 'damaged' });
    expect(await faultOf(vault.set('x', { a: 'b' }))).toMatchObject({ fault: 'damaged' });
  });

  test.each(['', 'null', '[]', '{}', '{"version":2}', '{"version":1,"check":"","audit":"","entries":[]}'])(
    'it is something else: %j',
    async (text) => {
      const path = join(await folder(), 'x.vault');
      await writeFile(path, text, { mode: 0o600 });
      expect(await faultOf(openVault(path, key).list())).toMatchObject({ fault: 'damaged' });
    },
  );

  test('its folder is missing', async () => {
    const vault = openVault(join(await folder(), 'no', 'x.vault'), key);
    expect(await faultOf(vault.set('x', { a: 'b' }))).toMatchObject({ fault: 'missing' });
  });

  test('one bit of a sealed value was flipped', async () => {
    const { path, open } = await filled();
    const flip = (sealed: string) => {
      const bytes = Buffer.from(sealed, 'base64');
      bytes[bytes.length - 1]! ^= 1;
      return bytes.toString('base64');
    };
    await edit(path, ({ entries }) => {
      const fields = entries['acme-erp']!.fields;
      fields['clientSecret'] = flip(fields['clientSecret']!);
    });
    const { fault, message } = await faultOf(open().get('acme-erp'));
    expect([fault, message]).toEqual([
      'damaged',
      expect.stringMatching(/entry acme-erp .*credentials set acme-erp$/),
    ]);
    expect(await open().get('acme-cin7')).toMatchObject({ accountId: 'account-1' });
    expect(await faultOf(open().rotateKey(otherKey))).toMatchObject({ fault: 'damaged' });
    await open().set('acme-erp', { clientId: 'c' });
    expect(await open().get('acme-erp')).toEqual({ clientId: 'c' });
  });
});

describe('what an attacker may do to the file', () => {
  const moves: [string, Parameters<typeof edit>[1]][] = [
    ['swap two fields', ({ entries }) => swap(entries['acme-erp']!.fields, 'clientId', 'clientSecret')],
    ['drop a field', ({ entries }) => delete entries['acme-erp']!.fields['tenantId']],
    ['rename a field', ({ entries }) => rename(entries['acme-erp']!.fields, 'tenantId', 'serverUrl')],
    [
      'change the time',
      ({ entries }) => Object.assign(entries['acme-erp']!, { set: '2020-01-01T00:00:00.000Z' }),
    ],
    ['swap two entries', ({ entries }) => swap(entries, 'acme-erp', 'acme-cin7')],
    ['make an entry something else', ({ entries }) => Object.assign(entries, { 'acme-erp': 7 })],
    [
      'take a field of another entry',
      ({ entries }) => {
        entries['acme-erp']!.fields['clientId'] = entries['acme-cin7']!.fields['accountId']!;
      },
    ],
  ];
  test.each(moves)('%s', async (_, move) => {
    const { path, open } = await filled();
    await edit(path, move);
    expect(await faultOf(open().get('acme-erp'))).toMatchObject({ fault: 'damaged' });
  });

  test('bring back an older value', async () => {
    const { path, vault } = await filled();
    const older = JSON.parse(await readFile(path, 'utf8')).entries['acme-erp'].fields.clientSecret;
    await vault.set('acme-erp', { clientId: 'client-1', clientSecret: 'newer' });
    await edit(path, ({ entries }) => Object.assign(entries['acme-erp']!.fields, { clientSecret: older }));
    expect(await faultOf(vault.get('acme-erp'))).toMatchObject({ fault: 'damaged' });
  });

  test('change the check value: damage, not a wrong key', async () => {
    const { path, open } = await filled();
    await edit(path, (file) => Object.assign(file, { check: file.audit }));
    expect(await faultOf(open().list())).toMatchObject({ fault: 'damaged' });
    expect(await faultOf(open(otherKey).list())).toMatchObject({ fault: 'wrong-key' });
  });
});

const swap = (record: Record<string, unknown>, a: string, b: string): void => {
  [record[a], record[b]] = [record[b], record[a]];
};
const rename = (record: Record<string, unknown>, from: string, to: string): void => {
  record[to] = record[from];
  delete record[from];
};

describe('the key of the audit chain', () => {
  test('is made with the vault and stays, whatever changes', async () => {
    const { vault, open } = await filled();
    const made = await vault.auditKey();
    expect(made).toHaveLength(32);
    await vault.set('more', { username: 'x' });
    await vault.remove('more');
    await vault.rotateKey(otherKey);
    expect(await open(otherKey).auditKey()).toEqual(made);
    expect((await vault.list()).map(({ name }) => name)).toEqual(['acme-cin7', 'acme-erp']);
  });

  test('is another one in another vault', async () => {
    const [one, two] = [await filled(), await filled()];
    expect(await one.vault.auditKey()).not.toEqual(await two.vault.auditKey());
  });

  test('is not replaced when it was damaged', async () => {
    const { path, open } = await filled();
    await edit(path, (file) => Object.assign(file, { audit: file.check }));
    expect(await faultOf(open().auditKey())).toMatchObject({ fault: 'damaged' });
    expect(await open().get('acme-cin7')).toMatchObject({ accountId: 'account-1' });
  });
});

describe('a new key', () => {
  test('opens everything; the old one opens nothing', async () => {
    const { vault, open } = await filled();
    await vault.rotateKey(otherKey);
    expect(await vault.get('acme-cin7')).toMatchObject({ applicationKey: secret });
    expect(await open(otherKey).list()).toEqual(await vault.list());
    expect(await faultOf(open().get('acme-cin7'))).toMatchObject({ fault: 'wrong-key' });
    expect(await faultOf(open().set('x', { a: 'b' }))).toMatchObject({ fault: 'wrong-key' });
  });
});
