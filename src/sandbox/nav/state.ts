import type { Decimal } from '../../domain/decimal.ts';
import type { Instant } from '../../domain/time.ts';
import type { VirtualClock } from '../clock.ts';
import { guidOf } from '../ids.ts';
import type { Database, Table } from '../tables.ts';
import type {
  AccountValues,
  CustomerValues,
  DefaultDimensionValues,
  DimensionValueValues,
  GenBatchValues,
  ItemBatchValues,
  ItemValues,
  SetupValues,
  UserSetupValues,
  VendorValues,
} from './card-fields.ts';
import type { Kept, MadeBy } from './fields.ts';
import type { GenLineValues, ItemLineValues } from './journal-fields.ts';
import type {
  CustomerEntryValues,
  GlEntryValues,
  ItemEntryValues,
  VatEntryValues,
  VendorEntryValues,
} from './ledger-fields.ts';
import type { Switches } from './switches.ts';

/** Dimension code -> value code. */
export type DimensionSet = Readonly<Record<string, string>>;

export type Account = AccountValues & Kept;
export type Vendor = VendorValues & Kept;
export type Customer = CustomerValues & Kept;
export type Item = ItemValues & Kept;
export type DimensionValue = DimensionValueValues & Kept;
export type DefaultDimension = DefaultDimensionValues & Kept;
export type Setup = SetupValues & Kept;
export type UserSetup = UserSetupValues & Kept;
export type GenBatch = GenBatchValues & Kept & { readonly approval: 'none' | 'open' | 'approved' };
export type ItemBatch = ItemBatchValues & Kept;
export type GenLine = GenLineValues & Kept & { readonly dimensions: DimensionSet };
export type ItemLine = ItemLineValues & Kept & { readonly dimensions: DimensionSet };

/** What an entry remembers of the journal line that it came from. */
export interface Posted {
  readonly dimensions: DimensionSet;
  /** Places in the order of all changes: when its line was written, and when it was posted. */
  readonly lineMadeAs: number;
}

export type GlEntry = GlEntryValues & Kept & Posted;
export type VendorEntry = VendorEntryValues & Kept & Posted;
export type CustomerEntry = CustomerEntryValues & Kept & Posted;
export type ItemEntry = ItemEntryValues & Kept & Posted;
export type VatEntry = VatEntryValues & Kept;

/** A row of a small table. */
export interface Coded extends Kept {
  readonly Code: string;
  readonly Name: string;
}

export interface Template extends Coded {
  readonly kind: 'general' | 'item';
  readonly forceDocBalance: boolean;
  readonly incrementBatchName: boolean;
}

export interface PaymentTerm extends Coded {
  /** Days after the document date; `end of next month` where it is no number. */
  readonly days: number | 'end of next month';
}

export interface Currency extends Coded {
  readonly places: number;
}

/** Local currency per one foreign, from a date on. */
export interface Rate {
  readonly currency: string;
  readonly from: string;
  readonly rate: Decimal;
}

export interface Location extends Coded {
  readonly inTransit: boolean;
  readonly binMandatory: boolean;
}

export interface VatSetup {
  readonly bus: string;
  readonly prod: string;
  readonly percent: Decimal;
  readonly purchaseAccount: string;
  readonly salesAccount: string;
}

/** General posting set-up: where an item journal's other side goes. */
export interface PostingSetup {
  readonly bus: string;
  readonly prod: string;
  readonly adjustmentAccount: string;
}

/** A posting group and the account behind it. */
export interface PostingGroup {
  readonly code: string;
  readonly account: string;
}

export interface Combination {
  readonly one: string;
  readonly other: string;
}

/** One company's books. */
export interface Company {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly accounts: Table<Account>;
  readonly vendors: Table<Vendor>;
  readonly customers: Table<Customer>;
  readonly items: Table<Item>;
  readonly dimensions: Table<Coded>;
  readonly dimensionValues: Table<DimensionValue>;
  readonly defaultDimensions: Table<DefaultDimension>;
  readonly combinations: Table<Combination>;
  readonly setups: Table<Setup>;
  readonly userSetups: Table<UserSetup>;
  readonly templates: Table<Template>;
  readonly genBatches: Table<GenBatch>;
  readonly itemBatches: Table<ItemBatch>;
  readonly genLines: Table<GenLine>;
  readonly itemLines: Table<ItemLine>;
  readonly glEntries: Table<GlEntry>;
  readonly vendorEntries: Table<VendorEntry>;
  readonly customerEntries: Table<CustomerEntry>;
  readonly itemEntries: Table<ItemEntry>;
  readonly vatEntries: Table<VatEntry>;
  readonly currencies: Table<Currency>;
  readonly rates: Table<Rate>;
  readonly paymentTerms: Table<PaymentTerm>;
  readonly countries: Table<Coded>;
  readonly units: Table<Coded>;
  readonly locations: Table<Location>;
  readonly vatSetups: Table<VatSetup>;
  readonly postingSetups: Table<PostingSetup>;
  readonly vendorGroups: Table<PostingGroup>;
  readonly customerGroups: Table<PostingGroup>;
  readonly inventoryGroups: Table<PostingGroup>;
  readonly counters: Table<{ readonly name: string; readonly last: number }>;
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
  /** What the API did to lines that were not its own: sentences. */
  readonly trespasses: string[];
}

/** On whose behalf something is done, and in which company. */
export interface Scope {
  readonly world: World;
  readonly company: Company;
  readonly by: MadeBy;
  /** The user's name, for `User ID` and the user's own posting range. */
  readonly user: string;
}

export const keyText = (...parts: readonly (string | number)[]): string => parts.join('|');

export function createCompany({ database }: World, name: string, displayName: string): Company {
  const coded = <Row extends Coded>() => database.table<Row>((row) => row.Code);
  const grouped = () => database.table<PostingGroup>((row) => row.code);
  const entries = <Row extends { readonly Entry_No: number }>() =>
    database.table<Row>((row) => String(row.Entry_No));
  const lines = <
    Row extends {
      readonly Journal_Template_Name: string;
      readonly Journal_Batch_Name: string;
      readonly Line_No: number;
    },
  >() =>
    database.table<Row>((row) => keyText(row.Journal_Template_Name, row.Journal_Batch_Name, row.Line_No));
  return {
    id: guidOf(`nav company ${name}`),
    name,
    displayName,
    accounts: database.table((row) => row.No),
    vendors: database.table((row) => row.No),
    customers: database.table((row) => row.No),
    items: database.table((row) => row.No),
    dimensions: coded(),
    dimensionValues: database.table((row) => keyText(row.Dimension_Code, row.Code)),
    defaultDimensions: database.table((row) => keyText(row.Table_ID, row.No, row.Dimension_Code)),
    combinations: database.table((row) => keyText(row.one, row.other)),
    setups: database.table((row) => row.Primary_Key),
    userSetups: database.table((row) => row.User_ID),
    templates: coded(),
    genBatches: database.table((row) => keyText(row.Journal_Template_Name, row.Name)),
    itemBatches: database.table((row) => keyText(row.Journal_Template_Name, row.Name)),
    genLines: lines(),
    itemLines: lines(),
    glEntries: entries(),
    vendorEntries: entries(),
    customerEntries: entries(),
    itemEntries: entries(),
    vatEntries: entries(),
    currencies: coded(),
    rates: database.table((row) => keyText(row.currency, row.from)),
    paymentTerms: coded(),
    countries: coded(),
    units: coded(),
    locations: coded(),
    vatSetups: database.table((row) => keyText(row.bus, row.prod)),
    postingSetups: database.table((row) => keyText(row.bus, row.prod)),
    vendorGroups: grouped(),
    customerGroups: grouped(),
    inventoryGroups: grouped(),
    counters: database.table((row) => row.name),
  };
}

export const kept = (world: World, madeBy: MadeBy, id = world.newId()): Kept => ({
  id,
  version: 1,
  modifiedAt: world.now(),
  madeBy,
  madeAs: world.tick(),
  edited: false,
});

/** The stamp of a record that is being changed: every change moves the tag and the date. */
export const rekept = <Row extends Kept>({ world, by }: Pick<Scope, 'world' | 'by'>, row: Row): Row => ({
  ...row,
  version: row.version + 1,
  modifiedAt: world.now(),
  edited: row.edited || (by === 'person' && row.madeBy === 'api'),
});

/** The next number of a series; a refused request gives it back. */
export function nextOf(company: Company, name: string, first = 1, step = 1): number {
  const last = company.counters.get(name)?.last;
  const next = last === undefined ? first : last + step;
  company.counters.put({ name, last: next });
  return next;
}

export function setupOf(company: Company): Setup {
  const setup = company.setups.all()[0];
  if (setup === undefined) throw new Error(`company ${company.name} has no general ledger setup`);
  return setup;
}

/** Codes of the shortcut dimensions, the first two of them global; blank where there is none. */
export function shortcutsOf(company: Company): readonly string[] {
  const setup = setupOf(company);
  return [
    setup.Global_Dimension_1_Code,
    setup.Global_Dimension_2_Code,
    setup.Shortcut_Dimension_3_Code,
    setup.Shortcut_Dimension_4_Code,
    setup.Shortcut_Dimension_5_Code,
    setup.Shortcut_Dimension_6_Code,
    setup.Shortcut_Dimension_7_Code,
    setup.Shortcut_Dimension_8_Code,
  ];
}

/** Local currency per one of the currency on that day. */
export function rateOn(company: Company, currency: string, date: string): Decimal | undefined {
  return company.rates
    .all()
    .filter((row) => row.currency === currency && row.from <= date)
    .sort((a, b) => (a.from < b.from ? -1 : 1))
    .at(-1)?.rate;
}

export const placesOf = (company: Company, currency: string): number =>
  currency === '' ? 2 : (company.currencies.get(currency)?.places ?? 2);
