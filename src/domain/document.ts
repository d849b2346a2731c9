import { createHash } from 'node:crypto';
import type { Problem } from './problem.ts';

/** The two systems of a pair. */
export type Side = 'cin7' | 'erp';
/** One direction of a flow. */
export type Leg = 'cin7-to-erp' | 'erp-to-cin7';
export const legs = ['cin7-to-erp', 'erp-to-cin7'] as const satisfies readonly Leg[];

export const sourceSide = (leg: Leg): Side => (leg === 'cin7-to-erp' ? 'cin7' : 'erp');
export const targetSide = (leg: Leg): Side => (leg === 'cin7-to-erp' ? 'erp' : 'cin7');
export const otherSide = (side: Side): Side => (side === 'cin7' ? 'erp' : 'cin7');

export const flowNames = [
  'suppliers',
  'customers',
  'products',
  'purchases',
  'receipts',
  'sales',
  'inventory',
] as const;
/** One kind of record between the two systems; the order is the order in which the flows of a pair run. */
export type FlowName = (typeof flowNames)[number];

/** What a record becomes at the target. `purchase` also stands for a purchase that has become nothing yet, `stock` for a record that moved nothing yet. */
export type DocumentKind =
  | 'supplier'
  | 'customer'
  | 'product'
  | 'purchase'
  | 'order'
  | 'bill'
  | 'credit'
  | 'receipt'
  | 'sale'
  | 'invoice'
  | 'refund'
  | 'stock'
  | 'movement';

export const documentStates = [
  'written',
  'linked',
  'unchanged',
  'waiting',
  'skipped',
  'pending',
  'held',
  'rejected',
  'failed',
  'conflict',
  'diverged',
] as const;
export type DocumentState = (typeof documentStates)[number];

/** Tried again on every pass, changed or not. */
export const openStates = [
  'pending',
  'failed',
  'held',
  'rejected',
  'conflict',
] as const satisfies readonly DocumentState[];
/** Need a person; they make a command exit with 3. */
export const attentionStates = [
  'held',
  'rejected',
  'failed',
  'conflict',
  'diverged',
] as const satisfies readonly DocumentState[];

export type Posted = 'yes' | 'no' | 'unknown';

/**
 * The document key: pair, kind and the ids of the source, lower case. It can be computed again without our state.
 * `task` is the part of a record that becomes a document of its own (a Cin7 TaskID); a master record has none.
 */
export const documentKey = (pair: string, kind: DocumentKind, id: string, task = ''): string =>
  [pair, kind, id, task].join('|').toLowerCase();

/** The document's id: 12 hex digits of its key's SHA-256. */
export const documentId = (key: string): string =>
  createHash('sha256').update(key).digest('hex').slice(0, 12);

/** Where a document stands in a system. */
export interface RemoteRef {
  readonly id: string;
  /** The number that people know it by. */
  readonly number?: string | undefined;
  /** What the system offers to notice a change in between (an ETag). */
  readonly version?: string | undefined;
}

/** A result of a pass about one document, as the contract's JSON shows it. */
export interface DocumentReport {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly source: { readonly system: string; readonly id: string; readonly number: string };
  readonly naturalKey: string | null;
  readonly state: DocumentState;
  readonly posted: Posted;
  readonly target: { readonly system: string; readonly id: string | null; readonly number: string | null };
  readonly problems: readonly Problem[];
  /** Only in a dry run: the document in the target's own field names, and its totals. */
  readonly draft?: unknown;
}
