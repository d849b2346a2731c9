import { compareDecimals, type Decimal, isZero, sumOf } from '../../domain/decimal.ts';
import { partTotals, quantityOf } from './amounts.ts';
import type { PartRow, PurchaseRow, ReceiptRow } from './rows.ts';

/** The words that sum a purchase up (apis/cin7-core.md, section 3.5). One word cannot tell all: that is how it is. */

const done = (part: { readonly status: string }) => part.status === 'AUTHORISED' || part.status === 'PAID';

/** What goods receipts count: put-away where there is any, else stock received. */
export const receiptsOf = (purchase: PurchaseRow): readonly ReceiptRow[] =>
  purchase.putAway.length > 0 ? purchase.putAway : purchase.stockReceived;

const goods = (part: Pick<PartRow, 'lines'>): Decimal =>
  quantityOf(part.lines.filter((line) => !line.charge));

/** Ordered amounts, or, of a blind receipt, what the invoices say. */
const ordered = (purchase: PurchaseRow, of: (part: PartRow) => Decimal): Decimal =>
  purchase.blindReceipt ? sumOf(purchase.invoices.map(of)) : of(purchase.order);

export function receivingStatus(purchase: PurchaseRow): string {
  if (purchase.voided) return 'VOIDED';
  const total = ordered(purchase, goods);
  if (isZero(total) || (purchase.order.status !== 'AUTHORISED' && !purchase.blindReceipt))
    return 'NOT AVAILABLE';
  const received = sumOf(
    receiptsOf(purchase)
      .filter(done)
      .map((receipt) => quantityOf(receipt.lines)),
  );
  if (isZero(received)) return 'NOT RECEIVED';
  return compareDecimals(received, total) < 0 ? 'PARTIALLY RECEIVED' : 'FULLY RECEIVED';
}

export function invoiceStatus(purchase: PurchaseRow): string {
  if (purchase.voided || (purchase.order.status !== 'AUTHORISED' && !purchase.blindReceipt))
    return 'NOT AVAILABLE';
  const net = (part: PartRow) => partTotals(part, purchase.inclusive).gross;
  const invoices = purchase.invoices.filter(done);
  if (invoices.length === 0) return 'NOT INVOICED';
  const part =
    compareDecimals(sumOf(invoices.map(net)), ordered(purchase, net)) < 0 ? 'PARTIALLY INVOICED' : 'INVOICED';
  return purchase.credits.some(done) ? `${part} / CREDITED` : part;
}

export function paymentStatus(purchase: PurchaseRow): string {
  if (purchase.voided) return 'VOIDED';
  const invoices = purchase.invoices.filter(done);
  if (purchase.credits.some(done)) return 'OVERPAID / CREDITED';
  if (invoices.length > 0 && invoices.every((part) => part.status === 'PAID')) return 'PAID';
  return invoices.some((part) => part.status === 'PAID') ? 'PARTIALLY PAID' : 'UNPAID';
}

export function headerStatus(purchase: PurchaseRow): string {
  if (purchase.voided) return 'VOIDED';
  const { order, blindReceipt } = purchase;
  if (order.status !== 'AUTHORISED' && !blindReceipt) return order.lines.length > 0 ? 'ORDERING' : 'DRAFT';
  const receiving = receivingStatus(purchase);
  const invoiced = invoiceStatus(purchase);
  const arrived =
    receiving === 'FULLY RECEIVED' ? 'RECEIVED' : receiving === 'PARTIALLY RECEIVED' ? 'RECEIVING' : '';
  if (invoiced.endsWith('CREDITED')) return arrived === '' ? 'CREDITED' : `${arrived} / CREDITED`;
  const wholly = invoiced === 'INVOICED';
  if (wholly && (arrived === 'RECEIVED' || receiving === 'NOT AVAILABLE')) return 'COMPLETED';
  if (wholly) return 'INVOICED';
  if (invoiced === 'PARTIALLY INVOICED') return invoiced;
  return arrived === '' ? 'ORDERED' : arrived;
}
