import type { ZodType } from 'zod';
import type { RemoteRef } from '../../domain/document.ts';
import type { Totals } from '../../domain/purchase.ts';
import { parseInstant } from '../../domain/time.ts';
import type { Draft, Remote } from '../../engine/ports.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import type { MatchedDraft, OrderedDraft } from '../shared/order-matching.ts';
import { stampVersion } from '../shared/version.ts';
import type { PlainRecord } from './wrap.ts';

/** A line of a document there, in the API's own field names. */
export type LineRow = Readonly<Record<string, unknown>> & { readonly id: string };

/** A document there, without its wrapping. */
export interface DocumentRow {
  readonly id: string;
  readonly Type: string;
  readonly VendorRef: string;
  readonly Description: string;
  readonly CurrencyID: string;
  readonly Status: string;
  readonly Hold: boolean;
  readonly LastModifiedDateTime: string;
  readonly Details?: readonly LineRow[] | null | undefined;
}

/** A field that must be there as it was sent, and what people call it. */
export type Compared = readonly [field: string, label: string];

/** What orders, bills and debit adjustments call or do differently; everything else they share. */
export interface DocumentShape<Row extends DocumentRow = DocumentRow> {
  readonly kind: 'order' | 'bill' | 'credit';
  /** For messages: `bill`. */
  readonly what: string;
  readonly entity: 'PurchaseOrder' | 'Bill';
  readonly type: 'Normal' | 'Bill' | 'Debit Adj.';
  readonly numberKey: 'OrderNbr' | 'ReferenceNbr';
  readonly vendorField: 'VendorID' | 'Vendor';
  readonly schema: ZodType<Row>;
  readonly select: readonly string[];
  /** Of the lines, by their names in the contract. */
  readonly selectLines: readonly string[];
  readonly custom?: readonly string[];
  readonly header: readonly Compared[];
  readonly line: readonly Compared[];
  /** The header's control total. */
  readonly control: 'ControlTotal' | 'Amount';
  /** A field of the header as it is there. */
  value(row: Row, field: string): unknown;
  status(row: Row): Remote['status'];
  totals(row: Row, currency: string): Partial<Totals>;
}

/** A document as it is sent, but for its wrapping. */
export interface DocumentBody extends PlainRecord {
  readonly Details: readonly PlainRecord[];
}

export interface DocumentDraft extends Draft {
  readonly body: DocumentBody;
  /** Stands in the description, and finds the document also when its number was edited. */
  readonly marker: string;
  /** Of an order: its lines by their places, for the bills that come of it. */
  readonly ordered?: OrderedDraft['ordered'];
  /** Of a bill: what it takes of its order's lines. */
  readonly matched?: MatchedDraft['matched'];
}

export const numberOf = (shape: DocumentShape, row: DocumentRow): string =>
  String((row as unknown as Readonly<Record<string, unknown>>)[shape.numberKey] ?? '');

export const vendorOfRow = (shape: DocumentShape, row: DocumentRow): string =>
  String((row as unknown as Readonly<Record<string, unknown>>)[shape.vendorField] ?? '');

/** Numbers are stored in upper case; ids of ours are in lower case everywhere. */
export const keyOf = (ref: Pick<RemoteRef, 'id'>): string => ref.id.toUpperCase();

export function refOf(shape: DocumentShape, row: DocumentRow): RemoteRef & { readonly number: string } {
  const number = numberOf(shape, row);
  return { id: number.toLowerCase(), number, version: versionOf(shape, row) };
}

/** There is no ETag: the stamp, and what the header shows of its state. */
function versionOf(shape: DocumentShape, row: DocumentRow): string {
  const at = parseInstant(row.LastModifiedDateTime) ?? row.LastModifiedDateTime;
  const totals = shape.totals(row, row.CurrencyID);
  return stampVersion(at, [row.Status, row.VendorRef, totals.gross?.amount ?? '']);
}

export function toRemote(shape: DocumentShape, row: DocumentRow, mapping: Mapping, key: string): Remote {
  const currency = mapping.back.currency(row.CurrencyID);
  return {
    ref: refOf(shape, row),
    status: shape.status(row),
    naturalKey: key,
    currency,
    totals: shape.totals(row, currency),
    content: row,
  };
}
