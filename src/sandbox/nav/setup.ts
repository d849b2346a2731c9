import { decimal } from '../../domain/decimal.ts';
import { guidOf } from '../ids.ts';
import {
  accountFields,
  dimensionValueFields,
  genBatchFields,
  itemBatchFields,
  setupFields,
} from './card-fields.ts';
import { blankRow, type Kept } from './fields.ts';
import { type Coded, type Company, kept, type World } from './state.ts';

/** What a company has before anybody works in it: accounts, dimensions, posting set-up, journals, small tables. */
export function fillSetup(world: World, company: Company): void {
  const stamp = (kind: string, code: string): Kept =>
    kept(world, 'setup', guidOf(`nav ${company.id} ${kind} ${code}`));
  const coded = (kind: string, Code: string, Name: string): Coded => ({ ...stamp(kind, Code), Code, Name });
  company.setups.put({
    ...blankRow(setupFields),
    ...stamp('setup', ''),
    LCY_Code: 'GBP',
    Global_Dimension_1_Code: 'DEPARTMENT',
    Global_Dimension_2_Code: 'AREA',
    Shortcut_Dimension_3_Code: 'PROJECT',
  });
  for (const [No, Name, type, category, direct, posting, prod] of accounts)
    company.accounts.put({
      ...blankRow(accountFields),
      ...stamp('account', No),
      No,
      Name,
      Account_Type: type,
      Account_Category: category,
      Income_Balance: No < '6000' ? 'Balance Sheet' : 'Income Statement',
      Direct_Posting: direct,
      Blocked: No === '8990',
      Gen_Posting_Type: posting ?? ' ',
      Gen_Bus_Posting_Group: prod === undefined ? '' : 'DOMESTIC',
      Gen_Prod_Posting_Group: prod === undefined ? '' : 'RETAIL',
      VAT_Bus_Posting_Group: prod === undefined ? '' : 'DOMESTIC',
      VAT_Prod_Posting_Group: prod ?? '',
    });
  for (const [code, name, values] of dimensions) {
    company.dimensions.put(coded('dimension', code, name));
    for (const [value, valueName, type = 'Standard', blocked = false] of values)
      company.dimensionValues.put({
        ...blankRow(dimensionValueFields),
        ...stamp(`dimension ${code}`, value),
        Dimension_Code: code,
        Code: value,
        Name: valueName,
        Dimension_Value_Type: type,
        Blocked: blocked,
      });
  }
  fillPosting(company);
  fillJournals(company, stamp, coded);
  fillSmall(company, coded);
}

type Stamp = (kind: string, code: string) => Kept;
type MakeCoded = (kind: string, code: string, name: string) => Coded;

function fillPosting(company: Company): void {
  for (const [bus, prod, percent] of vatSetups)
    company.vatSetups.put({
      bus,
      prod,
      percent: decimal(percent),
      purchaseAccount: prod === 'VAT5' ? '5631' : '5630',
      salesAccount: '5610',
    });
  for (const [bus, adjustmentAccount] of businessGroups)
    for (const prod of ['RETAIL', 'SERVICES']) company.postingSetups.put({ bus, prod, adjustmentAccount });
  company.vendorGroups.put({ code: 'DOMESTIC', account: '5410' });
  company.vendorGroups.put({ code: 'FOREIGN', account: '5420' });
  company.customerGroups.put({ code: 'DOMESTIC', account: '2310' });
  company.customerGroups.put({ code: 'FOREIGN', account: '2320' });
  company.inventoryGroups.put({ code: 'RESALE', account: '2110' });
}

function fillJournals(company: Company, stamp: Stamp, coded: MakeCoded): void {
  for (const [code, name, kind] of templates)
    company.templates.put({
      ...coded('template', code, name),
      kind,
      forceDocBalance: true,
      incrementBatchName: false,
    });
  for (const [template, name] of genBatches)
    company.genBatches.put({
      ...blankRow(genBatchFields),
      ...stamp(`batch ${template}`, name),
      Journal_Template_Name: template,
      Name: name,
      Description: name,
      Copy_VAT_Setup_to_Jnl_Lines: true,
      approval: 'none',
    });
  for (const name of ['CIN7ITEM', 'DEFAULT'])
    company.itemBatches.put({
      ...blankRow(itemBatchFields),
      ...stamp('item batch', name),
      Journal_Template_Name: 'ITEM',
      Name: name,
      Description: name,
    });
}

function fillSmall(company: Company, coded: MakeCoded): void {
  for (const [code, name, places] of currencies)
    company.currencies.put({ ...coded('currency', code, name), places });
  for (const [currency, rate] of rates)
    company.rates.put({ currency, from: '2024-01-01', rate: decimal(rate) });
  for (const [code, name, days] of terms) company.paymentTerms.put({ ...coded('terms', code, name), days });
  for (const code of countries) company.countries.put(coded('country', code, code));
  for (const code of ['PCS', 'CASE', 'KG', 'BOTTLE', 'HOUR']) company.units.put(coded('unit', code, code));
  for (const [code, name, inTransit = false] of locations)
    company.locations.put({ ...coded('location', code, name), inTransit, binMandatory: false });
}

type AccountSetup = readonly [
  no: string,
  name: string,
  type: string,
  category: string,
  direct: boolean,
  posting?: string,
  prod?: string,
];

/** The last two: what a line with it starts with, where the batch copies it. */
const accounts: readonly AccountSetup[] = [
  ['1000', 'BALANCE SHEET', 'Heading', 'Assets', false],
  ['2110', 'Resale items', 'Posting', 'Assets', true],
  ['2120', 'Chilled stock', 'Posting', 'Assets', true],
  ['2310', 'Customers, domestic', 'Posting', 'Assets', false],
  ['2320', 'Customers, foreign', 'Posting', 'Assets', false],
  ['2910', 'Goods received, clearing', 'Posting', 'Assets', true],
  ['2990', 'TOTAL ASSETS', 'End-Total', 'Assets', false],
  ['5410', 'Vendors, domestic', 'Posting', 'Liabilities', false],
  ['5420', 'Vendors, foreign', 'Posting', 'Liabilities', false],
  ['5610', 'Sales VAT', 'Posting', 'Liabilities', true],
  ['5630', 'Purchase VAT 20 %', 'Posting', 'Liabilities', true],
  ['5631', 'Purchase VAT 5 %', 'Posting', 'Liabilities', true],
  ['6110', 'Sales, retail', 'Posting', 'Income', true, 'Sale', 'VAT20'],
  ['6120', 'Delivery charged', 'Posting', 'Income', true, 'Sale', 'VAT20'],
  ['7110', 'Purchases, retail', 'Posting', 'Cost of Goods Sold', true, 'Purchase', 'VAT20'],
  ['7140', 'Supplier rebates', 'Posting', 'Cost of Goods Sold', true],
  ['7270', 'Inventory adjustment', 'Posting', 'Cost of Goods Sold', true],
  ['7290', 'Cost of goods sold', 'Posting', 'Cost of Goods Sold', true],
  ['8130', 'Rent and storage', 'Posting', 'Expense', true, 'Purchase', 'VAT20'],
  ['8210', 'Inbound freight', 'Posting', 'Expense', true, 'Purchase', 'VAT20'],
  ['8215', 'Customs and duty', 'Posting', 'Expense', true],
  ['8240', 'Office supplies', 'Posting', 'Expense', true, 'Purchase', 'VAT20'],
  ['8310', 'Packaging materials', 'Posting', 'Expense', true],
  ['8410', 'Marketing and tastings', 'Posting', 'Expense', true, 'Purchase', 'VAT20'],
  ['8610', 'Professional services', 'Posting', 'Expense', true, 'Purchase', 'VAT20'],
  ['8990', 'Repairs (closed)', 'Posting', 'Expense', true],
  ['9150', 'Rounding differences', 'Posting', 'Expense', true],
  ['9990', 'TOTAL EXPENSES', 'Total', 'Expense', false],
];

type ValueSetup = readonly [code: string, name: string, type?: string, blocked?: boolean];

/** `SALES-WEB` begins with another value's code, as codes do in life. */
const dimensions: readonly (readonly [string, string, readonly ValueSetup[]])[] = [
  [
    'DEPARTMENT',
    'Department',
    [
      ['ADM', 'Administration'],
      ['ALL', 'All departments', 'Heading'],
      ['OLD', 'Old warehouse', 'Standard', true],
      ['PROD', 'Warehouse and packing'],
      ['SALES', 'Sales'],
      ['SALES-WEB', 'Sales, web shop'],
    ],
  ],
  [
    'AREA',
    'Area',
    [
      ['LONDON', 'London'],
      ['NORTH', 'North of England'],
      ['SCOTLAND', 'Scotland'],
    ],
  ],
  [
    'PROJECT',
    'Project',
    [
      ['E-COM', 'Web shop'],
      ['XMAS', 'Christmas hampers'],
    ],
  ],
];

const vatSetups = [
  ['DOMESTIC', 'VAT20', '20'],
  ['DOMESTIC', 'VAT5', '5'],
  ['DOMESTIC', 'VAT0', '0'],
  ['EU', 'VAT20', '0'],
  ['EU', 'VAT0', '0'],
  ['EXPORT', 'VAT0', '0'],
] as const;

/** General business posting groups and where the other side of an item journal goes. */
const businessGroups = [
  ['', '7270'],
  ['DOMESTIC', '7270'],
  ['EU', '7270'],
  ['EXPORT', '7270'],
  ['CIN7REC', '2910'],
  ['CIN7SHIP', '7290'],
  ['CIN7ADJ', '7270'],
] as const;

const templates = [
  ['GENERAL', 'General journals', 'general'],
  ['PURCHASES', 'Purchase journals', 'general'],
  ['ITEM', 'Item journals', 'item'],
] as const;

const genBatches = [
  ['GENERAL', 'CIN7PURCH'],
  ['GENERAL', 'CIN7SALES'],
  ['GENERAL', 'DEFAULT'],
  ['PURCHASES', 'DEFAULT'],
] as const;

const currencies = [
  ['EUR', 'Euro', 2],
  ['USD', 'US dollar', 2],
  ['JPY', 'Japanese yen', 0],
] as const;

/** Not Cin7's rates, as in life; JPY has none. */
const rates = [
  ['EUR', '0.8642'],
  ['USD', '0.7911'],
] as const;

const terms = [
  ['7 DAYS', 'Net 7 days', 7],
  ['14 DAYS', 'Net 14 days', 14],
  ['30 DAYS', 'Net 30 days', 30],
  ['60 DAYS', 'Net 60 days', 60],
  ['CM+1M', 'End of next month', 'end of next month'],
  ['COD', 'Cash on delivery', 0],
] as const;

const countries = ['GB', 'IE', 'FR', 'IT', 'ES', 'PT', 'DE', 'NL', 'BE', 'GR', 'US', 'JP'];

/** Nothing can be posted on a location that is used as in-transit; `WAY` is an ordinary one for goods on the way. */
const locations: readonly (readonly [string, string, boolean?])[] = [
  ['MAIN', 'Main warehouse'],
  ['SHOWROOM', 'Showroom London'],
  ['WAY', 'On the way'],
  ['OWN LOG.', 'Own logistics', true],
];
