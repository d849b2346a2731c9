import {
  createOnly,
  days,
  decimals,
  defineType,
  ints,
  keys,
  mandatory,
  oneOf,
  readOnly,
  texts,
  yesNo,
} from './model.ts';

/** Purchase orders: apis/dynamics-fo.md, section 9. */

const address =
  'DeliveryAddressName DeliveryAddressDescription DeliveryAddressStreet:250 DeliveryAddressCity DeliveryAddressCountyId:10 ' +
  'DeliveryAddressStateId:10 DeliveryAddressZipCode:10 DeliveryAddressCountryRegionId:10';

const purchStatus = (name: string) => ({
  [name]: {
    ...oneOf('PurchStatus', 'None', 'None', 'Backorder', 'Received', 'Invoiced', 'Canceled'),
    readOnly: true,
  },
});

export const orderLineType = defineType({
  set: 'PurchaseOrderLinesV2',
  name: 'PurchaseOrderLineV2',
  entity: 'PurchPurchaseOrderLineV2Entity',
  table: 'Purchase order lines (PurchLine)',
  keys: ['dataAreaId', 'PurchaseOrderNumber', 'LineNumber'],
  fields: {
    ...keys('dataAreaId:4'),
    ...mandatory(keys('PurchaseOrderNumber:20')),
    ...mandatory(createOnly(ints('LineNumber'))),
    ...texts('ItemNumber:20 ProcurementProductCategoryName:254 LineDescription:1000 ExternalItemNumber:20'),
    ...decimals('OrderedPurchaseQuantity PurchasePrice LineDiscountPercentage LineDiscountAmount LineAmount'),
    ...decimals('MultilineDiscountPercentage MultilineDiscountAmount FixedPriceCharges'),
    PurchasePriceQuantity: { type: 'decimal', initial: '1' },
    ...yesNo('CalculateLineAmount', 'Yes'),
    ...texts(
      'PurchaseUnitSymbol:10 SalesTaxGroupCode:10 SalesTaxItemGroupCode:10 MainAccountIdDisplayValue:500',
    ),
    ...texts('DefaultLedgerDimensionDisplayValue:500 ReceivingSiteId:10 ReceivingWarehouseId:10 Barcode:80'),
    ...texts(
      'CustomerReference RequesterPersonnelNumber:25 ProjectId:20 ItemBatchNumber:20 ItemSerialNumber:20',
    ),
    ...texts(address),
    ...days('RequestedDeliveryDate ConfirmedDeliveryDate RequestedShippingDate ConfirmedShippingDate'),
    ...yesNo('OverrideSalesTax IsPartialDeliveryPrevented IsLineStopped'),
    ...purchStatus('PurchaseOrderLineStatus'),
    ...readOnly(texts('InventoryLotId:20 FormattedDelveryAddress:250')),
    ...readOnly(yesNo('IsDeleted')),
    WorkflowState: {
      ...oneOf('PurchReqWorkflowState', 'NotSubmitted', 'NotSubmitted', 'Submitted'),
      readOnly: true,
    },
  },
  references: {
    ItemNumber: ['ReleasedProductsV2', 'Item number', 'Released products'],
    ProcurementProductCategoryName: [
      'ProcurementProductCategories',
      'Procurement category',
      'Procurement categories',
    ],
    PurchaseUnitSymbol: ['UnitsOfMeasure', 'Unit', 'Units'],
    SalesTaxGroupCode: ['TaxGroups', 'Sales tax group', 'Sales tax groups'],
    SalesTaxItemGroupCode: ['TaxItemGroupHeadings', 'Item sales tax group', 'Item sales tax groups'],
    ReceivingSiteId: ['OperationalSites', 'Site', 'Sites'],
    ReceivingWarehouseId: ['Warehouses', 'Warehouse', 'Warehouses'],
    DeliveryAddressCountryRegionId: ['CountryRegions', 'Country/region', 'Country/region'],
  },
});

export const orderType = defineType({
  set: 'PurchaseOrderHeadersV2',
  name: 'PurchaseOrderHeaderV2',
  entity: 'PurchPurchaseOrderHeaderV2Entity',
  table: 'Purchase orders (PurchTable)',
  keys: ['dataAreaId', 'PurchaseOrderNumber'],
  fields: {
    ...keys('dataAreaId:4 PurchaseOrderNumber:20'),
    ...mandatory(createOnly(texts('OrderVendorAccountNumber:20'))),
    ...texts('InvoiceVendorAccountNumber:20 PurchaseOrderName:100 CurrencyCode:3 LanguageId:7'),
    ...texts('VendorOrderReference PaymentTermsName:10 SalesTaxGroupCode:10 VendorPaymentMethodName:10'),
    ...texts(
      'DefaultReceivingSiteId:10 DefaultReceivingWarehouseId:10 DefaultLedgerDimensionDisplayValue:500',
    ),
    ...texts('DeliveryTermsId:10 DeliveryModeId:10 OrdererPersonnelNumber:25 RequesterPersonnelNumber:25'),
    ...texts(
      'PurchaseOrderPoolId:10 BuyerGroupId:14 ContactPersonId:20 AttentionInformation Email:255 URL:255',
    ),
    ...texts('ReasonCode:10 ReasonComment CashDiscountCode:10 TaxExemptNumber:20 VendorPostingProfileId:10'),
    ...texts(address),
    ...days('RequestedDeliveryDate ConfirmedDeliveryDate AccountingDate FixedDueDate RequestedShipDate'),
    ...decimals('TotalDiscountPercentage CashDiscountPercentage'),
    ...yesNo('ArePricesIncludingSalesTax OverrideSalesTax IsDeliveredDirectly'),
    ...purchStatus('PurchaseOrderStatus'),
    DocumentApprovalStatus: {
      ...oneOf(
        'VersioningDocumentState',
        'Approved',
        'Draft',
        'InReview',
        'Rejected',
        'Approved',
        'InExternalReview',
        'Confirmed',
        'Finalized',
      ),
      readOnly: true,
    },
    ...readOnly(yesNo('IsChangeManagementActive IsOneTimeVendor')),
    ...readOnly(texts('FormattedDeliveryAddress:250 FormattedInvoiceAddress:250')),
  },
  references: {
    OrderVendorAccountNumber: ['VendorsV2', 'Vendor account', 'Vendors'],
    InvoiceVendorAccountNumber: ['VendorsV2', 'Invoice account', 'Vendors'],
    CurrencyCode: ['Currencies', 'Currency', 'Currency'],
    LanguageId: ['Languages', 'Language', 'Language'],
    PaymentTermsName: ['PaymentTerms', 'Terms of payment', 'Terms of payment'],
    SalesTaxGroupCode: ['TaxGroups', 'Sales tax group', 'Sales tax groups'],
    DefaultReceivingSiteId: ['OperationalSites', 'Site', 'Sites'],
    DefaultReceivingWarehouseId: ['Warehouses', 'Warehouse', 'Warehouses'],
    DeliveryAddressCountryRegionId: ['CountryRegions', 'Country/region', 'Country/region'],
  },
  navigation: { PurchaseOrderLinesV2: { type: () => orderLineType, many: true } },
});
