import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bin, type CliOptions, cli, removeFolders, temporaryFolder, until } from './support.ts';

let folder: string;
beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(removeFolders);

const run = (args: readonly string[], options: CliOptions = {}) => cli(args, { cwd: folder, ...options });
const mode = (name: string) => statSync(join(folder, name)).mode & 0o777;
const secret = 'S3cret~value/with+signs=';

describe('from an empty folder', () => {
  it('init writes a sound config, a key and a vault that only their owner can read, and says what is next', async () => {
    const { code, stdout } = await run(['init']);
    expect(code).toBe(0);
    expect(stdout).toContain('ml-connector credentials set acme-cin7');
    expect([mode('ml-connector.key'), mode('ml-connector.vault')]).toEqual([0o600, 0o600]);
    expect(stdout).not.toContain(readFileSync(join(folder, 'ml-connector.key'), 'utf8').trim());
    expect((await run(['config', 'check'])).stdout).toMatch(
      /^config.yaml is sound\n {2}acme: Cin7 Core and business-central/,
    );
  });

  it('init never overwrites anything', async () => {
    const before = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    const again = await run(['init']);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('never overwritten');
    expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(before);
  });

  it('init knows which ERPs there are, and takes the key from the environment', async () => {
    const other = temporaryFolder();
    expect((await run(['init', '--erp', 'sap', '--dir', other])).code).toBe(2);
    expect(readdirSync(other)).toEqual([]);
    const env = { ML_CONNECTOR_KEY: Buffer.alloc(32, 7).toString('base64') };
    expect((await run(['init', '--dir', other], { env })).code).toBe(0);
    expect(readdirSync(other).sort()).toEqual(['config.yaml', 'ml-connector.vault']);
  });

  it('sync says which credentials are missing, before it asks any system', async () => {
    const { code, stderr } = await run(['sync']);
    expect(code).toBe(2);
    expect(stderr).toContain('Set it with: ml-connector credentials set acme-cin7');
  });
});

describe('credentials', () => {
  const set = (name: string, stdin: string, ...more: string[]) =>
    run(['credentials', 'set', name, ...more], { stdin });

  it('come from stdin as lines or as JSON', async () => {
    const lines = await set('acme-cin7', `accountId=id-1\napplicationKey=${secret}\n`);
    expect(lines).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'set acme-cin7: accountId, applicationKey\n',
    });
    expect((await set('acme-erp', JSON.stringify({ clientId: 'c', clientSecret: secret }))).code).toBe(0);
  });

  (existsSync('/usr/bin/script') ? it : it.skip)(
    'are asked for on a terminal, and nothing typed is shown',
    async () => {
      const child = spawn(
        '/usr/bin/script',
        ['-qec', `${process.execPath} ${bin} credentials set acme-cin7`, '/dev/null'],
        {
          cwd: folder,
          env: { PATH: process.env['PATH'], TERM: 'xterm' },
        },
      );
      let seen = '';
      child.stdout.on('data', (chunk) => {
        seen += String(chunk);
      });
      for (const [field, value] of [
        ['accountId', 'typed-account'],
        ['applicationKey', 'typed-secret'],
      ] as const) {
        await until(() => seen.includes(field));
        child.stdin.write(`${value}\r`);
      }
      await until(() => child.exitCode !== null);
      expect(child.exitCode).toBe(0);
      expect(seen).toContain('set acme-cin7: accountId, applicationKey');
      expect(seen).not.toContain('typed-');
    },
  );

  it('are listed by name, never by value', async () => {
    const { stdout } = await run(['credentials', 'list', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      entries: [
        { name: 'acme-cin7', fields: ['accountId', 'applicationKey'], usedBy: ['pair acme, cin7'] },
        { name: 'acme-erp', fields: ['clientId', 'clientSecret'] },
      ],
      missing: [],
    });
    expect(stdout).not.toContain(secret);
    expect(readFileSync(join(folder, 'ml-connector.vault'), 'utf8')).not.toContain(secret);
  });

  it('what is no entry is refused without repeating a value', async () => {
    const refused: [name: string, stdin: string, message: string][] = [
      [
        'acme-cin7',
        'accountId=1\napplicationKey=2\nsecret=3',
        'unknown field secret; known are: accountId, applicationKey',
      ],
      ['acme-cin7', 'accountId=1', 'the field applicationKey is missing'],
      ['acme-erp', 'clientId=1', 'one of these is needed: clientSecret, or certificate and privateKey'],
      ['acme-erp', secret.replace('=', ''), 'line 1 of the input is not field=value'],
      ['acme-erp', secret, 'the input has an unknown field; known are: clientId'],
      ['acme-cin7', 'accountId=\napplicationKey=1', 'No value was given for: accountId'],
    ];
    const results = await Promise.all(refused.map(([name, stdin]) => set(name, stdin)));
    for (const [index, { code, stdout, stderr }] of results.entries()) {
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining(refused[index]?.[2] ?? ''),
      });
      expect(stdout + stderr).not.toContain('S3cret');
    }
  });

  it('are never taken from an argument, nor repeated when somebody tries', async () => {
    const { code, stderr } = await run(['credentials', 'set', 'acme-erp', `clientSecret=${secret}`]);
    expect(code).toBe(2);
    expect(stderr).not.toContain('S3cret');
  });

  it('survive a new key, which replaces the old one', async () => {
    const key = () => readFileSync(join(folder, 'ml-connector.key'), 'utf8');
    const before = key();
    expect((await run(['credentials', 'rotate-key'])).code).toBe(0);
    expect(key()).not.toBe(before);
    expect(mode('ml-connector.key')).toBe(0o600);
    expect(existsSync(join(folder, 'ml-connector.key.new'))).toBe(false);
    expect((await run(['credentials', 'list'])).stdout).toContain('acme-erp');
  });

  it('with a key from the environment the new one goes into a file, not onto the screen', async () => {
    const env = { ML_CONNECTOR_KEY: readFileSync(join(folder, 'ml-connector.key'), 'utf8').trim() };
    const { code, stdout, stderr } = await run(['credentials', 'rotate-key'], { env });
    const next = readFileSync(join(folder, 'ml-connector.key.new'), 'utf8').trim();
    expect(code).toBe(0);
    expect(stderr).toContain('put its content into ML_CONNECTOR_KEY');
    expect(stdout + stderr).not.toContain(next);
    expect((await run(['credentials', 'list'], { env })).code).toBe(2);
    expect((await run(['credentials', 'list'], { env: { ML_CONNECTOR_KEY: next } })).code).toBe(0);
    writeFileSync(join(folder, 'ml-connector.key'), next);
  });

  it('remove says where a name is still used', async () => {
    const { code, stderr } = await run(['credentials', 'remove', 'acme-erp']);
    expect(code).toBe(0);
    expect(stderr).toContain('acme-erp is still named in the config: pair acme, business-central');
    expect((await run(['credentials', 'remove', 'acme-erp'])).code).toBe(2);
    expect((await run(['credentials', 'list'])).stdout).toContain('missing: acme-erp');
  });

  it('a key that others can read is refused', async () => {
    const open = temporaryFolder();
    writeFileSync(join(open, 'key'), Buffer.alloc(32, 1).toString('base64'), { mode: 0o644 });
    const { code, stderr } = await run(['credentials', 'list'], {
      env: { ML_CONNECTOR_KEY_FILE: join(open, 'key') },
    });
    expect(code).toBe(2);
    expect(stderr).toContain('may be read by others');
  });
});

describe('a config with mistakes', () => {
  const broken = `pairs:
  - name: acme
    cin7: { credentials: a, requestsPerMinute: many }
    erp:
      type: business-centrl
      credentials: b
    flows:
      purchases: { evry: 15m }
    mapping: {}
`;

  it('is told all at once, with file, line and column, and nothing is started', async () => {
    writeFileSync(join(folder, 'broken.yaml'), broken);
    const { code, stdout, stderr } = await run(['sync', '--config', 'broken.yaml']);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('broken.yaml:3:');
    expect(stderr).toMatch(/broken\.yaml:5:\d+ pairs\[0\]\.erp\.type: .*did you mean "business-central"/);
    expect(stderr).toMatch(/broken\.yaml:8:\d+ pairs\[0\]\.flows\.purchases\.evry: .*did you mean "every"/);
  });

  it('is one object with --format json, with the problems one by one', async () => {
    const { code, stdout } = await run(['--format', 'json', 'config', 'check', '--config', 'broken.yaml']);
    expect(code).toBe(2);
    const { passes, error } = JSON.parse(stdout);
    expect(passes).toEqual([]);
    expect(error.exitCode).toBe(2);
    expect(error.problems).toContainEqual(
      expect.objectContaining({ line: 8, key: 'pairs[0].flows.purchases.evry' }),
    );
  });

  it('is searched for where the contract says', async () => {
    const empty = temporaryFolder();
    const nowhere = await run(['status'], { cwd: empty });
    expect(nowhere).toMatchObject({ code: 2 });
    expect(nowhere.stderr).toContain('there is no config');
    const named = await run(['config', 'check'], {
      cwd: empty,
      env: { ML_CONNECTOR_CONFIG: join(folder, 'config.yaml') },
    });
    expect(named.code).toBe(0);
    const flag = await run(['config', 'check', '--config', 'none.yaml'], { cwd: empty });
    expect(flag.stderr).toContain('none.yaml: there is no such file');
  });
});

describe('config schema', () => {
  it('is a JSON Schema', async () => {
    const { stdout } = await run(['config', 'schema']);
    expect(JSON.parse(stdout)).toMatchObject({ $schema: expect.stringContaining('2020-12'), type: 'object' });
  });
});
