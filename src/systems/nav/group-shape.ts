import type { Bill } from '../../domain/bill.ts';
import type { SalesDocument } from '../../domain/sale.ts';
import { base32, cut, fitNumber, fold } from '../../domain/text.ts';
import type { Draft } from '../../engine/ports.ts';
import type { Row } from './rows.ts';

export type Content = Bill | SalesDocument;

export const isSale = (content: Content): content is SalesDocument => 'saleId' in content;

/** What the four kinds of journal groups call or do differently; everything else they share. */
export interface GroupShape {
  readonly kind: 'bill' | 'credit' | 'invoice' | 'refund';
  /** For messages: `purchase invoice`. */
  readonly what: string;
  readonly journal: 'purchases' | 'sales';
  readonly flow: 'suppliers' | 'customers';
  readonly party: 'Vendor' | 'Customer';
  readonly documentType: 'Invoice' | 'Credit Memo';
  /** Whether the party's line is a credit: we owe a vendor for an invoice, a customer owes us. */
  readonly partyCredit: boolean;
  readonly posting: 'Purchase' | 'Sale';
  readonly ledger: 'vendorLedgerEntries' | 'customerLedgerEntries';
  readonly ledgerParty: 'Vendor_No' | 'Customer_No';
  /** What identifies a document of one party: a vendor's own number, our own number to a customer. */
  readonly key: 'External_Document_No' | 'Document_No';
}

const purchases = {
  journal: 'purchases',
  flow: 'suppliers',
  party: 'Vendor',
  posting: 'Purchase',
  ledger: 'vendorLedgerEntries',
  ledgerParty: 'Vendor_No',
  key: 'External_Document_No',
} as const;
const sales = {
  journal: 'sales',
  flow: 'customers',
  party: 'Customer',
  posting: 'Sale',
  ledger: 'customerLedgerEntries',
  ledgerParty: 'Customer_No',
  key: 'Document_No',
} as const;
const invoice = { documentType: 'Invoice' } as const;
const creditMemo = { documentType: 'Credit Memo' } as const;

export const groupShapes = {
  bills: { ...purchases, ...invoice, kind: 'bill', what: 'purchase invoice', partyCredit: true },
  credits: { ...purchases, ...creditMemo, kind: 'credit', what: 'purchase credit memo', partyCredit: false },
  invoices: { ...sales, ...invoice, kind: 'invoice', what: 'sales invoice', partyCredit: false },
  refunds: { ...sales, ...creditMemo, kind: 'refund', what: 'sales credit memo', partyCredit: true },
} as const satisfies Readonly<Record<string, GroupShape>>;

/** A journal line as it is sent: fields in the order in which the server shall validate them. */
export type LineBody = Readonly<Record<string, string | number>>;

/** A balanced group: the party's line first, then the accounts' lines, then those of taxes. */
export interface GroupDraft extends Draft {
  readonly body: { readonly lines: readonly LineBody[] };
  /** The company's own currency, which lines show as blank. */
  readonly local: string;
}

/**
 * Lines have numbers of our own, so that a line is written once however often it is sent: each document has a slot of
 * 10,000 numbers in the batch that its own number decides, and each line its place in it. Lines of taxes come from 5000.
 */
export const slotSize = 10_000;
const slots = 100_000;
const taxPlace = 5_000;
const lastPlace = 9_990;

export function slotOf(documentType: string, documentNo: string): number {
  const bits = Number.parseInt(
    [...base32(`${documentType}|${fold(documentNo)}`, 5)]
      .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
      .join(''),
    2,
  );
  return 1 + (bits % slots);
}

/** The place of a line in its slot: in tens while there is room, so that people can put lines in between. */
export function placeOf(index: number, count: number, tax: boolean): number {
  const step = count * 10 < taxPlace ? 10 : 1;
  return (tax ? taxPlace : 0) + (index + 1) * step;
}

export const isRoomFor = (lines: number, taxes: number): boolean =>
  lines < taxPlace - 1 && taxes < lastPlace - taxPlace;

export const isTaxPlace = (lineNo: number): boolean => lineNo % slotSize > taxPlace;

/** The same line in the slot that begins at `base`. */
export const movedTo = (line: LineBody, base: number): LineBody => ({
  ...line,
  Line_No: base + (Number(line['Line_No']) % slotSize),
});

export const slotStart = (line: LineBody | Row): number => {
  const lineNo = Number(line['Line_No']);
  return lineNo - (lineNo % slotSize);
};

/** Our number of the group: one purchase can have several bills, an invoice to a customer has a number of its own. */
export function documentNoOf(content: Content, length: number): string {
  if (isSale(content)) return fitNumber(content.number, length).toUpperCase();
  return `${cut(content.orderNumber, Math.min(15, length - 5))}-${base32(content.task, 4)}`.toUpperCase();
}

export const naturalKeyOf = (shape: GroupShape, party: string, number: string): string =>
  [shape.kind, fold(party), fold(number)].join('|');
