import type { FieldType, ListOf, Shape, Simple } from './shapes.ts';
import { namespaces } from './xml.ts';

/** Request objects in the schema's order (apis/dynamics-gp.md, section 4; S7). */

const shape = (name: string, fields: Shape['fields'], more: Partial<Shape> = {}): Shape => ({
  name,
  fields,
  ...more,
});
const list = (item: string, of: FieldType): ListOf => ({ item, of });

const companyKey = shape('CompanyKey', { Id: 'int' }, { ns: namespaces.dynamics });
const organizationKey = shape('OrganizationKey', {}, { ns: namespaces.dynamics, abstract: [companyKey] });

export const context = shape(
  'Context',
  {
    WorkOnBehalfOf: 'string',
    OrganizationKey: organizationKey,
    CultureName: 'string',
    CurrencyType: 'string',
    RoleKey: 'opaque',
    TenantName: 'string',
  },
  { ns: namespaces.dynamics },
);

const key = (name: string): Shape => shape(name, { CompanyKey: companyKey, Id: 'string' });
export const vendorKey = key('VendorKey');
export const itemKey = key('ItemKey');
export const payablesKey = key('PayablesDocumentKey');
export const receiptKey = key('PurchaseTransactionKey');
const accountKey = shape('GLAccountNumberKey', {
  CompanyKey: companyKey,
  Id: 'string',
  IsEncrypted: 'boolean',
});
const currencyKey = shape('CurrencyKey', { ISOCode: 'string' });
export const batchKey = shape('BatchKey', {
  CompanyKey: companyKey,
  Source: 'string',
  Id: 'string',
  CreatedDateTime: 'dateTime',
});
export const itemVendorKey = shape('ItemVendorKey', {
  CompanyKey: companyKey,
  ItemKey: itemKey,
  VendorKey: vendorKey,
});

const money = shape('MoneyAmount', { Currency: 'string', Value: 'decimal', DecimalDigits: 'int' });
/** Of distributions: declared as the base type, so that they must name theirs. */
const amount = shape(
  'Amount',
  {},
  { abstract: [money, shape('Percent', { Value: 'decimal', DecimalDigits: 'int' })] },
);
const quantity = shape('Quantity', { Value: 'decimal', DecimalDigits: 'int' });

const distribution = (name: string, documentKey: FieldType): Shape =>
  shape(name, {
    DistributionTypeKey: shape('DistributionTypeKey', { CompanyKey: companyKey, Id: 'int' }),
    Reference: 'string',
    GLAccountKey: accountKey,
    DebitAmount: amount,
    CreditAmount: amount,
    Key: shape(
      `${name}Key`,
      { CompanyKey: companyKey, PayablesDocumentKey: documentKey, SequenceNumber: 'int' },
      { unordered: true },
    ),
    CompanyKey: companyKey,
    PostingDate: 'dateTime',
    IsPosted: 'boolean',
  });

const payablesTax = shape(
  'PayablesTax',
  {
    Key: shape('PayablesTaxKey', {
      PayablesDocumentKey: payablesKey,
      TaxDetailKey: key('TaxDetailKey'),
    }),
    TaxableAmount: money,
    TotalAmount: money,
    TaxAmount: money,
    IsBackoutTax: 'boolean',
  },
  { unordered: true },
);

const payablesDocument: Shape['fields'] = {
  Key: payablesKey,
  VendorDocumentNumber: 'string',
  DocumentAmount: money,
  Date: 'dateTime',
  GeneralLedgerPostingDate: 'dateTime',
  PurchasesAmount: money,
  Description: 'string',
  TradeDiscountAmount: money,
  TaxAmount: money,
  FreightAmount: money,
  Amount1099: money,
  MiscellaneousAmount: money,
  PONumber: 'string',
  ExchangeRate: 'decimal',
  ExchangeDate: 'dateTime',
  Type: 'string',
  TransactionState: 'string',
  VendorName: 'string',
  ChargeAmount: money,
  ModifiedBy: 'string',
  ModifiedDate: 'dateTime',
  PostedBy: 'string',
  PostedDate: 'dateTime',
  TaxDate: 'dateTime',
  AuditTrailCode: 'string',
  IsVoided: 'boolean',
  IsIntercompanyTransaction: 'boolean',
  HasIntercompanyDistributions: 'boolean',
  BatchKey: batchKey,
  VendorKey: vendorKey,
  AddressKey: 'opaque',
  RemitToAddressKey: 'opaque',
  TaxScheduleKey: key('TaxScheduleKey'),
  ShippingMethodKey: key('ShippingMethodKey'),
  PurchaseTaxScheduleKey: key('TaxScheduleKey'),
  FreightTaxScheduleKey: key('TaxScheduleKey'),
  MiscellaneousTaxScheduleKey: key('TaxScheduleKey'),
  CurrencyKey: currencyKey,
  Distributions: list('PayablesDistribution', distribution('PayablesDistribution', payablesKey)),
  Taxes: list('PayablesTax', payablesTax),
};

export const payablesInvoice = shape('PayablesInvoice', {
  ...payablesDocument,
  Terms: 'opaque',
  WriteoffAmount: money,
  Payment: 'opaque',
  TotalPayments: money,
  PaymentTermsKey: key('PaymentTermsKey'),
});

export const payablesCreditMemo = shape('PayablesCreditMemo', payablesDocument);

const receiptLine = shape('PurchaseReceiptLine', {
  Key: 'opaque',
  PurchaseOrderKey: receiptKey,
  ItemKey: itemKey,
  ItemDescription: 'string',
  VendorItemNumber: 'string',
  VendorItemDescription: 'string',
  ActualShipDate: 'dateTime',
  InventoryGLAccountKey: accountKey,
  UofM: 'string',
  UnitCost: money,
  ExtendedCost: money,
  IsNonInventory: 'boolean',
  BillOfLadingNumber: 'string',
  QuantityShipped: quantity,
  LandedCostGroupKey: key('LandedCostGroupKey'),
  WarehouseKey: key('WarehouseKey'),
  ProjectKey: key('ProjectKey'),
  CostCategoryKey: 'opaque',
  PurchaseOrderLineKey: 'opaque',
  QuantityRejected: quantity,
  Lots: 'opaque',
  Serials: 'opaque',
  Bins: 'opaque',
});

/** Not a `Distribution` of the general kind: other names, another order, and amounts that need no type (WSDL). */
const purchaseDistribution = shape('PurchaseDistribution', {
  Key: 'opaque',
  GLAccountKey: accountKey,
  CreditAmount: money,
  DebitAmount: money,
  Reference: 'string',
  DistributionTypeKey: shape('DistributionTypeKey', { CompanyKey: companyKey, Id: 'int' }),
  AuditTrailCode: 'string',
});

export const purchaseReceipt = shape('PurchaseReceipt', {
  Key: receiptKey,
  VendorDocumentNumber: 'string',
  Date: 'dateTime',
  ActualShipDate: 'dateTime',
  BatchKey: batchKey,
  VendorKey: vendorKey,
  VendorName: 'string',
  Reference: 'string',
  Subtotal: money,
  CreatedBy: 'string',
  CurrencyKey: currencyKey,
  ExchangeRate: 'decimal',
  ExchangeDate: 'dateTime',
  RemitToAddressKey: 'opaque',
  GeneralLedgerPostingDate: 'dateTime',
  PostedDate: 'dateTime',
  PostedBy: 'string',
  CreatedDate: 'dateTime',
  ModifiedDate: 'dateTime',
  TransactionState: 'string',
  TotalLandedCostAmount: money,
  AuditTrailCode: 'string',
  UserDefined: 'opaque',
  Distributions: list('PurchaseDistribution', purchaseDistribution),
  Lines: list('PurchaseReceiptLine', receiptLine),
});

export const itemVendor = shape(
  'ItemVendor',
  { Key: itemVendorKey, VendorItemNumber: 'string', VendorItemDescription: 'string' },
  { unordered: true },
);

export const policy = shape(
  'Policy',
  {
    Key: shape('PolicyKey', { CompanyKey: companyKey, Id: 'guid' }),
    Behaviors: 'opaque',
    Name: 'string',
    RootBusinessObjectName: 'string',
  },
  { unordered: true },
);

/** Restrictions: a derived type's fields come after its base's. */
const restriction = (of: Simple): Shape =>
  shape('Restriction', {
    EqualValue: of,
    NotEqualValue: of,
    Items: list(of, of),
    From: of,
    To: of,
    GreaterThan: of,
    LessThan: of,
    ...(of === 'string' ? { Like: of } : {}),
  });
const text = restriction('string');
const date = restriction('dateTime');
const flag = shape('Restriction', { EqualValue: 'boolean', NotEqualValue: 'boolean' });
const oneOf = (item: string): Shape =>
  shape('Restriction', { EqualValue: 'string', NotEqualValue: 'string', Items: list(item, 'string') });

const criteria = (name: string, fields: Shape['fields']): Shape =>
  shape(name, { ...fields, Scope: 'string' }, { unordered: true });

export const vendorCriteria = criteria('VendorCriteria', {
  IsOnHold: flag,
  IsActive: flag,
  IsOneTime: flag,
  Id: text,
  Name: text,
  ClassId: text,
  State: text,
  PhoneNumber: text,
  CreatedDate: date,
  ModifiedDate: date,
});
export const itemCriteria = criteria('ItemCriteria', {
  Id: text,
  Description: text,
  ClassId: text,
  CreatedDate: date,
  ModifiedDate: date,
  Type: oneOf('ItemType'),
  IsDiscontinued: flag,
});
export const accountCriteria = criteria('GLAccountCriteria', {
  CreatedDate: date,
  ModifiedDate: date,
  IsActive: flag,
  GLAccountId: text,
  Description: text,
  Alias: text,
  AccountType: oneOf('GLAccountSummaryType'),
});
export const currencyCriteria = criteria('CurrencyCriteria', {
  ISOCode: text,
  Id: text,
  Description: text,
  LastModifiedDate: date,
});
export const companyCriteria = criteria('CompanyCriteria', { Id: restriction('int'), Name: text });
export const payablesCriteria = criteria('PayablesInvoiceCriteria', {
  DocumentId: text,
  Date: date,
  VendorId: text,
  BatchId: text,
  ModifiedDate: date,
  TransactionState: oneOf('PayablesTransactionState'),
  Type: oneOf('PayablesDocumentType'),
});
export const receiptCriteria = criteria('PurchaseReceiptCriteria', {
  Id: text,
  Date: date,
  VendorId: text,
  BatchId: text,
  ModifiedDate: date,
  TransactionState: oneOf('PurchaseReceiptTransactionState'),
});
export const batchCriteria = criteria('BatchCriteria', { Id: text, Source: text });
