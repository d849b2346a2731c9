import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoProblems } from '../../src/sandbox/start.ts';
import { contentOf, openWorld, passesOf, type Result, removeFolders, type World, writes } from './support.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await world.close();
  removeFolders();
});

const purchases = (result: Result) => passesOf(result).find(({ flow }) => flow === 'purchases')!;

describe('a dry run before anything else', () => {
  let result: Result;
  let before: string;
  beforeAll(async () => {
    before = JSON.stringify(world.sandbox.snapshot());
    world.sandbox.journal.clear();
    result = await world.run(['sync', '--dry-run', '--format', 'json']);
  });

  it('tells what a real pass would do, with every document as it would be sent', () => {
    expect(result.code).toBe(3);
    const pass = purchases(result);
    expect(pass.dryRun).toBe(true);
    expect(pass.written).toBeGreaterThan(50);
    const bill = pass.documents.find(({ state, kind }) => state === 'written' && kind === 'bill');
    expect(bill?.draft?.body).toHaveProperty('vendorInvoiceNumber', bill?.source.number);
    expect(bill?.draft).toHaveProperty('totals.gross.currency');
  });

  it('writes to neither system', () => {
    expect(writes(world)).toEqual([]);
    const now = JSON.parse(JSON.stringify(world.sandbox.snapshot()));
    const then = JSON.parse(before);
    // That purchases were read is all that is left of it.
    delete now.cin7.readings;
    delete then.cin7.readings;
    expect(now).toEqual(then);
  });

  it('leaves no document, link, mark, intent, pass or audit row, and no copy of the state', () => {
    const rows = Object.values(contentOf(world.state)).flat();
    expect(rows).toEqual([]);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('ml-connector-dry-run-'))).toEqual([]);
  });
});

describe('the first sync', () => {
  let result: Result;
  beforeAll(async () => {
    result = await world.run(['sync', '--format', 'json']);
  });

  it('prints one object of the contract, and needs somebody for the three bad bills', () => {
    expect(result.code).toBe(3);
    expect(passesOf(result).map(({ flow, leg }) => `${flow} ${leg}`)).toEqual([
      'suppliers cin7-to-erp',
      'suppliers erp-to-cin7',
      'products erp-to-cin7',
      'purchases cin7-to-erp',
    ]);
    const pass = purchases(result);
    const bad = pass.documents.filter(({ state }) => state === 'held' || state === 'rejected');
    expect(bad.map(({ problems }) => problems[0]?.code).sort()).toEqual([
      'account-unmapped',
      'period-closed',
      'totals-differ',
    ]);
    for (const order of Object.values(demoProblems))
      expect(bad.some(({ problems }) => problems[0]?.record.includes(order))).toBe(true);
  });

  it('posts everything else, each once and to the cent', () => {
    const done = purchases(result).documents.filter(({ state }) => state === 'written');
    expect(done.every(({ posted, target }) => posted === 'yes' && target.number)).toBe(true);
    expect(world.sandbox.check()).toEqual([]);
  });

  it('says nothing but the result on stdout, and keeps the state to its owner', () => {
    expect(result.stderr).toBe('');
    expect(statSync(world.state).mode & 0o777).toBe(0o600);
  });
});

describe('the second sync', () => {
  it('writes nothing, and still tells what is open', async () => {
    world.sandbox.journal.clear();
    const result = await world.run(['sync', '--format', 'json']);
    expect(writes(world)).toEqual([]);
    expect(passesOf(result).every(({ written, linked }) => written + linked === 0)).toBe(true);
    expect(purchases(result)).toMatchObject({ held: 2, rejected: 1 });
    expect(result.code).toBe(3);
  });

  it('does nothing with --due: no time has passed', async () => {
    world.sandbox.journal.clear();
    const result = await world.run(['sync', '--due']);
    expect(result).toMatchObject({ code: 0, stdout: '', stderr: 'nothing is due\n' });
    expect(world.sandbox.journal.entries).toEqual([]);
  });

  it('a dry run now changes no row either', async () => {
    const before = contentOf(world.state);
    world.sandbox.journal.clear();
    const result = await world.run(['sync', '--dry-run', '--flow', 'purchases', '--format', 'json']);
    expect(result.code).toBe(3);
    expect(contentOf(world.state)).toEqual(before);
    const last = before['audit']?.at(-1) as { seq: number; hash: string };
    expect(purchases(result).auditHead).toBe(`${last.seq}:${last.hash}`);
    expect(writes(world)).toEqual([]);
  });

  it('in text fits on a screen and names cause, value and fix', async () => {
    const { stdout } = await world.run(['sync', '--flow', 'purchases']);
    expect(stdout).toContain('demo  purchases  cin7-to-erp     3     2         1');
    expect(stdout).toContain('found:   453');
    expect(stdout).toContain('do:      add mapping.accounts: { "453": { account: "..." } }');
    expect(stdout.split('\n').length).toBeLessThan(40);
  });
});

describe('replay', () => {
  it('delivers one document again by its number, with every guard in force', async () => {
    const result = await world.run(['replay', 'QCC-0777', '--format', 'json']);
    expect(result.code).toBe(3);
    const open = purchases(result).documents.find(({ source }) => source.number === 'QCC-0777');
    expect(open?.state).toBe('held');
    expect(world.sandbox.check()).toEqual([]);
  });

  it('takes every failed, held and rejected one with --failed', async () => {
    const result = await world.run(['replay', '--failed', '--flow', 'purchases', '--format', 'json']);
    expect(purchases(result)).toMatchObject({ held: 2, rejected: 1 });
    const none = await world.run(['replay', '--failed', '--flow', 'products', '--format', 'json']);
    expect(none.code).toBe(0);
    expect(passesOf(none)).toEqual([]);
  });

  it('what cannot be meant is refused before anything is started', async () => {
    const refused: [string[], string][] = [
      [['replay', 'nothing-like-this'], 'there is no document nothing-like-this'],
      [['replay'], 'give the ids of documents, or --failed'],
      [['replay', 'QCC-0777', '--failed'], 'not both'],
      [['replay', 'QCC-0777', '--accept', ' '], 'needs a reason'],
      [['replay', '--failed', '--accept', 'why'], 'one by one'],
      [['sync', '--flow', 'receipts'], 'no pair runs the flow receipts'],
      [['sync', '--pair', 'acme'], 'unknown pair acme'],
      [['sync', '--since', 'yesterday'], '--since yesterday'],
    ];
    world.sandbox.journal.clear();
    const results = await Promise.all(refused.map(([args]) => world.run(args)));
    for (const [index, { code, stderr }] of results.entries()) {
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining(refused[index]?.[1] ?? ''),
      });
    }
    expect(world.sandbox.journal.entries).toEqual([]);
  });

  it('lists the candidates when a number could be several documents', async () => {
    const vendor = await world.run(['replay', 'V00010']);
    expect(vendor.code).toBe(2);
    expect(vendor.stderr).toMatch(
      /V00010 could be any of \d documents; give the id of one:\n {2}[0-9a-f]{12} {2}demo {2}supplier/,
    );
  });
});

describe('status', () => {
  it('tells where every leg stands, and what is open', async () => {
    const { code, stdout } = await world.run(['status', '--format', 'json']);
    expect(code).toBe(0);
    const [pair] = JSON.parse(stdout).pairs;
    const flow = pair.flows.find((one: { flow: string }) => one.flow === 'purchases');
    expect(flow).toMatchObject({ due: false, running: null });
    expect(flow.legs[0]).toMatchObject({ lastPass: { outcome: 'ok' }, states: { held: 2, rejected: 1 } });
    expect(pair.open).toHaveLength(3);
    expect((await world.run(['status'])).stdout).toContain('2 held, 1 rejected');
  });
});

describe('what was open is settled', () => {
  it('mapping check names the account that is missing, with a line to paste', async () => {
    const check = await world.run(['mapping', 'check', '--format', 'json']);
    expect(check.code).toBe(3);
    const [checked] = JSON.parse(check.stdout).pairs;
    expect(checked).toMatchObject({ notLooked: 0, findings: [{ code: 'account-unmapped', seen: '453' }] });
    expect(checked.yaml).toContain('"453": { account: "60200" }');
    expect((await world.run(['mapping', 'check'])).stdout).toContain('to paste into the pair `demo`');
  });

  it('by the mapping, by opening the period, and by accepting what was posted by hand', async () => {
    const config = join(world.folder, 'config.yaml');
    writeFileSync(
      config,
      readFileSync(config, 'utf8').replace(/accounts:\n/, '$&        "453": { account: "60200" }\n'),
    );
    world.sandbox.businessCentral.setPostingRange('');
    const draft = world.sandbox.businessCentral
      .documents()
      .find(({ externalNumber }) => externalNumber === 'QCC-0777');
    world.sandbox.businessCentral.postDraft(draft?.id ?? '');
    const synced = await world.run(['sync', '--flow', 'purchases', '--format', 'json']);
    expect(purchases(synced)).toMatchObject({ written: 2, held: 0, rejected: 0, diverged: 1 });
    expect(synced.code).toBe(3);
    const looked = await world.run(['replay', 'QCC-0777', '--format', 'json']);
    expect(purchases(looked)).toMatchObject({ diverged: 1 });
    const accepted = await world.run([
      'replay',
      'QCC-0777',
      '--accept',
      'the supplier rounded',
      '--format',
      'json',
    ]);
    expect(accepted.code).toBe(0);
    expect((await world.run(['mapping', 'check'])).code).toBe(0);
    expect((await world.run(['sync', '--quiet'])).stdout).toBe('');
    const shown = await world.run(['audit', 'show', 'QCC-0777']);
    expect(shown.stdout).toContain('the supplier rounded');
    expect(world.sandbox.check()).toEqual([
      expect.stringMatching(/QCC-0777 .* was posted with 130.00 \+ 26.00/),
    ]);
  });
});
