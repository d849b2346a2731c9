import { z } from 'zod';
import { type Decimal, decimal } from '../../domain/decimal.ts';
import { type PlainDate, parsePlainDate } from '../../domain/time.ts';

/**
 * What we read of the data entities, in their own names (apis of recorded answers; Microsoft's Common Data Model,
 * core/operationsCommon). Empty strings are `''`, empty dates 1900-01-01, yes and no are the enum NoYes.
 */

const text = () =>
  z
    .string()
    .nullish()
    .transform((value) => value ?? '');
/** Companies are printed as `dat` on one row and `DAT` on the next. */
const company = () => z.string().transform((value) => value.trim().toLowerCase());
const amount = () =>
  z
    .union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)])
    .nullish()
    .transform((value): Decimal => decimal(value ?? 0));
/** As `amount`, where the site may not tell. */
const told = () =>
  z
    .number()
    .nullish()
    .transform((value): Decimal | undefined =>
      value === null || value === undefined ? undefined : decimal(value),
    );
const date = () =>
  z
    .string()
    .nullish()
    .transform((value): PlainDate | undefined => parsePlainDate(value));
const yesNo = () =>
  z
    .string()
    .nullish()
    .transform((value) => /^yes$/i.test(value ?? ''));

const tagged = { '@odata.etag': z.string().optional() };

export const legalEntity = z.object({ LegalEntityId: z.string(), Name: text() });

export const vendor = z.object({
  ...tagged,
  dataAreaId: company(),
  VendorAccountNumber: z.string(),
  VendorPartyNumber: text(),
  VendorOrganizationName: text(),
  CurrencyCode: text(),
  DefaultPaymentTermsName: text(),
  TaxExemptNumber: text(),
  OnHoldStatus: text(),
  OurAccountNumber: text(),
  PrimaryEmailAddress: text(),
  PrimaryPhoneNumber: text(),
  AddressStreet: text(),
  AddressCity: text(),
  AddressStateId: text(),
  AddressZipCode: text(),
  AddressCountryRegionId: text(),
});

export const releasedProduct = z.object({
  ...tagged,
  dataAreaId: company(),
  ItemNumber: z.string(),
  ProductNumber: z.string(),
  InventoryUnitSymbol: text(),
});

export const product = z.object({
  ...tagged,
  ProductNumber: z.string(),
  ProductName: text(),
  ProductType: text(),
  ProductSubType: text(),
});

export const mainAccount = z.object({
  MainAccountId: z.string(),
  Name: text(),
  MainAccountType: text(),
  IsSuspended: yesNo(),
  DoNotAllowManualEntry: yesNo(),
  ActiveFrom: date(),
  ActiveTo: date(),
});

export const orderLine = z.object({
  ...tagged,
  LineNumber: z.number(),
  ItemNumber: text(),
  ProcurementProductCategoryName: text(),
  MainAccountIdDisplayValue: text(),
  OrderedPurchaseQuantity: amount(),
  PurchaseUnitSymbol: text(),
  PurchasePrice: amount(),
  PurchasePriceQuantity: amount(),
  LineDiscountPercentage: amount(),
  LineAmount: told(),
  LineDescription: text(),
  SalesTaxGroupCode: text(),
  SalesTaxItemGroupCode: text(),
  DefaultLedgerDimensionDisplayValue: text(),
  ReceivingSiteId: text(),
  ReceivingWarehouseId: text(),
  PurchaseOrderLineStatus: text(),
});

export const orderHeader = z.object({
  ...tagged,
  PurchaseOrderNumber: z.string(),
  OrderVendorAccountNumber: text(),
  VendorOrderReference: text(),
  CurrencyCode: text(),
  PaymentTermsName: text(),
  AccountingDate: date(),
  RequestedDeliveryDate: date(),
  ArePricesIncludingSalesTax: yesNo(),
  DefaultReceivingSiteId: text(),
  DefaultReceivingWarehouseId: text(),
  PurchaseOrderStatus: text(),
  DocumentApprovalStatus: text(),
});

export const invoiceLine = z.object({
  ...tagged,
  InvoiceLineNumber: amount(),
  PurchaseOrder: text(),
  PurchLineNumber: amount(),
  ItemNumber: text(),
  ProcurementCategoryName: text(),
  ProcurementCategoryHierarchyName: text(),
  MainAccountDisplayValue: text(),
  ReceiveNow: amount(),
  Unit: text(),
  UnitPrice: amount(),
  PriceUnit: amount(),
  DiscountPercent: amount(),
  NetAmount: told(),
  LineDescription: text(),
  SalesTaxGroup: text(),
  ItemSalesTax: text(),
  DimensionDisplayValue: text(),
  InventorySiteId: text(),
  InventoryWarehouseId: text(),
});

export const invoiceHeader = z.object({
  ...tagged,
  HeaderReference: z.string(),
  InvoiceAccount: text(),
  InvoiceNumber: text(),
  InvoiceDate: date(),
  Date: date(),
  DueDate: date(),
  Currency: text(),
  TermsOfPayment: text(),
  PurchaseOrderNumber: text(),
  InvoiceDescription: text(),
  IsPricesIncludeSalesTax: yesNo(),
  ImportedAmount: amount(),
  ImportedSalesTax: amount(),
});

/** Rows of the small sets; each list takes the names that it has. */
export const named = z.looseObject({ ...tagged });

export type LegalEntityRow = z.output<typeof legalEntity>;
export type VendorRow = z.output<typeof vendor>;
export type ReleasedProductRow = z.output<typeof releasedProduct>;
export type ProductRow = z.output<typeof product>;
