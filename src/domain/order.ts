import type { PurchaseLine, Totals } from './purchase.ts';
import type { PlainDate } from './time.ts';
import type { Counterparty, TradeTerms } from './trade.ts';

/** A purchase order on its way to the other system. */
export interface PurchaseOrder extends TradeTerms {
  readonly kind: 'order';
  readonly purchaseId: string;
  readonly orderNumber: string;
  readonly supplier: Counterparty;
  readonly date?: PlainDate | undefined;
  readonly requiredBy?: PlainDate | undefined;
  /**
   * Order lines have no account in Cin7: each has its product's inventory account (a service: its expense account), else
   * the purchase's inventory account.
   */
  readonly lines: readonly PurchaseLine[];
  readonly totals: Totals;
  /** Cin7 says that everything on it was invoiced. */
  readonly fullyInvoiced: boolean;
}

/** An order as its own system holds it, on its way into Cin7. */
export interface IncomingOrder {
  /** `draft`: on hold or waiting there. `open`: released. `closed`: nothing is expected any more. */
  readonly status: 'draft' | 'open' | 'closed' | 'cancelled';
  /** `purchaseId` and `orderNumber` are the order's own id and number there; SKUs, terms and location are Cin7's words. */
  readonly order: PurchaseOrder;
}

/** `order PO-00012 of Tea Co`. */
export const titleOfOrder = (order: PurchaseOrder): string =>
  `order ${order.orderNumber} of ${order.supplier.name}`;
