import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { passesOf, removeFolders, smallWorld, type World } from './support.ts';

let world: World;
let heads: (string | null)[];
beforeAll(async () => {
  world = await smallWorld(2);
  const synced = await world.run(['sync', '--format', 'json']);
  expect(synced.code).toBe(0);
  heads = passesOf(synced).map(({ auditHead }) => auditHead);
});
afterAll(async () => {
  await world.close();
  removeFolders();
});

const json = async (...args: string[]) => JSON.parse((await world.run([...args, '--format', 'json'])).stdout);

describe('audit list and show', () => {
  it('lists the newest first, cut to the limit, with the head that the last pass printed', async () => {
    const { entries, head } = await json('audit', 'list', '--limit', '3');
    expect(entries).toHaveLength(3);
    expect(entries[0].seq).toBeGreaterThan(entries[2].seq);
    expect(head).toBe(heads.at(-1));
  });

  it('filters by pair and time', async () => {
    const [other, before, after] = await Promise.all([
      json('audit', 'list', '--pair', 'other'),
      json('audit', 'list', '--to', '2020-01-01'),
      json('audit', 'list', '--from', '2020-01-01'),
    ]);
    expect([other.entries, before.entries]).toEqual([[], []]);
    expect(after.entries.length).toBeGreaterThan(5);
  });

  it("shows a document's whole life on one screen, by its order's number, its own, the ERP's, or its id", async () => {
    const { document, sourceNumber, events } = await json('audit', 'show', 'INV-1');
    expect(document).toMatchObject({ kind: 'bill', number: 'INV-1', state: 'written', posted: 'yes' });
    expect(sourceNumber).toBe('PO-00001');
    expect(events.map(({ event }: { event: string }) => event)).toEqual(
      expect.arrayContaining(['seen', 'step create', 'step post', 'written', 'number']),
    );
    const names = ['PO-00001', document.target.number, document.id];
    const same = await Promise.all(names.map((name) => json('audit', 'show', name)));
    for (const one of same) expect(one.document.id).toBe(document.id);
    const { stdout } = await world.run(['audit', 'show', 'INV-1']);
    expect(stdout).toContain('net 100.00 GBP   tax 20.00 GBP   total 120.00 GBP');
    expect(stdout).toContain('natural key  bill|V00010|INV-1');
    expect(stdout).toMatch(/60300 +.*Tea tasting/);
    expect(stdout.split('\n').length).toBeLessThan(40);
  });

  it('an unknown one is refused', async () => {
    expect(await world.run(['audit', 'show', 'INV-9'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('audit export', () => {
  it('CSV on stdout, oldest first', async () => {
    const { code, stdout } = await world.run(['audit', 'export', '--format', 'csv']);
    const lines = stdout.trimEnd().split('\r\n');
    expect(code).toBe(0);
    expect(lines[1]).toMatch(/^1,/);
    expect(stdout).toContain(',bill,INV-1,written,');
  });

  it('JSON lines and one JSON object', async () => {
    const { stdout } = await world.run(['audit', 'export', '--format', 'jsonl']);
    const { entries } = await json('audit', 'export');
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(entries);
  });

  it('HTML into a file that only its owner can read; the name tells the format', async () => {
    const result = await world.run(['audit', 'export', '-o', 'trail.html']);
    expect(result).toMatchObject({ code: 0, stdout: '' });
    const file = join(world.folder, 'trail.html');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const html = readFileSync(file, 'utf8');
    expect(html).toContain('<td>INV-1</td>');
    expect(html).toContain(heads.at(-1));
  });

  it('says where it cannot write, and what formats there are', async () => {
    const nowhere = await world.run(['audit', 'export', '-o', 'no/such/folder.csv']);
    expect(nowhere.code).toBe(2);
    expect(nowhere.stderr).toContain('cannot write no/such/folder.csv');
    expect((await world.run(['audit', 'export', '--format', 'xml'])).stderr).toContain('csv, jsonl, html');
  });
});

describe('audit verify', () => {
  const verify = (...more: string[]) => world.run(['audit', 'verify', ...more]);
  const tamper = (sql: string) => {
    const database = new Database(world.state);
    // Whoever can write the file can also drop the triggers that guard the trail.
    const triggers = database.prepare("select name from sqlite_master where type = 'trigger'").pluck().all();
    for (const name of triggers) database.exec(`drop trigger "${name}"`);
    database.exec(sql);
    database.close();
  };
  let untouched: Buffer;
  beforeAll(() => {
    const database = new Database(world.state);
    database.pragma('wal_checkpoint(truncate)');
    database.close();
    untouched = readFileSync(world.state);
  });
  const restore = () => writeFileSync(world.state, untouched);

  it('is content with a whole trail, and with every head that was printed', async () => {
    expect((await verify()).code).toBe(0);
    const results = await Promise.all(heads.map((head) => verify('--head', head ?? '')));
    expect(results.map(({ code }) => code)).toEqual(heads.map(() => 0));
  });

  it.each([
    [
      'an edited amount',
      "update audit set data = replace(data, ':', ': ') where seq = 5",
      /row 5 .* was edited/,
    ],
    ['a removed row', 'delete from audit where seq = 4', /row 4 is missing/],
    [
      'an added row',
      'insert into audit select seq + 1000, at, pass, pair, document_id, event, data, previous, hash from audit where seq = 3',
      /row 1003 .* was edited/,
    ],
  ])('finds %s and names the row', async (_, sql, message) => {
    tamper(sql);
    const result = await verify();
    restore();
    expect(result.code).toBe(3);
    expect(result.stdout).toMatch(message);
  });

  it('finds an end that was cut off, given a head from before', async () => {
    tamper('delete from audit where seq > 6');
    const blind = await verify();
    const result = await verify('--head', heads.at(-1) ?? '', '--format', 'json');
    restore();
    expect(blind.code).toBe(0);
    expect(result.code).toBe(3);
    expect(JSON.parse(result.stdout)).toMatchObject({ ok: false, findings: [{ seq: 7, what: 'tail cut' }] });
  });

  it('refuses a head that is none', async () => {
    expect((await verify('--head', 'x')).code).toBe(2);
  });
});

describe('audit prune', () => {
  it('needs a day that is not ahead', async () => {
    const refused = [[], ['--before', '2999-01-01'], ['--before', 'soon']];
    const results = await Promise.all(refused.map((more) => world.run(['audit', 'prune', ...more])));
    expect(results.map(({ code }) => code)).toEqual([2, 2, 2]);
  });

  it('leaves a trail that can still be verified', async () => {
    const result = await world.run(['audit', 'prune', '--before', '2020-01-01']);
    expect(result.stdout).toMatch(/^removed 0 entries from before 2020-01-01; head \d+:/);
    expect((await world.run(['audit', 'verify'])).code).toBe(0);
  });
});
