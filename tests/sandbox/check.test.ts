import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { bcClient, type Client, cin7Client, start } from './support.ts';

let sandbox: Sandbox;
let bc: Client;
let cin7: Client;
beforeEach(async () => {
  sandbox = await start();
  bc = await bcClient(sandbox);
  cin7 = cin7Client(sandbox);
  sandbox.cin7.addSupplier({ Name: 'Leaf Co' });
  sandbox.cin7.addProduct({ SKU: 'TEA', Name: 'Tea' });
  sandbox.businessCentral.addVendor({ displayName: 'LEAF CO' });
});
afterEach(() => sandbox.close());

const purchase = (number: string) =>
  sandbox.cin7.addPurchase({
    supplier: 'Leaf Co',
    type: 'Advanced',
    lines: [{ sku: 'TEA', price: 10 }],
    invoices: [{ number }],
  });
async function write(vendorInvoiceNumber: string, unitCost = 10, post = true): Promise<string> {
  const lines = [{ lineType: 'Account', lineObjectNumber: '10700', quantity: 1, unitCost }];
  const { json } = await bc('POST', 'purchaseInvoices', {
    vendorNumber: 'V00010',
    vendorInvoiceNumber,
    purchaseInvoiceLines: lines,
  });
  if (post) await bc('POST', `purchaseInvoices(${json.id})/Microsoft.NAV.post`);
  return json.id;
}

test('nothing to say when all agrees', async () => {
  purchase('Inv-1');
  await write('INV-1');
  expect(sandbox.check()).toEqual([]);
});

test('a long number is compared as it is made to fit', async () => {
  purchase('A very long invoice number of more than 35 characters');
  await write('A VERY LONG INVOICE NUMBER O~XXXXXX');
  expect(sandbox.check()).toHaveLength(1);
});

test('a document written twice, drafts included', async () => {
  purchase('INV-1');
  await write('INV-1');
  await write('inv-1', 10, false);
  expect(sandbox.check()).toEqual([
    expect.stringContaining('INV-1 of vendor V00010 was written although it was there already'),
  ]);
});

test('what people made twice is their business, what we make after them is not', async () => {
  const lines = [{ lineType: 'Account', lineObjectNumber: '10700', quantity: 1, unitCost: 10 }];
  const body = { vendorNumber: 'V00010', vendorInvoiceNumber: 'INV-1', purchaseInvoiceLines: lines };
  sandbox.businessCentral.addDraft('invoice', body);
  sandbox.businessCentral.addDraft('invoice', body);
  expect(sandbox.check()).toEqual([]);
  await write('INV-1', 10, false);
  expect(sandbox.check()).toHaveLength(1);
});

test('a total that differs', async () => {
  purchase('INV-1');
  await write('INV-1', 11);
  expect(sandbox.check()).toEqual([
    expect.stringContaining(
      'was posted with 11.00 + 2.20 = 13.20 GBP, but Cin7 said 10.00 + 2.00 = 12.00 GBP.',
    ),
  ]);
});

test('a document that Cin7 does not have, or had not authorised', async () => {
  await write('INV-1');
  expect(sandbox.check()).toEqual([expect.stringContaining('Cin7 has no such document')]);
  sandbox.cin7.addPurchase({
    supplier: 'Leaf Co',
    lines: [{ sku: 'TEA', price: 10 }],
    invoices: [{ number: 'INV-2', status: 'DRAFT' }],
  });
  await write('INV-2');
  expect(sandbox.check()[1]).toContain('nothing authorised');
});

test('the Cin7 document as it was read last before the posting counts, not what became of it', async () => {
  const { id } = purchase('INV-1');
  await cin7('GET', `advanced-purchase?ID=${id}`);
  sandbox.cin7.editInvoice(id, { lines: [{ sku: 'TEA', price: 20 }] });
  await write('INV-1');
  sandbox.cin7.undoInvoice(id);
  expect(sandbox.check()).toEqual([]);
  const other = purchase('INV-2');
  sandbox.cin7.editInvoice(other.id, { lines: [{ sku: 'TEA', price: 20 }] });
  await cin7('GET', `advanced-purchase?ID=${other.id}`);
  await write('INV-2');
  expect(sandbox.check()).toHaveLength(1);
});

test('what a person edited is not held against us', async () => {
  purchase('INV-1');
  const id = await write('INV-1', 10, false);
  sandbox.businessCentral.editDraftLine(id, 0, { unitCost: 99 });
  sandbox.businessCentral.postDraft(id);
  expect(sandbox.check()).toEqual([]);
});

test('another way from supplier to vendor', async () => {
  sandbox.businessCentral.editVendor('V00010', { displayName: 'Something else' });
  purchase('INV-1');
  await write('INV-1');
  expect(sandbox.check()).toHaveLength(1);
  expect(sandbox.check({ vendorOf: (name) => (name === 'Leaf Co' ? 'V00010' : undefined) })).toEqual([]);
});

test('a vendor created though one of the name was there', async () => {
  await bc('POST', 'vendors', { displayName: 'Leaf Co' });
  expect(sandbox.check()).toEqual([expect.stringContaining('vendor V00020 was created although')]);
});

test('a chart of accounts that was touched, on either side', async () => {
  await cin7('DELETE', 'ref/account?Code=310');
  await bc('PATCH', 'accounts(11111111-1111-4111-8111-111111111111)', { displayName: 'x' });
  sandbox.journal.clear();
  expect(sandbox.check()).toHaveLength(2);
});
