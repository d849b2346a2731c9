import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { addSupplier, createWorld, insert, part, putPurchase, violations, type World } from './world.ts';

let world: World;
beforeEach(() => {
  world = createWorld();
  addSupplier(world, 's1', 'Tea Co');
});
afterEach(() => world.close());

const sync = async (options: Parameters<World['process']>[0] = {}) => {
  const result = await world.process(options);
  if (result === 'crashed') throw new Error('crashed');
  world.clock.advance(15 * 60_000);
  return result[0]!;
};

const doc = (id: string) => world.look((store) => store.documents.matching(id));

describe('a bill', () => {
  test('becomes one posted bill, and the second pass writes nothing', async () => {
    putPurchase(world, 'p1', { invoices: [part('p1', 'INV-1', '100')] });
    world.clock.advance(60_000);
    const first = await sync();
    expect(first).toMatchObject({ outcome: 'ok', written: 2, read: 2 });
    expect(violations(world)).toEqual([]);
    world.calls.length = 0;
    const second = await sync();
    expect(second).toMatchObject({ read: 0, written: 0 });
    expect(world.calls.filter((call) => call !== 'commit')).toEqual(['cin7 purchase list']);
  });

  test('costs one read of the source and four calls of the target', async () => {
    putPurchase(world, 'p1', { invoices: [part('p1', 'INV-1', '100')] });
    world.clock.advance(60_000);
    await sync();
    putPurchase(world, 'p2', { invoices: [part('p2', 'INV-2', '50')] });
    world.clock.advance(60_000);
    world.calls.length = 0;
    await sync();
    expect(world.calls.filter((call) => call !== 'commit')).toEqual([
      'cin7 purchase list',
      'cin7 purchase read',
      'erp bill find',
      'erp bill create',
      'erp bill read',
      'erp bill post',
    ]);
  });

  test('that is a draft waits; once authorised it is written; voided after posting it diverges', async () => {
    putPurchase(world, 'p1', { invoices: [part('p1', 'INV-1', '100', { status: 'draft' })] });
    world.clock.advance(60_000);
    expect(await sync()).toMatchObject({ waiting: 1, written: 0 });
    putPurchase(world, 'p1', { invoices: [part('p1', 'INV-1', '100')] });
    world.clock.advance(60_000);
    expect(await sync()).toMatchObject({ written: 2 });
    putPurchase(world, 'p1', { invoices: [part('p1', 'INV-1', '100', { status: 'voided' })] });
    world.clock.advance(60_000);
    expect(await sync()).toMatchObject({ diverged: 1, written: 0 });
    expect(world.bills.size).toBe(1);
    putPurchase(world, 'p1', { invoices: [part('p1', 'INV-1', '100')] });
    world.clock.advance(60_000);
    expect(await sync()).toMatchObject({ diverged: 0, unchanged: 1 });
  });

  test('that changes after posting diverges, and back at the posted content is unchanged', async () => {
    putPurchase(world, 'p1', { invoices: [part('p1', 'INV-1', '100')] });
    world.clock.advance(60_000);
    await sync();
    putPurchase(world, 'p1', { invoices: [part('p1', 'INV-1', '120')] });
    world.clock.advance(60_000);
    const report = await sync();
    expect(report).toMatchObject({ diverged: 1 });
    expect(report.documents[0]?.problems.map((problem) => problem.field)).toContain('total');
    const [stored] = await doc('INV-1');
    const replayed = await sync();
    expect(replayed).toMatchObject({ diverged: 1 });
    expect(stored?.posted).toBe('yes');
    putPurchase(world, 'p1', { invoices: [part('p1', 'INV-1', '100')] });
    world.clock.advance(60_000);
    expect(await sync()).toMatchObject({ diverged: 0, unchanged: 1 });
  });

  test('whose totals differ at the target is held, and posted once they agree', async () => {
    putPurchase(world, 'p1', { invoices: [part('p1', 'INV-1', '100')] });
    world.clock.advance(60_000);
    world.trouble = (at) => {
      if (at === 'erp bill read') for (const bill of world.bills.values()) bill.off = 1;
      return undefined;
    };
    const report = await sync();
    expect(report).toMatchObject({ held: 1 });
    expect(report.documents.find((one) => one.kind === 'bill')?.problems[0]).toMatchObject({
      code: 'totals-differ',
    });
    world.trouble = () => undefined;
    for (const bill of world.bills.values()) bill.off = 0;
    expect(await sync()).toMatchObject({ held: 0, written: 1 });
    expect(violations(world)).toEqual([]);
  });

  test('held and changed at the source is withdrawn and made anew; voided it is withdrawn', async () => {
    putPurchase(world, 'p1', { invoices: [part('p1', 'INV-1', '100')] });
    world.clock.advance(60_000);
    world.trouble = (at) => {
      if (at === 'erp bill read') for (const bill of world.bills.values()) bill.off = 1;
      return undefined;
    };
    await sync();
    putPurchase(world, 'p1', { invoices: [part('p1', 'INV-1', '90')] });
    world.clock.advance(60_000);
    expect(await sync()).toMatchObject({ held: 1 });
    expect(world.bills.size).toBe(1);
    putPurchase(world, 'p1', { live: false });
    world.clock.advance(60_000);
    expect(await sync()).toMatchObject({ held: 0, skipped: 1 });
    expect(world.bills.size).toBe(0);
  });

  test('held and posted by hand is written; held and deleted by hand diverges and may be written again', async () => {
    putPurchase(world, 'p1', { invoices: [part('p1', 'INV-1', '100')] });
    putPurchase(world, 'p2', { invoices: [part('p2', 'INV-2', '100')] });
    world.clock.advance(60_000);
    world.trouble = (at) => {
      if (at === 'erp bill read') for (const bill of world.bills.values()) bill.off = 1;
      return undefined;
    };
    expect(await sync()).toMatchObject({ held: 2 });
    world.trouble = () => undefined;
    const [one, two] = [...world.bills.values()];
    Object.assign(one!, { status: 'posted', off: 0 });
    world.bills.delete(two!.id);
    const report = await sync();
    expect(report).toMatchObject({ written: 1, diverged: 1 });
    const gone = report.documents.find((entry) => entry.state === 'diverged')!;
    expect(gone.problems[0]).toMatchObject({ code: 'deleted-at-target' });
    expect(await sync()).toMatchObject({ written: 0, diverged: 1 });
  });

  test('already posted there by hand with the same total is linked; with another it diverges', async () => {
    addSupplier(world, 's1', 'Tea Co');
    world.vendors.set('v1', { ...world.suppliers.get('s1')!, id: 'v1', code: 'V1', version: 1 });
    const body = {
      vendor: 'V1',
      number: 'inv-1',
      date: '2026-08-20',
      lines: [{ account: 'x', amount: '100', tax: '0' }],
    };
    for (const number of ['inv-1', 'inv-2']) {
      const id = insert(world, 'bill', { ...body, number });
      world.bills.get(id)!.status = 'posted';
    }
    putPurchase(world, 'p1', { invoices: [part('p1', 'INV-1', '100')] });
    putPurchase(world, 'p2', { invoices: [part('p2', 'INV-2', '101')] });
    world.clock.advance(60_000);
    expect(await sync()).toMatchObject({ linked: 2, diverged: 1, written: 0 });
    expect(world.bills.size).toBe(2);
  });

  test("whose number is a clerk's own draft is held and the draft left alone; one exactly like ours is completed", async () => {
    world.vendors.set('v1', { ...world.suppliers.get('s1')!, id: 'v1', code: 'V1', version: 1 });
    const like = {
      vendor: 'V1',
      number: 'INV-1',
      date: '2026-08-20',
      lines: [{ account: '310', amount: '100', tax: '0' }],
    };
    insert(world, 'bill', like);
    const other = insert(world, 'bill', { ...like, number: 'INV-2', date: '2026-08-21' });
    putPurchase(world, 'p1', { invoices: [part('p1', 'INV-1', '100')] });
    putPurchase(world, 'p2', { invoices: [part('p2', 'INV-2', '100')] });
    world.clock.advance(60_000);
    const report = await sync();
    expect(report).toMatchObject({ written: 1, held: 1 });
    expect(world.bills.get(other)).toMatchObject({ status: 'draft', version: 1 });
    expect(world.bills.size).toBe(2);
  });

  test('with a number that another purchase already used is rejected and names it', async () => {
    putPurchase(world, 'p1', { invoices: [part('p1', 'INV-1', '100')] });
    putPurchase(world, 'p2', { invoices: [part('p2', 'inv-1', '100')] });
    world.clock.advance(60_000);
    const report = await sync();
    expect(report).toMatchObject({ rejected: 1 });
    expect(report.documents.find((one) => one.state === 'rejected')?.problems[0]?.code).toBe(
      'duplicate-number',
    );
    expect(world.bills.size).toBe(1);
  });

  test('that cannot be mapped is rejected on every pass without a call to the source, until it can', async () => {
    const bad = part('p1', 'INV-1', '100');
    putPurchase(world, 'p1', { invoices: [{ ...bad, lines: [{ ...bad.lines[0]!, account: 'BAD' }] }] });
    world.clock.advance(60_000);
    expect(await sync()).toMatchObject({ rejected: 1 });
    world.calls.length = 0;
    expect(await sync()).toMatchObject({ rejected: 1 });
    expect(world.calls.filter((call) => call !== 'commit')).toEqual(['cin7 purchase list']);
    putPurchase(world, 'p1', { invoices: [bad] });
    world.clock.advance(60_000);
    expect(await sync()).toMatchObject({ rejected: 0, written: 1 });
  });

  test('with a new task of the same number after an undo is the same document', async () => {
    putPurchase(world, 'p1', { invoices: [part('t1', 'INV-1', '100')] });
    world.clock.advance(60_000);
    await sync();
    putPurchase(world, 'p1', { invoices: [part('t2', 'INV-1', '100')] });
    world.clock.advance(60_000);
    expect(await sync()).toMatchObject({ diverged: 0 });
    expect(await doc('INV-1')).toHaveLength(1);
    expect(violations(world)).toEqual([]);
  });

  test('older than since is never touched', async () => {
    putPurchase(world, 'p1', { invoices: [part('p1', 'INV-1', '100')] });
    world.clock.advance(60_000);
    expect(await sync({ flow: { since: '2026-08-21' as never } })).toMatchObject({ skipped: 1, written: 0 });
    expect(world.bills.size).toBe(0);
  });
});

test('a posted bill that moves to another supplier diverges', async () => {
  addSupplier(world, 's2', 'Coffee Co');
  putPurchase(world, 'p1', { invoices: [part('p1', 'INV-1', '100')] });
  world.clock.advance(60_000);
  await sync();
  putPurchase(world, 'p1', { supplier: { id: 's2', name: 'Coffee Co' } });
  world.clock.advance(60_000);
  const report = await sync();
  expect(report.documents.find((one) => one.kind === 'bill')?.problems).toMatchObject([
    { field: 'supplier' },
  ]);
});

test('an outage of the target leaves everything pending and the next pass goes on', async () => {
  for (let i = 0; i < 5; i++) putPurchase(world, `p${i}`, { invoices: [part(`p${i}`, `INV-${i}`, '10')] });
  world.clock.advance(60_000);
  world.trouble = (at) => (at.startsWith('erp') ? 'unsent' : undefined);
  const report = await sync();
  expect(report).toMatchObject({ outcome: 'stopped', cause: 'unreachable' });
  expect(report.pending).toBeGreaterThan(0);
  world.trouble = () => undefined;
  await sync();
  expect(violations(world)).toEqual([]);
});

test('a suppliers merge moves the link and is no change of a posted bill', async () => {
  putPurchase(world, 'p1', { invoices: [part('p1', 'INV-1', '100')] });
  world.clock.advance(60_000);
  await sync();
  world.suppliers.delete('s1');
  addSupplier(world, 's2', 'Tea Co');
  putPurchase(world, 'p1', { supplier: { id: 's2', name: 'Tea Co' } });
  putPurchase(world, 'p2', { supplier: { id: 's2', name: 'Tea Co' }, invoices: [part('p2', 'INV-2', '20')] });
  world.clock.advance(60_000);
  expect(await sync()).toMatchObject({ diverged: 0, rejected: 0 });
  expect(world.vendors.size).toBe(1);
  expect(violations(world)).toEqual([]);
});
