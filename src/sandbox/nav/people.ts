import { decimal } from '../../domain/decimal.ts';
import { addDays, type PlainDate } from '../../domain/time.ts';
import { checkBody, type Entry } from '../odata/body.ts';
import type { Table } from '../tables.ts';
import * as cards from './card-fields.ts';
import { changeCard, customerKind, insertCard, itemKind, vendorKind } from './cards.ts';
import { dialect } from './errors.ts';
import { blankRow, type NavFields } from './fields.ts';
import { batchOf, changeLine, insertLine, removeLine } from './gen-lines.ts';
import { insertItemLine, removeItemLine } from './item-lines.ts';
import { genLineFields, itemLineFields } from './journal-fields.ts';
import { bookItemEntry, type ItemEntrySpec } from './people-entries.ts';
import { postBatch } from './post-batch.ts';
import { reverseDocument } from './reversal.ts';
import {
  type Company,
  type Customer,
  type GenBatch,
  type GenLine,
  type Item,
  type ItemBatch,
  type ItemEntry,
  type ItemLine,
  kept,
  keyText,
  nextOf,
  rekept,
  type Scope,
  setupOf,
  type Vendor,
  type World,
} from './state.ts';

/** What people at NAV do. Records are named by number or code; fields are those of the pages. */
export interface NavPeople {
  addVendor(fields: Record<string, unknown>): Vendor;
  editVendor(no: string, fields: Record<string, unknown>): Vendor;
  addCustomer(fields: Record<string, unknown>): Customer;
  editCustomer(no: string, fields: Record<string, unknown>): Customer;
  addItem(fields: Record<string, unknown>): Item;
  editItem(no: string, fields: Record<string, unknown>): Item;
  addAccount(fields: Partial<cards.AccountValues> & { No: string }): void;
  editAccount(no: string, fields: Partial<cards.AccountValues>): void;
  blockAccount(no: string, blocked?: boolean): void;
  addDimensionValue(dimension: string, code: string, more?: Partial<cards.DimensionValueValues>): void;
  blockDimensionValue(dimension: string, code: string, blocked?: boolean): void;
  /** A rule of an account (table 15), customer (18), vendor (23) or item (27). */
  setDefaultDimension(
    table: number,
    no: string,
    dimension: string,
    value: string,
    rule?: ' ' | 'Code Mandatory' | 'Same Code' | 'No Code',
  ): void;
  blockCombination(one: string, other: string): void;
  setExchangeRate(currency: string, from: string, rate: string): void;
  addLocation(code: string, more?: { inTransit?: boolean; binMandatory?: boolean }): void;
  setVat(bus: string, prod: string, percent: string): void;
  addBatch(template: string, name: string, fields?: Partial<cards.GenBatchValues>): void;
  editBatch(template: string, name: string, fields: Partial<cards.GenBatchValues>): void;
  removeBatch(template: string, name: string): void;
  addItemBatch(name: string, fields?: Partial<cards.ItemBatchValues>): void;
  /** A line typed by hand, of a general or an item journal. */
  addLine(template: string, batch: string, fields: Record<string, unknown>): GenLine;
  editLine(template: string, batch: string, line: number, fields: Record<string, unknown>): GenLine;
  deleteLine(template: string, batch: string, line: number): void;
  addItemLine(template: string, batch: string, fields: Record<string, unknown>): ItemLine;
  deleteItemLine(template: string, batch: string, line: number): void;
  /** Posts a batch, in spite of an approval workflow. `entriesFrom`: the first entry number, of a reserved range. */
  postBatch(template: string, batch: string, options?: { entriesFrom?: number }): void;
  /** Posts what the job queue was given. */
  runJobQueue(): void;
  /** Numbers that a post which is still under way has taken: the first of `count`. Never used, they stay a gap. */
  reserveEntries(ledger: 'general' | 'item', count: number): number;
  /** Reverses all entries of a document: they and the opposite ones are marked. */
  reverse(documentNo: string): void;
  /** A movement that people or other software made. Positive quantities come in. */
  addItemEntry(spec: ItemEntrySpec): ItemEntry;
  requestApproval(template: string, batch: string): void;
  approveBatch(template: string, batch: string): void;
  cancelApproval(template: string, batch: string): void;
  /** Days on which the company lets people post. */
  setPostingRange(from: string, to?: string): void;
  /** Everything up to and with that day. */
  closePeriod(until: string): void;
  /** A range for the connector's own user, or another's. */
  setUserPostingRange(user: string, from: string, to?: string): void;
}

export function navPeople(world: World, company: Company): NavPeople {
  const scope: Scope = { world, company, by: 'person', user: 'ANNA' };
  const entriesOf = (fields: NavFields, body: Record<string, unknown>): readonly Entry[] =>
    checkBody(
      body,
      { name: 'page', fields: writable(fields), navigation: {}, order: '', key: '' },
      dialect(false),
    ).entries;
  const genLine = (template: string, batch: string, line: number) =>
    existing(company.genLines, keyText(template, batch, line), 'journal line');
  const setup = (fields: Partial<cards.SetupValues>) =>
    void company.setups.put(rekept(scope, { ...setupOf(company), ...fields }));
  const approval = (template: string, name: string, state: GenBatch['approval']) =>
    void company.genBatches.put({ ...batchOf(scope, template, name), approval: state });

  return {
    addVendor: (fields) => insertCard(scope, vendorKind, entriesOf(cards.vendorFields, fields)),
    editVendor: (no, fields) =>
      changeCard(
        scope,
        vendorKind,
        existing(company.vendors, no, 'vendor'),
        entriesOf(cards.vendorFields, fields),
      ),
    addCustomer: (fields) => insertCard(scope, customerKind, entriesOf(cards.customerFields, fields)),
    editCustomer: (no, fields) =>
      changeCard(
        scope,
        customerKind,
        existing(company.customers, no, 'customer'),
        entriesOf(cards.customerFields, fields),
      ),
    addItem: (fields) => insertCard(scope, itemKind, entriesOf(cards.itemFields, fields)),
    editItem: (no, fields) =>
      changeCard(scope, itemKind, existing(company.items, no, 'item'), entriesOf(cards.itemFields, fields)),
    addAccount: (fields) =>
      void company.accounts.put({
        ...blankRow(cards.accountFields),
        Direct_Posting: true,
        ...fields,
        ...kept(world, 'person'),
      }),
    editAccount: (no, fields) =>
      void company.accounts.put(rekept(scope, { ...existing(company.accounts, no, 'account'), ...fields })),
    blockAccount: (no, blocked = true) =>
      void company.accounts.put(
        rekept(scope, { ...existing(company.accounts, no, 'account'), Blocked: blocked }),
      ),
    addDimensionValue: (dimension, code, more = {}) =>
      void company.dimensionValues.put({
        ...blankRow(cards.dimensionValueFields),
        ...kept(world, 'person'),
        Dimension_Code: dimension,
        Code: code,
        Name: code,
        ...more,
      }),
    blockDimensionValue: (dimension, code, blocked = true) =>
      void company.dimensionValues.put(
        rekept(scope, {
          ...existing(company.dimensionValues, keyText(dimension, code), 'dimension value'),
          Blocked: blocked,
        }),
      ),
    setDefaultDimension: (table, no, dimension, value, rule = ' ') =>
      void company.defaultDimensions.put({
        ...kept(world, 'person'),
        Table_ID: table,
        No: no,
        Dimension_Code: dimension,
        Dimension_Value_Code: value,
        Value_Posting: rule,
      }),
    blockCombination: (one, other) => void company.combinations.put({ one, other }),
    setExchangeRate: (currency, from, rate) =>
      void company.rates.put({ currency, from, rate: decimal(rate) }),
    addLocation: (Code, { inTransit = false, binMandatory = false } = {}) =>
      void company.locations.put({ ...kept(world, 'person'), Code, Name: Code, inTransit, binMandatory }),
    setVat(bus, prod, percent) {
      const before = existing(company.vatSetups, keyText(bus, prod), 'VAT posting setup');
      company.vatSetups.put({ ...before, percent: decimal(percent) });
    },
    addBatch: (template, Name, fields = {}) =>
      void company.genBatches.put({
        ...blankRow(cards.genBatchFields),
        ...kept(world, 'person'),
        Journal_Template_Name: template,
        Name,
        Description: Name,
        Copy_VAT_Setup_to_Jnl_Lines: true,
        approval: 'none',
        ...fields,
      }),
    editBatch: (template, name, fields) =>
      void company.genBatches.put(rekept(scope, { ...batchOf(scope, template, name), ...fields })),
    removeBatch: (template, name) => company.genBatches.remove(keyText(template, name)),
    addItemBatch: (Name, fields = {}) =>
      void company.itemBatches.put({
        ...blankRow(cards.itemBatchFields),
        ...kept(world, 'person'),
        Journal_Template_Name: 'ITEM',
        Name,
        Description: Name,
        ...fields,
      } satisfies ItemBatch),
    addLine: (template, batch, fields) =>
      insertLine(
        scope,
        entriesOf(genLineFields, { Journal_Template_Name: template, Journal_Batch_Name: batch, ...fields }),
      ),
    editLine: (template, batch, line, fields) =>
      changeLine(scope, genLine(template, batch, line), entriesOf(genLineFields, fields)),
    deleteLine: (template, batch, line) => removeLine(scope, genLine(template, batch, line)),
    addItemLine: (template, batch, fields) =>
      insertItemLine(
        scope,
        entriesOf(itemLineFields, { Journal_Template_Name: template, Journal_Batch_Name: batch, ...fields }),
      ),
    deleteItemLine: (template, batch, line) =>
      removeItemLine(scope, existing(company.itemLines, keyText(template, batch, line), 'item journal line')),
    postBatch(template, name, { entriesFrom } = {}) {
      const batch = company.genBatches.get(keyText(template, name));
      if (world.switches.approvals && batch !== undefined)
        company.genBatches.put({ ...batch, approval: 'approved' });
      postBatch(scope, template, name, entriesFrom);
    },
    runJobQueue() {
      for (const counter of company.counters.all()) {
        if (!counter.name.startsWith('queued ') || counter.last === 0) continue;
        company.counters.put({ ...counter, last: 0 });
        const [template = '', name = ''] = counter.name.slice('queued '.length).split('|');
        postBatch(scope, template, name);
      }
    },
    reserveEntries(ledger, count) {
      const series = ledger === 'general' ? 'entries' : 'item entries';
      const first = nextOf(company, series);
      for (let i = 1; i < count; i++) nextOf(company, series);
      return first;
    },
    reverse: (documentNo) => reverseDocument(scope, documentNo),
    addItemEntry: (spec) => bookItemEntry(scope, spec),
    requestApproval: (template, batch) => approval(template, batch, 'open'),
    approveBatch: (template, batch) => approval(template, batch, 'approved'),
    cancelApproval: (template, batch) => approval(template, batch, 'none'),
    setPostingRange: (from, to = '') => setup({ Allow_Posting_From: from, Allow_Posting_To: to }),
    closePeriod: (until) => setup({ Allow_Posting_From: addDays(until as PlainDate, 1) }),
    setUserPostingRange: (user, from, to = '') =>
      void company.userSetups.put({
        ...kept(world, 'person'),
        User_ID: user.toUpperCase(),
        Allow_Posting_From: from,
        Allow_Posting_To: to,
      }),
  };
}

/** People may fill in what the page keeps from programs. */
const writable = (fields: NavFields): NavFields =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { ...field, readOnly: false }]));

function existing<Row>(table: Table<Row>, key: string, what: string): Row {
  const row = table.get(key);
  if (row === undefined) throw new Error(`NAV has no ${what} ${key}`);
  return row;
}
