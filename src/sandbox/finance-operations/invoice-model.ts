import type { Navigation } from '../odata/model.ts';
import {
  createOnly,
  days,
  decimals,
  defineType,
  type FoType,
  ints,
  keys,
  mandatory,
  oneOf,
  readOnly,
  texts,
  yesNo,
} from './model.ts';

/**
 * Vendor invoices that are not posted yet: apis/dynamics-fo.md, section 10. How long a HeaderReference may be is a
 * guess: 40, the length of a GUID in braces.
 */

const reviewStatus = (name: string) => ({
  [name]: {
    ...oneOf('VendInvoiceRequestStatus', 'Draft', 'Draft', 'Submitted', 'Approved', 'Rejected'),
    readOnly: true,
  },
});

const lineNavigation: Record<string, Navigation> = {
  VendorInvoiceHeader: { type: (): FoType => invoiceType, many: false },
};

export const invoiceLineType: FoType = defineType({
  set: 'VendorInvoiceLines',
  name: 'VendorInvoiceLine',
  entity: 'VendorInvoiceLineEntity',
  table: 'Vendor invoice lines (VendInvoiceInfoLine)',
  keys: ['dataAreaId', 'HeaderReference', 'InvoiceLineNumber'],
  fields: {
    ...keys('dataAreaId:4'),
    ...mandatory(keys('HeaderReference:40')),
    ...mandatory(createOnly(decimals('InvoiceLineNumber'))),
    ...texts('InvoiceAccount:20 VendorAccount:20 PurchaseOrder:20 ItemNumber:20 ItemName:1000'),
    ...ints('PurchLineNumber BudgetReservationLineNumber'),
    ...texts('ProcurementCategoryName:254 ProcurementCategoryHierarchyName:128 LineDescription:1000 Unit:10'),
    ...decimals('ReceiveNow InventNow UnitPrice Discount DiscountPercent Amount NetAmount'),
    ...decimals('MultilineDiscount MultilineDiscountPercentage ChargesOnPurchases Percentage'),
    PriceUnit: { type: 'decimal', initial: '1' },
    ...texts('SalesTaxGroup:10 ItemSalesTax:10 MainAccountDisplayValue:500 DimensionDisplayValue:500'),
    ...texts('InventorySiteId:10 InventoryWarehouseId:10 ItemBatchNumber:20 Currency:3 DeliveryName'),
    ...yesNo('OverrideSalesTax CloseForReceipt ChangeQuantityManually'),
    LineType: oneOf('PurchInvoiceLineType', 'Standard', 'Standard', 'Quantity', 'Amount'),
    ...reviewStatus('VendorInvoiceLineReviewStatus'),
    ...readOnly(decimals('RemainBefore RemainAfter OriginalDeliverRemainder LineNumber')),
  },
  references: {
    ItemNumber: ['ReleasedProductsV2', 'Item number', 'Released products'],
    ProcurementCategoryName: [
      'ProcurementProductCategories',
      'Procurement category',
      'Procurement categories',
    ],
    Unit: ['UnitsOfMeasure', 'Unit', 'Units'],
    SalesTaxGroup: ['TaxGroups', 'Sales tax group', 'Sales tax groups'],
    ItemSalesTax: ['TaxItemGroupHeadings', 'Item sales tax group', 'Item sales tax groups'],
    InventorySiteId: ['OperationalSites', 'Site', 'Sites'],
    InventoryWarehouseId: ['Warehouses', 'Warehouse', 'Warehouses'],
    Currency: ['Currencies', 'Currency', 'Currency'],
  },
  navigation: lineNavigation,
});

export const invoiceType: FoType = defineType({
  set: 'VendorInvoiceHeaders',
  name: 'VendorInvoiceHeader',
  entity: 'VendorInvoiceHeaderEntity',
  table: 'Vendor invoice headers (VendInvoiceInfoTable)',
  keys: ['dataAreaId', 'HeaderReference'],
  fields: {
    ...keys('dataAreaId:4 HeaderReference:40'),
    ...mandatory(createOnly(texts('InvoiceAccount:20'))),
    ...mandatory(texts('InvoiceNumber:20')),
    ...texts('VendorAccount:20 Currency:3 DocumentNumber:20 InvoiceDescription:255 Comment:1000'),
    ...texts(
      'PurchaseOrderNumber:20 PurchIdRange:255 PackingslipRange:255 TermsOfPayment:10 MethodOfPayment:10',
    ),
    ...texts(
      'SalesTaxGroup:10 DimensionDisplayValue:500 Site:10 Warehouse:10 PostingProfile:10 DeliveryName',
    ),
    ...days('InvoiceDate Date DueDate InvoiceReceivedDate CashDiscountDate'),
    ...decimals('ImportedAmount ImportedSalesTax'),
    ...yesNo('IsPricesIncludeSalesTax IsOnHold HeaderOnlyImport OverrideSalesTax'),
    VendorInvoiceType: oneOf('VendInvoiceType', 'Standard', 'Standard', 'Prepayment'),
    ...readOnly(yesNo('IsApproved')),
    ...reviewStatus('VendorInvoiceReviewStatus'),
    ...readOnly(texts('VendorName:100')),
  },
  references: {
    InvoiceAccount: ['VendorsV2', 'Invoice account', 'Vendors'],
    VendorAccount: ['VendorsV2', 'Vendor account', 'Vendors'],
    Currency: ['Currencies', 'Currency', 'Currency'],
    PurchaseOrderNumber: ['PurchaseOrderHeadersV2', 'Purchase order', 'Purchase orders'],
    TermsOfPayment: ['PaymentTerms', 'Terms of payment', 'Terms of payment'],
    MethodOfPayment: ['PaymentMethods', 'Method of payment', 'Methods of payment - vendors'],
    SalesTaxGroup: ['TaxGroups', 'Sales tax group', 'Sales tax groups'],
    Site: ['OperationalSites', 'Site', 'Sites'],
    Warehouse: ['Warehouses', 'Warehouse', 'Warehouses'],
  },
  navigation: { VendorInvoiceLine: { type: () => invoiceLineType, many: true } },
});
