import type { Instant } from '../../domain/time.ts';
import type { VirtualClock } from '../clock.ts';
import { createIds } from '../ids.ts';
import type { Database, Table } from '../tables.ts';
import type { LimitShape } from './limits.ts';
import type { PartVersion, PartyRow, ProductRow, PurchaseRow, ReferenceRow } from './rows.ts';
import type { SaleRow } from './sale-rows.ts';
import { stampOf } from './stamps.ts';
import { type AdjustmentRow, type MovementRow, movementKey, type StockTaskRow } from './stock-rows.ts';

export const referenceLists = [
  'accounts',
  'taxRules',
  'paymentTerms',
  'units',
  'categories',
  'brands',
  'locations',
  'priceTiers',
  'attributeSets',
  'availability',
] as const;
export type ReferenceListName = (typeof referenceLists)[number];

/** Behaviour that is not certain, or differs between accounts. */
export interface Switches {
  requestsPerMinute: number;
  limitShape: LimitShape;
  /** Whether the limit is per application key, as the documents say, or for the whole account. Default `key`. */
  limitScope: 'key' | 'account';
  /** How lists are sorted, which the documents don't tell. Default: what changed last comes first. */
  order: 'newest-first' | 'oldest-first' | 'name';
  /** Whether GUIDs come in either letter case. Default true. */
  mixedGuidCase: boolean;
  /** Whether the setting `Use Put Away` is on. Default true. */
  putAway: boolean;
  /** Whether line totals of a tax-inclusive purchase contain the tax, as prices do. Default true. */
  inclusiveTotals: boolean;
  /** Whether a completed stock take stands among the adjustments, too. Default true. */
  stockTakesAdjust: boolean;
}

export interface Tables {
  readonly suppliers: Table<PartyRow>;
  readonly customers: Table<PartyRow>;
  readonly products: Table<ProductRow>;
  readonly purchases: Table<PurchaseRow>;
  readonly sales: Table<SaleRow>;
  readonly adjustments: Table<AdjustmentRow>;
  readonly stockTasks: Table<StockTaskRow>;
  readonly movements: Table<MovementRow>;
  /** Which lines of a document have moved: a document is looked up often, and most have moved nothing. */
  readonly moved: Table<{ readonly document: string; readonly lines: readonly string[] }>;
  readonly webhooks: Table<ReferenceRow>;
  readonly references: Readonly<Record<ReferenceListName, Table<ReferenceRow>>>;
  readonly counters: Table<{ readonly name: string; readonly last: number }>;
}

/** What all parts of the stand-in share. */
export interface World extends Tables {
  readonly database: Database;
  readonly clock: VirtualClock;
  readonly switches: Switches;
  readonly me: MeRow;
  /** Every version of every order, invoice and credit note, and every reading of a purchase through the API. */
  readonly versions: PartVersion[];
  readonly readings: { readonly at: number; readonly purchaseId: string }[];
  /** As `versions`, of sales: customers stand where suppliers do. */
  readonly saleVersions: PartVersion[];
  /** Stock adjustments that were written through the API: number and reference. */
  readonly adjustmentWrites: string[];
  now(): Instant;
  /** The stamp of a change made now; later changes get later stamps. */
  stamp(): string;
  newId(): string;
  tick(): number;
}

export interface MeRow {
  Company: string;
  Currency: string;
  TimeZone: string;
  LockDate: string | null;
  TaxCalculationMethod: 'Row Total' | 'Total';
}

export function createTables(database: Database): Tables {
  const list = () => database.table<ReferenceRow>((row) => row.key);
  return {
    suppliers: database.table((row) => row.ID),
    customers: database.table((row) => row.ID),
    products: database.table((row) => row.ID),
    purchases: database.table((row) => row.id),
    sales: database.table((row) => row.id),
    adjustments: database.table((row) => row.id),
    stockTasks: database.table((row) => row.id),
    movements: database.table<MovementRow>(movementKey),
    moved: database.table((row) => row.document),
    webhooks: list(),
    references: Object.fromEntries(referenceLists.map((name) => [name, list()])) as Tables['references'],
    counters: database.table((row) => row.name),
  };
}

export const createNewId = (): (() => string) => createIds('cin7');

export function createStamps(now: () => Instant): () => string {
  let ticks = 0;
  return () => stampOf(now(), ++ticks);
}

export function nextOf(world: World, name: string): number {
  const last = (world.counters.get(name)?.last ?? 0) + 1;
  world.counters.put({ name, last });
  return last;
}
