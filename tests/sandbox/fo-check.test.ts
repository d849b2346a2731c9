import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { foClient } from './fo-support.ts';
import { type Client, cin7Client, start } from './support.ts';

let sandbox: Sandbox;
let fo: Client;
let cin7: Client;
beforeEach(async () => {
  sandbox = await start({ erps: ['finance-operations'] });
  fo = await foClient(sandbox);
  cin7 = cin7Client(sandbox);
  sandbox.cin7.addSupplier({ Name: 'Leaf Co' });
  sandbox.cin7.addProduct({ SKU: 'TEA', Name: 'Tea' });
  sandbox.financeOperations.addVendor({ VendorAccountNumber: 'V1', VendorOrganizationName: 'LEAF CO' });
  sandbox.financeOperations.rejectDuplicateInvoices = false;
});
afterEach(() => sandbox.close());

const purchase = (number: string, more = {}) =>
  sandbox.cin7.addPurchase({
    supplier: 'Leaf Co',
    type: 'Advanced',
    lines: [{ sku: 'TEA', price: 10 }],
    invoices: [{ number }],
    ...more,
  });

async function invoice(InvoiceNumber: string, UnitPrice = 10, sign = 1): Promise<string> {
  const header = { dataAreaId: 'lvuk', InvoiceAccount: 'V1', InvoiceNumber };
  const imported = { ImportedAmount: sign * UnitPrice * 1.2, ImportedSalesTax: sign * UnitPrice * 0.2 };
  const { json } = await fo('POST', 'VendorInvoiceHeaders', { ...header, ...imported });
  await line(json.HeaderReference, 1, UnitPrice, sign);
  return json.HeaderReference;
}

const line = (HeaderReference: string, InvoiceLineNumber: number, UnitPrice = 10, ReceiveNow = 1) =>
  fo('POST', 'VendorInvoiceLines', {
    dataAreaId: 'lvuk',
    HeaderReference,
    InvoiceLineNumber,
    ReceiveNow,
    UnitPrice,
    ProcurementCategoryName: 'Freight',
    ProcurementCategoryHierarchyName: 'Procurement',
  });

async function order(VendorOrderReference: string, PurchasePrice = 10): Promise<string> {
  const header = { dataAreaId: 'lvuk', OrderVendorAccountNumber: 'V1', VendorOrderReference };
  const { json } = await fo('POST', 'PurchaseOrderHeadersV2', header);
  await fo('POST', 'PurchaseOrderLinesV2', {
    dataAreaId: 'lvuk',
    PurchaseOrderNumber: json.PurchaseOrderNumber,
    LineNumber: 1,
    ProcurementProductCategoryName: 'Freight',
    OrderedPurchaseQuantity: 1,
    PurchasePrice,
  });
  return json.PurchaseOrderNumber;
}

test('nothing to say when all agrees, before posting and after', async () => {
  purchase('Inv-1', { orderNumber: 'PO-00007' });
  await order('PO-00007');
  await invoice('INV-1');
  expect(sandbox.check()).toEqual([]);
  sandbox.financeOperations.postInvoice('INV-1');
  expect(sandbox.check()).toEqual([]);
});

test('a credit note is negative', async () => {
  purchase('INV-1', { credits: [{ number: 'CN-1', lines: [{ sku: 'TEA', price: 10 }] }] });
  await invoice('CN-1', 10, -1);
  expect(sandbox.check()).toEqual([]);
  await invoice('CN-1', 10);
  expect(sandbox.check().join()).toContain('sum up to 10.00 GBP, but Cin7 said -10.00');
});

test('a header without its lines, unless that is to be expected', async () => {
  purchase('INV-1');
  await fo('POST', 'VendorInvoiceHeaders', {
    dataAreaId: 'lvuk',
    InvoiceAccount: 'V1',
    InvoiceNumber: 'INV-1',
  });
  expect(sandbox.check()).toEqual([
    'F&O: the lines of invoice INV-1 of vendor V1 sum up to 0.00 GBP, but Cin7 said 10.00 + 2.00 = 12.00 GBP.',
  ]);
  expect(sandbox.check({ unfinished: true })).toEqual([]);
});

test('a line too many, an import that differs, an order of another sum', async () => {
  purchase('INV-1', { orderNumber: 'PO-00007' });
  const reference = await invoice('INV-1');
  await fo('PATCH', `VendorInvoiceHeaders(dataAreaId='lvuk',HeaderReference='${reference}')`, {
    ImportedAmount: 12.01,
  });
  expect(sandbox.check()).toEqual([
    'F&O: invoice INV-1 of vendor V1 imports 12.01 with a tax of 2.00, but Cin7 said 10.00 + 2.00 = 12.00 GBP.',
  ]);
  await line(reference, 2);
  expect(sandbox.check()[0]).toContain('sum up to 20.00 GBP');
  await order('PO-00007', 11);
  expect(sandbox.check()[0]).toContain('the lines of order PO-00007 of vendor V1 sum up to 11.00 GBP');
});

test('what was written twice, or that Cin7 does not have', async () => {
  purchase('INV-1', { orderNumber: 'PO-00007' });
  for (let n = 0; n < 2; n++) {
    await invoice('INV-1');
    await order('PO-00007');
  }
  expect(sandbox.check()).toEqual([
    'F&O: order PO-00007 of vendor V1 was written although it was there already.',
    'F&O: invoice INV-1 of vendor V1 was written although it was there already.',
  ]);
  await invoice('INV-2');
  await order('PO-00008');
  expect(sandbox.check().slice(2)).toEqual([
    'F&O: order PO-00008 of vendor V1 was written, but Cin7 has no such order.',
    'F&O: invoice INV-2 of vendor V1 was written, but Cin7 has no such document.',
  ]);
});

test('a posted invoice written again', async () => {
  purchase('INV-1');
  await invoice('INV-1');
  sandbox.financeOperations.postInvoice('INV-1');
  await invoice('INV-1');
  expect(sandbox.check()).toEqual([
    'F&O: invoice INV-1 of vendor V1 was written although it was there already.',
  ]);
});

test('the Cin7 document as it was read last before the writing counts', async () => {
  const { id } = purchase('INV-1');
  await cin7('GET', `advanced-purchase?ID=${id}`);
  sandbox.cin7.editInvoice(id, { lines: [{ sku: 'TEA', price: 20 }] });
  await invoice('INV-1');
  expect(sandbox.check()).toEqual([]);
  await cin7('GET', `advanced-purchase?ID=${id}`);
  const other = purchase('INV-2');
  sandbox.cin7.editInvoice(other.id, { lines: [{ sku: 'TEA', price: 20 }] });
  await cin7('GET', `advanced-purchase?ID=${other.id}`);
  await invoice('INV-2');
  expect(sandbox.check()).toHaveLength(1);
});

test('what people made or edited is theirs', async () => {
  purchase('INV-1');
  await invoice('INV-1');
  sandbox.financeOperations.editInvoiceLine('INV-1', 1, { UnitPrice: 99 });
  const category = { ProcurementCategoryName: 'Freight', ProcurementCategoryHierarchyName: 'Procurement' };
  sandbox.financeOperations.addInvoice({ InvoiceAccount: 'V1', InvoiceNumber: 'OWN' }, [
    { ...category, ReceiveNow: 1, UnitPrice: 5 },
  ]);
  expect(sandbox.check()).toEqual([]);
});

test('a second vendor of the name, a company that is not ours, a chart of accounts that was touched', async () => {
  await fo('POST', 'VendorsV2', {
    dataAreaId: 'lvuk',
    VendorOrganizationName: 'Leaf Co',
    VendorGroupId: '10',
  });
  await fo('POST', 'VendorsV2', {
    dataAreaId: 'usmf',
    VendorOrganizationName: 'Twig Co',
    VendorGroupId: '10',
  });
  await fo('PATCH', "MainAccounts(ChartOfAccounts='Shared',MainAccountId='140200')", { Name: 'x' });
  await cin7('DELETE', 'ref/account?Code=310');
  expect(sandbox.check()).toEqual([
    expect.stringContaining('Cin7: the chart of accounts was asked to change'),
    expect.stringContaining('F&O: the chart of accounts was asked to change: PATCH'),
    "F&O: VendorsV2 of company usmf was written, which is not the pair's.",
    'F&O: vendor Leaf Co was written although it was there already.',
  ]);
});
