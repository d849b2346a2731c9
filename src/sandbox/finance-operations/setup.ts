import { decimal } from '../../domain/decimal.ts';
import { putAll, putReference, type Rows } from './lists.ts';
import { accountType } from './reference-model.ts';
import type { Company, Fields } from './rows.ts';
import { newRow, tableOf, type World } from './state.ts';

/** Configuration that is there from the start, so that an empty sandbox can be written to. */

export const defaultChart = 'Shared';

const accounts: Rows = [
  ['110110', 'Bank account', 'Asset'],
  ['130100', 'Trade debtors', 'Asset'],
  ['140200', 'Finished goods', 'Asset'],
  ['140210', 'Chilled goods', 'Asset'],
  ['140300', 'Returnable packaging', 'Asset'],
  ['200100', 'Trade creditors', 'Liability'],
  ['501200', 'Purchase rebates', 'Expense'],
  ['601500', 'Carriage inwards', 'Expense'],
  ['601510', 'Customs and duty', 'Expense'],
  ['605100', 'General expenses', 'Expense'],
  ['606100', 'Advertising', 'Expense'],
  ['606200', 'Professional fees', 'Expense'],
  ['607100', 'Rent and storage', 'Expense'],
];

/** None of these can be booked on. */
const unusable: readonly Fields[] = [
  { MainAccountId: '140999', Name: 'Total stock', MainAccountType: 'Total' },
  { MainAccountId: '605900', Name: 'Sundries (old)', MainAccountType: 'Expense', IsSuspended: 'Yes' },
  {
    MainAccountId: '200190',
    Name: 'Purchase accrual',
    MainAccountType: 'Liability',
    DoNotAllowManualEntry: 'Yes',
  },
  {
    MainAccountId: '605800',
    Name: 'Coronation stock',
    MainAccountType: 'Expense',
    ActiveTo: '2023-12-31T12:00:00Z',
  },
];

const categories: Rows = [
  ['Freight'],
  ['Customs'],
  ['Professional services'],
  ['Marketing'],
  ['Storage'],
  ['Packaging'],
  ['Miscellaneous'],
].map(([name = '']) => [name, 'Procurement']);

/** What all companies share. */
export function fillShared(world: World): void {
  const all = (set: string, names: string, rows: Rows) => putAll(world, set, '', names, rows);
  all('ChartOfAccounts', 'ChartOfAccounts Description', [[defaultChart, 'Shared chart of accounts']]);
  for (const [i, [MainAccountId = '', Name = '', MainAccountType = '']] of accounts.entries())
    putAccount(world, { MainAccountId, Name, MainAccountType, MainAccountRecId: decimal(22565420910 + i) });
  for (const fields of unusable) putAccount(world, fields);
  all('FinancialDimensions', 'DimensionName', [['BusinessUnit'], ['Department'], ['CostCenter']]);
  all('FinancialDimensionValues', 'FinancialDimension DimensionValue Description IsSuspended', [
    ['BusinessUnit', '001', 'Wholesale'],
    ['BusinessUnit', '002', 'Showroom'],
    ['BusinessUnit', '009', 'Mail order (closed)', 'Yes'],
    ['Department', '022', 'Sales and marketing'],
    ['Department', '023', 'Warehouse'],
    ['Department', '024', 'Administration'],
    ['CostCenter', '007', 'Deliveries'],
  ]);
  setFormats(world, ['BusinessUnit', 'Department']);
  all('DimensionParameters', 'Key DimensionSegmentDelimiter', [['0', '-']]);
  all('Currencies', 'CurrencyCode Name Symbol', [
    ['GBP', 'Pound sterling', '£'],
    ['EUR', 'Euro', '€'],
    ['USD', 'US dollar', '$'],
  ]);
  all('UnitsOfMeasure', 'UnitSymbol UnitDescription', [
    ['ea', 'Each'],
    ['pcs', 'Pieces'],
    ['case', 'Case'],
    ['kg', 'Kilogram'],
    ['btl', 'Bottle'],
    ['hr', 'Hour'],
  ]);
  all('ProcurementProductCategories', 'CategoryName ProductCategoryHierarchyName', categories);
  all('Languages', 'LanguageId', [['en-US'], ['en-GB'], ['fr'], ['de'], ['es'], ['it']]);
  all('CountryRegions', 'CountryRegionId ISOCode Name', countries);
  all('StorageDimensionGroups', 'GroupName Site Warehouse', [
    ['SiteWH', 'Yes', 'No'],
    ['SiteOnly', 'Yes', 'No'],
  ]);
  all('TrackingDimensionGroups', 'GroupName', [['None'], ['Batch']]);
}

const countries: Rows = [
  ['GBR', 'GB', 'United Kingdom'],
  ['IRL', 'IE', 'Ireland'],
  ['FRA', 'FR', 'France'],
  ['DEU', 'DE', 'Germany'],
  ['ESP', 'ES', 'Spain'],
  ['ITA', 'IT', 'Italy'],
  ['GRC', 'GR', 'Greece'],
  ['USA', 'US', 'United States'],
];

export const putAccount = (world: World, fields: Fields) =>
  tableOf(world, accountType.set).put(
    newRow(world, accountType, '', 'setup', { ChartOfAccounts: defaultChart, ...fields }),
  );

/** The active formats for dimensions; without names none is active. */
export function setFormats(world: World, names: readonly string[] | undefined, delimiter = '-'): void {
  const put = (name: string, type: string, segments: readonly string[]) =>
    putReference(world, 'DimensionIntegrationFormats', '', {
      DimensionFormatName: name,
      DimensionFormatType: type,
      IsActive: names === undefined ? 'No' : 'Yes',
      FinancialDimensionFormat: segments.join(delimiter),
    });
  put('Default dimensions', 'DataEntityDefaultDimensionFormat', names ?? []);
  put('Ledger accounts', 'DataEntityLedgerDimensionFormat', ['MainAccount', ...(names ?? [])]);
}

/** What a company has of its own. */
export function fillCompany(world: World, company: Company): void {
  const all = (set: string, names: string, rows: Rows) => putAll(world, set, company.id, names, rows);
  putReference(world, 'LegalEntities', '', {
    LegalEntityId: company.id.toUpperCase(),
    Name: company.name,
    LanguageId: 'en-US',
    AddressCountryRegionId: company.country,
  });
  all('VendorGroups', 'VendorGroupId Description DefaultPaymentTermName', [
    ['10', 'Trade vendors', 'Net30'],
    ['20', 'Service vendors', 'Net14'],
    ['Constructi', 'Construction'],
  ]);
  all('TaxGroups', 'TaxGroupCode Description', [
    ['DOM', 'Domestic'],
    ['EU', 'European Union'],
    ['EXEMPT', 'Exempt'],
  ]);
  all('TaxItemGroupHeadings', 'TaxItemGroup Name', [
    ['FULL', 'Standard rate'],
    ['RED', 'Reduced rate'],
    ['ZERO', 'Zero rate'],
  ]);
  for (const [Name, Description, days, months, cash] of terms)
    putReference(world, 'PaymentTerms', company.id, {
      Name,
      Description,
      NumberOfDays: days,
      NumberOfMonths: months,
      IsCashPayment: cash ? 'Yes' : 'No',
      PaymentMethodType: cash ? 'COD' : months > 0 ? 'CurrentMonth' : 'Net',
    });
  all('OperationalSites', 'SiteId SiteName', [
    ['1', 'Main site'],
    ['2', 'Showroom'],
  ]);
  all('Warehouses', 'WarehouseId WarehouseName OperationalSiteId', [
    ['11', 'Main warehouse', '1'],
    ['12', 'Overflow', '1'],
    ['21', 'Showroom', '2'],
  ]);
  all('PaymentMethods', 'Name', [['BACS'], ['CHEQUE']]);
  all('ItemModelGroups', 'ItemModelGroupId Stocked', [
    ['FIFO', 'Yes'],
    ['SERVICE', 'No'],
  ]);
  all('ProductGroups', 'ProductGroupId', [['Goods'], ['Services']]);
}

const terms: readonly (readonly [string, string, number, number, boolean])[] = [
  ['COD', 'Cash on delivery', 0, 0, true],
  ['Net7', 'Net 7 days', 7, 0, false],
  ['Net14', 'Net 14 days', 14, 0, false],
  ['Net30', 'Net 30 days', 30, 0, false],
  ['Net60', 'Net 60 days', 60, 0, false],
  ['EOM1', 'End of next month', 0, 1, false],
];
