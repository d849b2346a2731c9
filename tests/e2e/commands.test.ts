import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { demoPairs } from '../../src/cli/demo-stories.ts';
import { cli, removeFolders, start, temporaryFolder, until } from './support.ts';

afterAll(removeFolders);

const commands = [
  [],
  ['sync'],
  ['replay'],
  ['status'],
  ['ping'],
  ['mapping', 'check'],
  ['audit'],
  ['audit', 'list'],
  ['audit', 'show'],
  ['audit', 'export'],
  ['audit', 'verify'],
  ['audit', 'prune'],
  ['init'],
  ['credentials', 'set'],
  ['credentials', 'list'],
  ['credentials', 'remove'],
  ['credentials', 'rotate-key'],
  ['config', 'check'],
  ['config', 'schema'],
  ['sandbox'],
  ['demo'],
];

describe('help', () => {
  it('is there for every command, with the global options', async () => {
    const helps = await Promise.all(commands.map((command) => cli([...command, '--help'])));
    for (const [index, { code, stdout }] of helps.entries()) {
      expect(code).toBe(0);
      expect(stdout).toContain(`Usage: ml-connector ${commands[index]?.join(' ') ?? ''}`.trimEnd());
      expect(stdout).toContain('--config <file>');
    }
  });

  it('loads nothing heavy: no command, no database, no HTTP client, no schema', async () => {
    const folder = join(temporaryFolder(), 'coverage');
    mkdirSync(folder);
    await cli(['--help'], { env: { NODE_V8_COVERAGE: folder } });
    const [file = ''] = readdirSync(folder);
    const { result } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { result: { url: string }[] };
    const urls = result.map(({ url }) => url).filter((url) => url.startsWith('file:'));
    expect(urls.filter((url) => url.includes('/node_modules/') && !url.includes('/commander/'))).toEqual([]);
    expect(urls.filter((url) => /\/dist\/(?!index|cli)|\/dist\/cli\/commands/.test(url))).toEqual([]);
    expect(urls.length).toBeGreaterThan(5);
  });

  it('without a command it is shown as wrong usage', async () => {
    expect((await cli([])).code).toBe(2);
    expect((await cli(['audit'])).code).toBe(2);
    expect(await cli(['syn'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean sync?'),
    });
    expect((await cli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [['sync', '--nonsense', '--format', 'json']],
    [['--format=json', 'nonsense']],
    [['--format', 'json', 'sync']],
  ])('%j: the error is one object too', async (args) => {
    const { code, stdout } = await cli(args, { cwd: temporaryFolder() });
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      passes: [],
      error: { exitCode: 2, message: expect.any(String) },
    });
  });

  it.each([[['--quiet', '--verbose', 'status']], [['--format', 'xml', 'status']]])(
    '%j is refused',
    async (args) => {
      expect((await cli(args)).code).toBe(2);
    },
  );
});

describe('demo', () => {
  it.each([...demoPairs.keys()])(
    'of %s tells the whole story, ends well, and leaves nothing behind',
    async (pair) => {
      const before = temporaryFolder();
      const { code, stdout, stderr } = await cli(['demo', '--pair', pair], {
        env: { TMPDIR: before, ML_CONNECTOR_KEY: 'not this one' },
      });
      expect({ code, stderr: stderr.replace(/.*no clear answer.*\n/g, '') }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('Nothing was written to either system');
      expect(stdout).toMatch(/ {2}\d{2,} documents, \d+ of them posted: none twice/);
      expect(stdout).toContain('had been applied');
      expect(readdirSync(before)).toEqual([]);
    },
  );

  it('knows which pairs it has', async () => {
    expect(await cli(['demo', '--pair', 'acme'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the demo has: demo'),
    });
  });
});

describe('sandbox', () => {
  it('writes all that is needed, says how to use it, works, and goes away with SIGINT', async () => {
    const folder = join(temporaryFolder(), 'sb');
    const running = start(['sandbox', '--dir', folder, '--format', 'json']);
    let out = '';
    running.child.stdout?.on('data', (chunk) => {
      out += String(chunk);
    });
    await until(() => out.trimEnd().endsWith('}'));
    const { files, pairs } = JSON.parse(out);
    expect(pairs[0].urls).toMatchObject({
      cin7: expect.stringMatching(/^https:/),
      control: expect.any(String),
    });
    const env = { ML_CONNECTOR_CONFIG: files.config };
    const synced = await cli(['sync', '--pair', 'demo', '--flow', 'products', '--limit', '3', '--quiet'], {
      env,
    });
    expect(synced).toMatchObject({ code: 0, stdout: '', stderr: '' });
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    const again = await cli(['sandbox', '--dir', folder]);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('take an empty one');
  });
});
