import type { PartStatus } from './rows.ts';

/** A purchase as people and the demo data describe it. Numbers may be given as text or number. */

export interface LineSpec {
  /** Without a SKU it is an additional charge and needs a description. */
  readonly sku?: string | undefined;
  readonly description?: string | undefined;
  readonly quantity?: string | number | undefined;
  readonly price: string | number;
  readonly discount?: string | number | undefined;
  readonly taxRule?: string | undefined;
  /** Instead of what the rule's percentage gives. */
  readonly tax?: string | number | undefined;
  /** Instead of quantity x price less discount. */
  readonly total?: string | number | undefined;
  /** Default: the product's account, else the purchase's inventory account; 425 for charges. `''`: none. */
  readonly account?: string | undefined;
  readonly comment?: string | undefined;
  readonly reference?: string | undefined;
}

export interface PartSpec {
  readonly number: string;
  /** Default: today. `''`: none. */
  readonly date?: string | undefined;
  /** Default: by the terms. */
  readonly dueDate?: string | undefined;
  /** Default: AUTHORISED. */
  readonly status?: PartStatus | undefined;
  /** Default: the order's lines. */
  readonly lines?: readonly LineSpec[] | undefined;
  /** A credit note: the invoice that it is for; default: the last one. */
  readonly invoiceNumber?: string | undefined;
  readonly task?: string | undefined;
}

export interface PurchaseSpec {
  /** Name or id. */
  readonly supplier: string;
  readonly type?: 'Simple' | 'Advanced' | 'Service' | undefined;
  readonly approach?: 'INVOICE' | 'STOCK' | undefined;
  readonly orderNumber?: string | undefined;
  readonly orderDate?: string | undefined;
  readonly requiredBy?: string | undefined;
  readonly location?: string | undefined;
  readonly terms?: string | undefined;
  readonly taxRule?: string | undefined;
  readonly inclusive?: boolean | undefined;
  readonly currency?: string | undefined;
  readonly rate?: string | number | undefined;
  readonly blindReceipt?: boolean | undefined;
  readonly note?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  /** Default: `AUTHORISED`, for a blind receipt `NOT AVAILABLE`. */
  readonly order?: PartStatus | undefined;
  readonly lines?: readonly LineSpec[] | undefined;
  readonly received?: 'none' | 'draft' | 'partly' | 'authorised' | undefined;
  readonly invoices?: readonly PartSpec[] | undefined;
  readonly credits?: readonly PartSpec[] | undefined;
  readonly voided?: boolean | undefined;
  /** When it was changed last; default: now. */
  readonly updated?: string | undefined;
}

export type PartList = 'invoices' | 'credits';
