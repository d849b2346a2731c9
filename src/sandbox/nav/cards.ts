import { decimal, isZero } from '../../domain/decimal.ts';
import type { Entry } from '../odata/body.ts';
import type { Table } from '../tables.ts';
import { customerFields, itemFields, vendorFields } from './card-fields.ts';
import { refusals } from './errors.ts';
import { blankRow, type Kept } from './fields.ts';
import {
  type Company,
  type Customer,
  type Item,
  kept,
  nextOf,
  rekept,
  type Scope,
  type Vendor,
} from './state.ts';

/** Vendor, customer and item cards: apis/dynamics-nav.md, section 5. */

type Card = Kept & { readonly No: string; readonly Last_Date_Modified: string };

interface Kind<Row extends Card> {
  readonly table: string;
  readonly prefix: string;
  rows(company: Company): Table<Row>;
  /** What a template gives it. */
  readonly template: Partial<NoInfer<Row>>;
  /** What a field is checked against, and what it changes besides itself. */
  apply(company: Company, row: Row, entry: Entry): Row;
  /** Whether entries or lines name it. */
  used(company: Company, no: string): boolean;
}

export const vendorKind: Kind<Vendor> = {
  table: 'Vendor',
  prefix: 'V',
  rows: ({ vendors }) => vendors,
  template: {
    Gen_Bus_Posting_Group: 'DOMESTIC',
    VAT_Bus_Posting_Group: 'DOMESTIC',
    Vendor_Posting_Group: 'DOMESTIC',
  },
  apply(company, row, entry) {
    const value = String(entry.value);
    if (entry.field === 'Vendor_Posting_Group')
      related(company.vendorGroups.get(value), 'Vendor Posting Group', 'Vendor', value);
    if (entry.field === 'Pay_to_Vendor_No')
      related(company.vendors.get(value), 'Pay-to Vendor No.', 'Vendor', value);
    return { ...row, ...partyField(company, 'Vendor', row.No, entry) };
  },
  used: ({ vendorEntries, genLines }, no) =>
    vendorEntries.find((row) => row.Vendor_No === no) !== undefined ||
    genLines.find((row) => row.Account_Type === 'Vendor' && row.Account_No === no) !== undefined,
};

export const customerKind: Kind<Customer> = {
  table: 'Customer',
  prefix: 'C',
  rows: ({ customers }) => customers,
  template: {
    Gen_Bus_Posting_Group: 'DOMESTIC',
    VAT_Bus_Posting_Group: 'DOMESTIC',
    Customer_Posting_Group: 'DOMESTIC',
  },
  apply(company, row, entry) {
    const value = String(entry.value);
    if (entry.field === 'Customer_Posting_Group')
      related(company.customerGroups.get(value), 'Customer Posting Group', 'Customer', value);
    if (entry.field === 'Bill_to_Customer_No')
      related(company.customers.get(value), 'Bill-to Customer No.', 'Customer', value);
    return { ...row, ...partyField(company, 'Customer', row.No, entry) };
  },
  used: ({ customerEntries, genLines }, no) =>
    customerEntries.find((row) => row.Customer_No === no) !== undefined ||
    genLines.find((row) => row.Account_Type === 'Customer' && row.Account_No === no) !== undefined,
};

export const itemKind: Kind<Item> = {
  table: 'Item',
  prefix: 'I',
  rows: ({ items }) => items,
  template: {
    Gen_Prod_Posting_Group: 'RETAIL',
    VAT_Prod_Posting_Group: 'VAT20',
    Inventory_Posting_Group: 'RESALE',
  },
  apply(company, row, { field, value }) {
    const typed = String(value);
    if (field === 'Base_Unit_of_Measure')
      related(company.units.get(typed), 'Base Unit of Measure', 'Item', typed);
    if (field === 'Inventory_Posting_Group')
      related(company.inventoryGroups.get(typed), 'Inventory Posting Group', 'Item', typed);
    if (field === 'Vendor_No') related(company.vendors.get(typed), 'Vendor No.', 'Item', typed);
    return { ...row, [field]: value };
  },
  used: ({ itemEntries, itemLines }, no) =>
    itemEntries.find((row) => row.Item_No === no) !== undefined ||
    itemLines.find((row) => row.Item_No === no) !== undefined,
};

const related = (found: unknown, caption: string, table: string, value: string): void => {
  if (value !== '' && found === undefined)
    refusals.relation(caption, table, value, caption.replace(/ (Code|No\.)$/, ''));
};

function partyField(
  company: Company,
  table: string,
  no: string,
  { field, value }: Entry,
): Partial<Record<string, string | boolean | number>> {
  const typed = String(value);
  switch (field) {
    case 'Name':
      return { Name: typed, Search_Name: typed.toUpperCase() };
    case 'Country_Region_Code':
      related(company.countries.get(typed), 'Country/Region Code', table, typed);
      break;
    case 'Currency_Code':
      related(company.currencies.get(typed), 'Currency Code', table, typed);
      break;
    case 'Payment_Terms_Code':
      related(company.paymentTerms.get(typed), 'Payment Terms Code', table, typed);
      break;
    case 'VAT_Bus_Posting_Group':
      related(
        company.vatSetups.find((row) => row.bus === typed),
        'VAT Bus. Posting Group',
        table,
        typed,
      );
      break;
    case 'Gen_Bus_Posting_Group':
      related(
        company.postingSetups.find((row) => row.bus === typed),
        'Gen. Bus. Posting Group',
        table,
        typed,
      );
      break;
    case 'Phone_No':
      if (/[a-z]/i.test(typed)) refusals.field(`Phone No. must not contain letters in ${table}: No.=${no}.`);
      break;
    case 'E_Mail':
      if (typed !== '' && !/^[^\s@;,]+@[^\s@;,]+\.[^\s@;,]+$/.test(typed))
        refusals.dialog(`The email address "${typed}" is not valid.`);
      break;
  }
  return { [field]: value };
}

const blankCards = { Vendor: vendorFields, Customer: customerFields, Item: itemFields } as const;

export function insertCard<Row extends Card>(scope: Scope, kind: Kind<Row>, entries: readonly Entry[]): Row {
  const { world, company } = scope;
  const fields = blankCards[kind.table as keyof typeof blankCards];
  const start = {
    ...blankRow(fields),
    ...(world.switches.templates || scope.by !== 'api' ? kind.template : {}),
    ...kept(world, scope.by),
    Last_Date_Modified: world.now().slice(0, 10),
  } as unknown as Row;
  const filled = entries.reduce((row, entry) => kind.apply(company, row, entry), start);
  const No = newNumber(scope, kind, filled.No);
  return kind.rows(company).put({ ...filled, No });
}

function newNumber<Row extends Card>({ world, company }: Scope, kind: Kind<Row>, given: string): string {
  if (given !== '') {
    if (!world.switches.manualNumbers)
      refusals.dialog(
        `You may not enter numbers manually. If you want to enter numbers manually, please activate Manual Nos. in No. Series ${kind.table.toUpperCase()}.`,
      );
    if (kind.rows(company).get(given) !== undefined) refusals.sameKey(kind.table, `No.='${given}'`);
    return given;
  }
  for (;;) {
    const number = `${kind.prefix}${String(nextOf(company, kind.table, 10, 10)).padStart(5, '0')}`;
    if (kind.rows(company).get(number) === undefined) return number;
  }
}

export function changeCard<Row extends Card>(
  scope: Scope,
  kind: Kind<Row>,
  before: Row,
  entries: readonly Entry[],
): Row {
  const { world, company } = scope;
  const after = entries.reduce((row, entry) => kind.apply(company, row, entry), before);
  if (after.No !== before.No) return refusals.dialog(`You cannot rename a ${kind.table} from here.`);
  return kind.rows(company).put(rekept(scope, { ...after, Last_Date_Modified: world.now().slice(0, 10) }));
}

export function removeCard<Row extends Card>({ company }: Scope, kind: Kind<Row>, row: Row): void {
  if (kind.used(company, row.No))
    refusals.dialog(
      `You cannot delete ${kind.table} ${row.No} because there are one or more ledger entries or lines for it.`,
    );
  kind.rows(company).remove(row.No);
}

export const balanceOf = (company: Company, vendor: string): string =>
  company.vendorEntries
    .all()
    .filter((row) => row.Vendor_No === vendor)
    .reduce((sum, row) => decimal(Number(sum) - Number(row.Remaining_Amt_LCY)), decimal(0));

export const customerBalanceOf = (company: Company, customer: string): string =>
  company.customerEntries
    .all()
    .filter((row) => row.Customer_No === customer && !isZero(row.Remaining_Amt_LCY))
    .reduce((sum, row) => decimal(Number(sum) + Number(row.Remaining_Amt_LCY)), decimal(0));
