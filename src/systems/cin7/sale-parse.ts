import type { Sale } from '../../domain/sale.ts';
import { fold, tidy } from '../../domain/text.ts';
import { parsePlainDate } from '../../domain/time.ts';
import { exists, isTaxInclusive, rateOf, toPart } from './purchase-parse.ts';
import type { SaleDetail } from './wire-sales.ts';

/**
 * A sale as GET /sale tells it. Amounts and totals stay as Cin7 prints them, dates are cut and never shifted; parts that
 * do not exist yet (`NOT AVAILABLE`) are dropped.
 */
export function parseSale(detail: SaleDetail, baseCurrency: string): Sale {
  const base = fold(baseCurrency);
  const currency = fold(detail.CustomerCurrency) || base;
  const invoices = detail.Invoices.map((invoice) =>
    toPart(invoice, currency, {
      task: invoice.TaskID || detail.ID,
      number: invoice.InvoiceNumber,
      date: parsePlainDate(invoice.InvoiceDate),
      dueDate: parsePlainDate(invoice.InvoiceDueDate),
    }),
  ).filter(exists);
  const credits = detail.CreditNotes.map((credit) =>
    toPart(credit, currency, {
      task: credit.TaskID || detail.ID,
      number: credit.CreditNoteNumber,
      invoiceNumber: credit.CreditNoteInvoiceNumber || undefined,
      date: parsePlainDate(credit.CreditNoteDate),
    }),
  ).filter(exists);
  return {
    id: detail.ID,
    orderNumber: orderNumberOf(detail),
    live: fold(detail.Status) !== 'VOIDED',
    customer: { id: detail.CustomerID, name: tidy(detail.Customer) },
    reference: tidy(detail.CustomerReference) || undefined,
    orderDate: parsePlainDate(detail.SaleOrderDate),
    currency,
    baseCurrency: base,
    rate: currency === base ? undefined : rateOf(detail.CurrencyRate),
    taxInclusive: isTaxInclusive(detail.TaxCalculation, [...invoices, ...credits]),
    terms: tidy(detail.Terms) || undefined,
    location: tidy(detail.Location) || undefined,
    invoices,
    credits,
  };
}

export const orderNumberOf = (detail: SaleDetail): string =>
  tidy(detail.OrderNumber || detail.Order?.SaleOrderNumber);
