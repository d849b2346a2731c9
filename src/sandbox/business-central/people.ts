import { decimal, negate, zero } from '../../domain/decimal.ts';
import type { PlainDate } from '../../domain/time.ts';
import type { Table } from '../tables.ts';
import { documentModel } from './document-model.ts';
import { createDocument, draftOf, updateDocument } from './documents.ts';
import { filledLine } from './lines.ts';
import * as model from './model.ts';
import { postDocument } from './posting.ts';
import { checkedBody, type Scope } from './resource.ts';
import type {
  Account,
  Coded,
  DefaultDimension,
  DocumentKind,
  Item,
  PurchaseDocument,
  Stamped,
  TaxGroup,
  Vendor,
} from './rows.ts';
import { type Company, nextOf, restamped, setupOf, stamped, type World } from './state.ts';
import { createVendor, updateVendor } from './vendors.ts';

/** What people at Business Central do. Records are named by number or id; every change moves tag and date. */
export interface BusinessCentralPeople {
  addCompany(name: string, displayName?: string): void;
  /** Fields as in the API. `postingGroups: false` makes a vendor that no document can use. */
  addVendor(fields: Record<string, unknown>): Vendor;
  editVendor(vendor: string, fields: Record<string, unknown>): Vendor;
  renameVendor(vendor: string, number: string): Vendor;
  blockVendor(vendor: string, blocked?: Vendor['blocked']): Vendor;
  setPostingGroups(vendor: string, present: boolean): Vendor;
  setPayTo(vendor: string, payTo: string): Vendor;
  deleteVendor(vendor: string): void;
  addItem(fields: Partial<Omit<Item, keyof Stamped>> & { number: string }): Item;
  editItem(item: string, fields: Partial<Omit<Item, keyof Stamped>>): Item;
  blockItem(item: string, blocked?: boolean): Item;
  addAccount(fields: Partial<Omit<Account, keyof Stamped>> & { number: string }): Account;
  editAccount(account: string, fields: Partial<Omit<Account, keyof Stamped>>): Account;
  blockAccount(account: string, blocked?: boolean): Account;
  addDimension(code: string, values: Record<string, string>): void;
  /** Documents with this account need a value of the dimension; no API shows it. */
  setMandatoryDimension(account: string, dimension: string): void;
  vendorDefaultDimension(
    vendor: string,
    dimension: string,
    value: string,
    validation?: DefaultDimension['postingValidation'],
  ): void;
  addTaxGroup(code: string, percent: string, vatIdentifier?: string): TaxGroup;
  setTaxPercent(code: string, percent: string): TaxGroup;
  addTo(list: CodedList, code: string, displayName: string, more?: Coded['more']): Coded;
  removeFrom(list: CodedList, code: string): void;
  addExchangeRate(currency: string, from: string, rate: string): void;
  removeExchangeRates(currency: string): void;
  addPrice(vendor: string, item: string, unitCost: string): void;
  /** Blank ends are open. */
  setPostingRange(from: string, to?: string): void;
  /** Nothing up to this date can be posted any more. */
  closePeriod(until: string): void;
  /** A range for the API's own user, which no API shows. */
  setUserPostingRange(from: string, to?: string): void;
  /** A draft made by hand; body as in the API, lines included. */
  addDraft(kind: DocumentKind, body: Record<string, unknown>): PurchaseDocument;
  postDraft(id: string): PurchaseDocument;
  editDraft(id: string, fields: Record<string, unknown>): PurchaseDocument;
  /** The line by its sequence, or by its place from 0. */
  editDraftLine(id: string, line: number, fields: Record<string, unknown>): PurchaseDocument;
  deleteDraft(id: string): void;
  approve(id: string): PurchaseDocument;
  /** A corrective memo settles the posted invoice: it is Canceled. */
  cancelInvoice(id: string): PurchaseDocument;
  payInvoice(id: string): PurchaseDocument;
}

export type CodedList =
  | 'unitsOfMeasure'
  | 'currencies'
  | 'paymentTerms'
  | 'paymentMethods'
  | 'countriesRegions'
  | 'locations'
  | 'itemCategories';

export function businessCentralPeople(
  world: World,
  company: Company,
  addCompany: (name: string, displayName: string) => void,
): BusinessCentralPeople {
  const scope: Scope = { world, company };
  const change = <Row extends Stamped>(table: Table<Row>, row: Row, fields: Partial<NoInfer<Row>>): Row =>
    table.put(restamped(world, { ...row, ...fields }));
  const vendorOf = (name: string) => named(company.vendors, name, 'vendor');
  const itemOf = (name: string) => named(company.items, name, 'item');
  const accountOf = (name: string) => named(company.accounts, name, 'account');
  const documentOf = (id: string) => {
    const document = company.documents.get(id) ?? company.documents.find((row) => row.number === id);
    if (document === undefined) throw new Error(`Business Central has no document ${id}`);
    return document;
  };
  const edited = (document: PurchaseDocument, fields: Partial<PurchaseDocument>) =>
    change(company.documents, document, { ...fields, editedByPerson: true });
  const editVendor = (name: string, fields: Partial<Vendor>) =>
    change(company.vendors, vendorOf(name), fields);

  return {
    addCompany: (name, displayName = name) => addCompany(name, displayName),
    addVendor({ postingGroups = true, ...fields }) {
      const vendor = createVendor(scope, checkedBody(fields, model.vendor), 'person');
      return company.vendors.put({ ...vendor, postingGroups: postingGroups === true });
    },
    editVendor: (name, fields) => updateVendor(scope, vendorOf(name).id, checkedBody(fields, model.vendor)),
    renameVendor: (name, number) =>
      updateVendor(scope, vendorOf(name).id, checkedBody({ number }, model.vendor)),
    blockVendor: (name, blocked = 'All') => editVendor(name, { blocked }),
    setPostingGroups: (name, present) => editVendor(name, { postingGroups: present }),
    setPayTo: (name, payTo) => editVendor(name, { payToVendorNumber: vendorOf(payTo).number }),
    deleteVendor: (name) => company.vendors.remove(vendorOf(name).id),
    addItem: (fields) => company.items.put({ ...blankItem, ...fields, ...stamped(world, 'person') }),
    editItem: (name, fields) => change(company.items, itemOf(name), fields),
    blockItem: (name, blocked = true) => change(company.items, itemOf(name), { blocked }),
    addAccount: (fields) => company.accounts.put({ ...blankAccount, ...fields, ...stamped(world, 'person') }),
    editAccount: (name, fields) => change(company.accounts, accountOf(name), fields),
    blockAccount: (name, blocked = true) => change(company.accounts, accountOf(name), { blocked }),
    addDimension(code, values) {
      company.dimensions.put({
        ...stamped(world, 'person'),
        code,
        displayName: code,
        more: { consolidationCode: '' },
      });
      for (const [value, displayName] of Object.entries(values))
        company.dimensionValues.put({
          ...stamped(world, 'person'),
          code: value,
          displayName,
          more: {},
          dimension: code,
        });
    },
    setMandatoryDimension: (account, dimension) =>
      void company.defaultDimensions.put({
        ...stamped(world, 'person'),
        parentType: 'Account',
        parent: accountOf(account).number,
        dimension,
        value: '',
        postingValidation: 'Code_x0020_Mandatory',
      }),
    vendorDefaultDimension: (vendor, dimension, value, postingValidation = '_x0020_') =>
      void company.defaultDimensions.put({
        ...stamped(world, 'person'),
        parentType: 'Vendor',
        parent: vendorOf(vendor).number,
        dimension,
        value,
        postingValidation,
      }),
    addTaxGroup: (code, percent, vatIdentifier = code) =>
      company.taxGroups.put({
        ...stamped(world, 'person'),
        code,
        displayName: code,
        more: { taxType: 'VAT' },
        percent: decimal(percent),
        vatIdentifier,
        account: '22400',
      }),
    setTaxPercent: (code, percent) =>
      change(company.taxGroups, named(company.taxGroups, code, 'tax group'), { percent: decimal(percent) }),
    addTo: (list, code, displayName, more = {}) =>
      company[list].put({ ...stamped(world, 'person'), code, displayName, more }),
    removeFrom: (list, code) => company[list].remove(named(company[list], code, list).id),
    addExchangeRate: (currency, from, rate) =>
      void company.rates.put({ currency, from: from as PlainDate, rate: decimal(rate) }),
    removeExchangeRates(currency) {
      for (const rate of company.rates.all())
        if (rate.currency === currency) company.rates.remove(`${currency} ${rate.from}`);
    },
    addPrice: (vendor, item, unitCost) =>
      void company.prices.put({
        vendor: vendorOf(vendor).number,
        item: itemOf(item).number,
        unitCost: decimal(unitCost),
      }),
    setPostingRange: (from, to = '') =>
      void change(company.setups, setupOf(company), { allowPostingFrom: from, allowPostingTo: to }),
    closePeriod(until) {
      const from = new Date(Date.parse(`${until}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
      change(company.setups, setupOf(company), { allowPostingFrom: from });
    },
    setUserPostingRange: (from, to = '') =>
      void change(company.setups, setupOf(company), { userPostingFrom: from, userPostingTo: to }),
    addDraft: (kind, body) =>
      createDocument(
        scope,
        kind,
        checkedBody(body, documentModel(kind, world.switches.nestedDimensions).header),
        'person',
      ),
    postDraft(id) {
      const { kind, id: found } = documentOf(id);
      const switches = { ...world.switches, approvals: false };
      return postDocument({ ...world, switches }, company, kind, found);
    },
    editDraft(id, fields) {
      const { kind, id: found } = documentOf(id);
      const header = documentModel(kind, false).header;
      return edited(updateDocument(scope, kind, found, checkedBody(fields, header)), {});
    },
    editDraftLine(id, line, fields) {
      const document = draftOf(company, documentOf(id).kind, documentOf(id).id);
      const wanted = document.lines.find((row) => row.sequence === line) ?? document.lines[line];
      if (wanted === undefined) throw new Error(`document ${id} has no line ${line}`);
      const body = checkedBody(fields, documentModel(document.kind, false).line);
      const changed = filledLine({ company, document, existing: false }, wanted, body.entries);
      return edited(document, { lines: document.lines.map((row) => (row === wanted ? changed : row)) });
    },
    deleteDraft(id) {
      const document = documentOf(id);
      company.documents.remove(draftOf(company, document.kind, document.id).id);
    },
    approve: (id) => change(company.documents, documentOf(id), { approved: true }),
    cancelInvoice: (id) => cancel(world, company, documentOf(id)),
    payInvoice(id) {
      const document = documentOf(id);
      if (document.status !== 'Open') throw new Error(`document ${id} is not open`);
      return change(company.documents, document, { status: 'Paid', remaining: zero });
    },
  };
}

function cancel(world: World, company: Company, invoice: PurchaseDocument): PurchaseDocument {
  if (invoice.kind !== 'invoice' || invoice.status !== 'Open')
    throw new Error(`${invoice.number} cannot be cancelled`);
  const number = String(nextOf(company, 'posted memos', 109_001, 1));
  company.documents.put({
    ...invoice,
    ...stamped(world, 'person'),
    kind: 'memo',
    number,
    status: 'Corrective',
    remaining: zero,
    appliesTo: invoice.number,
    externalNumber: '',
    postedAs: world.tick(),
  });
  for (const entry of company.entries.all().filter((row) => row.documentNumber === invoice.number)) {
    company.entries.put({
      ...entry,
      ...stamped(world, 'person'),
      entryNumber: nextOf(company, 'entries', 1, 1),
      documentNumber: number,
      documentType: 'Credit_x0020_Memo',
      amount: negate(entry.amount),
    });
  }
  return company.documents.put(restamped(world, { ...invoice, status: 'Canceled', remaining: zero }));
}

/** By id, number or code. */
function named<Row extends Stamped>(table: Table<Row>, name: string, what: string): Row {
  const wanted = name.toUpperCase();
  const row =
    table.get(name) ??
    table.find((other) => {
      const keyed = other as Row & { readonly number?: string; readonly code?: string };
      return (keyed.number ?? keyed.code ?? '').toUpperCase() === wanted;
    });
  if (row === undefined) throw new Error(`Business Central has no ${what} ${name}`);
  return row;
}

const blankItem: Omit<Item, keyof Stamped | 'number'> = {
  displayName: '',
  displayName2: '',
  type: 'Inventory',
  itemCategoryCode: '',
  blocked: false,
  gtin: '',
  unitPrice: zero,
  unitCost: zero,
  taxGroupCode: 'STANDARD',
  baseUnitOfMeasureCode: 'PCS',
  units: [],
  generalProductPostingGroupCode: 'RETAIL',
  inventoryPostingGroupCode: 'RESALE',
};

const blankAccount: Omit<Account, keyof Stamped | 'number'> = {
  displayName: '',
  category: 'Expense',
  subCategory: '',
  accountType: 'Posting',
  blocked: false,
  directPosting: true,
  taxGroupCode: 'STANDARD',
};
