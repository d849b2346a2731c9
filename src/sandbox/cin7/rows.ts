import type { Decimal } from '../../domain/decimal.ts';
import type { JsonObject } from '../exchange.ts';

/** A supplier or customer in the API's field names; `stamp` is LastModifiedOn with seven digits, see stamps.ts. */
export interface PartyRow extends JsonObject {
  readonly ID: string;
  readonly Name: string;
  readonly Status: string;
  readonly Currency: string;
  readonly PaymentTerm: string;
  readonly TaxRule: string;
  readonly Addresses: readonly NestedRow[];
  readonly Contacts: readonly NestedRow[];
  readonly stamp: string;
  readonly madeBy: MadeBy;
}

/** An address or contact. */
export interface NestedRow extends JsonObject {
  readonly ID: string;
}

export interface ProductRow extends JsonObject {
  readonly ID: string;
  readonly SKU: string;
  readonly Name: string;
  readonly Type: string;
  readonly UOM: string;
  readonly Status: string;
  readonly InventoryAccount: string;
  readonly ExpenseAccount: string;
  readonly PurchaseTaxRule: string;
  readonly Suppliers: readonly JsonObject[];
  readonly stamp: string;
  readonly madeBy: MadeBy;
}

export type MadeBy = 'api' | 'person';

/** A row of a reference list in the API's field names. */
export interface ReferenceRow extends JsonObject {
  /** `Code` for accounts, else `ID`. */
  readonly key: string;
  readonly Name: string;
}

export type PartStatus = 'NOT AVAILABLE' | 'DRAFT' | 'AUTHORISED' | 'PAID' | 'VOIDED';

export interface LineRow {
  /** An additional charge: freight and the like. */
  readonly charge: boolean;
  readonly productId: string;
  readonly sku: string;
  /** The product's name, or what the charge is for. */
  readonly name: string;
  readonly quantity: Decimal;
  readonly price: Decimal;
  /** Percent. */
  readonly discount: Decimal;
  readonly tax: Decimal;
  readonly taxRule: string;
  readonly total: Decimal;
  readonly account: string;
  readonly comment: string;
  readonly reference: string;
  readonly supplierSku: string;
}

/** The order, an invoice or a credit note of a purchase. */
export interface PartRow {
  readonly task: string;
  readonly status: PartStatus;
  readonly number: string;
  /** A credit note: the number of the invoice that it is for. */
  readonly invoiceNumber: string;
  /** Which receipt and invoice belong together. */
  readonly pairNumber: string;
  readonly date: string;
  readonly dueDate: string;
  readonly memo: string;
  readonly lines: readonly LineRow[];
  readonly paid: Decimal;
}

export interface ReceiptRow {
  readonly task: string;
  readonly status: PartStatus;
  readonly pairNumber: string;
  readonly lines: readonly ReceiptLineRow[];
}

export interface ReceiptLineRow {
  readonly cardId: string;
  readonly date: string;
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly quantity: Decimal;
  readonly location: string;
  readonly batch: string;
  readonly expiryDate: string;
}

export type PurchaseType = 'Simple Purchase' | 'Advanced Purchase' | 'Service Purchase';

export interface PurchaseRow {
  readonly id: string;
  readonly orderNumber: string;
  readonly type: PurchaseType;
  readonly supplierId: string;
  readonly contact: string;
  readonly phone: string;
  readonly inventoryAccount: string;
  readonly blindReceipt: boolean;
  readonly approach: 'INVOICE' | 'STOCK';
  readonly taxRule: string;
  readonly inclusive: boolean;
  readonly terms: string;
  readonly requiredBy: string;
  readonly location: string;
  readonly note: string;
  readonly orderDate: string;
  readonly currency: string;
  /** Base units per one unit of the supplier's currency. */
  readonly rate: Decimal;
  readonly voided: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  readonly order: PartRow;
  readonly stockReceived: readonly ReceiptRow[];
  readonly putAway: readonly ReceiptRow[];
  readonly invoices: readonly PartRow[];
  readonly credits: readonly PartRow[];
  readonly stamp: string;
  readonly madeBy: MadeBy;
}

/** What an order, invoice or credit note said at some time: the truth against which the ERP is checked. */
export interface PartVersion {
  /** Place in the order of all changes of the sandbox. */
  readonly at: number;
  readonly purchaseId: string;
  readonly task: string;
  readonly kind: 'order' | 'invoice' | 'memo';
  /** An order's: that of the purchase. */
  readonly number: string;
  readonly supplierId: string;
  /** As it was then. */
  readonly supplierName: string;
  readonly status: PartStatus;
  readonly currency: string;
  readonly net: Decimal;
  readonly tax: Decimal;
  readonly gross: Decimal;
}
