import type { Instant } from '../../domain/time.ts';
import type { VirtualClock } from '../clock.ts';
import { pick } from '../ids.ts';
import type { Database, Table } from '../tables.ts';
import { invoiceLineType, invoiceType } from './invoice-model.ts';
import { type FoType, initialFields } from './model.ts';
import { orderLineType, orderType } from './order-model.ts';
import { productType, releasedType } from './product-model.ts';
import { hiddenReferences, servedReferences } from './reference-model.ts';
import type { Company, Fields, MadeBy, Row } from './rows.ts';
import { vendorType } from './vendor-model.ts';

/** Behaviour that is not certain, or differs between sites. */
export interface Switches {
  /** The default company of the user that our client is mapped to. Default `usmf`: not the one of the demo. */
  defaultCompany: string;
  /** Whether the client is registered in F&O itself. Default true. */
  clientRegistered: boolean;
  /** The status of a write that business rules refuse: 400 is what is captured today, 500 what was. Default 400. */
  writeErrorStatus: 400 | 500;
  /** Whether a HeaderReference that is sent is kept. Default `kept`. */
  headerReferences: 'kept' | 'replaced';
  /** Whether a second invoice of one account and number is refused. Default true. */
  rejectDuplicateInvoices: boolean;
  /** Whether invoice lines may have negative quantities. Default true. */
  negativeQuantities: boolean;
  /** Whether an amount of discount is per unit, as the price, or for the whole line. Default `per-unit`. */
  discounts: 'per-unit' | 'per-line';
  /** Whether the NetAmount of an invoice line is reckoned from quantity and price, or kept as it was sent. Default `reckoned`. */
  invoiceAmounts: 'reckoned' | 'sent';
  /** Whether an order must be confirmed before invoice lines may refer to it. Default false. */
  matchNeedsConfirmation: boolean;
  /** Whether pages without an `$orderby` on all key fields may overlap or miss rows. Default true. */
  pagesOverlap: boolean;
  /** Rows in one answer at most. Default 10,000. */
  pageSize: number;
  /** Requests of one user in five minutes. Default 6000. */
  requestsPerFiveMinutes: number;
  /** How many of the next parts of batches are turned away with a 429 of their own. Default 0. */
  busyParts: number;
  /** How many of the next writes meet an update conflict. Default 0. */
  updateConflicts: number;
}

interface Counter {
  readonly name: string;
  readonly last: number;
}

/** What all parts of the stand-in share. */
export interface World {
  readonly database: Database;
  readonly clock: VirtualClock;
  readonly switches: Switches;
  readonly companies: Table<Company>;
  readonly tables: ReadonlyMap<string, Table<Row>>;
  /** Posted invoices with their lines, out of the API's reach. */
  readonly posted: Table<PostedInvoice>;
  readonly counters: Table<Counter>;
  /** Sets that the user may not read: refused, or shown empty. */
  readonly forbidden: Map<string, 'refused' | 'empty'>;
  /** This server's time. */
  now(): Instant;
  /** Place in the order of all changes of the sandbox. */
  tick(): number;
}

export interface PostedInvoice {
  readonly header: Row;
  readonly lines: readonly Row[];
  readonly voucher: string;
  readonly postedAs: number;
}

/** Entities that are kept in tables; ReleasedProductCreationsV2 is a view of two of them. */
export const storedTypes: readonly FoType[] = [
  vendorType,
  productType,
  releasedType,
  orderType,
  orderLineType,
  invoiceType,
  invoiceLineType,
  ...servedReferences,
  ...hiddenReferences,
];

const typesBySet = new Map(storedTypes.map((type) => [type.set, type]));

export function createTables(
  database: Database,
): Pick<World, 'companies' | 'tables' | 'posted' | 'counters'> {
  return {
    companies: database.table((row) => row.id),
    tables: new Map(storedTypes.map((type) => [type.set, database.table((row: Row) => keyOf(type, row))])),
    posted: database.table((row) => row.voucher),
    counters: database.table((row) => row.name),
  };
}

export function tableOf(world: World, set: string): Table<Row> {
  const table = world.tables.get(set);
  if (table === undefined) throw new Error(`there is no table of ${set}`);
  return table;
}

const separator = '\u0000';

/** How tables tell rows apart: without case. */
export const keyOf = (type: FoType, row: Pick<Row, 'company' | 'fields'>): string =>
  type.keys
    .map((name) => (name === 'dataAreaId' ? row.company : String(row.fields[name] ?? '')))
    .join(separator);

/** The row with this key: the company, where the set has one, then the other key values. */
export function rowOf(
  world: World,
  set: string,
  company: string,
  ...values: (string | number)[]
): Row | undefined {
  const own = typesBySet.get(set)?.keys[0] === 'dataAreaId' ? [company.toLowerCase()] : [];
  return tableOf(world, set).get([...own, ...values.map(String)].join(separator));
}

/** A new record with what it has unless something is said. */
export function newRow(
  world: World,
  type: FoType,
  company: string,
  madeBy: MadeBy,
  fields: Fields,
  inner: Row['inner'] = {},
): Row {
  const tick = world.tick();
  return {
    company: company.toLowerCase(),
    recId: 5_637_144_576 + nextOf(world, 'records'),
    changes: 0,
    madeBy,
    madeAs: tick,
    writtenAs: madeBy === 'api' ? tick : 0,
    writtenAt: madeBy === 'api' ? world.now() : '',
    editedByPerson: false,
    fields: {
      ...initialOf(type),
      ...(type.keys[0] === 'dataAreaId' ? { dataAreaId: company.toLowerCase() } : {}),
      ...fields,
    },
    inner,
  };
}

const initials = new Map<FoType, Fields>();

function initialOf(type: FoType): Fields {
  const fields = initials.get(type) ?? initialFields(type);
  initials.set(type, fields);
  return fields;
}

/** The same record with changes: its tag moves. */
export function changedRow(
  world: World,
  row: Row,
  by: MadeBy,
  fields: Fields,
  inner: Row['inner'] = {},
): Row {
  const api = by === 'api';
  return {
    ...row,
    changes: row.changes + 1,
    writtenAs: api ? world.tick() : row.writtenAs,
    writtenAt: api ? world.now() : row.writtenAt,
    editedByPerson: row.editedByPerson || by === 'person',
    fields: { ...row.fields, ...fields },
    inner: { ...row.inner, ...inner },
  };
}

/** RecVersion begins with 1 and is any number after a change; it can only be compared for equality. */
const recVersion = (row: Row): number =>
  row.changes === 0 ? 1 : 2 + pick(`version ${row.recId} ${row.changes}`, 2_000_000_000);

/** The pairs of all tables under an entity; here only the first one ever moves. */
export const etagOf = (row: Row): string =>
  `W/"${Buffer.from(`'${recVersion(row)},${row.recId};0,0;1,${row.recId + 3};0,0;0,0'`).toString('base64')}"`;

/** The next number of a series; a refused request gives it back. */
export function nextOf(world: World, name: string): number {
  const last = (world.counters.get(name)?.last ?? 0) + 1;
  world.counters.put({ name, last });
  return last;
}

export function companyOf(world: World, id: string): Company {
  const company = world.companies.get(id);
  if (company === undefined) throw new Error(`F&O has no company ${id}`);
  return company;
}
