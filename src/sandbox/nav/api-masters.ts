import { decimal, minus, negate } from '../../domain/decimal.ts';
import type { JsonObject } from '../exchange.ts';
import { blankGuid } from '../ids.ts';
import type { Entry } from '../odata/body.ts';
import { type ApiEntity, customerType, idOf, itemType, vendorType } from './api-entities.ts';
import { escapeCaption } from './captions.ts';
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
import { refusals } from './errors.ts';
import { blankRow, type Kept } from './fields.ts';
import { inventoryOf, putItemEntry } from './item-posting.ts';
import { itemLineFields } from './journal-fields.ts';
import { type Customer, type Item, kept, nextOf, type Scope, setupOf, type Vendor } from './state.ts';

/** Vendors, customers and items of API v2.0 (section 5): the cards' own rules under other names. */

const partyNames: Readonly<Record<string, string>> = {
  number: 'No',
  displayName: 'Name',
  addressLine1: 'Address',
  addressLine2: 'Address_2',
  city: 'City',
  state: 'County',
  country: 'Country_Region_Code',
  postalCode: 'Post_Code',
  phoneNumber: 'Phone_No',
  email: 'E_Mail',
  website: 'Home_Page',
  taxRegistrationNumber: 'VAT_Registration_No',
  taxLiable: 'Tax_Liable',
  blocked: 'Blocked',
  salespersonCode: 'Salesperson_Code',
  creditLimit: 'Credit_Limit_LCY',
};

/** The local currency reads as its code here, where the page has a blank. */
function partyEntries({ company }: Scope, entries: readonly Entry[]): Entry[] {
  return entries.flatMap(({ field, value }): Entry[] => {
    if (field === 'currencyCode')
      return [{ field: 'Currency_Code', value: value === setupOf(company).LCY_Code ? '' : value }];
    if (field === 'paymentTermsId') {
      const term = company.paymentTerms.find((row) => row.id === value);
      if (term === undefined && value !== blankGuid)
        refusals.dialog('The "paymentTermsId" does not match to a Payment Terms.');
      return [{ field: 'Payment_Terms_Code', value: term?.Code ?? '' }];
    }
    const name = partyNames[field];
    return name === undefined ? [] : [{ field: name, value }];
  });
}

function named(entries: readonly Entry[], required: boolean): void {
  const name = entries.find(({ field }) => field === 'displayName')?.value;
  if (name === undefined ? required : String(name).trim() === '')
    refusals.dialog('A "displayName" must be provided.');
}

function shownParty({ company }: Scope, row: Vendor | Customer): JsonObject {
  const values: Record<string, unknown> = { ...row };
  const shown = Object.fromEntries(Object.entries(partyNames).map(([api, page]) => [api, values[page]]));
  return {
    ...idOf(row),
    ...shown,
    blocked: escapeCaption(row.Blocked),
    currencyCode: row.Currency_Code === '' ? setupOf(company).LCY_Code : row.Currency_Code,
    paymentTermsId: company.paymentTerms.get(row.Payment_Terms_Code)?.id ?? blankGuid,
    paymentMethodId: blankGuid,
    lastModifiedDateTime: row.modifiedAt,
  };
}

const byId = <Row extends Kept>(rows: readonly Row[], id: string): Row =>
  rows.find((row) => row.id === id) ?? refusals.noRecord();

export const vendors: ApiEntity = {
  set: 'vendors',
  type: vendorType,
  versions: ['v2.0'],
  parts: ['defaultDimensions'],
  rows: (scope) =>
    scope.company.vendors.all().map((row) => {
      const { salespersonCode: _, creditLimit: __, ...shown } = shownParty(scope, row);
      return { ...shown, irs1099Code: '', balance: Number(balanceOf(scope.company, row.No)) };
    }),
  create(scope, _parent, entries) {
    named(entries, true);
    return insertCard(scope, vendorKind, partyEntries(scope, entries)).id;
  },
  update(scope, id, entries) {
    named(entries, false);
    const row = byId(scope.company.vendors.all(), id);
    changeCard(scope, vendorKind, row, partyEntries(scope, entries));
  },
  remove: (scope, id) => removeCard(scope, vendorKind, byId(scope.company.vendors.all(), id)),
};

export const customers: ApiEntity = {
  set: 'customers',
  type: customerType,
  versions: ['v2.0'],
  parts: ['defaultDimensions'],
  rows: (scope) =>
    scope.company.customers.all().map((row) => ({
      ...shownParty(scope, row),
      type: 'Company',
      creditLimit: Number(row.Credit_Limit_LCY),
      balanceDue: Number(customerBalanceOf(scope.company, row.No)),
    })),
  create(scope, _parent, entries) {
    named(entries, true);
    return insertCard(scope, customerKind, partyEntries(scope, entries)).id;
  },
  update(scope, id, entries) {
    named(entries, false);
    const row = byId(scope.company.customers.all(), id);
    changeCard(scope, customerKind, row, partyEntries(scope, entries));
  },
  remove: (scope, id) => removeCard(scope, customerKind, byId(scope.company.customers.all(), id)),
};

const itemNames: Readonly<Record<string, string>> = {
  number: 'No',
  displayName: 'Description',
  type: 'Type',
  itemCategoryCode: 'Item_Category_Code',
  blocked: 'Blocked',
  gtin: 'GTIN',
  unitPrice: 'Unit_Price',
  unitCost: 'Unit_Cost',
  baseUnitOfMeasureCode: 'Base_Unit_of_Measure',
  generalProductPostingGroupCode: 'Gen_Prod_Posting_Group',
  inventoryPostingGroupCode: 'Inventory_Posting_Group',
};

const itemEntries = (entries: readonly Entry[]): Entry[] =>
  entries.flatMap(({ field, value }): Entry[] => {
    const name = itemNames[field];
    return name === undefined ? [] : [{ field: name, value }];
  });

export const items: ApiEntity = {
  set: 'items',
  type: itemType,
  versions: ['v2.0', 'v1.0', 'beta'],
  parts: ['defaultDimensions'],
  rows: ({ company }) =>
    company.items.all().map((row) => {
      const values: Record<string, unknown> = { ...row };
      const shown = Object.fromEntries(Object.entries(itemNames).map(([api, page]) => [api, values[page]]));
      return {
        ...idOf(row),
        ...shown,
        type: escapeCaption(row.Type),
        unitPrice: Number(row.Unit_Price),
        unitCost: Number(row.Unit_Cost),
        inventory: Number(inventoryOf(company, row.No)),
        lastModifiedDateTime: row.modifiedAt,
      };
    }),
  create: (scope, _parent, entries) => insertCard(scope, itemKind, itemEntries(entries)).id,
  update(scope, id, entries) {
    const row = byId(scope.company.items.all(), id);
    const changed = changeCard(scope, itemKind, row, itemEntries(entries));
    const inventory = entries.find(({ field }) => field === 'inventory');
    if (inventory !== undefined) adjustAtOnce(scope, changed, String(inventory.value));
  },
};

/** Posts the difference today, without a location: nothing of ours may do this. */
function adjustAtOnce(scope: Scope, item: Item, wanted: string): void {
  const { world, company } = scope;
  world.trespasses.push(`the inventory of item ${item.No} was written without a location`);
  if (world.switches.locationMandatory)
    refusals.field('Location Code must have a value in Item Journal Line. It cannot be zero or empty.');
  const difference = minus(decimal(wanted), inventoryOf(company, item.No));
  const down = difference.startsWith('-');
  const line = {
    ...blankRow(itemLineFields),
    ...kept(world, scope.by),
    dimensions: {},
    Posting_Date: world.now().slice(0, 10),
    Entry_Type: down ? 'Negative Adjmt.' : 'Positive Adjmt.',
    Document_No: item.No,
    Item_No: item.No,
    Quantity: down ? negate(difference) : difference,
  };
  putItemEntry(scope, line, difference, decimal(0), nextOf(company, 'item entries'));
}
