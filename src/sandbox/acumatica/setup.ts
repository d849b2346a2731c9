import { decimal } from '../../domain/decimal.ts';
import type { PlainDate } from '../../domain/time.ts';
import { guidOf } from '../ids.ts';
import type { ListName } from './model-lists.ts';
import { addYear } from './people-periods.ts';
import type { ListRow, Stamped, Values } from './rows.ts';
import { type Site, stamped, type World } from './state.ts';

/** What a tenant has before anybody works in it. */
export function fillSetup(world: World, site: Site): void {
  const stamp = (kind: string, code: string): Stamped =>
    stamped(world, 'setup', guidOf(`${site.tenant} ${kind} ${code}`));
  const put = (list: ListName, key: string, values: Values, details: ListRow['details'] = {}) =>
    site.lists[list].put({ ...stamp(list, key), key, values, details });

  for (const [i, [code, description, type, active = true]] of accounts.entries())
    put('Account', code, {
      AccountCD: code,
      AccountID: 1000 + i,
      Description: description,
      Type: type,
      AccountClass: type.toUpperCase(),
      Active: active,
      CashAccount: code === '10200',
      PostOption: 'Detail',
      RequireUnits: false,
      UseDefaultSubaccount: false,
    });
  for (const [i, [code, description, active = true]] of subaccounts.entries())
    put('Subaccount', code, {
      SubaccountCD: code,
      SubaccountID: 500 + i,
      Description: description,
      Active: active,
      Secured: false,
    });
  for (const [code, description, rate] of taxes)
    put(
      'Tax',
      code,
      {
        TaxID: code,
        Description: description,
        TaxType: 'VAT',
        CalculateOn: 'Exclusive Line-Level',
        TaxClaimableAccount: '22400',
        TaxPayableAccount: '22500',
      },
      { TaxSchedule: [{ TaxID: code, RevisionID: 1, TaxRate: rate, StartDate: '2015-01-01' }] },
    );
  for (const [code, description, taxIds] of zones)
    put(
      'TaxZone',
      code,
      { TaxZoneID: code, Description: description },
      { ApplicableTaxes: taxIds.map((TaxID) => ({ TaxID })) },
    );
  for (const [code, description, taxIds, active = true] of categories)
    put(
      'TaxCategory',
      code,
      { TaxCategoryID: code, Description: description, Active: active, ExcludeListedTaxes: false },
      { Details: taxIds.map((TaxID) => ({ TaxID })) },
    );
  for (const [code, description, more] of vendorClasses)
    put('VendorClass', code, { ClassID: code, Description: description, ...more });
  for (const [code, description, symbol, places] of currencies)
    put('Currency', code, {
      CurrencyID: code,
      Description: description,
      CurrencySymbol: symbol,
      DecimalPrecision: places,
      Active: true,
      UseForAccounting: true,
    });
  for (const [code, description] of [
    ['BACS', 'Bank transfer'],
    ['CARD', 'Card'],
  ] as const)
    put('PaymentMethod', code, {
      PaymentMethodID: code,
      Description: description,
      Active: true,
      UseInAP: true,
    });
  put('Ledger', 'ACTUAL', { LedgerID: 'ACTUAL', Description: 'Actual', Currency: 'GBP', Type: 'Actual' });
  for (const [code, description, active = true] of warehouses)
    put(
      'Warehouse',
      code,
      { WarehouseID: code, Description: description, Active: active, ReceivingLocationID: 'R1' },
      { Locations: [{ LocationID: 'R1', Description: 'Receiving', Active: true, ReceiptsAllowed: true }] },
    );
  for (const [code, description] of units)
    site.units.put({
      ...stamp('unit', code),
      key: code,
      values: { UnitID: code, Description: description, FromUOM: code, ToUOM: code, ConversionFactor: 1 },
      details: {},
    });
  put('NonStockItem', 'CIN7ITEM', {
    InventoryID: 'CIN7ITEM',
    Description: 'Goods bought through Cin7',
    ItemStatus: 'Active',
    ItemClass: 'ALLOTHER',
    ItemType: 'Non-Stock Item',
    TaxCategory: 'STANDARD',
    BaseUnit: 'EACH',
    PurchaseUnit: 'EACH',
    SalesUnit: 'EACH',
    ExpenseAccount: '10700',
    ExpenseSubaccount: '000-000',
  });
  for (const [code, name, active = true] of branches) site.branches.put({ code, name, active });
  for (const code of countries) site.countries.put({ code, name: code, active: true });
  for (const [code, name, days, endOfNextMonth = false, active = true] of terms)
    site.terms.put({ code, name, days, endOfNextMonth, active });
  const year = Number(world.now().slice(0, 4));
  for (const one of [year - 1, year, year + 1]) addYear(world, site, one, 'setup');
  for (const [currency, rate] of rates)
    site.rates.put({ currency, from: '2020-01-01' as PlainDate, rate: decimal(rate) });
  site.counters.put({ name: 'VENDOR', last: 600 });
}

const accounts: readonly (readonly [code: string, description: string, type: string, active?: boolean])[] = [
  ['0310', 'Packaging materials', 'Expense'],
  ['10200', 'Company Checking Account', 'Asset'],
  ['10600', 'Prepaid duty', 'Asset'],
  ['10700', 'Inventory', 'Asset'],
  ['10720', 'Chilled inventory', 'Asset'],
  ['20100', 'Accounts payable', 'Liability'],
  ['22400', 'VAT claimable', 'Asset'],
  ['22500', 'VAT payable', 'Liability'],
  ['50200', 'Supplier rebates', 'Expense'],
  ['50400', 'Inbound freight', 'Expense'],
  ['50410', 'Customs and duty', 'Expense'],
  ['60100', 'Rent and storage', 'Expense'],
  ['60200', 'Office supplies', 'Expense'],
  ['60300', 'Marketing and tastings', 'Expense'],
  ['60400', 'Professional services', 'Expense'],
  ['60500', 'Repairs (closed)', 'Expense', false],
  ['80100', 'Rounding differences', 'Expense'],
];

const subaccounts: readonly (readonly [code: string, description: string, active?: boolean])[] = [
  ['000-000', 'Default'],
  ['ADM-000', 'Administration'],
  ['PRD-000', 'Warehouse and packing'],
  ['SAL-000', 'Sales'],
  ['OLD-000', 'Old department', false],
];

const taxes = [
  ['VAT20', 'Standard rate', 20],
  ['VAT5', 'Reduced rate', 5],
  ['VAT0', 'Zero rate', 0],
] as const;

const zones = [
  ['DOMESTIC', 'United Kingdom', ['VAT20', 'VAT5', 'VAT0']],
  ['FOREIGN', 'Outside of the United Kingdom', ['VAT0']],
] as const;

const categories: readonly (readonly [string, string, readonly string[], boolean?])[] = [
  ['STANDARD', 'Standard rate', ['VAT20']],
  ['REDUCED', 'Reduced rate', ['VAT5']],
  ['ZERO', 'Zero rate', ['VAT0']],
  ['EXEMPT', 'Exempt', []],
  ['OLD', 'No longer used', ['VAT20'], false],
];

const vendorClasses: readonly (readonly [string, string, Values])[] = [
  ['DEFAULT', 'Suppliers', { Terms: '30D', TaxZone: 'DOMESTIC', EnableCurrencyOverride: false }],
  ['FOREIGN', 'Foreign suppliers', { Terms: '60D', TaxZone: 'FOREIGN', EnableCurrencyOverride: true }],
];

const currencies = [
  ['GBP', 'Pound sterling', '£', 2],
  ['EUR', 'Euro', '€', 2],
  ['USD', 'US dollar', '$', 2],
  ['JPY', 'Japanese yen', '¥', 0],
] as const;

const warehouses: readonly (readonly [string, string, boolean?])[] = [
  ['MAIN', 'Main warehouse'],
  ['SHOWROOM', 'Showroom London'],
  ['BARN', 'Old barn', false],
];

const units = [
  ['EACH', 'Each'],
  ['CASE', 'Case'],
  ['KG', 'Kilogram'],
  ['BOTTLE', 'Bottle'],
  ['HOUR', 'Hour'],
  ['PALLET', 'Pallet'],
] as const;

const branches: readonly (readonly [string, string, boolean?])[] = [
  ['MAIN', 'Larder & Vine Ltd'],
  ['LONDON', 'Larder & Vine London'],
  ['OLD', 'Closed branch', false],
];

const countries = ['GB', 'IE', 'FR', 'IT', 'ES', 'PT', 'DE', 'NL', 'BE', 'GR', 'US', 'JP', 'TR', 'AU'];

const terms: readonly (readonly [string, string, number, boolean?, boolean?])[] = [
  ['COD', 'Cash on delivery', 0],
  ['7D', 'Net 7 days', 7],
  ['14D', 'Net 14 days', 14],
  ['30D', 'Net 30 days', 30],
  ['60D', 'Net 60 days', 60],
  ['EONM', 'End of next month', 0, true],
  ['90D', 'Net 90 days', 90, false, false],
];

/** Base units per one unit; not Cin7's rates, as in life. JPY has none. */
const rates = [
  ['EUR', '0.8642'],
  ['USD', '0.7911'],
] as const;
