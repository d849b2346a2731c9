import type { Bill } from '../../../src/domain/bill.ts';
import { decimal } from '../../../src/domain/decimal.ts';
import type { Party } from '../../../src/domain/party.ts';
import type { Product } from '../../../src/domain/product.ts';
import type { PurchaseLine, Totals } from '../../../src/domain/purchase.ts';
import type { PlainDate } from '../../../src/domain/time.ts';
import type { ReferenceRow } from '../../../src/mapping/references.ts';
import { type LookupFacts, lookupsOf, row } from '../shared/support.ts';

export const money = (amount: number | string, currency = 'GBP') => ({ amount: decimal(amount), currency });

export const line = (more: Partial<PurchaseLine> = {}): PurchaseLine => ({
  kind: 'item',
  productId: 'p-1',
  sku: 'TEA-01',
  description: 'Green tea',
  quantity: decimal(10),
  price: money('12.5'),
  discountPercent: decimal(0),
  taxRule: 'Tax on Purchases',
  tax: money('25'),
  total: money('125'),
  account: '310',
  ...more,
});

export const totals = (
  net: number | string,
  tax: number | string,
  gross: number | string,
  currency = 'GBP',
): Totals => ({
  net: money(net, currency),
  tax: money(tax, currency),
  gross: money(gross, currency),
});

export const bill = (more: Partial<Bill> = {}): Bill => ({
  kind: 'bill',
  purchaseId: 'pu-1',
  task: 't-1',
  orderNumber: 'PO-00012',
  number: 'inv-77',
  supplier: { id: 's-1', name: 'Tea Co' },
  date: '2026-09-01' as PlainDate,
  dueDate: '2026-10-01' as PlainDate,
  currency: 'GBP',
  baseCurrency: 'GBP',
  taxInclusive: false,
  location: 'Main Warehouse',
  lines: [line()],
  totals: totals(125, 25, 150),
  ...more,
});

export const credit = (more: Partial<Bill> = {}): Bill =>
  bill({ kind: 'credit', number: 'CN-1', task: 't-9', ...more });

export const vendor: Party = {
  id: 'vendor-id',
  code: 'V00010',
  name: 'Tea Co',
  currency: 'GBP',
  status: 'active',
};

export const blueId = '11111111-0000-4000-8000-000000000001';

const unusable = (code: string, why: string): ReferenceRow => ({ code, name: code, usable: false, why });

export const mapping = `
accounts:
  "310": { account: "10700", dimensions: { DEPARTMENT: PROD } }
  "425": { account: "53100" }
  "999": { account: "10000" }
  default: { account: "10999" }
taxes: { Tax on Purchases: { code: TAXABLE }, Tax Exempt: none }
locations: { Main Warehouse: { code: BLUE, dimensions: { AREA: "30" } }, Showroom: ignore }
products: { TEA-02: 1896-S }
`.trim();

/** An item as our copy of the ERP's list has it: its SKU in Cin7's words, its own number in the ref. */
export const item = (sku: string, number: string, status: Product['status'] = 'active') => ({
  ref: { id: `id-${number}`, number },
  record: { id: `id-${number}`, code: sku, name: sku, type: 'stock' as const, unit: 'PCS', status },
});

export const lookups = (facts: LookupFacts = {}) =>
  lookupsOf({
    mapping,
    ...facts,
    masters: {
      'suppliers:s-1': { ref: { id: vendor.id, number: vendor.code }, record: vendor },
      'products:p-1': item('TEA-01', 'TEA-01'),
      'products:p-2': item('TEA-02', '1896-S'),
      'products:p-old': item('OLD', 'OLD', 'inactive'),
      ...facts.masters,
    },
    lists: {
      setup: [row('company', 'x', { localCurrency: 'GBP', allowPostingFrom: '', allowPostingTo: '' })],
      accounts: [
        row('10700', 'Inventory'),
        row('53100', 'Freight'),
        row('10999', 'Suspense'),
        unusable('10000', 'accountType is Heading'),
      ],
      dimensions: [row('DEPARTMENT'), row('AREA')],
      dimensionValues: [row('DEPARTMENT/PROD'), row('AREA/30')],
      taxes: [row('TAXABLE')],
      currencies: [row('GBP'), row('EUR', 'Euro', { decimals: '2' })],
      locations: [row('BLUE', 'Blue', { id: blueId })],
      ...facts.lists,
    },
  });
