import type { Decimal } from './decimal.ts';
import type { PurchaseLine, Totals } from './purchase.ts';
import type { PlainDate } from './time.ts';

/** A supplier's bill or credit note on its way to an ERP. Amounts of a credit are positive, as Cin7 prints them. */
export interface Bill {
  readonly kind: 'bill' | 'credit';
  readonly purchaseId: string;
  readonly task: string;
  readonly orderNumber: string;
  /** The supplier's own number of the bill or credit note, tidied. */
  readonly number: string;
  readonly supplier: { readonly id: string; readonly name: string };
  readonly date?: PlainDate | undefined;
  readonly dueDate?: PlainDate | undefined;
  readonly currency: string;
  readonly baseCurrency: string;
  /** Base units per one unit of `currency`. */
  readonly rate?: Decimal | undefined;
  readonly taxInclusive: boolean;
  readonly terms?: string | undefined;
  readonly location?: string | undefined;
  readonly lines: readonly PurchaseLine[];
  readonly totals: Totals;
  /** A credit: the number of the bill that it applies to, and that bill's task if the purchase holds it. */
  readonly appliesTo?: { readonly number: string; readonly task?: string | undefined } | undefined;
}

/** `bill INV-77 of Tea Co (PO-00012)`. */
export const titleOfBill = (bill: Bill): string =>
  `${bill.kind === 'bill' ? 'bill' : 'credit note'} ${bill.number || '(no number)'} of ${bill.supplier.name} (${bill.orderNumber})`;
