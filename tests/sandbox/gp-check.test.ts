import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { decimal, zero } from '../../src/domain/decimal.ts';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { type GpClient, gpClient, invoice } from './gp-support.ts';
import { start } from './support.ts';

let sandbox: Sandbox;
let gp: GpClient;
beforeEach(async () => {
  sandbox = await start({ erps: ['gp'] });
  gp = gpClient(sandbox);
  sandbox.cin7.addSupplier({ Name: 'Leaf Co' });
  sandbox.cin7.addProduct({ SKU: 'TEA', Name: 'Tea' });
  sandbox.gp.addVendor({ id: 'LEAFCO0001', name: 'LEAF CO' });
});
afterEach(async () => {
  await gp.close();
  await sandbox.close();
});

const purchase = (number: string) =>
  sandbox.cin7.addPurchase({
    supplier: 'Leaf Co',
    type: 'Advanced',
    lines: [{ sku: 'TEA', price: 100 }],
    invoices: [{ number }],
  });
const write = (parts: Parameters<typeof invoice>[0]) => gp.call('CreatePayablesInvoice', invoice(parts));

test('nothing to say when all agrees', async () => {
  purchase('INV-1');
  await write({});
  expect(sandbox.check()).toEqual([]);
});

test('a document of which Cin7 knows nothing, and one with other amounts', async () => {
  await write({});
  expect(sandbox.check()).toEqual([expect.stringContaining('but Cin7 has no such document')]);
  purchase('INV-2');
  const cents = invoice({ voucher: 'V2', number: 'INV-2', total: '120.01', purchases: '100.01' })
    .replace('>100.00<', '>100.01<')
    .replaceAll('>120.00<', '>120.01<');
  expect((await gp.call('CreatePayablesInvoice', cents)).status).toBe(200);
  expect(sandbox.check()).toContainEqual(
    expect.stringContaining('but Cin7 said 100.00 + 20.00 = 120.00 GBP'),
  );
});

test('a document written twice; a voided one and what people made do not count', async () => {
  purchase('INV-1');
  sandbox.gp.addPayables({ vendor: 'LEAFCO0001', documentNumber: 'inv-1', voucher: 'HAND' });
  sandbox.gp.voidPayables('HAND');
  await write({});
  expect(sandbox.check()).toEqual([]);
  await write({ voucher: 'V2', number: 'inv-1' });
  expect(sandbox.check()).toEqual([
    expect.stringContaining('(V2) was written although it was there already'),
  ]);
});

test('what a person edited is the person’s', async () => {
  purchase('INV-1');
  await write({});
  sandbox.gp.editPayables('C7ABC', { total: decimal('1'), description: 'mine' });
  expect(sandbox.check()).toEqual([]);
  sandbox.gp.editPayables('C7ABC', {
    distributions: [{ type: 2, account: 'x', debit: decimal('1'), credit: zero, reference: '' }],
  });
  expect(sandbox.check()).toEqual([expect.stringContaining('do not balance')]);
});

test('what the serializer skipped is told', async () => {
  purchase('INV-1');
  await gp.call('CreatePayablesInvoice', invoice().replaceAll('Description>', 'Descripton>'));
  expect(sandbox.check()).toEqual([expect.stringContaining('payablesInvoice/Descripton')]);
  expect(sandbox.snapshot()).toMatchObject({ gp: { vendors: [{ id: 'LEAFCO0001' }] } });
});
