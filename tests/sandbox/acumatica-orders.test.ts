import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { acumaticaClient, bill, ended, errorsOf, put, startAcumatica } from './acumatica-support.ts';
import type { Client } from './support.ts';

let sandbox: Sandbox;
let client: Client;
beforeEach(async () => {
  sandbox = await startAcumatica();
  client = await acumaticaClient(sandbox);
  const { acumatica } = sandbox;
  acumatica.addVendor({ VendorID: 'V1', VendorName: 'Tea Co', PrintOrders: false, SendOrdersbyEmail: false });
  acumatica.addVendor({ VendorID: 'V2', VendorName: 'Paper Co' });
  acumatica.addStockItem('TEA', { Description: 'Tea' });
  acumatica.addNonStockItem('SVC', { Description: 'Advice' });
});
afterEach(() => sandbox.close());

const order = (more: Record<string, unknown> = {}) => ({
  Type: 'Normal',
  VendorID: 'V1',
  VendorRef: 'PO-00001',
  Date: '2026-09-10T00:00:00',
  Hold: true,
  Details: [
    { InventoryID: 'TEA', OrderQty: 4, UnitCost: 2.5, WarehouseID: 'MAIN' },
    { InventoryID: 'SVC', OrderQty: 1, UnitCost: 100, Account: '60100' },
  ],
  ...more,
});
const write = (fields: Record<string, unknown>, entity = 'PurchaseOrder') =>
  client('PUT', entity, put(fields));
const key = { Type: 'Normal', OrderNbr: 'PO000001' };
const now = () => sandbox.acumatica.state.orders[0];

test('lines take from the item what is not sent; totals are computed', async () => {
  const { json } = await write(order(), 'PurchaseOrder?$select=Status,OrderTotal&$expand=Details');
  expect(json).toMatchObject({
    OrderNbr: { value: 'PO000001' },
    Status: { value: 'On Hold' },
    OrderTotal: { value: 132 },
    Details: [
      {
        LineNbr: { value: 1 },
        LineType: { value: 'Goods for IN' },
        LineDescription: { value: 'Tea' },
        Description: { value: 'Inventory' },
        ExtendedCost: { value: 10 },
        UOM: { value: 'EACH' },
        Account: { value: '10700' },
      },
      { LineType: { value: 'Non-Stock' }, Account: { value: '60100' }, TaxCategory: { value: 'STANDARD' } },
    ],
  });
});

test('what is missing or unknown is told per line', async () => {
  sandbox.acumatica.editIn('StockItem', 'TEA', { ItemStatus: 'No Purchases', DefaultWarehouseID: '' });
  const { json } = await write(
    order({
      Type: 'Strange',
      Branch: 'NOPE',
      Details: [
        { OrderQty: 1, UnitCost: 1, Account: '10700' },
        { InventoryID: 'NOPE', OrderQty: 1 },
        { InventoryID: 'TEA', OrderQty: 1 },
        { InventoryID: 'SVC', OrderQty: 1, WarehouseID: 'BARN' },
      ],
    }),
  );
  expect(errorsOf(json)).toMatchObject({
    Type: expect.stringContaining('not in the list'),
    Branch: expect.stringContaining('cannot be found'),
    'Details/0/InventoryID': expect.stringContaining('cannot be empty'),
    'Details/1/InventoryID': expect.stringContaining('cannot be found'),
    'Details/2/InventoryID': expect.stringContaining('No Purchases'),
    'Details/2/WarehouseID': expect.stringContaining('cannot be empty'),
    'Details/3/WarehouseID': expect.stringContaining('cannot be found'),
  });
});

describe('off hold', () => {
  test('open, printed, mailed or approved first, as site and vendor have it', async () => {
    await write(order({ Hold: false }));
    expect(now()?.Status).toBe('Open');
    await write(order({ VendorID: 'V2', Hold: false }));
    expect(sandbox.acumatica.state.orders[1]?.Status).toBe('Pending Printing');
    sandbox.acumatica.printOrders = false;
    await write(order({ VendorID: 'V2', VendorRef: 'PO-2', Hold: false }));
    expect(sandbox.acumatica.state.orders[2]?.Status).toBe('Pending Email');
    sandbox.acumatica.approveOrders = true;
    await write(order({ VendorRef: 'PO-3', Hold: false }));
    expect(sandbox.acumatica.state.orders[3]?.Status).toBe('Pending Approval');
    expect(sandbox.acumatica.approveOrder('PO000004').status).toBe('Open');
    expect(sandbox.acumatica.printOrder('PO000002').status).toBe('Pending Approval');
  });

  test('an open order is changed after Hold only; without it the change is passed over', async () => {
    await write(order({ Hold: false }));
    await write({ ...key, Description: 'x', Details: [{ LineNbr: 1, OrderQty: 9 }] });
    expect(now()).toMatchObject({ Description: '', lines: [{ OrderQty: 4 }, {}] });
    await write({ ...key, Hold: true, Description: 'x', Details: [{ LineNbr: 1, OrderQty: 9 }] });
    expect(now()).toMatchObject({ Status: 'On Hold', Description: 'x', lines: [{ OrderQty: 9 }, {}] });
    await write({ ...key, Hold: false });
    expect(now()).toMatchObject({ Status: 'Open', OrderTotal: 147 });
  });

  test('lines of an open order can be completed or cancelled', async () => {
    await write(order({ Hold: false }));
    const line = (LineNbr: number, more: object) => ({ LineNbr, ...more });
    await write({ ...key, Details: [line(1, { Completed: true })] });
    expect(now()?.Status).toBe('Open');
    await write({ ...key, Details: [line(2, { Completed: true })] });
    expect(now()?.Status).toBe('Completed');
    await write({ ...key, Details: [line(1, { Cancelled: true }), line(2, { Cancelled: true })] });
    expect(now()?.Status).toBe('Canceled');
  });

  test('control totals, where the site wants them', async () => {
    sandbox.acumatica.validateOrderTotals = true;
    expect((await write(order({ Hold: false }))).status).toBe(422);
    expect((await write(order({ Hold: false, ControlTotal: 132 }))).status).toBe(200);
  });

  test('deleted while it waits, not when it is open', async () => {
    await write(order());
    expect((await client('DELETE', 'PurchaseOrder/Normal/PO000001')).status).toBe(204);
    await write(order({ Hold: false }));
    expect((await client('DELETE', 'PurchaseOrder/Normal/PO000002')).status).toBe(500);
  });
});

describe('bills of an order', () => {
  const linked = (...lines: object[]) => bill({ Hold: false, Details: lines });
  const link = { POOrderType: 'Normal', POOrderNbr: 'PO000001' };
  beforeEach(async () => {
    await write(order({ Hold: false }));
  });

  test('a line names its order line, and takes stock items then', async () => {
    await write(linked({ ...link, POLine: 1, Qty: 2, UnitCost: 2.5 }), 'Bill');
    expect(sandbox.acumatica.state.bills[0]?.lines).toMatchObject([
      { InventoryID: 'TEA', Qty: 2, ExtendedCost: 5, POOrderNbr: 'PO000001', POLine: 1, Account: '10700' },
    ]);
  });

  test('an order without a line pulls in all of them', async () => {
    await write(linked(link), 'Bill');
    expect(sandbox.acumatica.state.bills[0]?.lines).toHaveLength(2);
  });

  test('it must be the vendor’s, off hold, and have that line', async () => {
    await write(order({ VendorRef: 'PO-2' }));
    const held = await write(linked({ ...link, POOrderNbr: 'PO000002', POLine: 1 }), 'Bill');
    expect(errorsOf(held.json)['Details/0/POOrderNbr']).toContain('On Hold');
    expect((await write({ ...linked({ ...link, POLine: 7 }) }, 'Bill')).status).toBe(422);
    expect((await write({ ...linked(link), Vendor: 'V2' }, 'Bill')).status).toBe(422);
  });

  test('billed in full the order is closed', async () => {
    await write(linked(link), 'Bill');
    const entity = put({ Type: 'Bill', ReferenceNbr: '000001' });
    expect((await ended(client, await client('POST', 'Bill/ReleaseBill', { entity }))).status).toBe(204);
    expect(now()?.Status).toBe('Closed');
  });
});

test('the rate of a foreign order can be sent either way round', async () => {
  sandbox.acumatica.addVendor({
    VendorID: 'V3',
    VendorName: 'FR',
    CurrencyID: 'EUR',
    VendorClass: 'FOREIGN',
  });
  await write(order({ VendorID: 'V3', CurrencyRate: 0.85 }));
  await write(order({ VendorID: 'V3', VendorRef: 'PO-2', CurrencyReciprocalRate: 1.25 }));
  await write(order({ VendorID: 'V3', VendorRef: 'PO-3' }));
  expect(sandbox.acumatica.state.orders.map((row) => row['CurrencyRate'])).toEqual([0.85, 0.8, 0.8642]);
});

test('goods that come in complete the lines', async () => {
  await write(order({ Hold: false }));
  sandbox.acumatica.receiveOrder('PO000001', 1, '3');
  expect(now()?.lines[0]).toMatchObject({ QtyOnReceipts: 3, Completed: false });
  sandbox.acumatica.receiveOrder('PO000001', 1);
  sandbox.acumatica.receiveOrder('PO000001', 2);
  expect(now()?.Status).toBe('Completed');
});

test('a tax of an order can be typed over, too', async () => {
  await write(order({ TaxDetails: [{ TaxID: 'VAT20', TaxAmount: 22.01 }] }));
  expect(now()).toMatchObject({ OrderTotal: 132.01, taxes: [{ TaxableAmount: 110 }] });
});
