import { decimal } from '../../domain/decimal.ts';
import type { PlainDate } from '../../domain/time.ts';
import { guidOf } from '../ids.ts';
import type { Account, Coded, Stamped } from './rows.ts';
import { type Company, stamped, type World } from './state.ts';

/** What a company has before anybody works in it: chart of accounts, dimensions, taxes, terms, units, currencies. */
export function fillSetup(world: World, company: Company): void {
  const stamp = (kind: string, code: string): Stamped =>
    stamped(world, 'setup', guidOf(`${company.id} ${kind} ${code}`));
  const coded = (kind: string, code: string, displayName: string, more: Coded['more'] = {}): Coded => ({
    ...stamp(kind, code),
    code,
    displayName,
    more,
  });
  company.setups.put({
    ...stamp('setup', ''),
    localCurrencyCode: 'GBP',
    allowPostingFrom: '',
    allowPostingTo: '',
    shortcutDimensions: ['DEPARTMENT', 'AREA'],
    userPostingFrom: '',
    userPostingTo: '',
  });
  for (const [number, displayName, accountType, category, directPosting, taxGroupCode] of accounts)
    company.accounts.put({
      ...stamp('account', number),
      number,
      displayName,
      accountType,
      category,
      subCategory: '',
      blocked: number === '60500',
      directPosting,
      taxGroupCode,
    });
  for (const [code, displayName, percent, vatIdentifier, account] of taxGroups)
    company.taxGroups.put({
      ...coded('tax group', code, displayName, { taxType: 'VAT' }),
      percent: decimal(percent),
      vatIdentifier,
      account,
    });
  for (const [code, displayName, values] of dimensions) {
    company.dimensions.put(coded('dimension', code, displayName, { consolidationCode: '' }));
    for (const [value, name] of Object.entries(values))
      company.dimensionValues.put({ ...coded(`dimension value ${code}`, value, name), dimension: code });
  }
  for (const [code, name, standard] of units)
    company.unitsOfMeasure.put(
      coded('unit', code, name, { internationalStandardCode: standard, symbol: '' }),
    );
  for (const [code, name, symbol, precision] of currencies)
    company.currencies.put(
      coded('currency', code, name, {
        symbol,
        amountDecimalPlaces: precision === 1 ? '0:0' : '2:2',
        amountRoundingPrecision: precision,
      }),
    );
  for (const [code, name, formula] of terms)
    company.paymentTerms.put(
      coded('terms', code, name, {
        dueDateCalculation: formula,
        discountDateCalculation: '',
        discountPercent: 0,
        calculateDiscountOnCreditMemos: false,
      }),
    );
  for (const [code, name] of methods) company.paymentMethods.put(coded('method', code, name));
  for (const [code, name] of countries)
    company.countriesRegions.put(coded('country', code, name, { addressFormat: '' }));
  for (const [code, name] of locations) company.locations.put(coded('location', code, name));
  for (const [code, name] of categories) company.itemCategories.put(coded('category', code, name));
  for (const [currency, rate] of rates)
    company.rates.put({ currency, from: '2020-01-01' as PlainDate, rate: decimal(rate) });
  company.defaultDimensions.put({
    ...stamp('mandatory', '50400'),
    parentType: 'Account',
    parent: '50400',
    dimension: 'DEPARTMENT',
    value: '',
    postingValidation: 'Code_x0020_Mandatory',
  });
}

/** Number, name, type, category, direct posting, tax group that a line starts with. */
const accounts: readonly (readonly [string, string, Account['accountType'], string, boolean, string])[] = [
  ['0310', 'Packaging materials', 'Posting', 'Expense', true, 'STANDARD'],
  ['10000', 'ASSETS', 'Begin_x002D_Total', 'Assets', false, ''],
  ['10600', 'Prepaid duty', 'Posting', 'Assets', true, 'ZERO'],
  ['10700', 'Inventory', 'Posting', 'Assets', true, 'STANDARD'],
  ['10710', 'Inventory (interim)', 'Posting', 'Assets', false, 'STANDARD'],
  ['10720', 'Chilled inventory', 'Posting', 'Assets', true, 'STANDARD'],
  ['10999', 'Total Assets', 'End_x002D_Total', 'Assets', false, ''],
  ['20100', 'Accounts payable, domestic', 'Posting', 'Liabilities', false, ''],
  ['20200', 'Accounts payable, foreign', 'Posting', 'Liabilities', false, ''],
  ['22400', 'Purchase VAT 20 %', 'Posting', 'Liabilities', false, ''],
  ['22410', 'Purchase VAT 5 %', 'Posting', 'Liabilities', false, ''],
  ['50000', 'COST OF GOODS', 'Heading', 'Cost_x0020_of_x0020_Goods_x0020_Sold', false, ''],
  ['50100', 'Purchases, resale', 'Posting', 'Cost_x0020_of_x0020_Goods_x0020_Sold', true, 'STANDARD'],
  ['50200', 'Supplier rebates', 'Posting', 'Cost_x0020_of_x0020_Goods_x0020_Sold', true, 'STANDARD'],
  ['50400', 'Inbound freight', 'Posting', 'Cost_x0020_of_x0020_Goods_x0020_Sold', true, 'STANDARD'],
  ['50410', 'Customs and duty', 'Posting', 'Cost_x0020_of_x0020_Goods_x0020_Sold', true, 'ZERO'],
  ['50900', 'Total cost of goods', 'Total', 'Cost_x0020_of_x0020_Goods_x0020_Sold', false, ''],
  ['60100', 'Rent and storage', 'Posting', 'Expense', true, 'STANDARD'],
  ['60200', 'Office supplies', 'Posting', 'Expense', true, 'STANDARD'],
  ['60300', 'Marketing and tastings', 'Posting', 'Expense', true, 'STANDARD'],
  ['60400', 'Professional services', 'Posting', 'Expense', true, 'STANDARD'],
  ['60500', 'Repairs (closed)', 'Posting', 'Expense', true, 'STANDARD'],
  ['60900', 'Total expenses', 'Total', 'Expense', false, ''],
  ['80100', 'Rounding differences', 'Posting', 'Expense', true, 'ZERO'],
];

/**
 * Code, name, percent, VAT identifier, account. In a VAT country a line is written with the code and read back with
 * the identifier (AL source: codeunit 5529, SetTaxGroupIdAndCode), so the two differ here.
 */
const taxGroups = [
  ['STANDARD', 'Standard rate', '20', 'VAT20', '22400'],
  ['REDUCED', 'Reduced rate', '5', 'VAT5', '22410'],
  ['ZERO', 'Zero rated and exempt', '0', 'VAT0', '22400'],
] as const;

const dimensions: readonly (readonly [string, string, Record<string, string>])[] = [
  ['DEPARTMENT', 'Department', { ADM: 'Administration', PROD: 'Warehouse and packing', SALES: 'Sales' }],
  ['AREA', 'Area', { LONDON: 'London', NORTH: 'North of England', SCOTLAND: 'Scotland' }],
  ['PROJECT', 'Project', { XMAS: 'Christmas hampers', 'E-COM': 'Web shop' }],
];

const units = [
  ['PCS', 'Piece', 'EA'],
  ['CASE', 'Case', 'CS'],
  ['KG', 'Kilogram', 'KGM'],
  ['BOTTLE', 'Bottle', 'BO'],
  ['HOUR', 'Hour', 'HUR'],
  ['PALLET', 'Pallet', 'PF'],
] as const;

const currencies = [
  ['EUR', 'Euro', '€', 0.01],
  ['USD', 'US dollar', '$', 0.01],
  ['JPY', 'Japanese yen', '¥', 1],
] as const;

const terms = [
  ['7 DAYS', 'Net 7 days', '7D'],
  ['14 DAYS', 'Net 14 days', '14D'],
  ['30 DAYS', 'Net 30 days', '30D'],
  ['60 DAYS', 'Net 60 days', '60D'],
  ['CM+1M', 'End of next month', 'CM+1M'],
  ['COD', 'Cash on delivery', '0D'],
] as const;

const methods = [
  ['BANK', 'Bank transfer'],
  ['CARD', 'Card'],
] as const;

const countries = [
  ['GB', 'Great Britain'],
  ['IE', 'Ireland'],
  ['FR', 'France'],
  ['IT', 'Italy'],
  ['ES', 'Spain'],
  ['PT', 'Portugal'],
  ['DE', 'Germany'],
  ['NL', 'Netherlands'],
  ['BE', 'Belgium'],
  ['GR', 'Greece'],
  ['US', 'USA'],
  ['JP', 'Japan'],
  ['TR', 'Turkey'],
] as const;

const locations = [
  ['MAIN', 'Main warehouse'],
  ['SHOWROOM', 'Showroom London'],
  ['TRANSIT', 'In transit'],
] as const;

const categories = [
  ['DRY', 'Dry goods'],
  ['CHILLED', 'Chilled'],
  ['DRINKS', 'Drinks'],
  ['SERVICES', 'Services'],
] as const;

/** Local currency per one unit; not Cin7's rates, as in life. JPY has none. */
const rates = [
  ['EUR', '0.8642'],
  ['USD', '0.7911'],
] as const;
