import type { PurchaseLine, PurchasePart, Totals } from './purchase.ts';
import type { PlainDate } from './time.ts';
import type { Counterparty, TradeTerms } from './trade.ts';

/** A sale as Cin7 tells it, as far as it is booked: the invoices and credit notes that came of it. */
export interface Sale extends TradeTerms {
  readonly id: string;
  readonly orderNumber: string;
  readonly live: boolean;
  readonly customer: Counterparty;
  /** The customer's own number of the order. */
  readonly reference?: string | undefined;
  readonly orderDate?: PlainDate | undefined;
  readonly invoices: readonly PurchasePart[];
  readonly credits: readonly PurchasePart[];
}

/** A customer's invoice or credit note on its way to an ERP. Amounts of a refund are positive, as Cin7 prints them. */
export interface SalesDocument extends TradeTerms {
  readonly kind: 'invoice' | 'refund';
  readonly saleId: string;
  readonly task: string;
  readonly orderNumber: string;
  /** Our own number of the invoice or credit note, tidied. */
  readonly number: string;
  readonly customer: Counterparty;
  readonly reference?: string | undefined;
  readonly date?: PlainDate | undefined;
  readonly dueDate?: PlainDate | undefined;
  readonly lines: readonly PurchaseLine[];
  readonly totals: Totals;
  /** A refund: the number of the invoice that it applies to, and that invoice's task if the sale holds it. */
  readonly appliesTo?: { readonly number: string; readonly task?: string | undefined } | undefined;
}

/** `invoice INV-00012 to Corner Cafe (SO-00012)`. */
export const titleOfSale = (document: SalesDocument): string =>
  `${document.kind === 'invoice' ? 'invoice' : 'credit note'} ${document.number || '(no number)'} to ${document.customer.name} (${document.orderNumber})`;
