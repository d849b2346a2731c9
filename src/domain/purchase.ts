import type { Decimal } from './decimal.ts';
import type { Money } from './money.ts';
import type { PlainDate } from './time.ts';
import type { Counterparty, TradeTerms } from './trade.ts';

/** A purchase as Cin7 tells it: one order, and the receipts, invoices and credit notes that came of it. */
export interface Purchase extends TradeTerms {
  readonly id: string;
  readonly orderNumber: string;
  readonly live: boolean;
  readonly blindReceipt: boolean;
  readonly service: boolean;
  readonly supplier: Counterparty;
  readonly orderDate?: PlainDate | undefined;
  readonly requiredBy?: PlainDate | undefined;
  readonly inventoryAccount?: string | undefined;
  readonly order: PurchasePart;
  readonly invoices: readonly PurchasePart[];
  readonly credits: readonly PurchasePart[];
  readonly receipts: readonly Receipt[];
  /** Everything on it was invoiced, as Cin7 sums it up. */
  readonly fullyInvoiced?: boolean | undefined;
  /** The ERP's own number of the order, where the purchase came from there. */
  readonly cameFrom?: string | undefined;
  /** Additional attributes by their API names. */
  readonly attributes: Readonly<Record<string, string>>;
}

export type PartStatus = 'none' | 'draft' | 'authorised' | 'voided';

/** An order, an invoice or a credit note inside a purchase. */
export interface PurchasePart {
  readonly task: string;
  readonly status: PartStatus;
  readonly number: string;
  /** A credit note's own invoice number, if it names one. */
  readonly invoiceNumber?: string | undefined;
  readonly date?: PlainDate | undefined;
  readonly dueDate?: PlainDate | undefined;
  readonly lines: readonly PurchaseLine[];
  readonly totals: Totals;
}

export interface PurchaseLine {
  /** `item`: a product line. `charge`: freight and other additional charges. */
  readonly kind: 'item' | 'charge';
  readonly productId?: string | undefined;
  readonly sku?: string | undefined;
  /** Known only where it matters to the target (products that it does not have, receipts): it is kept in no stock. */
  readonly service?: boolean | undefined;
  /** Of an invoice's product: what a receipt of it costs net for one unit (`netPrices` in receipt.ts). */
  readonly receiptPrice?: Money | undefined;
  readonly description: string;
  readonly comment?: string | undefined;
  readonly quantity: Decimal;
  readonly price: Money;
  readonly discountPercent: Decimal;
  readonly taxRule?: string | undefined;
  readonly tax: Money;
  /** The line's total as Cin7 prints it: after discount; with tax only if the purchase is tax-inclusive. */
  readonly total: Money;
  /** Cin7 account code; order lines have none. */
  readonly account?: string | undefined;
}

export interface Totals {
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
}

/** A goods receipt inside a purchase. */
export interface Receipt {
  readonly task: string;
  readonly status: PartStatus;
  readonly number: string;
  readonly lines: readonly ReceiptLine[];
}

export interface ReceiptLine {
  readonly cardId: string;
  readonly date?: PlainDate | undefined;
  readonly productId?: string | undefined;
  readonly sku: string;
  readonly name: string;
  readonly quantity: Decimal;
  readonly location?: string | undefined;
  readonly batch?: string | undefined;
}
