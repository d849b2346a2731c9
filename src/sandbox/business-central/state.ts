import type { Instant } from '../../domain/time.ts';
import type { VirtualClock } from '../clock.ts';
import { createIds, guidOf } from '../ids.ts';
import type { Database, Table } from '../tables.ts';
import type {
  Account,
  Coded,
  DefaultDimension,
  DimensionValue,
  ExchangeRate,
  GeneralSetup,
  GlEntry,
  Item,
  PriceListLine,
  PurchaseDocument,
  Stamped,
  TaxGroup,
  Vendor,
} from './rows.ts';

/** One company's books. */
export interface Company {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly vendors: Table<Vendor>;
  readonly items: Table<Item>;
  readonly accounts: Table<Account>;
  readonly taxGroups: Table<TaxGroup>;
  readonly dimensions: Table<Coded>;
  readonly dimensionValues: Table<DimensionValue>;
  readonly defaultDimensions: Table<DefaultDimension>;
  readonly unitsOfMeasure: Table<Coded>;
  readonly currencies: Table<Coded>;
  readonly paymentTerms: Table<Coded>;
  readonly paymentMethods: Table<Coded>;
  readonly countriesRegions: Table<Coded>;
  readonly locations: Table<Coded>;
  readonly itemCategories: Table<Coded>;
  readonly rates: Table<ExchangeRate>;
  readonly prices: Table<PriceListLine>;
  readonly documents: Table<PurchaseDocument>;
  readonly entries: Table<GlEntry>;
  readonly setups: Table<GeneralSetup>;
  readonly counters: Table<Counter>;
}

interface Counter {
  readonly name: string;
  readonly last: number;
}

/** Behaviour that differs between sites. */
export interface Switches {
  /** Whether a deep insert takes `dimensionSetLines` inside lines. Default true. */
  nestedDimensions: boolean;
  /** Whether a new vendor gets its posting groups from a template. Default true. */
  vendorTemplate: boolean;
  /** Whether vendor numbers may be given (`Manual Nos.`). Default true. */
  manualVendorNumbers: boolean;
  /** Whether a vendor's document number is needed to post (`Ext. Doc. No. Mandatory`). Default true. */
  externalNumberMandatory: boolean;
  /** Adds a cent to the tax of new documents: of all, or of this vendor's. Default false. */
  roundingQuirk: boolean | string;
  /** Whether a person must approve a document before it can be posted. Default false. */
  approvals: boolean;
  /** Whether filters compare texts without case. Default false: a key that is not upper-cased finds nothing. */
  filtersIgnoreCase: boolean;
  /** Whether the client's card in `Microsoft Entra applications` is enabled. Default true. */
  enabled: boolean;
  /** Rows in one answer at most. */
  pageSize: number;
  /** Requests in five minutes. Default 6000. */
  requestsPerFiveMinutes: number;
}

/** What all parts of the stand-in share. */
export interface World {
  readonly database: Database;
  readonly clock: VirtualClock;
  readonly companies: Table<Company>;
  readonly switches: Switches;
  /** This server's time. */
  now(): Instant;
  newId(): string;
  /** Place in the order of all changes of the sandbox. */
  tick(): number;
}

export function createCompany(database: Database, name: string, displayName: string): Company {
  const byId = <Row extends Stamped>() => database.table<Row>((row) => row.id);
  return {
    id: guidOf(`company ${name}`),
    name,
    displayName,
    vendors: byId(),
    items: byId(),
    accounts: byId(),
    taxGroups: byId(),
    dimensions: byId(),
    dimensionValues: byId(),
    defaultDimensions: byId(),
    unitsOfMeasure: byId(),
    currencies: byId(),
    paymentTerms: byId(),
    paymentMethods: byId(),
    countriesRegions: byId(),
    locations: byId(),
    itemCategories: byId(),
    rates: database.table((row) => `${row.currency} ${row.from}`),
    prices: database.table((row) => `${row.vendor} ${row.item}`),
    documents: byId(),
    entries: byId(),
    setups: byId(),
    counters: database.table((row) => row.name),
  };
}

export const createNewId = (): (() => string) => createIds('business central');

/** A new record's stamp. */
export const stamped = (world: World, madeBy: Stamped['madeBy'], id = world.newId()): Stamped => ({
  id,
  version: 1,
  modifiedAt: world.now(),
  madeBy,
  madeAs: world.tick(),
});

/** The stamp of a record that is being changed: every change moves the tag and the date. */
export const restamped = <Row extends Stamped>(world: World, row: Row): Row => ({
  ...row,
  version: row.version + 1,
  modifiedAt: world.now(),
});

/** The next number of a series; a refused request gives it back. */
export function nextOf(company: Company, name: string, first: number, step: number): number {
  const last = company.counters.get(name)?.last;
  const next = last === undefined ? first : last + step;
  company.counters.put({ name, last: next });
  return next;
}

export function setupOf(company: Company): GeneralSetup {
  const setup = company.setups.all()[0];
  if (setup === undefined) throw new Error(`company ${company.name} has no general ledger setup`);
  return setup;
}
