import { z } from 'zod';
import { amount, guid, list, part, text } from './wire.ts';

/** What we read of /saleList and /sale (API Blueprint, "Sale List" and "Sale"), in the API's own names. */

export const saleRow = z.object({
  SaleID: guid(),
  OrderNumber: text(),
  Status: text(),
  CustomerID: guid(),
  InvoiceNumber: text(),
  CreditNoteNumber: text(),
  CombinedInvoiceStatus: text(),
  Updated: text(),
});

const invoice = part.extend({ InvoiceNumber: text(), InvoiceDate: text(), InvoiceDueDate: text() });
const creditNote = part.extend({
  CreditNoteNumber: text(),
  CreditNoteInvoiceNumber: text(),
  CreditNoteDate: text(),
});

/** The order's number stands with the order; some hosts print it in the header too. */
const order = z.object({ SaleOrderNumber: text() });

export const sale = z.object({
  ID: guid(),
  OrderNumber: text(),
  Status: text(),
  Customer: text(),
  CustomerID: guid(),
  CustomerReference: text(),
  CustomerCurrency: text(),
  BaseCurrency: text(),
  CurrencyRate: amount(),
  TaxCalculation: text(),
  Terms: text(),
  Location: text(),
  SaleOrderDate: text(),
  LastModifiedOn: text(),
  Updated: text(),
  Order: order.nullish(),
  Invoices: list(invoice),
  CreditNotes: list(creditNote),
});

export type SaleRow = z.output<typeof saleRow>;
export type SaleDetail = z.output<typeof sale>;
