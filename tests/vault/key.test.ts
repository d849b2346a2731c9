import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { encodeKey, generateKey, loadKey, rotateKeyFile, saveKey } from '../../src/vault/key.ts';
import { edit, faultOf, filled, folder, key, otherKey } from './support.ts';

const text = encodeKey(key);

describe('the key', () => {
  test('is taken from the first place that has one', async () => {
    const dir = await folder();
    const named = join(dir, 'named');
    const systemd = await folder();
    await saveKey(join(dir, 'ml-connector.key'), generateKey());
    await saveKey(named, key);
    await writeFile(join(systemd, 'ml-connector-key'), `${encodeKey(otherKey)}\n`, { mode: 0o440 });
    const all = { ML_CONNECTOR_KEY: text, ML_CONNECTOR_KEY_FILE: named, CREDENTIALS_DIRECTORY: systemd };
    expect(await loadKey(all, dir)).toEqual({ key, origin: 'ML_CONNECTOR_KEY' });
    expect(await loadKey({ ...all, ML_CONNECTOR_KEY: '' }, dir)).toEqual({ key, origin: named, file: named });
    const third = await loadKey({ CREDENTIALS_DIRECTORY: systemd }, dir);
    expect(third).toEqual({ key: otherKey, origin: join(systemd, 'ml-connector-key') });
    const fourth = await loadKey({ CREDENTIALS_DIRECTORY: dir }, dir);
    expect(fourth).toMatchObject({ file: join(dir, 'ml-connector.key') });
  });

  test('none anywhere: all ways are named', async () => {
    const { fault, message } = await faultOf(loadKey({}, await folder()));
    expect(fault).toBe('no-key');
    for (const way of [
      'ML_CONNECTOR_KEY ',
      'ML_CONNECTOR_KEY_FILE',
      'systemd',
      'ml-connector.key',
      'ml-connector init',
    ]) {
      expect(message).toContain(way);
    }
  });

  test('a named file that is missing is not passed over', async () => {
    const dir = await folder();
    await saveKey(join(dir, 'ml-connector.key'), key);
    const { message } = await faultOf(loadKey({ ML_CONNECTOR_KEY_FILE: join(dir, 'gone') }, dir));
    expect(message).toContain(join(dir, 'gone'));
  });

  test.each(['ML_CONNECTOR_KEY_FILE', 'beside the config'])(
    'a file that others may read is refused (%s)',
    async (way) => {
      const dir = await folder();
      const path = join(dir, 'ml-connector.key');
      await saveKey(path, key);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      await chmod(path, 0o644);
      const env = way === 'ML_CONNECTOR_KEY_FILE' ? { [way]: path } : {};
      const { fault, message } = await faultOf(loadKey(env, dir));
      expect([fault, message]).toEqual(['mode', expect.stringContaining(`chmod 600 ${path}`)]);
    },
  );

  test.each([
    [Buffer.alloc(16).toString('base64'), /has 16 bytes/],
    [Buffer.alloc(33).toString('base64'), /has 33 bytes/],
    ['correct horse battery staple', /is not base64/],
    ['!!!!', /is not base64/],
    ['ab', /has 1 bytes|is not base64/],
  ])('of a wrong shape is refused and not shown: %s', async (wrong, expected) => {
    const { message } = await faultOf(loadKey({ ML_CONNECTOR_KEY: wrong }, '.'));
    expect(message).toMatch(expected);
    expect(message).not.toContain(wrong.slice(0, 6) === 'ab' ? 'ab ' : wrong);
  });

  test('may be written as base64url, without padding, with a line end', async () => {
    const odd = Buffer.alloc(32, 0xfb);
    for (const written of [odd.toString('base64url'), `${odd.toString('base64')}\n`]) {
      expect((await loadKey({ ML_CONNECTOR_KEY: written }, '.')).key).toEqual(odd);
    }
  });

  test('is never overwritten', async () => {
    const path = join(await folder(), 'k');
    await saveKey(path, key);
    expect(await faultOf(saveKey(path, otherKey))).toMatchObject({ fault: 'no-key' });
    expect(await readFile(path, 'utf8')).toBe(`${text}\n`);
  });
});

describe('a new key in the key file', () => {
  test('opens the vault afterwards', async () => {
    const { path, vault, open } = await filled();
    const file = join(dirname(path), 'ml-connector.key');
    await saveKey(file, key);
    const next = await rotateKeyFile(vault, file);
    const loaded = await loadKey({}, dirname(path));
    expect(loaded.key).toEqual(next);
    expect(await open(loaded.key).list()).toHaveLength(2);
  });

  test('a vault that cannot be sealed anew keeps its key', async () => {
    const { path, vault, open } = await filled();
    const file = join(dirname(path), 'ml-connector.key');
    await saveKey(file, key);
    await edit(path, ({ entries }) => Object.assign(entries['acme-erp']!, { seal: '' }));
    expect(await faultOf(rotateKeyFile(vault, file))).toMatchObject({ fault: 'damaged' });
    expect((await loadKey({}, dirname(path))).key).toEqual(key);
    expect(await open().get('acme-cin7')).toBeDefined();
    await expect(stat(`${file}.new`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('the file of an interrupted rotation is never lost', async () => {
    const { path, vault } = await filled();
    const file = join(dirname(path), 'ml-connector.key');
    await saveKey(file, key);
    await saveKey(`${file}.new`, otherKey);
    expect((await faultOf(rotateKeyFile(vault, file))).message).toContain(`${file}.new exists`);
    await vault.rotateKey(otherKey);
    const { openVault } = await import('../../src/vault/vault.ts');
    const { message } = await faultOf(rotateKeyFile(openVault(path, key), file));
    expect(message).toMatch(/does not open.*\.new/);
    expect(await readFile(`${file}.new`, 'utf8')).toContain(encodeKey(otherKey));
  });
});
