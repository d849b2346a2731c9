import {
  bool,
  code,
  date,
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
import type { DocumentKind } from './rows.ts';

/** Fields of documents: apis/business-central.md, section 3, and the AL pages 30042, 30047, 30083, 30084. */

const address = (prefix: string): Record<string, Field> => ({
  [`${prefix}AddressLine1`]: text(100),
  [`${prefix}AddressLine2`]: text(50),
  [`${prefix}City`]: text(30),
  [`${prefix}Country`]: code(10),
  [`${prefix}State`]: text(30),
  [`${prefix}PostCode`]: code(20),
});

const readOnly = (fields: Record<string, Field>): Record<string, Field> =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fixed(field)]));

/** Address fields that can be written; they are kept as they are sent. */
export const addressFields: Readonly<Record<string, Field>> = {
  shipToName: text(100),
  shipToContact: text(100),
  ...address('shipTo'),
  ...address('buyFrom'),
};

const status = fixed(oneOf('_x0020_', 'Draft', 'In_x0020_Review', 'Open', 'Paid', 'Canceled', 'Corrective'));

const head: Record<string, Field> = {
  id: fixed(guid),
  number: fixed(code(20)),
  postingDate: date,
  dueDate: date,
  vendorId: guid,
  vendorNumber: code(20),
  vendorName: fixed(text(100)),
  payToName: fixed(text(100)),
  payToContact: fixed(text(100)),
  payToVendorId: guid,
  payToVendorNumber: code(20),
  ...addressFields,
  ...readOnly(address('payTo')),
  shortcutDimension1Code: code(20),
  shortcutDimension2Code: code(20),
  currencyId: guid,
  currencyCode: code(10),
  purchaser: code(20),
  discountAmount: decimal,
  discountAppliedBeforeTax: fixed(bool),
  totalAmountExcludingTax: fixed(decimal),
  totalTaxAmount: fixed(decimal),
  totalAmountIncludingTax: fixed(decimal),
  status,
  lastModifiedDateTime: fixed(datetime),
};

export const dimensionSetLine: EntityType = {
  name: 'dimensionSetLine',
  order: 'code',
  key: 'id',
  navigation: {},
  fields: {
    id: guid,
    code: code(20),
    consolidationCode: fixed(code(20)),
    parentId: fixed(guid),
    parentType: fixed(text(50)),
    displayName: fixed(text(30)),
    valueId: guid,
    valueCode: code(20),
    valueConsolidationCode: fixed(code(20)),
    valueDisplayName: fixed(text(50)),
  },
};

const dimensionSetLines = (deep: boolean) => ({
  dimensionSetLines: { type: () => dimensionSetLine, many: true, deep },
});

const line = (name: string, nested: boolean, calculated: (field: Field) => Field): EntityType => ({
  name,
  order: 'sequence',
  key: 'id',
  navigation: dimensionSetLines(nested),
  fields: {
    id: fixed(guid),
    documentId: guid,
    sequence: int,
    itemId: guid,
    accountId: guid,
    lineType: oneOf(
      'Comment',
      'Account',
      'Item',
      'Resource',
      'Fixed_x0020_Asset',
      'Charge',
      'Allocation_x0020_Account',
    ),
    lineObjectNumber: code(20),
    description: text(100),
    description2: text(50),
    unitOfMeasureId: guid,
    unitOfMeasureCode: code(10),
    unitCost: decimal,
    quantity: decimal,
    discountAmount: decimal,
    discountPercent: decimal,
    discountAppliedBeforeTax: fixed(bool),
    amountExcludingTax: calculated(decimal),
    taxCode: code(50),
    taxPercent: fixed(decimal),
    totalTaxAmount: fixed(decimal),
    amountIncludingTax: calculated(decimal),
    invoiceDiscountAllocation: calculated(decimal),
    netAmount: calculated(decimal),
    netTaxAmount: calculated(decimal),
    netAmountIncludingTax: calculated(decimal),
    expectedReceiptDate: date,
    itemVariantId: guid,
    locationId: guid,
  },
});

export interface DocumentModel {
  readonly set: string;
  readonly lineSet: string;
  readonly header: EntityType;
  readonly line: EntityType;
  /** The API's names for what the two kinds call differently. */
  readonly dateField: string;
  readonly numberField: string;
}

const models = new Map<string, DocumentModel>();

/** `nested`: whether lines may bring their dimensions along. */
export function documentModel(kind: DocumentKind, nested: boolean): DocumentModel {
  const name = `${kind} ${nested}`;
  const model = models.get(name) ?? makeModel(kind, nested);
  models.set(name, model);
  return model;
}

function makeModel(kind: DocumentKind, nested: boolean): DocumentModel {
  if (kind === 'invoice') {
    // Page 30047 lets the calculated amounts be sent and does nothing with them; 30084 refuses them.
    const lineType = line('purchaseInvoiceLine', nested, (field) => field);
    return {
      set: 'purchaseInvoices',
      lineSet: 'purchaseInvoiceLines',
      dateField: 'invoiceDate',
      numberField: 'vendorInvoiceNumber',
      line: lineType,
      header: {
        name: 'purchaseInvoice',
        order: 'number',
        key: 'id',
        navigation: {
          purchaseInvoiceLines: { type: () => lineType, many: true, deep: true },
          ...dimensionSetLines(nested),
        },
        fields: {
          ...head,
          invoiceDate: date,
          vendorInvoiceNumber: code(35),
          orderId: fixed(guid),
          orderNumber: fixed(code(20)),
          pricesIncludeTax: bool,
        },
      },
    };
  }
  const lineType = line('purchaseCreditMemoLine', nested, fixed);
  return {
    set: 'purchaseCreditMemos',
    lineSet: 'purchaseCreditMemoLines',
    dateField: 'creditMemoDate',
    numberField: 'vendorCreditMemoNumber',
    line: lineType,
    header: {
      name: 'purchaseCreditMemo',
      order: 'number',
      key: 'id',
      navigation: {
        purchaseCreditMemoLines: { type: () => lineType, many: true, deep: true },
        ...dimensionSetLines(nested),
      },
      fields: {
        ...withoutShipping(head),
        creditMemoDate: date,
        vendorCreditMemoNumber: code(35),
        paymentTermsId: guid,
        pricesIncludeTax: fixed(bool),
        invoiceId: guid,
        invoiceNumber: code(20),
      },
    },
  };
}

const withoutShipping = (fields: Record<string, Field>): Record<string, Field> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !name.startsWith('shipTo')));

export const generalLedgerEntry: EntityType = {
  name: 'generalLedgerEntry',
  order: 'entryNumber',
  key: 'id',
  navigation: dimensionSetLines(false),
  fields: readOnly({
    id: guid,
    entryNumber: int,
    postingDate: date,
    documentNumber: code(20),
    documentType: text(50),
    accountId: guid,
    accountNumber: code(20),
    description: text(100),
    debitAmount: decimal,
    creditAmount: decimal,
    additionalCurrencyDebitAmount: decimal,
    additionalCurrencyCreditAmount: decimal,
    lastModifiedDateTime: datetime,
  }),
};
