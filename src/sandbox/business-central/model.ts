import {
  bool,
  code,
  datetime,
  decimalField as decimal,
  type EntityType,
  type Field,
  fixed,
  guid,
  intField as int,
  oneOf,
  text,
} from '../odata/model.ts';

/** Entities and their fields: apis/business-central.md, section 3. `fixed`: sending it is refused. */

const key = { order: 'number', key: 'id', navigation: {} } as const;
const byCode = { order: 'code', key: 'id', navigation: {} } as const;

/** A list that nobody writes through the API. */
const readOnly = (fields: Record<string, Field>): Record<string, Field> =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fixed(field)]));

const small = (name: string, length: number, more: Record<string, Field> = {}): EntityType => ({
  ...byCode,
  name,
  fields: readOnly({
    id: guid,
    code: code(length),
    displayName: text(100),
    ...more,
    lastModifiedDateTime: datetime,
  }),
});

export const company: EntityType = {
  name: 'company',
  order: 'name',
  key: 'id',
  navigation: {},
  fields: readOnly({
    id: guid,
    systemVersion: text(50),
    timestamp: int,
    name: text(30),
    displayName: text(250),
    businessProfileId: text(250),
    systemCreatedAt: datetime,
    systemCreatedBy: guid,
    systemModifiedAt: datetime,
    systemModifiedBy: guid,
  }),
};

export const defaultDimension: EntityType = {
  name: 'defaultDimension',
  order: 'dimensionCode',
  key: 'id',
  navigation: {},
  fields: {
    id: fixed(guid),
    parentType: oneOf('_x0020_', 'Customer', 'Item', 'Vendor', 'Employee'),
    parentId: guid,
    dimensionId: guid,
    dimensionCode: fixed(code(20)),
    dimensionValueId: guid,
    dimensionValueCode: fixed(code(20)),
    postingValidation: oneOf('_x0020_', 'Code_x0020_Mandatory', 'Same_x0020_Code', 'No_x0020_Code'),
    lastModifiedDateTime: fixed(datetime),
  },
};

export const vendor: EntityType = {
  ...key,
  name: 'vendor',
  navigation: { defaultDimensions: { type: () => defaultDimension, many: true } },
  fields: {
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
    currencyId: guid,
    currencyCode: code(10),
    irs1099Code: code(10),
    paymentTermsId: guid,
    paymentMethodId: guid,
    taxLiable: bool,
    blocked: oneOf('_x0020_', 'Payment', 'All'),
    balance: fixed(decimal),
    lastModifiedDateTime: fixed(datetime),
  },
};

/** Read only here: no flow writes items into Business Central. */
export const item: EntityType = {
  ...key,
  name: 'item',
  navigation: { defaultDimensions: { type: () => defaultDimension, many: true } },
  fields: readOnly({
    id: guid,
    number: code(20),
    displayName: text(100),
    displayName2: text(50),
    type: oneOf('Inventory', 'Service', 'Non_x002D_Inventory'),
    itemCategoryId: guid,
    itemCategoryCode: code(20),
    blocked: bool,
    gtin: code(14),
    inventory: decimal,
    unitPrice: decimal,
    priceIncludesTax: bool,
    unitCost: decimal,
    taxGroupId: guid,
    taxGroupCode: code(20),
    baseUnitOfMeasureId: guid,
    baseUnitOfMeasureCode: code(10),
    generalProductPostingGroupId: guid,
    generalProductPostingGroupCode: code(20),
    inventoryPostingGroupId: guid,
    inventoryPostingGroupCode: code(20),
    lastModifiedDateTime: datetime,
  }),
};

export const account: EntityType = {
  ...key,
  name: 'account',
  fields: readOnly({
    id: guid,
    number: code(20),
    displayName: text(100),
    category: text(80),
    subCategory: text(80),
    blocked: bool,
    accountType: oneOf('Posting', 'Heading', 'Total', 'Begin_x002D_Total', 'End_x002D_Total'),
    directPosting: bool,
    netChange: decimal,
    consolidationTranslationMethod: text(50),
    consolidationDebitAccount: code(20),
    consolidationCreditAccount: code(20),
    excludeFromConsolidation: bool,
    lastModifiedDateTime: datetime,
  }),
};

export const dimensionValue: EntityType = {
  ...byCode,
  name: 'dimensionValue',
  fields: readOnly({
    id: guid,
    code: code(20),
    dimensionId: guid,
    displayName: text(50),
    consolidationCode: code(20),
    lastModifiedDateTime: datetime,
  }),
};

export const dimension: EntityType = {
  ...small('dimension', 20, { consolidationCode: code(20) }),
  navigation: { dimensionValues: { type: () => dimensionValue, many: true } },
};

export const unitOfMeasure = small('unitOfMeasure', 10, {
  internationalStandardCode: code(10),
  symbol: text(10),
});
export const taxGroup = small('taxGroup', 20, { taxType: text(20) });
export const currency = small('currency', 10, {
  symbol: text(10),
  amountDecimalPlaces: text(5),
  amountRoundingPrecision: decimal,
});
export const paymentTerm = small('paymentTerm', 10, {
  dueDateCalculation: text(50),
  discountDateCalculation: text(50),
  discountPercent: decimal,
  calculateDiscountOnCreditMemos: bool,
});
export const paymentMethod = small('paymentMethod', 10);
export const countryRegion = small('countryRegion', 10, { addressFormat: text(50) });
export const location = small('location', 10, {
  contact: text(100),
  addressLine1: text(100),
  addressLine2: text(50),
  city: text(30),
  state: text(30),
  country: code(10),
  postalCode: code(20),
  phoneNumber: text(30),
  email: text(80),
  website: text(255),
});
export const itemCategory = small('itemCategory', 20);

export const generalLedgerSetup: EntityType = {
  name: 'generalLedgerSetup',
  order: 'id',
  key: 'id',
  navigation: {},
  fields: readOnly({
    id: guid,
    allowPostingFrom: { type: 'date' },
    allowPostingTo: { type: 'date' },
    additionalReportingCurrency: code(10),
    localCurrencyCode: code(10),
    localCurrencySymbol: text(10),
    ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`shortcutDimension${n}Code`, code(20)])),
    lastModifiedDateTime: datetime,
  }),
};
