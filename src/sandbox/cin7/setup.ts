import type { JsonObject } from '../exchange.ts';
import { guidOf } from '../ids.ts';
import type { ReferenceListName, World } from './state.ts';

/** What an account has before anybody works in it: chart of accounts, tax rules, terms, units, locations. */
export function fillSetup(world: World): void {
  for (const [code, name, type, accountClass, system = null, status = 'ACTIVE'] of accounts)
    world.references.accounts.put({
      key: code,
      Code: code,
      Name: name,
      Type: type,
      Class: accountClass,
      Status: status,
      Description: null,
      SystemAccount: system,
      SystemAccountCode:
        system === 'Accounts payable' ? 'CREDITORS' : system === 'Accounts receivable' ? 'DEBTORS' : null,
      ForPayments: type === 'BANK',
      DisplayName: `${code}: ${name}`,
      OldCode: null,
      Currency: null,
    });
  for (const [name, percent, purchase, saleRule, active = true] of taxRules)
    put(world, 'taxRules', name, {
      Account: '820',
      IsActive: active,
      TaxInclusive: false,
      TaxPercent: percent,
      IsTaxForSale: saleRule,
      IsTaxForPurchase: purchase,
      Components: [
        { Name: name, Percent: percent.toFixed(10), AccountCode: '820', Compound: false, ComponentOrder: 1 },
      ],
    });
  for (const [name, Duration, Method, active = true] of terms)
    put(world, 'paymentTerms', name, { Duration, Method, IsActive: active, IsDefault: name === '30 days' });
  for (const name of ['Each', 'Case', 'Kg', 'Bottle', 'Hour', 'Item']) put(world, 'units', name);
  for (const name of ['Dry goods', 'Chilled', 'Drinks', 'Services']) put(world, 'categories', name);
  for (const name of ['Larder & Vine', 'Casa Verde', 'Highland']) put(world, 'brands', name);
  for (const [name, isDefault, isDeprecated = false] of locations)
    put(world, 'locations', name, {
      IsDefault: isDefault,
      IsDeprecated: isDeprecated,
      Bins: [],
      ParentID: null,
    });
  for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    world.references.priceTiers.put({ key: String(n), Code: n, Name: `Tier ${n}` });
  put(world, 'attributeSets', 'ERP', {
    Attribute1Name: 'Vendor number',
    Attribute1Type: 'Text',
    Attribute1Values: '',
    Attributes: [],
  });
}

/** Ids of reference rows are the same in every run. */
function put(world: World, list: ReferenceListName, Name: string, more: JsonObject = {}): void {
  const ID = guidOf(`cin7 ${list} ${Name}`);
  world.references[list].put({ ...more, key: ID, ID, Name });
}

type AccountSetup = readonly [
  code: string,
  name: string,
  type: string,
  accountClass: string,
  system?: string | null,
  status?: string,
];

const accounts: readonly AccountSetup[] = [
  ['090', 'Business Bank Account', 'BANK', 'ASSET'],
  ['0310', 'Packaging materials', 'EXPENSE', 'EXPENSE'],
  ['200', 'Sales', 'REVENUE', 'REVENUE'],
  ['310', 'Inventory', 'CURRENT', 'ASSET'],
  ['311', 'Chilled inventory', 'CURRENT', 'ASSET'],
  ['320', 'Cost of Goods Sold', 'DIRECTCOSTS', 'EXPENSE'],
  ['330', 'Supplier rebates', 'DIRECTCOSTS', 'EXPENSE'],
  ['425', 'Freight & Courier', 'EXPENSE', 'EXPENSE'],
  ['426', 'Customs & Duty', 'EXPENSE', 'EXPENSE'],
  ['429', 'General Expenses', 'EXPENSE', 'EXPENSE'],
  ['441', 'Professional Fees', 'EXPENSE', 'EXPENSE'],
  ['453', 'Office Expenses', 'EXPENSE', 'EXPENSE'],
  ['469', 'Storage Rent', 'EXPENSE', 'EXPENSE'],
  ['480', 'Tasting Events', 'EXPENSE', 'EXPENSE'],
  ['499', 'Old Sundries', 'EXPENSE', 'EXPENSE', null, 'ARCHIVED'],
  ['610', 'Accounts Receivable', 'CURRENT', 'ASSET', 'Accounts receivable'],
  ['800', 'Accounts Payable', 'CURRLIAB', 'LIABILITY', 'Accounts payable'],
  ['820', 'VAT', 'CURRLIAB', 'LIABILITY'],
  ['825', 'Other Payables', 'CURRLIAB', 'LIABILITY'],
];

type TaxSetup = readonly [name: string, percent: number, purchase: boolean, sale: boolean, active?: boolean];

const taxRules: readonly TaxSetup[] = [
  ['Tax on Purchases', 20, true, false],
  ['Reduced Rate Purchases', 5, true, false],
  ['Tax Exempt', 0, true, true],
  ['Tax on Sales', 20, false, true],
  ['Old Purchase Tax', 17.5, true, false, false],
];

type TermSetup = readonly [name: string, duration: number, method: string, active?: boolean];

const terms: readonly TermSetup[] = [
  ['COD', 0, 'number of days'],
  ['7 days', 7, 'number of days'],
  ['14 days', 14, 'number of days'],
  ['30 days', 30, 'number of days'],
  ['60 days', 60, 'number of days'],
  ['End of next month', 1, 'last day of next month'],
  ['90 days', 90, 'number of days', false],
];

const locations: readonly (readonly [name: string, isDefault: boolean, isDeprecated?: boolean])[] = [
  ['Main Warehouse', true],
  ['Showroom', false],
  ['Old Barn', false, true],
];
