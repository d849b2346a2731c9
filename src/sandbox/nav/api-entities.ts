import type { JsonObject } from '../exchange.ts';
import type { Entry } from '../odata/body.ts';
import type { EntityType, Field, Navigation } from '../odata/model.ts';
import type { Kept } from './fields.ts';
import { bool, code, datetime, decimal, fixed, guid, int, option, text } from './fields.ts';
import type { Scope } from './state.ts';
import type { ApiVersion } from './switches.ts';

/** One entity set of the standard API. `parent`: the row below which it was reached. */
export interface ApiEntity {
  readonly set: string;
  readonly type: EntityType;
  readonly versions: readonly ApiVersion[];
  /** Only below its parent. */
  readonly part?: boolean | undefined;
  rows(scope: Scope, parent: JsonObject | undefined): readonly JsonObject[];
  /** Returns the id of the new row. */
  readonly create?: (scope: Scope, parent: JsonObject | undefined, entries: readonly Entry[]) => string;
  readonly update?: (scope: Scope, id: string, entries: readonly Entry[]) => void;
  readonly remove?: (scope: Scope, id: string) => void;
  /** By name in lower case, without `microsoft.nav.`. */
  readonly actions?: Readonly<Record<string, (scope: Scope, id: string) => void>>;
  /** Sets that hang below a row. */
  readonly parts?: readonly string[];
}

const readOnly = (fields: Record<string, Field>): Record<string, Field> =>
  Object.fromEntries(Object.entries(fields).map(([field, spec]) => [field, fixed(spec)]));

const entity = (
  name: string,
  order: string,
  fields: Record<string, Field>,
  navigation: Record<string, Navigation> = {},
): EntityType => ({ name: `Microsoft.NAV.${name}`, order, key: 'id', fields, navigation });

const stamped = { lastModifiedDateTime: fixed(datetime) };
const many = (type: () => EntityType): Navigation => ({ type, many: true });

const party = {
  id: fixed(guid),
  number: code(20),
  displayName: text(100),
  addressLine1: text(100),
  addressLine2: text(50),
  city: text(30),
  state: text(30),
  country: code(10),
  postalCode: code(20),
  phoneNumber: text(30),
  email: text(80),
  website: text(255),
  taxRegistrationNumber: text(20),
  currencyCode: code(10),
  paymentTermsId: guid,
  paymentMethodId: fixed(guid),
  taxLiable: bool,
};

export const companyType = entity('company', 'name', {
  ...readOnly({
    id: guid,
    systemVersion: text(50),
    name: text(30),
    displayName: text(250),
    businessProfileId: text(250),
  }),
});

export const vendorType = entity('vendor', 'number', {
  ...party,
  irs1099Code: code(10),
  blocked: option(' ', 'Payment', 'All'),
  balance: fixed(decimal),
  ...stamped,
});

export const customerType = entity('customer', 'number', {
  ...party,
  type: option('Company', 'Person'),
  salespersonCode: code(20),
  balanceDue: fixed(decimal),
  creditLimit: decimal,
  blocked: option(' ', 'Ship', 'Invoice', 'All'),
  ...stamped,
});

/** `inventory` can be written: it posts the difference at once, without a location (section 6). */
export const itemType = entity('item', 'number', {
  id: fixed(guid),
  number: code(20),
  displayName: text(100),
  type: option('Inventory', 'Service', 'Non-Inventory'),
  itemCategoryCode: code(20),
  blocked: bool,
  gtin: code(14),
  inventory: decimal,
  unitPrice: decimal,
  unitCost: decimal,
  baseUnitOfMeasureCode: code(10),
  generalProductPostingGroupCode: code(20),
  inventoryPostingGroupCode: code(20),
  ...stamped,
});

export const accountType = entity(
  'account',
  'number',
  readOnly({
    id: guid,
    number: code(20),
    displayName: text(100),
    category: text(80),
    subCategory: text(80),
    blocked: bool,
    accountType: option('Posting', 'Heading', 'Total', 'Begin-Total', 'End-Total'),
    directPosting: bool,
    netChange: decimal,
    lastModifiedDateTime: datetime,
  }),
);

export const dimensionValueType = entity(
  'dimensionValue',
  'code',
  readOnly({
    id: guid,
    code: code(20),
    dimensionId: guid,
    displayName: text(50),
    consolidationCode: code(20),
    lastModifiedDateTime: datetime,
  }),
);

export const dimensionType = entity(
  'dimension',
  'code',
  readOnly({
    id: guid,
    code: code(20),
    displayName: text(50),
    consolidationCode: code(20),
    lastModifiedDateTime: datetime,
  }),
  { dimensionValues: many(() => dimensionValueType) },
);

export const defaultDimensionType = entity(
  'defaultDimension',
  'dimensionCode',
  readOnly({
    id: guid,
    parentType: text(20),
    parentId: guid,
    dimensionId: guid,
    dimensionCode: code(20),
    dimensionValueId: guid,
    dimensionValueCode: code(20),
    postingValidation: option(' ', 'Code Mandatory', 'Same Code', 'No Code'),
    lastModifiedDateTime: datetime,
  }),
);

export const paymentTermType = entity(
  'paymentTerm',
  'code',
  readOnly({
    id: guid,
    code: code(10),
    displayName: text(100),
    dueDateCalculation: text(50),
    lastModifiedDateTime: datetime,
  }),
);

export const setupType = entity(
  'generalLedgerSetup',
  'id',
  readOnly({
    id: guid,
    allowPostingFrom: { type: 'date' },
    allowPostingTo: { type: 'date' },
    localCurrencyCode: code(10),
    ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`shortcutDimension${n}Code`, code(20)])),
    lastModifiedDateTime: datetime,
  }),
);

export const glEntryType = entity(
  'generalLedgerEntry',
  'entryNumber',
  readOnly({
    id: guid,
    entryNumber: int,
    postingDate: { type: 'date' },
    documentNumber: code(20),
    documentType: option(
      ' ',
      'Payment',
      'Invoice',
      'Credit Memo',
      'Finance Charge Memo',
      'Reminder',
      'Refund',
    ),
    accountId: guid,
    accountNumber: code(20),
    description: text(100),
    debitAmount: decimal,
    creditAmount: decimal,
    lastModifiedDateTime: datetime,
  }),
);

export const itemEntryType = entity(
  'itemLedgerEntry',
  'entryNumber',
  readOnly({
    id: guid,
    entryNumber: int,
    itemNumber: code(20),
    postingDate: { type: 'date' },
    entryType: option(
      'Purchase',
      'Sale',
      'Positive Adjmt.',
      'Negative Adjmt.',
      'Transfer',
      'Consumption',
      'Output',
    ),
    sourceNumber: code(20),
    sourceType: option(' ', 'Customer', 'Vendor', 'Item'),
    documentNumber: code(20),
    documentType: option(' '),
    description: text(100),
    quantity: decimal,
    salesAmountActual: decimal,
    costAmountActual: decimal,
    lastModifiedDateTime: datetime,
  }),
);

export const dimensionSetLineType = entity('dimensionSetLine', 'code', {
  id: fixed(guid),
  code: code(20),
  parentId: fixed(guid),
  displayName: fixed(text(30)),
  valueId: fixed(guid),
  valueCode: code(20),
  valueDisplayName: fixed(text(50)),
});

export const journalLineType = entity(
  'journalLine',
  'lineNumber',
  {
    id: fixed(guid),
    journalId: guid,
    journalDisplayName: fixed(text(10)),
    lineNumber: int,
    accountType: option('G/L Account', 'Customer', 'Vendor', 'Bank Account'),
    accountId: guid,
    accountNumber: code(20),
    postingDate: { type: 'date' },
    documentNumber: code(20),
    externalDocumentNumber: code(35),
    amount: decimal,
    description: text(100),
    comment: text(250),
    balanceAccountType: option('G/L Account', 'Customer', 'Vendor', 'Bank Account'),
    balancingAccountNumber: code(20),
    ...stamped,
  },
  { dimensionSetLines: many(() => dimensionSetLineType) },
);

export const journalType = entity(
  'journal',
  'code',
  {
    id: fixed(guid),
    code: code(10),
    displayName: text(100),
    templateDisplayName: code(10),
    balancingAccountNumber: fixed(code(20)),
    ...stamped,
  },
  { journalLines: many(() => journalLineType) },
);

/** Id and tag, as every row of the API has them. */
export const idOf = (row: Kept): JsonObject => ({
  '@odata.etag': `W/"${Buffer.from(`'44;${row.id};${row.version};'`).toString('base64')}"`,
  id: row.id,
});
