import type { PurchaseLine, Totals } from './purchase.ts';
import type { PlainDate } from './time.ts';
import type { Counterparty, TradeTerms } from './trade.ts';

/** A supplier's bill or credit note on its way to an ERP. Amounts of a credit are positive, as Cin7 prints them. */
export interface Bill extends TradeTerms {
  readonly kind: 'bill' | 'credit';
  readonly purchaseId: string;
  readonly task: string;
  readonly orderNumber: string;
  /** The supplier's own number of the bill or credit note, tidied. */
  readonly number: string;
  readonly supplier: Counterparty;
  readonly date?: PlainDate | undefined;
  readonly dueDate?: PlainDate | undefined;
  readonly lines: readonly PurchaseLine[];
  readonly totals: Totals;
  /** A credit: the number of the bill that it applies to, and that bill's task if the purchase holds it. */
  readonly appliesTo?: { readonly number: string; readonly task?: string | undefined } | undefined;
}

/** `bill INV-77 of Tea Co (PO-00012)`. */
export const titleOfBill = (bill: Bill): string =>
  `${bill.kind === 'bill' ? 'bill' : 'credit note'} ${bill.number || '(no number)'} of ${bill.supplier.name} (${bill.orderNumber})`;
