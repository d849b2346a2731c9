import type { Bill } from '../../domain/bill.ts';
import type { Decimal } from '../../domain/decimal.ts';
import type { PurchaseLine } from '../../domain/purchase.ts';
import type { Draft, Lookups, Remote } from '../../engine/ports.ts';
import type { DocumentLineRow, DocumentRow } from './wire.ts';

/** What invoices and credit memos call or do differently; everything else they share. */
export interface DocumentShape {
  readonly kind: 'bill' | 'credit';
  /** For messages: `purchase invoice`. */
  readonly what: string;
  readonly set: 'purchaseInvoices' | 'purchaseCreditMemos';
  readonly lineSet: 'purchaseInvoiceLines' | 'purchaseCreditMemoLines';
  readonly numberField: 'vendorInvoiceNumber' | 'vendorCreditMemoNumber';
  readonly dateField: 'invoiceDate' | 'creditMemoDate';
  /** Fields of the header that only this kind has. */
  header(bill: Bill, lookups: Lookups): Readonly<Record<string, string | boolean>>;
  /** The amount of a line as this kind takes it: with the tax or without. */
  amount(bill: Bill, line: PurchaseLine): Decimal;
  /** Where each row stands, in order. */
  statuses(rows: readonly DocumentRow[]): Promise<readonly Remote['status'][]>;
}

/** A line as it is sent. The server validates fields in this order, so the cost must come after what looks prices up. */
export interface LineBody {
  readonly lineType: 'Account' | 'Item' | 'Comment';
  readonly lineObjectNumber?: string | undefined;
  readonly description: string;
  readonly locationId?: string | undefined;
  readonly unitOfMeasureCode?: string | undefined;
  readonly taxCode?: string | undefined;
  readonly quantity?: number | undefined;
  readonly unitCost?: number | undefined;
  readonly discountAmount?: number | undefined;
  readonly dimensionSetLines?: readonly { readonly code: string; readonly valueCode: string }[] | undefined;
}

/** The header with its lines under the name of their set: one deep insert, carried out as a whole or not at all. */
export type DocumentBody = Readonly<Record<string, string | boolean | readonly LineBody[]>>;

export interface PurchaseDraft extends Draft {
  readonly body: DocumentBody;
}

/** Lines that book something; comments only tell. */
export const bookedLines = (shape: DocumentShape, draft: PurchaseDraft): readonly LineBody[] =>
  (draft.body[shape.lineSet] as readonly LineBody[]).filter(({ lineType }) => lineType !== 'Comment');

/** The booking lines of a document there, in its own order; undefined when they were not read along. */
export function remoteLines(shape: DocumentShape, row: DocumentRow): readonly DocumentLineRow[] | undefined {
  const lines = row[shape.lineSet];
  return (
    lines &&
    [...lines]
      .sort((a, b) => a.sequence - b.sequence)
      .filter(({ lineType }) => lineType !== 'Comment' && lineType !== '')
  );
}

export const headerText = (draft: PurchaseDraft, field: string): string => {
  const value = draft.body[field];
  return typeof value === 'string' ? value : '';
};
