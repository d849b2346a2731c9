import { describe, expect, test } from '@jest/globals';
import type { SalesDocument } from '../../src/domain/sale.ts';
import { changedInSale, routeSale } from '../../src/flows/sales.ts';
import { parseSale } from '../../src/systems/cin7/sale-parse.ts';
import { sale } from '../../src/systems/cin7/wire-sales.ts';

/** As GET /sale answers (API Blueprint, "Sale"): plural parts, placeholders, PAID for what was paid. */
const answer = (more: object = {}) => ({
  ID: 'AB6B2C0E-0000-4000-8000-000000000001',
  Customer: 'Corner Cafe ',
  CustomerID: 'C6B2C0E0-0000-4000-8000-000000000002',
  CustomerCurrency: 'EUR',
  BaseCurrency: 'GBP',
  CurrencyRate: 0.86,
  TaxCalculation: 'Exclusive',
  Status: 'INVOICED',
  LastModifiedOn: '2026-09-01T10:00:00.52Z',
  Order: { SaleOrderNumber: 'SO-00001', Status: 'AUTHORISED' },
  Invoices: [
    {
      TaskID: 'T-1',
      InvoiceNumber: 'INV-00001',
      InvoiceDate: '2026-09-01T00:00:00',
      Status: 'PAID',
      Lines: [
        {
          SKU: 'A',
          Name: 'A',
          Quantity: 2,
          Price: 5,
          Tax: 2,
          TaxRule: 'Tax on Sales',
          Total: 10,
          Account: '200',
        },
      ],
      AdditionalCharges: [],
      TotalBeforeTax: 10,
      Tax: 2,
      Total: 12,
    },
    { TaskID: 'T-2', InvoiceNumber: '', Status: 'DRAFT', Lines: [], TotalBeforeTax: 0, Tax: 0, Total: 0 },
  ],
  CreditNotes: [{ TaskID: '', CreditNoteNumber: '', Status: 'NOT AVAILABLE', Lines: null }],
  ...more,
});

const route = (more?: object) => routeSale(parseSale(sale.parse(answer(more)), 'GBP'), ['invoice', 'refund']);

describe('sales', () => {
  test('each authorised or paid invoice is one, drafts wait, what does not exist is nothing', () => {
    expect(route().map(({ kind, task, number, wanted }) => [kind, task, number, wanted])).toEqual([
      ['invoice', 't-1', 'INV-00001', 'ready'],
      ['invoice', 't-2', '', 'waiting'],
    ]);
    expect(route()[0]?.content).toMatchObject({
      orderNumber: 'SO-00001',
      customer: { id: 'c6b2c0e0-0000-4000-8000-000000000002', name: 'Corner Cafe' },
      currency: 'EUR',
      baseCurrency: 'GBP',
      rate: '0.86',
      date: '2026-09-01',
      totals: { gross: { amount: '12', currency: 'EUR' } },
    });
  });

  test('a voided sale has voided documents only', () => {
    expect(route({ Status: 'VOIDED' }).map(({ wanted }) => wanted)).toEqual(['voided', 'voided']);
  });

  test('a credit note names the invoice that it applies to', () => {
    const note = { TaskID: 'T-3', CreditNoteNumber: 'CR-1', CreditNoteInvoiceNumber: 'inv-00001' };
    const credit = { ...note, CreditNoteDate: '2026-09-02T00:00:00', Status: 'AUTHORISED', Lines: [] };
    const [refund] = route({ CreditNotes: [credit] }).filter(({ kind }) => kind === 'refund');
    expect(refund?.content).toMatchObject({
      number: 'CR-1',
      appliesTo: { number: 'inv-00001', task: 't-1' },
    });
  });

  test('a customer who was exchanged is told as the customer', () => {
    const before = route()[0]?.content as SalesDocument;
    const after = { ...before, customer: { id: 'x', name: 'Other' } };
    expect(changedInSale(before, after)).toEqual([{ field: 'customer', from: 'Corner Cafe', to: 'Other' }]);
    expect(route({ Note: 'a note', COGSAmount: 3 })[0]?.print).toBe(route()[0]?.print);
  });
});
