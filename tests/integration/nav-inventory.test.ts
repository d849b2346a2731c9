import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readBaseline } from '../../src/engine/inventory-baseline.ts';
import { type StockStatus, stockStatus } from '../../src/engine/inventory-status.ts';
import type { PassReport } from '../../src/engine/report.ts';
import { createMapping } from '../../src/mapping/mapping.ts';
import { type Bench, createBench, type SyncOptions } from './harness.ts';
import { booked, furnishStock, unlikeStock } from './nav-inventory-scenes.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await createBench({ erps: ['nav'], data: 'empty', tls: false });
  furnishStock(bench);
});
afterEach(() => bench.close());

async function sync(options: SyncOptions = {}): Promise<[PassReport, PassReport]> {
  bench.clock.advance(16 * 60_000);
  const [to, from] = await bench.sync({ flows: ['inventory'], ...options });
  if (!to || !from) throw new Error('both legs run');
  return [to, from];
}

const writes = (from: number) =>
  bench.sandbox.journal.entries
    .slice(from)
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path}`);

const entriesOf = (task: string) =>
  bench.sandbox.nav.company.itemEntries
    .all()
    .filter((row) => row.External_Document_No.startsWith(task.replace(/-/g, '').toUpperCase()));

/** `MAIN 2 at 8.70`: what a task's entries are worth. */
const valued = (task: string): string[] =>
  entriesOf(task)
    .map((row) => `${row.Item_No} ${row.Location_Code} ${row.Quantity} at ${row.Cost_Amount_Actual}`)
    .sort();

const oil = (quantity: number, cost?: string) => ({ sku: 'OIL-01', quantity, ...(cost ? { cost } : {}) });
const codes = ({ documents }: PassReport) =>
  documents.flatMap(({ state, problems }) => problems.map(({ code }) => `${state} ${code}`));

async function status(): Promise<StockStatus> {
  const { cin7, nav } = bench.sandbox;
  const balances = cin7.state.references['availability']?.map((row) => ({
    sku: String(row['SKU']),
    location: String(row['Location']),
    onHand: String(row['OnHand']) as never,
    available: String(row['Available']) as never,
  }));
  const entries = nav.company.itemEntries.all();
  const ledger = entries.map((row) => ({
    sku: row.Item_No,
    location: row.Location_Code,
    onHand: row.Quantity,
  }));
  return bench.look(async (store) => {
    const baseline = await readBaseline(store, bench.pair.name);
    if (!baseline) throw new Error('no baseline');
    const documents = await store.documents.all(bench.pair.name);
    const now = { cin7: { balances: balances ?? [] }, erp: { balances: ledger } };
    return stockStatus(createMapping(bench.pair.mapping), undefined, baseline, documents, now);
  });
}

describe('the first pass', () => {
  test('writes nothing, keeps both balances and tells where they differ', async () => {
    bench.sandbox.nav.addItemEntry({ item: 'TIN-01', location: 'MAIN', quantity: -8 });
    const [to, from] = await sync();
    expect([to.written, from.written, to.skipped]).toEqual([0, 0, 2]);
    expect(writes(0)).toEqual([]);
    expect(to.notes.join()).toMatch(/TIN-01 at MAIN: Cin7 1000, ERP 992/);
    const [again, back] = await sync();
    expect([again.read, back.read]).toEqual([0, 0]);
    expect(writes(0)).toEqual([]);
  });

  test('what it contains is told when it changes, and never written', async () => {
    const { id } = bench.sandbox.cin7.addAdjustment({ lines: [oil(1010)] });
    await sync();
    bench.sandbox.cin7.setAdjustment(id, 'VOIDED');
    // The list of adjustments shows the new status.
    const [to] = await sync();
    expect(codes(to)).toEqual(['diverged voided-after-posting']);
    expect(writes(0)).toEqual([]);
  });

  test('a dry run stores nothing', async () => {
    await bench.sync({ flows: ['inventory'], dryRun: true });
    expect(writes(0)).toEqual([]);
  });
});

describe('from Cin7', () => {
  test('every kind of movement once, increases at their cost, and nothing more on the next pass', async () => {
    const { cin7 } = bench.sandbox;
    await sync();
    const made = {
      'adjustment up': cin7.addAdjustment({ lines: [{ ...oil(1010, '4.5') }] }).id,
      'adjustment of what was not there': cin7.addAdjustment({ location: 'Showroom', lines: [oil(4, '5')] })
        .id,
      'stock take': cin7.addStockTake({ lines: [oil(1008)] }).id,
      'write-off': cin7.addWriteOff({ lines: [oil(2)] }).id,
      transfer: cin7.addTransfer({ to: 'Showroom', lines: [oil(3)] }).id,
      assembly: cin7.addAssembly({ sku: 'TIN-01', quantity: 2, lines: [oil(4)] }).id,
      disassembly: cin7.addDisassembly({ sku: 'TIN-01', quantity: 1, lines: [oil(2, '3')] }).id,
      sale: cin7.addSale({
        customer: 'Corner Cafe',
        lines: [{ sku: 'OIL-01', quantity: '5', price: '9' }],
        shipped: 'authorised',
        invoices: [{}],
        credits: [{ restock: true, lines: [{ sku: 'OIL-01', quantity: '1', price: '9' }] }],
      }).id,
    };
    const [to] = await sync();
    expect(codes(to)).toEqual([]);
    const told = Object.entries(made).map(([what, task]) => [what, booked(bench, task)]);
    expect(Object.fromEntries(told)).toEqual({
      'adjustment up': 'MAIN 10',
      'adjustment of what was not there': 'SHOWROOM 4',
      'stock take': 'MAIN -2',
      'write-off': 'MAIN -2',
      transfer: 'MAIN -3, SHOWROOM 3, WAY -3, WAY 3',
      assembly: 'MAIN -4, MAIN 2',
      disassembly: 'MAIN -1, MAIN 2',
      sale: 'MAIN -5, MAIN 1',
    });
    expect(valued(made['adjustment up'])).toEqual(['OIL-01 MAIN 10 at 45']);
    expect(valued(made['adjustment of what was not there'])).toEqual(['OIL-01 SHOWROOM 4 at 20']);
    expect(valued(made.disassembly)).toContain('OIL-01 MAIN 2 at 6');
    expect(unlikeStock(bench)).toEqual([]);
    expect(bench.sandbox.check()).toEqual([]);

    const before = bench.sandbox.journal.entries.length;
    const passes = [...(await sync()), ...(await sync())];
    expect(passes.map(({ written }) => written)).toEqual([0, 0, 0, 0]);
    expect(writes(before)).toEqual([]);
    const { places } = await status();
    expect(places.flatMap(({ cin7, erp }) => [cin7.difference, erp.difference])).toEqual(
      places.flatMap(() => ['0', '0']),
    );
    expect(places.map(({ open }) => open)).toEqual(places.map(() => 0));
  }, 30_000);

  test('decreases carry no cost, and the line key is the task id without hyphens and the line', async () => {
    await sync();
    const { id } = bench.sandbox.cin7.addAdjustment({ lines: [oil(990), { sku: 'TIN-01', quantity: 1005 }] });
    const from = bench.sandbox.journal.entries.length;
    await sync();
    const batch = bench.sandbox.journal.entries.slice(from).find(({ path }) => path.includes('$batch'));
    const { requests } = (batch?.body ?? { requests: [] }) as {
      requests: { body: Record<string, unknown> }[];
    };
    const [out, inward] = requests.map(({ body }) => body);
    const key = id.replace(/-/g, '').toUpperCase();
    expect(out).toMatchObject({
      Entry_Type: 'Negative Adjmt.',
      Item_No: 'OIL-01',
      Quantity: 10,
      External_Document_No: `${key}1`,
      Gen_Bus_Posting_Group: 'CIN7ADJ',
    });
    expect(out).not.toHaveProperty('Unit_Amount');
    expect(out).not.toHaveProperty('Unit_Cost');
    expect(inward).toMatchObject({
      Entry_Type: 'Positive Adjmt.',
      Unit_Amount: 4,
      External_Document_No: `${key}2`,
    });
  });

  test("a receipt is valued at the bill's net price, else the order's", async () => {
    await sync();
    const lines = [{ sku: 'OIL-01', quantity: '10', price: '4.35', account: '310' }];
    const spec = { supplier: 'Harbour Oils', type: 'Advanced', received: 'authorised', lines } as const;
    const billed = [{ ...lines[0], price: '4.60' }] as const;
    const one = bench.sandbox.cin7.addPurchase(spec);
    const other = bench.sandbox.cin7.addPurchase({ ...spec, invoices: [{ number: 'I-1', lines: billed }] });
    await sync();
    const tasks = [one, other].map(
      (row) => [...row.putAway, ...row.stockReceived].find(({ task }) => task)?.task,
    );
    expect(tasks.map((task) => valued(task ?? '?'))).toEqual([
      ['OIL-01 MAIN 10 at 43.5'],
      ['OIL-01 MAIN 10 at 46'],
    ]);
  });

  test('goods in transit leave first and arrive later', async () => {
    const { cin7 } = bench.sandbox;
    await sync();
    const { id } = cin7.addTransfer({ to: 'Showroom', status: 'IN TRANSIT', lines: [oil(6)] });
    await sync();
    expect(booked(bench, id)).toBe('MAIN -6, WAY 6');
    cin7.setStockTask(id, 'COMPLETED');
    await sync();
    expect(booked(bench, id)).toBe('MAIN -6, SHOWROOM 6, WAY -6, WAY 6');
  });

  test('lots, unknown items and unmapped locations are rejected with every problem', async () => {
    const { cin7, nav } = bench.sandbox;
    nav.editItem('TIN-01', { Item_Tracking_Code: 'LOTALL' });
    cin7.addProduct({ SKU: 'NEW-01', Name: 'New', Type: 'Stock', CostingMethod: 'FIFO' });
    await sync();
    cin7.addAdjustment({
      lines: [
        { sku: 'TIN-01', quantity: 1 },
        { sku: 'NEW-01', quantity: 1, cost: '1' },
      ],
    });
    const [to] = await sync();
    expect(codes(to)).toEqual(['rejected master-unknown', 'rejected master-unknown']);
    const seen = to.documents.flatMap(({ problems }) => problems.map((problem) => problem.seen));
    expect(seen.join()).toMatch(/Item_Tracking_Code is LOTALL/);
    expect(bench.sandbox.nav.company.itemLines.all()).toEqual([]);
  });

  test('movements at locations that are ignored are skipped, others beside them are not', async () => {
    const { pair } = bench;
    const locations = new Map<string, unknown>([
      ...(pair.mapping.locations as never as Map<string, unknown>),
      ['Showroom', 'ignore'],
    ]);
    bench.pair = { ...pair, mapping: { ...pair.mapping, locations: locations as never } };
    await sync();
    bench.sandbox.cin7.addAdjustment({ location: 'Showroom', lines: [oil(4, '5')] });
    const [only] = await sync();
    expect([only.skipped, only.written, codes(only)]).toEqual([1, 0, []]);
    const { id } = bench.sandbox.cin7.addTransfer({ to: 'Showroom', lines: [oil(3)] });
    await sync();
    expect(booked(bench, id)).toBe('MAIN -3, WAY -3, WAY 3');
  });

  test('a draft waits; done it is written; undone after that it is told', async () => {
    const { cin7 } = bench.sandbox;
    await sync();
    const { id } = cin7.addAdjustment({ status: 'DRAFT', lines: [oil(1003)] });
    const [waiting] = await sync();
    expect([waiting.waiting, waiting.written]).toEqual([1, 0]);
    cin7.setAdjustment(id, 'COMPLETED');
    expect((await sync())[0].written).toBe(1);
    cin7.setAdjustment(id, 'DRAFT');
    expect(codes((await sync())[0])).toEqual(['diverged voided-after-posting']);
    expect(booked(bench, id)).toBe('MAIN 3');
  });

  test('unposted lines: what a person posts, and deletes, is noticed', async () => {
    const off = { flow: { post: false } };
    await sync(off);
    const posted = bench.sandbox.cin7.addAdjustment({ lines: [oil(1001)] }).id;
    const [to] = await sync(off);
    expect(to.documents.map(({ state, posted }) => `${state} ${posted}`)).toEqual(['written no']);
    expect((await status()).places.find(({ item }) => item === 'OIL-01')?.open).toBe(1);
    bench.sandbox.nav.postBatch('ITEM', 'CIN7ITEM');
    await sync(off);
    const documents = () => bench.look((store) => store.documents.all(undefined));
    expect((await documents()).find(({ sourceId }) => sourceId.endsWith(posted))?.posted).toBe('yes');

    bench.sandbox.cin7.addAdjustment({ lines: [oil(1002)] });
    await sync(off);
    const [line] = bench.sandbox.nav.company.itemLines.all();
    bench.sandbox.nav.deleteItemLine('ITEM', 'CIN7ITEM', line?.Line_No ?? 0);
    expect(codes((await sync(off))[0])).toEqual(['diverged deleted-at-target']);
  });

  test('a batch with lines of somebody else is not posted', async () => {
    await sync();
    bench.sandbox.nav.addItemLine('ITEM', 'CIN7ITEM', {
      Entry_Type: 'Positive Adjmt.',
      Document_No: 'HAND-1',
      Item_No: 'TIN-01',
      Location_Code: 'MAIN',
      Quantity: 1,
    });
    bench.sandbox.cin7.addAdjustment({ lines: [oil(1001)] });
    expect(codes((await sync())[0])).toEqual(['held post-refused']);
    expect(bench.sandbox.check({ unfinished: true })).toEqual([]);
  });

  test('what NAV refuses to post does not stay in the way of the others', async () => {
    const { cin7, nav } = bench.sandbox;
    nav.preventNegativeInventory = true;
    cin7.addAdjustment({ location: 'Showroom', lines: [oil(5, '4')] });
    await sync();
    const refused = cin7.addWriteOff({ location: 'Showroom', lines: [oil(2)] }).id;
    const other = cin7.addAdjustment({ lines: [oil(1001)] }).id;
    const [to] = await sync();
    expect(codes(to)).toEqual(['held refused']);
    expect([booked(bench, refused), booked(bench, other)]).toEqual(['', 'MAIN 1']);
    expect(nav.company.itemLines.all()).toEqual([]);
    nav.addItemEntry({ item: 'OIL-01', location: 'SHOWROOM', quantity: 5 });
    expect((await sync())[0].written).toBe(1);
    expect(booked(bench, refused)).toBe('SHOWROOM -2');
  });

  test('a server that takes one line at a time', async () => {
    bench.sandbox.nav.useRelease('bc14');
    await sync();
    const { id } = bench.sandbox.cin7.addAdjustment({ lines: [oil(990), { sku: 'TIN-01', quantity: 1005 }] });
    const [to] = await sync();
    expect([codes(to), booked(bench, id)]).toEqual([[], 'MAIN -10, MAIN 5']);
  });

  test('what is there already, by the external number, is adopted and not written again', async () => {
    bench.sandbox.nav.customise('ItemLedgerEntries', { added: ['External_Document_No'] });
    await sync();
    const { id } = bench.sandbox.cin7.addAdjustment({ lines: [oil(1001)] });
    const externalDocumentNo = `${id.replace(/-/g, '').toUpperCase()}1`;
    bench.sandbox.nav.addItemEntry({ item: 'OIL-01', location: 'MAIN', quantity: 1, externalDocumentNo });
    const [to, from] = await sync();
    expect([to.linked, to.written, from.written]).toEqual([1, 0, 0]);
  });
});

describe('from the item ledger', () => {
  const adjustments = () =>
    bench.sandbox.cin7.state.adjustments.filter(({ reference }) => reference.startsWith('NAV '));

  test('an entry becomes one completed adjustment, at its cost, and never travels back', async () => {
    const { nav } = bench.sandbox;
    await sync();
    const entry = nav.addItemEntry({ item: 'OIL-01', location: 'SHOWROOM', quantity: 5, unitCost: 6 });
    nav.addItemEntry({ item: 'OIL-01', location: 'MAIN', quantity: -4 });
    const [, from] = await sync();
    expect([codes(from), from.written]).toEqual([[], 2]);
    const [made] = adjustments();
    expect(made).toMatchObject({ reference: `NAV ${entry.Entry_No}`, status: 'COMPLETED' });
    expect(made?.lines).toMatchObject([{ location: 'Showroom', quantity: '5', unitCost: '6' }]);
    expect(unlikeStock(bench)).toEqual([]);
    const before = bench.sandbox.journal.entries.length;
    const [to, back] = await sync();
    expect([to.skipped, to.written, back.written]).toEqual([2, 0, 0]);
    expect(writes(before)).toEqual([]);
    const { places } = await status();
    expect(places.map(({ cin7, erp }) => `${cin7.difference} ${erp.difference}`)).toEqual(
      places.map(() => '0 0'),
    );
  });

  test('entries that show late, below the highest number, are not missed', async () => {
    const { nav } = bench.sandbox;
    await sync();
    const late = nav.reserveEntries('item', 2);
    nav.addItemEntry({ item: 'OIL-01', location: 'MAIN', quantity: 1 });
    await sync();
    nav.addItemEntry({ item: 'TIN-01', location: 'MAIN', quantity: 2, entryNo: late });
    const [, from] = await sync();
    expect(from.written).toBe(1);
    expect(adjustments().map(({ reference }) => reference)).toContain(`NAV ${late}`);
    expect(unlikeStock(bench)).toEqual([]);
  });

  test('an entry that shows late behind the baseline is not missed either', async () => {
    const { nav } = bench.sandbox;
    const late = nav.reserveEntries('item', 1);
    nav.addItemEntry({ item: 'TIN-01', location: 'MAIN', quantity: 1 });
    await sync();
    nav.addItemEntry({ item: 'OIL-01', location: 'MAIN', quantity: 2, entryNo: late });
    const [, from] = await sync();
    expect(from.written).toBe(1);
  });

  test('when the stock moves between reading and writing, it is undone and reckoned anew', async () => {
    const { nav, cin7, faults } = bench.sandbox;
    await sync();
    nav.addItemEntry({ item: 'OIL-01', location: 'MAIN', quantity: 5 });
    let once = true;
    faults.add({
      match: ({ method, path }) => {
        if (once && method === 'PUT' && /stockadjustment/i.test(path)) {
          once = false;
          cin7.addAdjustment({ lines: [oil(cin7.onHand('OIL-01') + 7)] });
        }
        return false;
      },
      fault: { kind: 'drop-before' },
    });
    const [, from] = await sync();
    expect(codes(from)).toEqual(['held record-locked']);
    expect(cin7.onHand('OIL-01')).toBe(1007);
    const [to, again] = await sync();
    expect([to.written, again.written]).toEqual([1, 1]);
    expect(cin7.onHand('OIL-01')).toBe(1012);
    expect(unlikeStock(bench)).toEqual([]);
  });

  test('Cin7 holds no negative stock: told, and done once goods are there', async () => {
    const { nav, cin7 } = bench.sandbox;
    await sync();
    nav.addItemEntry({ item: 'OIL-01', location: 'SHOWROOM', quantity: -2 });
    const [, from] = await sync();
    expect(codes(from)).toEqual(['failed refused']);
    expect(adjustments()).toEqual([]);
    cin7.addTransfer({ to: 'Showroom', lines: [oil(9)] });
    expect((await sync())[1].written).toBe(1);
    expect(cin7.onHand('OIL-01', 'Showroom')).toBe(7);
  });

  test('an entry of an unmapped location, or of an item that Cin7 lacks, is rejected', async () => {
    const { nav } = bench.sandbox;
    nav.addItem({ No: 'NAV-ONLY', Description: 'Only there', Base_Unit_of_Measure: 'PCS', Unit_Cost: 1 });
    await sync();
    nav.addItemEntry({ item: 'NAV-ONLY', location: 'MAIN', quantity: 1 });
    nav.addItemEntry({ item: 'OIL-01', location: '', quantity: 1 });
    const [, from] = await sync();
    expect(codes(from).sort()).toEqual(['rejected location-unmapped', 'rejected master-unknown']);
    expect(adjustments()).toEqual([]);
  });

  test('after the state was lost nothing is written twice', async () => {
    await sync();
    bench.sandbox.nav.addItemEntry({ item: 'OIL-01', location: 'MAIN', quantity: 5 });
    bench.sandbox.cin7.addAdjustment({ lines: [{ sku: 'TIN-01', quantity: 1004 }] });
    await sync();
    await sync();
    Object.assign(bench, { path: `${bench.path}.new` });
    const before = bench.sandbox.journal.entries.length;
    await sync();
    await sync();
    expect(writes(before)).toEqual([]);
    expect(unlikeStock(bench)).toEqual([]);
  });
});
