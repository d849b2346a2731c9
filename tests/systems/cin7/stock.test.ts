import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { StockRecord } from '../../../src/domain/movement.ts';
import type { Source, SourcePage } from '../../../src/engine/ports.ts';
import { createMapping } from '../../../src/mapping/mapping.ts';
import { demoConfigText, type Sandbox } from '../../../src/sandbox/start.ts';
import { createCin7 } from '../../../src/systems/cin7/index.ts';
import { pairOf } from '../../config/sample.ts';
import { depsOf, emptySandbox } from '../../contract/support.ts';

let sandbox: Sandbox;
let source: Source<StockRecord>;
let close: () => Promise<void>;

beforeEach(async () => {
  sandbox = await emptySandbox({ erps: ['nav'], cin7RequestsPerMinute: 100_000 });
  const pair = pairOf(demoConfigText(sandbox));
  const mapping = createMapping(pair.mapping);
  const credentials = sandbox.credentials.cin7;
  const system = createCin7({ pair, credentials, ca: sandbox.ca, mapping, deps: depsOf(sandbox) });
  if (!system.sources.movements) throw new Error('no movements');
  source = system.sources.movements;
  close = async () => {
    await system.close();
    await sandbox.close();
  };
  sandbox.cin7.addProduct({ SKU: 'TEA-01', Type: 'Stock', CostingMethod: 'FIFO' });
});
afterEach(() => close());

async function walk() {
  const pages: SourcePage<StockRecord>[] = [];
  for await (const page of source.changes(undefined)) pages.push(page);
  return { pages, rows: pages.flatMap(({ rows }) => rows) };
}
const lines = [{ sku: 'TEA-01', quantity: 5, cost: '2' }];

test('a stock take and the adjustment that it makes are one movement, on hosts that list both and on those that do not', async () => {
  const { id } = sandbox.cin7.addStockTake({ lines });
  for (const [listed, kind] of [
    [true, 'adjustment'],
    [false, 'stocktake'],
  ] as const) {
    sandbox.cin7.stockTakesAdjust = listed;
    const { rows } = await walk();
    expect(rows.filter(({ early }) => !early).map((row) => row.id)).toEqual([`${kind}:${id}`]);
    const read = await source.read(`${kind}:${id}`);
    expect(read?.version).toBe(rows[0]?.version);
    expect(read?.record.movements.map((one) => one.lines.map(({ quantity }) => quantity))).toEqual([['5']]);
  }
});

test('only the last page tells a total: of all lists together', async () => {
  sandbox.cin7.addAdjustment({ lines });
  sandbox.cin7.addWriteOff({ lines: [{ sku: 'TEA-01', quantity: 1 }] });
  const { pages } = await walk();
  const totals = pages.map(({ total }) => total);
  expect(totals.slice(0, -1).every((total) => total === undefined)).toBe(true);
  expect(totals.at(-1)).toBe(2);
});

test('every kind has one version in its list and read by id, until it changes', async () => {
  sandbox.cin7.addCustomer({ Name: 'Corner Cafe' });
  sandbox.cin7.addSupplier({ Name: 'Tea Co' });
  const tea = [{ sku: 'TEA-01', quantity: '1', price: '9' }];
  sandbox.cin7.addAdjustment({ lines });
  const transfer = sandbox.cin7.addTransfer({
    to: 'Showroom',
    status: 'IN TRANSIT',
    lines: [lines[0] as never],
  });
  sandbox.cin7.addWriteOff({ lines: [{ sku: 'TEA-01', quantity: 1 }] });
  sandbox.cin7.addAssembly({ sku: 'TEA-01', quantity: 1, lines: [{ sku: 'TEA-01', quantity: 1 }] });
  sandbox.cin7.addDisassembly({ sku: 'TEA-01', quantity: 1, lines: [{ sku: 'TEA-01', quantity: 1 }] });
  sandbox.cin7.addSale({ customer: 'Corner Cafe', lines: tea, shipped: 'authorised' });
  sandbox.cin7.addPurchase({ supplier: 'Tea Co', lines: tea, received: 'authorised' });
  const { rows } = await walk();
  expect(rows.map(({ id }) => id.split(':')[0]).sort()).toEqual(
    ['adjustment', 'assembly', 'disassembly', 'purchase', 'sale', 'transfer', 'writeoff'].sort(),
  );
  for (const row of rows) {
    const read = await source.read(row.id);
    expect([row.id, read?.version, read?.number]).toEqual([row.id, row.version, row.number]);
  }
  sandbox.clock.advance(60_000);
  sandbox.cin7.setStockTask(transfer.id, 'COMPLETED');
  const before = rows.find(({ id }) => id.endsWith(transfer.id));
  const after = (await walk()).rows.find(({ id }) => id.endsWith(transfer.id));
  expect(after?.version).not.toBe(before?.version);
});

test('what cannot have moved anything is not read: drafts, voided ones, those before the first day', async () => {
  sandbox.cin7.addAdjustment({ lines, status: 'DRAFT' });
  sandbox.cin7.addAdjustment({ lines, status: 'VOIDED' });
  sandbox.cin7.addAdjustment({ lines, date: '2001-01-01' });
  const { rows } = await walk();
  expect(rows.map(({ early }) => early)).toEqual(['waiting', 'voided', 'voided']);
});

test('a list under a name that we do not know is a failure, never an empty list', async () => {
  sandbox.faults.add({
    system: 'cin7',
    match: ({ path }) => /inventoryWriteOffList/i.test(path),
    fault: { kind: 'status', status: 200, body: { Total: 1, Page: 1, Rows: [{ TaskID: 'x' }] } },
  });
  await expect(walk()).rejects.toThrow(/without InventoryWriteOffs/);
});

test('an adjustment that we made of an entry is known for ours', async () => {
  const { id } = sandbox.cin7.addAdjustment({ lines, reference: 'NAV 12' });
  const read = await source.read(`adjustment:${id}`);
  expect(read?.record.movements.map(({ own }) => own)).toEqual([true]);
});

test('what does not exist is nothing', async () => {
  for (const kind of ['adjustment', 'transfer', 'sale', 'purchase'])
    expect(await source.read(`${kind}:99999999-0000-4000-8000-000000000000`)).toBeUndefined();
});
