import type { Entry } from '../odata/body.ts';
import * as cards from './card-fields.ts';
import {
  balanceOf,
  changeCard,
  customerBalanceOf,
  customerKind,
  insertCard,
  itemKind,
  removeCard,
  vendorKind,
} from './cards.ts';
import { shownDimensions } from './dimensions.ts';
import type { Kept, NavFields } from './fields.ts';
import { changeLine, insertLine, removeLine } from './gen-lines.ts';
import { changeItemLine, insertItemLine, removeItemLine } from './item-lines.ts';
import { inventoryOf } from './item-posting.ts';
import { genLineFields, itemLineFields } from './journal-fields.ts';
import * as ledgers from './ledger-fields.ts';
import type { Customer, GenLine, Item, ItemLine, Scope, Vendor } from './state.ts';

/** A page object: what it shows, and what it lets people do. What is missing is refused as not allowed. */
export interface Page {
  readonly fields: NavFields;
  readonly keys: readonly string[];
  rows(scope: Scope): readonly Kept[];
  /** Values that no field of the row holds. `location`: the FlowFilter, if one was given. */
  readonly computed?: ((scope: Scope, row: Kept, location?: string) => Record<string, unknown>) | undefined;
  readonly create?: (scope: Scope, entries: readonly Entry[]) => Kept;
  readonly update?: (scope: Scope, row: Kept, entries: readonly Entry[]) => Kept;
  readonly remove?: (scope: Scope, row: Kept) => void;
}

const journalKeys = ['Journal_Template_Name', 'Journal_Batch_Name', 'Line_No'];

const generalJournal: Page = {
  fields: genLineFields,
  keys: journalKeys,
  rows: ({ company }) => company.genLines.all(),
  computed: ({ company }, row) => shownDimensions(company, (row as GenLine).dimensions),
  create: (scope, entries) => insertLine(scope, entries),
  update: (scope, row, entries) => changeLine(scope, row as GenLine, entries),
  remove: (scope, row) => removeLine(scope, row as GenLine),
};

/** Pages 253 and 254 show the due date, page 39 does not. */
const partyJournal: Page = {
  ...generalJournal,
  fields: { ...genLineFields, Due_Date: { type: 'date' } },
};

const readOnlyPage = (fields: NavFields, keys: readonly string[], rows: Page['rows']): Page => ({
  fields,
  keys,
  rows,
});

const vendorCard: Page = {
  fields: cards.vendorFields,
  keys: ['No'],
  rows: ({ company }) => company.vendors.all(),
  computed: ({ company }, row) => {
    const balance = Number(balanceOf(company, (row as Vendor).No));
    return { Balance_LCY: balance, Balance_Due_LCY: balance };
  },
  create: (scope, entries) => insertCard(scope, vendorKind, entries),
  update: (scope, row, entries) => changeCard(scope, vendorKind, row as Vendor, entries),
  remove: (scope, row) => removeCard(scope, vendorKind, row as Vendor),
};

const customerCard: Page = {
  fields: cards.customerFields,
  keys: ['No'],
  rows: ({ company }) => company.customers.all(),
  computed: ({ company }, row) => {
    const balance = Number(customerBalanceOf(company, (row as Customer).No));
    return { Balance_LCY: balance, Balance_Due_LCY: balance };
  },
  create: (scope, entries) => insertCard(scope, customerKind, entries),
  update: (scope, row, entries) => changeCard(scope, customerKind, row as Customer, entries),
  remove: (scope, row) => removeCard(scope, customerKind, row as Customer),
};

const itemCard: Page = {
  fields: cards.itemFields,
  keys: ['No'],
  rows: ({ company }) => company.items.all(),
  computed: ({ company }, row, location) => ({
    Inventory: Number(inventoryOf(company, (row as Item).No, location)),
    Location_Filter: location ?? '',
  }),
  create: (scope, entries) => insertCard(scope, itemKind, entries),
  update: (scope, row, entries) => changeCard(scope, itemKind, row as Item, entries),
  remove: (scope, row) => removeCard(scope, itemKind, row as Item),
};

const list = ({ fields, keys, rows, computed }: Page): Page => ({ fields, keys, rows, computed });

/** Objects by number (section 3). */
export const pages: Readonly<Record<number, Page>> = {
  16: readOnlyPage(cards.accountFields, ['No'], ({ company }) => company.accounts.all()),
  17: readOnlyPage(
    { ...cards.accountFields, Blocked: { type: 'bool', readOnly: true } },
    ['No'],
    ({ company }) => company.accounts.all(),
  ),
  20: readOnlyPage(ledgers.glEntryFields, ['Entry_No'], ({ company }) => company.glEntries.all()),
  21: customerCard,
  22: list(customerCard),
  25: readOnlyPage(ledgers.customerEntryFields, ['Entry_No'], ({ company }) => company.customerEntries.all()),
  26: vendorCard,
  27: list(vendorCard),
  29: readOnlyPage(ledgers.vendorEntryFields, ['Entry_No'], ({ company }) => company.vendorEntries.all()),
  30: itemCard,
  31: list(itemCard),
  38: readOnlyPage(ledgers.itemEntryFields, ['Entry_No'], ({ company }) => company.itemEntries.all()),
  39: generalJournal,
  40: {
    fields: itemLineFields,
    keys: journalKeys,
    rows: ({ company }) => company.itemLines.all(),
    computed: ({ company }, row) => shownDimensions(company, (row as ItemLine).dimensions),
    create: (scope, entries) => insertItemLine(scope, entries),
    update: (scope, row, entries) => changeItemLine(scope, row as ItemLine, entries),
    remove: (scope, row) => removeItemLine(scope, row as ItemLine),
  },
  118: readOnlyPage(cards.setupFields, ['Primary_Key'], ({ company }) => company.setups.all()),
  119: readOnlyPage(cards.userSetupFields, ['User_ID'], ({ company }) => company.userSetups.all()),
  251: readOnlyPage(cards.genBatchFields, ['Journal_Template_Name', 'Name'], ({ company }) =>
    company.genBatches.all(),
  ),
  253: partyJournal,
  254: partyJournal,
  262: readOnlyPage(cards.itemBatchFields, ['Journal_Template_Name', 'Name'], ({ company }) =>
    company.itemBatches.all(),
  ),
  537: readOnlyPage(cards.dimensionValueFields, ['Dimension_Code', 'Code'], ({ company }) =>
    company.dimensionValues.all(),
  ),
  540: readOnlyPage(cards.defaultDimensionFields, ['Table_ID', 'No', 'Dimension_Code'], ({ company }) =>
    company.defaultDimensions.all(),
  ),
};

/** The names that most sites publish them under, which are also our configuration's. */
export const customaryServices: readonly (readonly [name: string, object: number])[] = [
  ['GeneralJournal', 39],
  ['ItemJournal', 40],
  ['VendorCard', 26],
  ['CustomerCard', 21],
  ['ItemCard', 30],
  ['ChartOfAccounts', 16],
  ['GLEntries', 20],
  ['ItemLedgerEntries', 38],
  ['VendorLedgerEntries', 29],
  ['CustomerLedgerEntries', 25],
  ['DimensionValues', 537],
  ['DefaultDimensions', 540],
  ['GenJournalBatches', 251],
  ['ItemJournalBatches', 262],
  ['GeneralLedgerSetup', 118],
  ['UserSetup', 119],
];
