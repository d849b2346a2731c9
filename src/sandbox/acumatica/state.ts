import type { Instant, PlainDate } from '../../domain/time.ts';
import type { VirtualClock } from '../clock.ts';
import { createIds } from '../ids.ts';
import type { Database, Table } from '../tables.ts';
import { type ListName, listModels } from './model-lists.ts';
import type {
  BatchRow,
  BillRow,
  CodeRow,
  ListRow,
  OrderRow,
  PeriodRow,
  RateRow,
  Stamped,
  TermsRow,
  VendorRow,
} from './rows.ts';
import type { Switches } from './switches.ts';

/** One tenant's books. */
export interface Site {
  readonly tenant: string;
  readonly baseCurrency: string;
  readonly vendors: Table<VendorRow>;
  readonly bills: Table<BillRow>;
  readonly orders: Table<OrderRow>;
  readonly batches: Table<BatchRow>;
  readonly lists: Readonly<Record<ListName, Table<ListRow>>>;
  /** By code; `factor` of conversions stays 1. */
  readonly units: Table<ListRow>;
  readonly branches: Table<CodeRow>;
  readonly countries: Table<CodeRow>;
  readonly terms: Table<TermsRow>;
  readonly periods: Table<PeriodRow>;
  readonly rates: Table<RateRow>;
  readonly counters: Table<{ readonly name: string; readonly last: number }>;
}

/** What all parts of the stand-in share. */
export interface World {
  readonly database: Database;
  readonly clock: VirtualClock;
  readonly sites: Table<Site>;
  readonly switches: Switches;
  /** What was sent and passed over: `PUT Bill: VendorID`. */
  readonly ignored: string[];
  /** This server's time. */
  now(): Instant;
  newId(): string;
  /** Place in the order of all changes of the sandbox. */
  tick(): number;
}

export function createSite(database: Database, tenant: string): Site {
  const byId = <Row extends Stamped>() => database.table<Row>((row) => row.id);
  const byCode = <Row extends CodeRow>() => database.table<Row>((row) => row.code);
  const list = () => database.table<ListRow>((row) => row.key);
  return {
    tenant,
    baseCurrency: 'GBP',
    vendors: byId(),
    bills: byId(),
    orders: byId(),
    batches: database.table((row) => row.batchNbr),
    lists: Object.fromEntries(Object.keys(listModels).map((name) => [name, list()])) as Site['lists'],
    units: list(),
    branches: byCode(),
    countries: byCode(),
    terms: byCode(),
    periods: database.table((row) => row.id),
    rates: database.table((row) => `${row.currency} ${row.from}`),
    counters: database.table((row) => row.name),
  };
}

export const createNewId = (): (() => string) => createIds('acumatica');

/** A new record's stamp. */
export const stamped = (world: World, madeBy: Stamped['madeBy'], id = world.newId()): Stamped => ({
  id,
  createdAt: world.now(),
  modifiedAt: world.now(),
  madeBy,
  madeAs: world.tick(),
  note: '',
  custom: {},
});

/** The stamp of a record that is being changed. */
export const restamped = <Row extends Stamped>(world: World, row: Row): Row => ({
  ...row,
  modifiedAt: world.now(),
});

/** The next number of a sequence: `000123`; a refused request gives it back. */
export function nextOf(site: Site, name: string, prefix: string, width: number): string {
  const last = (site.counters.get(name)?.last ?? 0) + 1;
  site.counters.put({ name, last });
  return `${prefix}${String(last).padStart(width, '0')}`;
}

export const sameCode = (a: string, b: string): boolean => a.trim().toUpperCase() === b.trim().toUpperCase();

export const vendorOf = (site: Site, code: string): VendorRow | undefined =>
  site.vendors.find((row) => sameCode(row.vendorId, code));

/** Stock and non-stock items share one code space. */
export function itemOf(site: Site, code: string): { row: ListRow; stock: boolean } | undefined {
  const stock = site.lists.StockItem.get(code.trim());
  if (stock !== undefined) return { row: stock, stock: true };
  const other = site.lists.NonStockItem.get(code.trim());
  return other === undefined ? undefined : { row: other, stock: false };
}

export const textIn = (row: ListRow | undefined, name: string): string => String(row?.values[name] ?? '');

/** Base units per one unit of the currency on that day; nothing when no rate is defined. */
export function rateOn(site: Site, currency: string, date: PlainDate): RateRow['rate'] | undefined {
  let found: RateRow | undefined;
  for (const row of site.rates.all()) {
    if (row.currency === currency && row.from <= date && row.from >= (found?.from ?? '')) found = row;
  }
  return found?.rate;
}

/** Decimals of amounts in this currency. */
export const placesOf = (site: Site, currency: string): number =>
  Number(site.lists.Currency.get(currency)?.values['DecimalPrecision'] ?? 2);
