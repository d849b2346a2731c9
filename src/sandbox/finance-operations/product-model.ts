import {
  createOnly,
  days,
  decimals,
  defineType,
  type FoField,
  ints,
  keys,
  mandatory,
  oneOf,
  texts,
  yesNo,
} from './model.ts';

/** Products: apis/dynamics-fo.md, section 8. A shared product, its releases to companies, and the way to make both. */

const kind: Readonly<Record<string, FoField>> = {
  ProductType: oneOf('EcoResProductType', 'Item', 'Item', 'Service'),
  ProductSubType: oneOf('EcoResProductSubtype', 'Product', 'Product', 'ProductMaster'),
  ServiceType: oneOf('EcoResProductServiceType', 'NotSpecified', 'NotSpecified', 'SubcontractedService'),
};

const groups = texts(
  'ProductDimensionGroupName:10 StorageDimensionGroupName:10 TrackingDimensionGroupName:10',
);

const sharedFields: Readonly<Record<string, FoField>> = {
  ...mandatory(texts('ProductName')),
  ...texts('ProductSearchName:20 ProductDescription:1000'),
  ...createOnly(kind),
  ...createOnly({ VariantConfigurationTechnology: configuration() }),
  ...yesNo('IsCatchWeightProduct IsProductKit'),
  ...texts('RetailProductCategoryname:254'),
  ...ints('WarrantyDurationTime'),
};

function configuration(): FoField {
  return oneOf(
    'EcoResVariantConfigurationTechnologyType',
    'None',
    'None',
    'PredefinedVariants',
    'ConstraintBased',
  );
}

export const productType = defineType({
  set: 'ProductsV2',
  name: 'ProductV2',
  entity: 'EcoResProductV2Entity',
  table: 'Products (EcoResProduct)',
  keys: ['ProductNumber'],
  fields: { ...keys('ProductNumber:70'), ...sharedFields, ...createOnly(groups) },
});

const units = 'InventoryUnitSymbol:10 PurchaseUnitSymbol:10 SalesUnitSymbol:10 BOMUnitSymbol:10';

const unitReferences = {
  InventoryUnitSymbol: ['UnitsOfMeasure', 'Inventory unit', 'Units'],
  PurchaseUnitSymbol: ['UnitsOfMeasure', 'Purchase unit', 'Units'],
  SalesUnitSymbol: ['UnitsOfMeasure', 'Sales unit', 'Units'],
  BOMUnitSymbol: ['UnitsOfMeasure', 'BOM unit', 'Units'],
} as const;

const groupReferences = {
  ItemModelGroupId: ['ItemModelGroups', 'Item model group', 'Item model groups'],
  ProductGroupId: ['ProductGroups', 'Item group', 'Item groups'],
  StorageDimensionGroupName: [
    'StorageDimensionGroups',
    'Storage dimension group',
    'Storage dimension groups',
  ],
  TrackingDimensionGroupName: [
    'TrackingDimensionGroups',
    'Tracking dimension group',
    'Tracking dimension groups',
  ],
} as const;

const taxReferences = {
  SalesSalesTaxItemGroupCode: ['TaxItemGroupHeadings', 'Item sales tax group', 'Item sales tax groups'],
  PurchaseSalesTaxItemGroupCode: ['TaxItemGroupHeadings', 'Item sales tax group', 'Item sales tax groups'],
} as const;

/** The groups and the four units are named by everybody who creates products: nothing stands in for one left out. */
export const releasedCreationType = defineType({
  set: 'ReleasedProductCreationsV2',
  name: 'ReleasedProductCreationV2',
  entity: 'EcoResReleasedProductCreationV2Entity',
  table: 'Released products (InventTable)',
  keys: ['dataAreaId', 'ItemNumber'],
  fields: {
    ...keys('dataAreaId:4'),
    ...mandatory(keys('ItemNumber:20 ProductNumber:70')),
    ...sharedFields,
    ...texts('SearchName:20 ProductGroupId:10 InventoryReservationHierarchyName:10'),
    ...mandatory(
      texts(`ItemModelGroupId:10 StorageDimensionGroupName:10 TrackingDimensionGroupName:10 ${units}`),
    ),
    ...texts('ProductDimensionGroupName:10 SalesSalesTaxItemGroupCode:10 PurchaseSalesTaxItemGroupCode:10'),
  },
  references: { ...unitReferences, ...groupReferences, ...taxReferences },
});

/** No name and no description here, only the search names. */
export const releasedType = defineType({
  set: 'ReleasedProductsV2',
  name: 'ReleasedProductV2',
  entity: 'EcoResReleasedProductV2Entity',
  table: 'Released products (InventTable)',
  keys: ['dataAreaId', 'ItemNumber'],
  fields: {
    ...keys('dataAreaId:4'),
    ...mandatory(keys('ItemNumber:20 ProductNumber:70')),
    ...texts('ProductSearchName:20 SearchName:20 ProductGroupId:10 ItemModelGroupId:10'),
    ...createOnly(kind),
    ...createOnly(groups),
    ...texts(units),
    ...decimals(
      'PurchasePrice SalesPrice UnitCost NetProductWeight TareProductWeight GrossDepth ProductVolume',
    ),
    PurchasePriceQuantity: { type: 'decimal', initial: '1' },
    SalesPriceQuantity: { type: 'decimal', initial: '1' },
    ...days('PurchasePriceDate SalesPriceDate UnitCostDate'),
    ...texts('PurchaseSalesTaxItemGroupCode:10 SalesSalesTaxItemGroupCode:10 PrimaryVendorAccountNumber:20'),
    ...texts('DefaultLedgerDimensionDisplayValue:500 ProductLifecycleStateId:20 OriginCountryRegionId:10'),
    ...texts(
      'BuyerGroupId:14 BarcodeSetupId:10 IntrastatCommodityCode:16 InventoryReservationHierarchyName:10',
    ),
    ...yesNo(
      'IsCatchWeightProduct IsPhantom IsPurchasePriceAutomaticallyUpdated IsUnitCostAutomaticallyUpdated',
    ),
  },
  references: {
    ...unitReferences,
    ...groupReferences,
    ...taxReferences,
    PrimaryVendorAccountNumber: ['VendorsV2', 'Vendor', 'Vendors'],
    OriginCountryRegionId: ['CountryRegions', 'Country/region', 'Country/region'],
  },
});
