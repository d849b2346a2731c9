import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { acumaticaClient, bill, put, startAcumatica } from './acumatica-support.ts';
import type { Client } from './support.ts';

let sandbox: Sandbox;
let client: Client;
beforeEach(async () => {
  sandbox = await startAcumatica();
  client = await acumaticaClient(sandbox);
  sandbox.cin7.addSupplier({ Name: 'Leaf Co' });
  sandbox.cin7.addProduct({ SKU: 'TEA', Name: 'Tea' });
  sandbox.acumatica.addVendor({ VendorID: 'V1', VendorName: 'LEAF CO' });
  sandbox.cin7.addPurchase({
    supplier: 'Leaf Co',
    type: 'Advanced',
    orderNumber: 'PO-00001',
    lines: [{ sku: 'TEA', price: 100 }],
    invoices: [{ number: 'Inv-1' }],
    credits: [{ number: 'CN-1', lines: [{ sku: 'TEA', price: 100 }] }],
  });
});
afterEach(() => sandbox.close());

const write = (more: Record<string, unknown> = {}) =>
  client('PUT', 'Bill', put(bill({ Hold: false, ...more })));
const lines = (UnitCost: number) => ({
  Details: [{ Account: '10700', Qty: 1, UnitCost, TaxCategory: 'STANDARD' }],
});

test('nothing to say when all agrees', async () => {
  await write();
  await write({ Type: 'Debit Adj.', VendorRef: 'CN-1' });
  expect(sandbox.check()).toEqual([]);
});

test('other amounts, and a document that Cin7 does not have', async () => {
  await write(lines(99));
  await write({ VendorRef: 'INV-2' });
  expect(sandbox.check()).toEqual([
    expect.stringContaining('99.00 + 19.80 = 118.80 GBP, but Cin7 said 100.00 + 20.00 = 120.00 GBP'),
    expect.stringContaining('Bill INV-2 of vendor V1 was posted, but Cin7 has no such document'),
  ]);
});

test('what agrees must not stay on hold, unless the run is not finished', async () => {
  await write({ Hold: true });
  expect(sandbox.check()).toEqual([expect.stringContaining('is on hold though it agrees with Cin7')]);
  expect(sandbox.check({ unfinished: true })).toEqual([]);
  sandbox.acumatica.closePeriod('2026-09-30');
  expect(sandbox.check()).toEqual([]);
});

test('what people made or edited is theirs', async () => {
  sandbox.acumatica.addBill({ Vendor: 'V1', VendorRef: 'X', Hold: false, ...lines(5) });
  await write({ ...lines(99), Hold: true });
  sandbox.acumatica.editBill('000002', { Hold: false });
  expect(sandbox.check()).toEqual([]);
});

test('an order is held against the order', async () => {
  sandbox.acumatica.addStockItem('TEA');
  const order = (UnitCost: number) => ({
    VendorID: 'V1',
    VendorRef: 'PO-00001',
    Hold: false,
    Details: [{ InventoryID: 'TEA', OrderQty: 1, UnitCost }],
  });
  await client('PUT', 'PurchaseOrder', put(order(100)));
  expect(sandbox.check()).toEqual([]);
  await client('PUT', 'PurchaseOrder', put(order(90)));
  expect(sandbox.check()).toEqual([
    expect.stringContaining('order PO-00001 of vendor V1 was written although it was there already'),
    expect.stringContaining('90.00 + 18.00 = 108.00 GBP'),
  ]);
});

test('two vendors of one name', async () => {
  await client('PUT', 'Vendor', put({ VendorName: 'Leaf Co' }));
  expect(sandbox.check()).toEqual([expect.stringContaining('although its name was there already')]);
});
