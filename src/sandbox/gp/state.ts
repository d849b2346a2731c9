import type { Instant } from '../../domain/time.ts';
import type { VirtualClock } from '../clock.ts';
import { guidOf } from '../ids.ts';
import type { Database, Table } from '../tables.ts';
import type { ValidationError } from './faults.ts';
import type {
  AccountRow,
  BatchRow,
  CurrencyRow,
  ItemRow,
  PayablesRow,
  PeriodRow,
  ReceiptRow,
  Stamped,
  VendorRow,
} from './rows.ts';

/** One company's books. */
export interface Company {
  readonly id: number;
  /** As people see it: SBA names the company by it. */
  readonly name: string;
  readonly functionalCurrency: string;
  readonly vendors: Table<VendorRow>;
  readonly items: Table<ItemRow>;
  /** `ITEM|VENDOR` */
  readonly itemVendors: Table<ItemVendor>;
  readonly accounts: Table<AccountRow>;
  readonly currencies: Table<CurrencyRow>;
  readonly paymentTerms: Table<Named>;
  readonly taxDetails: Table<Named>;
  readonly sites: Table<Named>;
  readonly periods: Table<PeriodRow>;
  readonly batches: Table<BatchRow>;
  readonly payables: Table<PayablesRow>;
  readonly receipts: Table<ReceiptRow>;
  readonly counters: Table<Counter>;
}

export interface Named {
  readonly id: string;
  readonly description: string;
}

export interface ItemVendor {
  readonly item: string;
  readonly vendor: string;
}

interface Counter {
  readonly name: string;
  readonly last: number;
}

/** Behaviour that differs between sites. */
export interface Switches {
  /** How Windows accounts may sign in. Default: Negotiate and NTLM. */
  schemes: readonly ('Negotiate' | 'NTLM' | 'Basic')[];
  /** Whether a sign-in holds for its connection. Default true; without, each request signs in. */
  keepsSignIn: boolean;
  /** Extended Protection. Default `supported`: bindings that come are checked. */
  channelBinding: 'off' | 'supported' | 'required';
  /** Wrong passwords until the account is locked. Default 5. */
  lockAfter: number;
  /** Rows in a SOAP list at most, without a word. Default 1000. */
  listCap: number;
  /** Payables setup, `Allow Duplicate Invoices Per Vendor`. Default true. */
  allowDuplicates: boolean;
  /** Whether an unposted document is refused in a closed period; else only its posting is. Default true. */
  refusesClosedPeriods: boolean;
  /** Whether SOAP's ModifiedDate has a time of day. SBA's never has one. Default true. */
  timedStamps: boolean;
  /** Whether creating needs the policy that GetPolicyByOperation gave. Default false. */
  policyRequired: boolean;
  /** Whether the customer has SBA services of his own for accounts, periods and receivings. Default false. */
  customServices: boolean;
  /** SOAP operations and SBA resources that the account's role does not allow. */
  denied: readonly string[];
}

/** What all parts of the stand-in share. */
export interface World {
  readonly database: Database;
  readonly clock: VirtualClock;
  readonly switches: Switches;
  readonly company: Company;
  /** Of the same server; only their names are known here. */
  readonly otherCompanies: readonly { readonly id: number; readonly name: string }[];
  /** Reasons of validation faults by GUID; they outlive the refused request. */
  readonly log: Map<string, readonly ValidationError[]>;
  /** Elements of writes that the serializer skipped: `CreatePayablesInvoice payablesInvoice/Foo`. */
  readonly skipped: string[];
  now(): Instant;
  /** Place in the order of all changes of the sandbox. */
  tick(): number;
  newGuid(): string;
}

export const createCompany = (
  database: Database,
  id: number,
  name: string,
  functionalCurrency: string,
): Company => ({
  id,
  name,
  functionalCurrency,
  vendors: database.table((row) => row.id),
  items: database.table((row) => row.number),
  itemVendors: database.table((row) => `${row.item}|${row.vendor}`),
  accounts: database.table((row) => row.number),
  currencies: database.table((row) => row.iso),
  paymentTerms: database.table((row) => row.id),
  taxDetails: database.table((row) => row.id),
  sites: database.table((row) => row.id),
  periods: database.table((row) => row.from),
  batches: database.table((row) => `${row.origin}|${row.id}`),
  payables: database.table((row) => `${row.type}|${row.voucher}`),
  receipts: database.table((row) => row.number),
  counters: database.table((row) => row.name),
});

export function createGuids(): () => string {
  let n = 0;
  return () => guidOf(`gp ${++n}`);
}

export const stamped = (world: World, madeBy: Stamped['madeBy']): Stamped => {
  const now = world.now();
  return { createdAt: now, modifiedAt: now, madeBy, madeAs: world.tick() };
};

export const restamped = <Row extends Stamped>(world: World, row: Row): Row => ({
  ...row,
  modifiedAt: world.now(),
});

/** The next number of a series; a refused request gives it back. */
export function nextOf(company: Company, name: string): number {
  const last = (company.counters.get(name)?.last ?? 0) + 1;
  company.counters.put({ name, last });
  return last;
}

/** Ids are kept without padding and in upper case. */
export const idOf = (text: unknown): string =>
  String(text ?? '')
    .trim()
    .toUpperCase();
