import { type Decimal, decimal } from '../../domain/decimal.ts';
import { dateOf, type PlainDate } from '../../domain/time.ts';
import type { AccountRow } from './rows.ts';
import type { Company, World } from './state.ts';

/** What a company has before anybody works in it. Two years of months around today are open. */
export function fillSetup(world: World, company: Company): void {
  for (const [number, description, type = 'PostingAccount', allowEntry = true, active = true] of accounts)
    company.accounts.put({ number, description, type, allowEntry, active });
  for (const [iso, id, description, decimals, rate, access = true] of currencies)
    company.currencies.put({ iso, id, description, decimals, access, rate, calculation: 'multiply' });
  for (const [id, description] of terms) company.paymentTerms.put({ id, description });
  for (const [id, description] of taxDetails) company.taxDetails.put({ id, description });
  for (const [id, description] of sites) company.sites.put({ id, description });
  const [year = 2026] = dateOf(world.now()).split('-').map(Number);
  for (let month = -12; month < 24; month++)
    company.periods.put({ from: day(year, month, 1), to: day(year, month + 1, 0), closed: false });
}

const day = (year: number, month: number, date: number): PlainDate =>
  new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10) as PlainDate;

type AccountSetup = readonly [
  number: string,
  description: string,
  type?: AccountRow['type'],
  entry?: boolean,
  active?: boolean,
];

const accounts: readonly AccountSetup[] = [
  ['000-1300-00', 'Inventory - Control', 'PostingAccount', false],
  ['000-1300-01', 'Inventory - Retail'],
  ['000-1300-02', 'Inventory - Chilled'],
  ['000-1310-00', 'Prepaid Duty'],
  ['000-2100-00', 'Accounts Payable'],
  ['000-2110-00', 'Accounts Payable - Foreign'],
  ['000-2111-00', 'Accrued Purchases'],
  ['000-2300-00', 'VAT Input 20 %'],
  ['000-2310-00', 'VAT Input 5 %'],
  ['000-4500-00', 'Purchases'],
  ['000-4600-00', 'Purchases Discounts Taken'],
  ['000-4610-00', 'Supplier Rebates'],
  ['000-4730-00', 'Purchase Price Variance'],
  ['000-6100-00', 'Rent and Storage'],
  ['000-6200-00', 'Office Supplies'],
  ['000-6300-00', 'Marketing and Tastings'],
  ['000-6400-00', 'Professional Services'],
  ['000-6500-00', 'Freight In'],
  ['000-6510-00', 'Customs and Duty'],
  ['000-6600-00', 'Packaging Materials'],
  ['000-6700-00', 'Miscellaneous Charges'],
  ['000-6999-00', 'Repairs (closed)', 'PostingAccount', true, false],
  ['000-9010-00', 'Number of Pallets', 'UnitAccount'],
];

type CurrencySetup = readonly [string, string, string, number, Decimal | undefined, boolean?];

/** Rates in the functional currency per one unit; not Cin7's, as in life. */
const currencies: readonly CurrencySetup[] = [
  ['GBP', 'Z-UK', 'Pounds Sterling', 2, undefined],
  ['EUR', 'Z-EURO', 'Euros', 2, decimal('0.8642')],
  ['USD', 'Z-US$', 'US Dollars', 2, decimal('0.7911')],
  ['JPY', 'Z-YEN', 'Japanese Yen', 0, decimal('0.0052')],
  ['AUD', 'Z-AUD', 'Australian Dollars', 2, undefined, false],
] satisfies readonly CurrencySetup[];

const terms = [
  ['NET 7', 'Net 7 days'],
  ['NET 14', 'Net 14 days'],
  ['NET 30', 'Net 30 days'],
  ['NET 60', 'Net 60 days'],
  ['EOM+1', 'End of next month'],
  ['COD', 'Cash on delivery'],
] as const;

const taxDetails = [
  ['VAT-P20', 'Purchases, 20 %'],
  ['VAT-P5', 'Purchases, 5 %'],
  ['VAT-P0', 'Purchases, exempt'],
] as const;

const sites = [
  ['MAIN', 'Main warehouse'],
  ['SHOWROOM', 'Showroom'],
] as const;
