import { describe, expect, test } from '@jest/globals';
import type { Purchase } from '../../../src/domain/purchase.ts';
import { parsePurchase } from '../../../src/systems/cin7/purchase-parse.ts';
import { purchase } from '../../../src/systems/cin7/wire.ts';

const id = 'B1A2C3D4-0000-4000-8000-000000000001';

const line = (more: object = {}) => ({
  ProductID: 'P-1',
  SKU: 'TEA-01',
  Name: 'Green  tea',
  Quantity: 10,
  Price: 12.5,
  Discount: 5,
  Tax: 23.75,
  TaxRule: 'Tax on Purchases',
  Total: 118.75,
  Account: '310',
  ProductCustomField1: null,
  ...more,
});
const freight = {
  Description: 'Freight',
  Reference: 'DHL',
  Quantity: 1,
  Price: 10,
  Tax: 2,
  TaxRule: 'Tax on Purchases',
  Account: '425',
};
const invoice = (more: object = {}) => ({
  TaskID: 'T-1',
  InvoiceNumber: ' INV-77 ',
  InvoiceDate: '2026-09-01T00:00:00',
  InvoiceDueDate: '2026-10-01T00:00:00',
  Status: 'AUTHORISED',
  Lines: [line()],
  AdditionalCharges: [freight],
  TotalBeforeTax: 128.75,
  Tax: 25.75,
  Total: 154.5,
  ...more,
});
const placeholder = {
  TaskID: id,
  Status: 'NOT AVAILABLE',
  InvoiceNumber: '',
  Lines: [],
  AdditionalCharges: [],
};

const parsed = (more: object = {}): Purchase =>
  parsePurchase(
    purchase.parse({
      ID: id,
      SupplierID: 'S-1',
      Supplier: ' Tea  Co ',
      OrderNumber: 'PO-00012',
      OrderDate: '2026-08-30T00:00:00',
      Status: 'INVOICED',
      Type: 'Advanced Purchase',
      Approach: 'STOCK',
      TaxCalculation: 'Exclusive',
      BaseCurrency: 'GBP',
      SupplierCurrency: 'GBP',
      CurrencyRate: 1,
      Location: 'Main Warehouse',
      Terms: '30 days',
      AdditionalAttributes: { AdditionalAttribute1: 'x', AdditionalAttribute2: null },
      Order: {
        Status: 'AUTHORISED',
        Lines: [line({ Account: undefined })],
        TotalBeforeTax: 118.75,
        Tax: 23.75,
        Total: 142.5,
      },
      Invoice: [invoice()],
      CreditNote: [placeholder],
      StockReceived: [{ TaskID: 'T-1', Status: 'AUTHORISED', Lines: [] }],
      PutAway: [{ TaskID: 'T-1', Status: 'NOT AVAILABLE', Lines: [] }],
      LastUpdatedDate: '2026-09-02T10:11:12.13Z',
      ...more,
    }),
    'GBP',
  );

describe('a purchase as Cin7 tells it', () => {
  test('keeps numbers, dates and totals as they are printed', () => {
    const { invoices, order, ...head } = parsed();
    expect(head).toMatchObject({
      id: id.toLowerCase(),
      orderNumber: 'PO-00012',
      live: true,
      service: false,
      supplier: { id: 's-1', name: 'Tea Co' },
      currency: 'GBP',
      baseCurrency: 'GBP',
      rate: undefined,
      taxInclusive: false,
      attributes: { AdditionalAttribute1: 'x' },
      credits: [],
    });
    expect(order).toMatchObject({ task: id.toLowerCase(), status: 'authorised', date: '2026-08-30' });
    expect(invoices).toHaveLength(1);
    expect(invoices[0]).toMatchObject({
      task: 't-1',
      number: 'INV-77',
      status: 'authorised',
      date: '2026-09-01',
      dueDate: '2026-10-01',
      totals: {
        net: { amount: '128.75', currency: 'GBP' },
        tax: { amount: '25.75' },
        gross: { amount: '154.5' },
      },
    });
    expect(invoices[0]?.lines[0]).toEqual({
      kind: 'item',
      productId: 'p-1',
      sku: 'TEA-01',
      description: 'Green tea',
      comment: undefined,
      quantity: '10',
      price: { amount: '12.5', currency: 'GBP' },
      discountPercent: '5',
      taxRule: 'Tax on Purchases',
      tax: { amount: '23.75', currency: 'GBP' },
      total: { amount: '118.75', currency: 'GBP' },
      account: '310',
    });
  });

  test('charges become lines of their own, with their total reckoned where Cin7 leaves it out', () => {
    expect(parsed().invoices[0]?.lines[1]).toMatchObject({
      kind: 'charge',
      description: 'Freight',
      comment: 'DHL',
      total: { amount: '10', currency: 'GBP' },
      account: '425',
    });
  });

  test.each([
    ['AUTHORISED', 'authorised'],
    ['PAID', 'authorised'],
    ['DRAFT', 'draft'],
    ['VOIDED', 'voided'],
    ['SOMETHING NEW', 'draft'],
  ])('an invoice of status %s is %s', (status, expected) => {
    expect(parsed({ Invoice: [invoice({ Status: status })] }).invoices[0]?.status).toBe(expected);
  });

  test('several invoices are several parts, placeholders none', () => {
    const more = [
      invoice(),
      placeholder,
      invoice({ TaskID: 'T-2', InvoiceNumber: 'INV-78', Status: 'DRAFT' }),
    ];
    expect(parsed({ Invoice: more }).invoices.map(({ task, number }) => [task, number])).toEqual([
      ['t-1', 'INV-77'],
      ['t-2', 'INV-78'],
    ]);
  });

  test('the shape of GET /purchase, with single objects and the misspelt number, is read too', () => {
    const { InvoiceNumber: _, TaskID: __, ...rest } = invoice();
    const simple = parsed({
      Invoice: { ...rest, InvocieNumber: 'INV-5' },
      CreditNote: { Status: 'NOT AVAILABLE' },
      StockReceived: {},
    });
    expect(simple.invoices.map(({ task, number }) => [task, number])).toEqual([[id.toLowerCase(), 'INV-5']]);
    expect(simple.receipts).toEqual([]);
  });

  test('a service purchase holds everything in its charges', () => {
    const service = parsed({
      IsServiceOnly: true,
      Type: 'Service Purchase',
      Invoice: [invoice({ Lines: [], TotalBeforeTax: 10, Tax: 2, Total: 12 })],
    });
    expect(service.service).toBe(true);
    expect(service.invoices[0]?.lines.map(({ kind }) => kind)).toEqual(['charge']);
  });

  test('a credit note names the invoice that it credits', () => {
    const credit = {
      TaskID: 'T-9',
      CreditNoteNumber: 'CN-1',
      CreditNoteInvoiceNumber: 'INV-77',
      CreditNoteDate: '2026-09-03T00:00:00',
      Status: 'AUTHORISED',
      Lines: [line()],
      TotalBeforeTax: 118.75,
      Tax: 23.75,
      Total: 142.5,
    };
    expect(parsed({ CreditNote: [credit] }).credits[0]).toMatchObject({
      task: 't-9',
      number: 'CN-1',
      invoiceNumber: 'INV-77',
    });
  });

  test('the rate is kept only for a foreign currency, and a purchase without one is in base currency', () => {
    expect(parsed({ SupplierCurrency: 'eur', CurrencyRate: 0.8512 })).toMatchObject({
      currency: 'EUR',
      rate: '0.8512',
    });
    expect(parsed({ SupplierCurrency: null, CurrencyRate: 1 })).toMatchObject({
      currency: 'GBP',
      rate: undefined,
    });
  });

  test('receipts are the put-aways where there are any, else the stock received', () => {
    const put = {
      TaskID: 'T-1',
      Status: 'AUTHORISED',
      InvoicingAndReceivingNumber: 'R1',
      Lines: [{ CardID: 'C', SKU: 'TEA-01', Quantity: 4 }],
    };
    expect(parsed({ PutAway: [put] }).receipts).toMatchObject([
      { number: 'R1', lines: [{ cardId: 'c', quantity: '4' }] },
    ]);
    expect(parsed().receipts).toHaveLength(1);
  });

  describe('whether line totals contain the tax', () => {
    const inclusive = (more: object) => parsed({ TaxCalculation: 'Inclusive', Order: undefined, ...more });
    const gross = invoice({
      Lines: [line({ Total: 142.5 })],
      AdditionalCharges: [],
      TotalBeforeTax: 118.75,
      Tax: 23.75,
      Total: 142.5,
    });
    const net = invoice({ AdditionalCharges: [], TotalBeforeTax: 118.75, Tax: 23.75, Total: 142.5 });
    const untaxed = invoice({
      Lines: [line({ Tax: 0 })],
      AdditionalCharges: [],
      TotalBeforeTax: 118.75,
      Tax: 0,
      Total: 118.75,
    });

    test('is what adds up, if the parts with tax agree', () => {
      expect(inclusive({ Invoice: [gross] }).taxInclusive).toBe(true);
      expect(inclusive({ Invoice: [net] }).taxInclusive).toBe(false);
      expect(inclusive({ Invoice: [untaxed, gross] }).taxInclusive).toBe(true);
    });

    test('is what TaxCalculation says where nothing adds up, or parts disagree', () => {
      expect(inclusive({ Invoice: [untaxed] }).taxInclusive).toBe(true);
      expect(inclusive({ Invoice: [gross, net] }).taxInclusive).toBe(true);
      expect(parsed({ Order: undefined, Invoice: [untaxed] }).taxInclusive).toBe(false);
      expect(inclusive({ Invoice: [invoice({ TotalBeforeTax: 1, Total: 2, Tax: 1 })] }).taxInclusive).toBe(
        true,
      );
    });
  });

  test('a voided purchase is not live', () => {
    expect(parsed({ Status: 'VOIDED' }).live).toBe(false);
  });
});
