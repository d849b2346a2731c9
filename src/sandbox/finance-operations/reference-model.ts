import {
  days,
  decimals,
  defineType,
  type FoField,
  type FoType,
  ints,
  namespace,
  oneOf,
  texts,
  yesNo,
} from './model.ts';

/** Configuration that is only read: apis/dynamics-fo.md, sections 11 and 12. Lengths of codes are mostly 10. */

function list(set: string, name: string, keys: string, fields: Readonly<Record<string, FoField>>): FoType {
  const keyFields = texts(keys);
  return defineType({
    set,
    name,
    entity: `${name}Entity`,
    table: set,
    keys: Object.keys(keyFields),
    fields: { ...keyFields, ...fields },
  });
}

const accountTypes =
  'ProfitAndLoss Revenue Expense BalanceSheet Asset Liability Equity Total Reporting'.split(' ');

export const accountType = list('MainAccounts', 'MainAccount', 'ChartOfAccounts:60 MainAccountId:20', {
  ...texts('Name MainAccountCategory:20 ParentMainAccountId:20 DefaultCurrency:3'),
  MainAccountType: oneOf('DimensionLedgerAccountType', 'ProfitAndLoss', ...accountTypes),
  ...yesNo('IsSuspended DoNotAllowManualEntry'),
  ...days('ActiveFrom ActiveTo'),
  ...decimals('MainAccountRecId'),
});

const conversion = {
  ...decimals('Factor InnerOffset OuterOffset'),
  ...ints('Numerator Denominator'),
  Rounding: oneOf('UnitOfMeasureConversionRounding', 'Nearest', 'Nearest', 'Up', 'Down'),
};

/** Sets that the service offers, in the order in which it lists them. */
export const servedReferences: readonly FoType[] = [
  accountType,
  list('ChartOfAccounts', 'ChartOfAccounts', 'ChartOfAccounts:60', texts('Description')),
  list('FinancialDimensions', 'FinancialDimension', 'DimensionName', {
    ...texts('ReportColumnName'),
    ...yesNo('CopyValuesOnCreate'),
  }),
  list('FinancialDimensionValues', 'DimensionValue', 'FinancialDimension DimensionValue:30', {
    ...texts('Description'),
    ...yesNo('IsSuspended IsBlockedForManualEntry IsTotal'),
    ...days('ActiveFrom ActiveTo'),
  }),
  list('DimensionIntegrationFormats', 'DimensionIntegrationFormat', 'DimensionFormatName', {
    DimensionFormatType: oneOf(
      'DimensionHierarchyType',
      'DataEntityDefaultDimensionFormat',
      'DataEntityDefaultDimensionFormat',
      'DataEntityLedgerDimensionFormat',
    ),
    ...yesNo('IsActive'),
    ...texts('FinancialDimensionFormat:500'),
  }),
  list('DimensionParameters', 'DimensionParameters', 'Key:1', texts('DimensionSegmentDelimiter:20')),
  list('VendorGroups', 'VendorGroup', 'dataAreaId:4 VendorGroupId:10', {
    ...texts('Description DefaultPaymentTermName:10 DefaultTaxGroupCode:10'),
  }),
  list('Currencies', 'Currency', 'CurrencyCode:3', {
    ...texts('Name Symbol:5'),
    ...decimals('GeneralRoundingRule'),
  }),
  list('PaymentTerms', 'PaymentTerm', 'dataAreaId:4 Name:10', {
    ...texts('Description'),
    ...ints('NumberOfDays NumberOfMonths'),
    PaymentMethodType: oneOf('NetCurrent', 'Net', 'Net', 'CurrentMonth', 'COD'),
    ...yesNo('IsCashPayment'),
  }),
  list('TaxGroups', 'TaxGroup', 'dataAreaId:4 TaxGroupCode:10', {
    ...texts('Description'),
    RoundingBy: oneOf('TaxRoundBy', 'SalesTaxCode', 'SalesTaxCode', 'SalesTaxCodeCombination'),
  }),
  list('TaxItemGroupHeadings', 'TaxItemGroupHeading', 'dataAreaId:4 TaxItemGroup:10', texts('Name')),
  list('UnitsOfMeasure', 'UnitOfMeasure', 'UnitSymbol:10', {
    UnitClass: oneOf('UnitOfMeasureClass', 'Quantity', 'Quantity', 'Mass', 'Time'),
    ...ints('DecimalPrecision'),
    SystemOfUnits: oneOf('SystemOfUnits', 'None', 'None', 'Metric'),
    ...yesNo('IsBaseUnit'),
    ...texts('UnitDescription'),
  }),
  list(
    'UnitOfMeasureConversions',
    'UnitOfMeasureConversion',
    'FromUnitSymbol:10 ToUnitSymbol:10',
    conversion,
  ),
  list(
    'ProductSpecificUnitOfMeasureConversions',
    'ProductSpecificUnitOfMeasureConversion',
    'ProductNumber:70 FromUnitSymbol:10 ToUnitSymbol:10',
    conversion,
  ),
  list('LegalEntities', 'LegalEntity', 'LegalEntityId:4', {
    ...texts('Name:160 LanguageId:7 AddressCountryRegionId:10'),
    TimeZone: oneOf('Timezone', null, 'GMT_COORDINATEDUNIVERSALTIME'),
  }),
  list('OperationalSites', 'OperationalSite', 'dataAreaId:4 SiteId:10', {
    ...texts('SiteName'),
    SiteTimezone: oneOf('Timezone', null, 'GMT_COORDINATEDUNIVERSALTIME'),
  }),
  list('Warehouses', 'Warehouse', 'dataAreaId:4 WarehouseId:10', {
    ...texts('WarehouseName OperationalSiteId:10'),
    WarehouseType: oneOf('InventLocationType', 'Standard', 'Standard', 'Quarantine', 'Transit'),
  }),
  list('ProcurementProductCategories', 'ProcurementProductCategory', 'CategoryName:254', {
    ...texts('ProductCategoryHierarchyName:128'),
  }),
];

/** What values are checked against though no set shows it here. */
export const hiddenReferences: readonly FoType[] = [
  list('Languages', 'Language', 'LanguageId:7', {}),
  list('CountryRegions', 'CountryRegion', 'CountryRegionId:10', texts('ISOCode:2 Name')),
  list('PaymentMethods', 'PaymentMethod', 'dataAreaId:4 Name:10', {}),
  list('ItemModelGroups', 'ItemModelGroup', 'dataAreaId:4 ItemModelGroupId:10', yesNo('Stocked')),
  list('ProductGroups', 'ProductGroup', 'dataAreaId:4 ProductGroupId:10', {}),
  list('StorageDimensionGroups', 'StorageDimensionGroup', 'GroupName:10', yesNo('Site Warehouse')),
  list('TrackingDimensionGroups', 'TrackingDimensionGroup', 'GroupName:10', {}),
];

export const typeName = (type: FoType): string => type.name.slice(namespace.length + 1);
