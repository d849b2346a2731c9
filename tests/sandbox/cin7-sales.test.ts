import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SaleSpec } from '../../src/sandbox/cin7/sale-people.ts';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { type Client, cin7Client, start } from './support.ts';

let sandbox: Sandbox;
let cin7: Client;
beforeAll(async () => {
  sandbox = await start({ cin7RequestsPerMinute: 10_000 });
  cin7 = cin7Client(sandbox);
  sandbox.cin7.addCustomer({ Name: 'Corner Shop' });
  sandbox.cin7.addCustomer({ Name: 'Maison', Currency: 'EUR', TaxRule: 'Tax Exempt' });
  sandbox.cin7.addProduct({ SKU: 'TEA-01', Name: 'Tea' });
  sandbox.cin7.addProduct({ SKU: 'SVC', Name: 'Tasting', Type: 'Service', Category: 'Services' });
  sandbox.cin7.addAdjustment({ lines: [{ sku: 'TEA-01', quantity: 100, cost: 4 }] });
});
afterAll(() => sandbox.close());

const add = (spec: Partial<SaleSpec> = {}) =>
  sandbox.cin7.addSale({
    customer: 'Corner Shop',
    lines: [
      { sku: 'TEA-01', price: '9.95', quantity: 3 },
      { description: 'Delivery', price: '5', account: '200' },
    ],
    ...spec,
  });
const read = async (id: string) => (await cin7('GET', `sale?ID=${id}`)).json;

test('an invoice: lines with revenue accounts, charges apart, tax by rule, its own number', async () => {
  const { id, orderNumber } = add({ invoices: [{ date: '2026-09-01' }] });
  const sale = await read(id);
  expect(sale.ID.toLowerCase()).toBe(id);
  expect(sale).not.toHaveProperty('OrderNumber');
  expect(sale).toMatchObject({
    Customer: 'Corner Shop',
    TaxCalculation: 'Exclusive',
    Status: 'INVOICED',
    CombinedInvoiceStatus: 'INVOICED',
    Order: { SaleOrderNumber: orderNumber, Status: 'AUTHORISED' },
  });
  expect(sale.Invoices).toMatchObject([
    {
      InvoiceNumber: 'INV-00001',
      InvoiceDate: '2026-09-01T00:00:00',
      InvoiceDueDate: '2026-10-01T00:00:00',
      Status: 'AUTHORISED',
      Lines: [{ SKU: 'TEA-01', Total: 29.85, Tax: 5.97, TaxRule: 'Tax on Sales', Account: '200' }],
      AdditionalCharges: [{ Description: 'Delivery', Total: 5, Tax: 1 }],
      TotalBeforeTax: 34.85,
      Tax: 6.97,
      Total: 41.82,
      Paid: 0,
    },
  ]);
  expect(sale.Invoices[0].TaskID.toLowerCase()).toBe(id);
  expect(sale.CreditNotes).toEqual([]);
  const part = (await cin7('GET', `sale/invoice?SaleID=${id}`)).json;
  expect(part.Invoices[0]).not.toHaveProperty('Total');
  const combined = (await cin7('GET', `sale?ID=${id}&CombineAdditionalCharges=true`)).json;
  expect(combined.Invoices[0].Lines).toHaveLength(2);
});

test('an advanced sale has several invoices with tasks of their own; a draft says so', async () => {
  const { id } = add({ type: 'Advanced', invoices: [{}, { status: 'DRAFT' }] });
  const { Invoices, CreditNotes } = await read(id);
  expect(Invoices.map((row: { Status: string }) => row.Status)).toEqual(['AUTHORISED', 'DRAFT']);
  expect(new Set(Invoices.map((row: { TaskID: string }) => row.TaskID.toLowerCase())).size).toBe(2);
  expect(CreditNotes).toEqual([]);
  const payed = sandbox.cin7.setSaleInvoice(id, 'PAID', Invoices[0].InvoiceNumber);
  expect(payed.invoices[0]?.paid).toBe('41.82');
});

test('the list: by its stamp, by status, with SaleID and the number of the order', async () => {
  sandbox.clock.advance(60_000);
  const since = sandbox.clock.now();
  sandbox.clock.advance(1000);
  const { id } = add({ reference: 'PO 4711', invoices: [{}] });
  const { json } = await cin7('GET', `saleList?UpdatedSince=${since}`);
  expect(json).toMatchObject({
    Total: 1,
    SaleList: [{ CustomerReference: 'PO 4711', InvoiceAmount: 41.82 }],
  });
  expect(json.SaleList[0].SaleID.toLowerCase()).toBe(id);
  sandbox.clock.advance(1000);
  sandbox.cin7.voidSale(id);
  const voided = await cin7('GET', `saleList?UpdatedSince=${since}&Status=VOIDED`);
  expect(voided.json.SaleList).toHaveLength(1);
  expect((await read(id)).Invoices[0].Status).toBe('VOIDED');
  expect((await cin7('GET', 'saleList?Search=po%204711')).json.Total).toBe(1);
});

test('a shipment takes stock away, a restocked credit note brings it back, a void undoes both', async () => {
  const before = sandbox.cin7.onHand('TEA-01');
  const { id } = add({ shipped: 'picked', invoices: [{}] });
  expect(sandbox.cin7.onHand('TEA-01')).toBe(before);
  sandbox.cin7.shipSale(id);
  expect(sandbox.cin7.onHand('TEA-01')).toBe(before - 3);
  const shown = await read(id);
  expect(shown.Fulfilments).toMatchObject([
    { Pick: { Status: 'AUTHORISED' }, Ship: { Status: 'AUTHORISED', Lines: [{ IsShipped: true }] } },
  ]);
  expect(shown.Fulfilments[0].Pick.Lines).toMatchObject([
    { SKU: 'TEA-01', Location: 'Main Warehouse', Quantity: 3 },
  ]);
  expect(shown.InventoryMovements).toMatchObject([{ COGS: -12 }]);
  sandbox.cin7.addSaleCredit(id, { restock: true, lines: [{ sku: 'TEA-01', price: '9.95', quantity: 1 }] });
  expect(sandbox.cin7.onHand('TEA-01')).toBe(before - 2);
  const { CreditNotes } = await read(id);
  expect(CreditNotes).toMatchObject([
    {
      Total: 11.94,
      Status: 'AUTHORISED',
      Restock: [{ SKU: 'TEA-01', Quantity: 1, RestockLocation: 'Main Warehouse' }],
    },
  ]);
  expect(CreditNotes[0].CreditNoteInvoiceNumber).toBe(shown.Invoices[0].InvoiceNumber);
  sandbox.cin7.voidSale(id);
  expect(sandbox.cin7.onHand('TEA-01')).toBe(before);
});

test('services move nothing; a foreign sale shows its rate; nobody writes a sale', async () => {
  const { id } = add({
    customer: 'Maison',
    type: 'Service',
    rate: '0.8615',
    shipped: 'authorised',
    lines: [{ sku: 'SVC', price: 100 }],
    invoices: [{}],
  });
  const sale = await read(id);
  expect(sale).toMatchObject({
    CustomerCurrency: 'EUR',
    BaseCurrency: 'GBP',
    CurrencyRate: 0.8615,
    ServiceOnly: true,
  });
  expect(sale.InventoryMovements).toEqual([]);
  expect((await cin7('POST', 'sale', {})).status).toBe(405);
  expect((await cin7('GET', 'sale?ID=4711')).json[0].Exception).toMatch(/not found/);
});

describe('what Cin7 said is kept', () => {
  test('every version of every invoice and credit note', () => {
    const { id } = add({ invoices: [{ number: 'INV-X' }] });
    sandbox.cin7.editSaleInvoice(id, { lines: [{ sku: 'TEA-01', price: 20 }] });
    const said = sandbox.cin7.state.saleVersions.filter(({ number }) => number === 'INV-X');
    expect(said.map(({ gross, supplierName }) => [gross, supplierName])).toEqual([
      ['41.82', 'Corner Shop'],
      ['24', 'Corner Shop'],
    ]);
  });
});
