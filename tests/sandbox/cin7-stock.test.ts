import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { type Client, cin7Client, start } from './support.ts';

let sandbox: Sandbox;
let cin7: Client;
beforeEach(async () => {
  sandbox = await start({ cin7RequestsPerMinute: 10_000 });
  cin7 = cin7Client(sandbox);
  sandbox.cin7.addSupplier({ Name: 'Tea Co' });
  for (const SKU of ['TEA', 'CUP', 'SET']) sandbox.cin7.addProduct({ SKU, Name: SKU });
  sandbox.cin7.addAdjustment({ lines: [{ sku: 'TEA', quantity: 100, cost: 4 }] });
});
afterEach(() => sandbox.close());

const figures = async (sku: string, location = 'Main Warehouse') => {
  const { json } = await cin7(
    'GET',
    `ref/productavailability?Sku=${sku}&Location=${encodeURIComponent(location)}`,
  );
  return json.ProductAvailabilityList[0];
};
const idOf = (sku: string): string => sandbox.cin7.state.products.find((row) => row.SKU === sku)?.ID ?? '';

describe('stock adjustments through the API', () => {
  const body = (quantity: number, more: Record<string, unknown> = {}) => ({
    EffectiveDate: '2026-09-10T00:00:00',
    Status: 'COMPLETED',
    Reference: 'NAV 17',
    UpdateOnHand: true,
    Lines: [{ ProductID: idOf('TEA'), Quantity: quantity, UnitCost: 4.5, Location: 'Main Warehouse' }],
    ...more,
  });

  test('quantities are absolute; what was there before is shown', async () => {
    const { json } = await cin7('POST', 'stockadjustment', body(97));
    expect(json).toMatchObject({
      Status: 'COMPLETED',
      Reference: 'NAV 17',
      ExistingStockLines: [{ SKU: 'TEA', QuantityOnHand: 100, Adjustment: 97, Location: 'Main Warehouse' }],
      NewStockLines: [],
      Transactions: [{ Amount: -12 }],
    });
    expect(await figures('TEA')).toMatchObject({ OnHand: 97, Available: 97, StockOnHand: 388 });
    const other = { Lines: [{ SKU: 'cup', Quantity: 5, UnitCost: 2, Location: 'Showroom' }] };
    expect((await cin7('POST', 'stockadjustment', body(0, other))).json.NewStockLines).toMatchObject([
      { SKU: 'CUP', Quantity: 5, UnitCost: 2 },
    ]);
    expect((await figures('CUP', 'Showroom')).StockOnHand).toBe(10);
    expect(sandbox.cin7.adjustmentWrites).toEqual(['ST-00002: NAV 17', 'ST-00003: NAV 17']);
  });

  test('without UpdateOnHand the quantity is what shall be available', async () => {
    const row = sandbox.cin7.state.references.availability[0];
    sandbox.cin7.setReference('availability', String(row?.Name), { ...row, Allocated: 10, Available: 90 });
    await cin7('POST', 'stockadjustment', body(95, { UpdateOnHand: undefined }));
    expect(await figures('TEA')).toMatchObject({ OnHand: 105, Available: 95 });
  });

  test('a draft moves nothing until it is completed; a void undoes it', async () => {
    const draft = (await cin7('POST', 'stockadjustment', body(50, { Status: 'DRAFT' }))).json;
    expect((await figures('TEA')).OnHand).toBe(100);
    const done = await cin7('PUT', 'stockadjustment', { ...body(50), TaskID: draft.TaskID });
    expect(done.json.Status).toBe('COMPLETED');
    expect((await figures('TEA')).OnHand).toBe(50);
    const again = await cin7('PUT', 'stockadjustment', { ...body(60), TaskID: draft.TaskID });
    expect(again.json[0].Exception).toMatch(/its status is COMPLETED/);
    await cin7('DELETE', `stockadjustment?ID=${draft.TaskID}&Void=true`);
    expect((await figures('TEA')).OnHand).toBe(100);
    const list = (await cin7('GET', 'stockadjustmentList?Status=VOIDED')).json;
    expect(list).toMatchObject({ Total: 1, StockAdjustmentList: [{ StocktakeNumber: 'ST-00002' }] });
  });

  test.each([
    ['no date', { EffectiveDate: undefined }, /Required attribute EffectiveDate/],
    ['no status', { Status: undefined }, /Required attribute Status/],
    ['another status', { Status: 'VOIDED' }, /Invalid value 'VOIDED'/],
    ['no lines', { Lines: [] }, /Required attribute Lines/],
    ['an account of another class', { Account: '310' }, /was not found in Chart of Accounts/],
    ['no cost', { Lines: [{ SKU: 'TEA', Quantity: 1, Location: 'Showroom' }] }, /UnitCost is not provided/],
    [
      'a negative quantity',
      { Lines: [{ SKU: 'TEA', Quantity: -1, UnitCost: 1, Location: 'Showroom' }] },
      /negative/,
    ],
    [
      'an unknown product',
      { Lines: [{ SKU: 'X', Quantity: 1, UnitCost: 1, Location: 'Showroom' }] },
      /Product with/,
    ],
    [
      'an old location',
      { Lines: [{ SKU: 'TEA', Quantity: 1, UnitCost: 1, Location: 'Old Barn' }] },
      /Locations ref/,
    ],
    [
      'one place twice',
      { Lines: [1, 2].map((Quantity) => ({ SKU: 'TEA', Quantity, UnitCost: 1, Location: 'Showroom' })) },
      /more than once/,
    ],
  ])('%s is refused', async (_what, more, text) => {
    const reply = await cin7('POST', 'stockadjustment', body(1, more));
    expect(reply.status).toBe(400);
    expect(reply.json[0].Exception).toMatch(text);
    expect(sandbox.cin7.state.adjustments).toHaveLength(1);
  });

  test('batches and locked periods', async () => {
    sandbox.cin7.addProduct({ SKU: 'HAM', CostingMethod: 'FIFO - Batch' });
    const line = { SKU: 'HAM', Quantity: 2, UnitCost: 9, Location: 'Main Warehouse' };
    expect((await cin7('POST', 'stockadjustment', body(0, { Lines: [line] }))).json[0].Exception).toMatch(
      /BatchSN/,
    );
    const withBatch = body(0, { Lines: [{ ...line, BatchSN: 'L1' }] });
    expect((await cin7('POST', 'stockadjustment', withBatch)).json.NewStockLines).toMatchObject([
      { BatchSN: 'L1' },
    ]);
    sandbox.cin7.state.me.LockDate = '2026-09-10T00:00:00';
    expect((await cin7('POST', 'stockadjustment', body(1))).json[0].Exception).toMatch(/locked/);
  });
});

describe('movements that people make', () => {
  const movements = async (sku: string) => {
    const { json } = await cin7('GET', `product?ID=${idOf(sku)}&IncludeMovements=true`);
    return json.Products[0].Movements.map((row: { Type: string; Quantity: number; Location: string }) => [
      row.Type,
      row.Quantity,
      row.Location,
    ]);
  };

  test('a receipt, at the price of the bill; undone when the purchase is voided', async () => {
    const { id } = sandbox.cin7.addPurchase({
      supplier: 'Tea Co',
      lines: [{ sku: 'TEA', price: '5', quantity: 10 }],
      received: 'authorised',
    });
    expect(await figures('TEA')).toMatchObject({ OnHand: 110, StockOnHand: 450 });
    expect(await movements('TEA')).toEqual([
      ['Adjustment', 100, 'Main Warehouse'],
      ['Purchase', 10, 'Main Warehouse'],
    ]);
    expect((await cin7('GET', `advanced-purchase?ID=${id}`)).json.InventoryMovements).toMatchObject([
      { COGS: 50 },
    ]);
    sandbox.cin7.voidPurchase(id);
    expect((await figures('TEA')).OnHand).toBe(100);
  });

  test('a transfer, on its way and arrived', async () => {
    const { id } = sandbox.cin7.addTransfer({
      to: 'Showroom',
      status: 'IN TRANSIT',
      lines: [{ sku: 'TEA', quantity: 12 }],
    });
    expect((await figures('TEA')).OnHand).toBe(88);
    expect(await figures('TEA', 'Showroom')).toBeUndefined();
    sandbox.cin7.setStockTask(id, 'COMPLETED');
    expect(await figures('TEA', 'Showroom')).toMatchObject({ OnHand: 12, StockOnHand: 48 });
    const { json } = await cin7('GET', `stockTransfer?TaskID=${id}`);
    expect(json).toMatchObject({
      FromLocation: 'Main Warehouse',
      ToLocation: 'Showroom',
      Status: 'COMPLETED',
      Lines: [{ SKU: 'TEA', TransferQuantity: 12 }],
    });
    expect((await cin7('GET', 'stockTransferList')).json.StockTransferList[0]).toHaveProperty(
      'LastModifiedOn',
    );
  });

  test('a stock take stands among the adjustments, too, under the same number', async () => {
    sandbox.cin7.addStockTake({ lines: [{ sku: 'TEA', quantity: 98 }] });
    const takes = (await cin7('GET', 'stockTakeList')).json.StockAdjustmentList;
    expect(takes).toMatchObject([
      { StocktakeNumber: 'ST-00002', Location: 'Main Warehouse', Status: 'COMPLETED' },
    ]);
    const take = (await cin7('GET', `stocktake?TaskID=${takes[0].TaskID}`)).json;
    expect(take.NonZeroStockOnHandProducts).toMatchObject([{ QuantityOnHand: 100, Adjustment: 98 }]);
    const both = async () => (await cin7('GET', 'stockadjustmentList')).json.Total;
    expect(await both()).toBe(2);
    sandbox.cin7.stockTakesAdjust = false;
    expect(await both()).toBe(1);
    expect(await movements('TEA')).toContainEqual(['Stocktake', -2, 'Main Warehouse']);
  });

  test('write-offs, assemblies and disassemblies', async () => {
    sandbox.cin7.addAdjustment({ lines: [{ sku: 'CUP', quantity: 10, cost: 2 }] });
    sandbox.cin7.addWriteOff({ reference: 'broken', lines: [{ sku: 'CUP', quantity: 1 }] });
    sandbox.cin7.addAssembly({
      sku: 'SET',
      quantity: 2,
      lines: [
        { sku: 'TEA', quantity: 2 },
        { sku: 'CUP', quantity: 4 },
      ],
    });
    expect(await figures('SET')).toMatchObject({ OnHand: 2, StockOnHand: 16 });
    const { id } = sandbox.cin7.addDisassembly({
      sku: 'SET',
      quantity: 1,
      lines: [
        { sku: 'TEA', quantity: 1, cost: 4 },
        { sku: 'CUP', quantity: 2, cost: 2 },
      ],
    });
    expect([sandbox.cin7.onHand('TEA'), sandbox.cin7.onHand('CUP'), sandbox.cin7.onHand('SET')]).toEqual([
      99, 7, 1,
    ]);
    expect((await cin7('GET', 'inventoryWriteOffList')).json.InventoryWriteOffs).toMatchObject([
      { Notes: 'broken' },
    ]);
    const made = (await cin7('GET', 'finishedGoodsList')).json.FinishedGoods;
    expect(made).toMatchObject([{ ProductCode: 'SET', Quantity: 2 }]);
    expect((await cin7('GET', `finishedGoods?TaskID=${made[0].TaskID}`)).json.PickLines).toHaveLength(2);
    const taken = (await cin7('GET', 'disassemblyList')).json.Disassemblies;
    expect(taken[0].TaskID.toLowerCase()).toBe(id);
    expect((await cin7('GET', `disassembly?TaskID=${id}`)).json.OrderLines).toMatchObject([
      { ProductCode: 'TEA', Quantity: 1, Cost: 4 },
      { ProductCode: 'CUP', Quantity: 2, Cost: 4 },
    ]);
    sandbox.cin7.setStockTask(id, 'VOIDED');
    expect(sandbox.cin7.onHand('SET')).toBe(2);
  });
});
