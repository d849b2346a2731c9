import { fold } from '../domain/text.ts';
import type { ReferenceList } from './references.ts';

/** What a pair's `mapping` says, looked up trimmed and without case. Keys are what Cin7 prints. */
export interface Mapping {
  /** `accounts.<code>`. */
  account(cin7Code: string): AccountTarget | undefined;
  /** `accounts.default`: for lines without an account, and only for these. */
  readonly defaultAccount: AccountTarget | undefined;
  tax(rule: string): TaxTarget | 'none' | undefined;
  term(cin7Name: string): string | undefined;
  location(cin7Name: string): LocationTarget | 'ignore' | undefined;
  /** Without an entry the same code. */
  unit(cin7Name: string): string;
  /** Without an entry the same code. */
  currency(cin7Code: string): string;
  /** Without an entry the same code. */
  sku(cin7Sku: string): string;
  /** `suppliers.<name>` / `customers.<name>` / `products.<sku>`: the code at the ERP that settles a match. */
  pin(flow: 'suppliers' | 'customers' | 'products', cin7Key: string): string | undefined;
  /** The way back, for masters: of several Cin7 values on one ERP value the first listed. */
  readonly back: {
    term(erpCode: string): string | undefined;
    unit(erpCode: string): string;
    currency(erpCode: string): string;
    sku(erpCode: string): string;
    location(erpCode: string): string | undefined;
  };
  /** The YAML keys of one table as written, for suggestions and for `mapping check`. */
  keys(table: MappingTable): readonly string[];
}

export type MappingTable =
  | 'accounts'
  | 'units'
  | 'taxes'
  | 'paymentTerms'
  | 'currencies'
  | 'locations'
  | 'suppliers'
  | 'customers'
  | 'products';

export interface AccountTarget {
  readonly account: string;
  readonly dimensions?: Readonly<Record<string, string>> | undefined;
  readonly subaccount?: string | undefined;
  readonly category?: string | undefined;
}

/** Which of these are set depends on the ERP type; the config schema has checked it. */
export interface TaxTarget {
  readonly code?: string | undefined;
  readonly group?: string | undefined;
  readonly itemGroup?: string | undefined;
  readonly vatBus?: string | undefined;
  readonly vatProd?: string | undefined;
  readonly account?: string | undefined;
  readonly detail?: string | undefined;
  readonly category?: string | undefined;
  readonly zone?: string | undefined;
}

/** The fields that an ERP's tax targets have, each with the list in which its codes stand, where the ERP shows one. */
export type TaxFields = Readonly<Partial<Record<keyof TaxTarget, ReferenceList | undefined>>>;

export interface LocationTarget {
  readonly code?: string | undefined;
  readonly dimensions?: Readonly<Record<string, string>> | undefined;
  readonly site?: string | undefined;
  readonly warehouse?: string | undefined;
  readonly branch?: string | undefined;
  readonly inTransit?: string | undefined;
}

/** A table of the config: in the order of the file when it is a Map. */
export type Table<T> = ReadonlyMap<string, T> | Readonly<Record<string, T>>;

/** `MappingConfig` of the config fits; tests may leave tables out. */
export interface MappingTables {
  readonly accounts?: Table<AccountTarget> | undefined;
  readonly units?: Table<string> | undefined;
  readonly taxes?: Table<TaxTarget | 'none'> | undefined;
  readonly paymentTerms?: Table<string> | undefined;
  readonly currencies?: Table<string> | undefined;
  readonly locations?: Table<LocationTarget | string> | undefined;
  readonly suppliers?: Table<string> | undefined;
  readonly customers?: Table<string> | undefined;
  readonly products?: Table<string> | undefined;
}

export function createMapping(tables: MappingTables): Mapping {
  const accounts = read(tables.accounts);
  const taxes = read(tables.taxes);
  const locations = read<LocationTarget | string>(tables.locations);
  const terms = codes(tables.paymentTerms);
  const units = codes(tables.units);
  const currencies = codes(tables.currencies);
  const products = codes(tables.products);
  const pins = { suppliers: read(tables.suppliers), customers: read(tables.customers), products };
  const places = codes(
    new Map(
      rowsOf<LocationTarget | string>(tables.locations).map(([key, target]) => [key, locationCode(target)]),
    ),
  );
  return {
    account: (code) => (fold(code) === defaultKey ? undefined : accounts.get(code)),
    defaultAccount: accounts.get(defaultKey),
    tax: taxes.get,
    term: terms.get,
    location: (name) => {
      const target = locations.get(name);
      if (target === 'ignore') return 'ignore';
      return typeof target === 'string' ? { code: target } : target;
    },
    unit: (name) => units.get(name) ?? name,
    currency: (code) => currencies.get(code) ?? code,
    sku: (sku) => products.get(sku) ?? sku,
    pin: (flow, key) => pins[flow].get(key),
    back: {
      term: terms.back,
      unit: (code) => units.back(code) ?? code,
      currency: (code) => currencies.back(code) ?? code,
      sku: (sku) => products.back(sku) ?? sku,
      location: places.back,
    },
    keys: (table) => rowsOf<unknown>(tables[table]).map(([key]) => key),
  };
}

/** The line of `accounts` that is no account code. */
const defaultKey = fold('default');

const locationCode = (target: LocationTarget | string): string =>
  target === 'ignore' ? '' : typeof target === 'string' ? target : (target.code ?? target.warehouse ?? '');

const rowsOf = <T>(table: Table<T> | undefined): (readonly [string, T])[] =>
  table instanceof Map ? [...(table as ReadonlyMap<string, T>)] : Object.entries(table ?? {});

function read<T>(table: Table<T> | undefined): { get(key: string): T | undefined } {
  const byKey = new Map<string, T>();
  for (const [key, value] of rowsOf(table)) if (!byKey.has(fold(key))) byKey.set(fold(key), value);
  return { get: (key) => byKey.get(fold(key)) };
}

/** A table of codes, read both ways; of several keys with one code the first is the way back. */
function codes(table: Table<string> | undefined) {
  const byCode = new Map<string, string>();
  for (const [key, code] of rowsOf(table)) if (!byCode.has(fold(code))) byCode.set(fold(code), key);
  return { ...read(table), back: (code: string) => (fold(code) === '' ? undefined : byCode.get(fold(code))) };
}
