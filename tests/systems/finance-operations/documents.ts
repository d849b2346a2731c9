import type { Bill } from '../../../src/domain/bill.ts';
import { decimal } from '../../../src/domain/decimal.ts';
import type { PurchaseOrder } from '../../../src/domain/order.ts';
import type { PurchaseLine, Totals } from '../../../src/domain/purchase.ts';
import type { PlainDate } from '../../../src/domain/time.ts';
import type { DocumentOptions, LinkedMaster, Lookups, Sibling } from '../../../src/engine/ports.ts';
import { createMapping, type MappingTables } from '../../../src/mapping/mapping.ts';
import { indexRows, type ReferenceList, type ReferenceRow } from '../../../src/mapping/references.ts';
import { row } from '../shared/support.ts';

export const money = (amount: number | string, currency = 'GBP') => ({ amount: decimal(amount), currency });

export const totals = (net: number | string, tax: number | string, gross: number | string): Totals => ({
  net: money(net),
  tax: money(tax),
  gross: money(gross),
});

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

export const freight = (more: Partial<PurchaseLine> = {}): PurchaseLine =>
  line({
    kind: 'charge',
    productId: undefined,
    sku: undefined,
    description: 'Freight',
    quantity: decimal(1),
    price: money(10),
    tax: money(2),
    total: money(10),
    account: '425',
    ...more,
  });

const content = {
  purchaseId: 'pu-1',
  orderNumber: 'PO-00012',
  supplier: { id: 's-1', name: 'Tea Co' },
  date: '2026-09-01' as PlainDate,
  currency: 'GBP',
  baseCurrency: 'GBP',
  taxInclusive: false,
  terms: '30 days',
  location: 'Main Warehouse',
  lines: [line()],
  totals: totals(125, 25, 150),
};

export const bill = (more: Partial<Bill> = {}): Bill => ({
  ...content,
  kind: 'bill',
  task: 't-1',
  number: 'INV-77',
  dueDate: '2026-10-01' as PlainDate,
  ...more,
});

export const order = (more: Partial<PurchaseOrder> = {}): PurchaseOrder => ({
  ...content,
  kind: 'order',
  requiredBy: '2026-09-20' as PlainDate,
  fullyInvoiced: false,
  ...more,
});

export const vendor = (company = 'usmf'): LinkedMaster => ({
  ref: { id: `${company}|V-1`, number: 'V-1' },
  record: { id: `${company}|V-1`, code: 'V-1', name: 'Tea Co', currency: 'GBP', status: 'active' },
});

export const item = (
  number: string,
  more: Partial<{ company: string; type: 'stock' | 'service'; status: 'active' | 'inactive' }> = {},
): LinkedMaster => {
  const id = `${more.company ?? 'usmf'}|${number}|${number}`;
  const { type = 'stock', status = 'active' } = more;
  return { ref: { id, number }, record: { id, code: number, name: number, type, unit: 'Each', status } };
};

const tables: MappingTables = {
  accounts: {
    '310': { account: '140200', dimensions: { BusinessUnit: '001' } },
    '425': { account: '601500', category: 'Freight', dimensions: { Department: '0-2' } },
    '469': { account: '607100' },
  },
  units: { Each: 'ea' },
  taxes: { 'Tax on Purchases': { group: 'DOM', itemGroup: 'FULL' }, 'Tax Exempt': 'none' },
  paymentTerms: { '30 days': 'Net30' },
  locations: {
    'Main Warehouse': { warehouse: '11' },
    Wrong: { site: '2', warehouse: '11' },
    Showroom: 'ignore',
  },
};

export interface Facts {
  readonly masters?: Readonly<Record<string, LinkedMaster>>;
  readonly siblings?: Readonly<Partial<Record<'order' | 'bill', readonly Sibling[]>>>;
  readonly options?: Partial<DocumentOptions>;
  readonly lists?: Partial<Record<ReferenceList, readonly ReferenceRow[]>>;
  readonly mapping?: MappingTables;
}

export function lookups(facts: Facts = {}): Lookups {
  const masters: Readonly<Record<string, LinkedMaster>> = {
    'suppliers:s-1': vendor(),
    'products:p-1': item('TEA-01'),
    ...facts.masters,
  };
  const lists: Partial<Record<ReferenceList, readonly ReferenceRow[]>> = {
    setup: [row('company', '', { company: 'usmf' }), row('site/1'), row('vendor group/10')],
    accounts: [row('140200'), row('601500'), row('607100')],
    dimensions: [row('BusinessUnit'), row('Department')],
    dimensionValues: [row('BusinessUnit/001'), row('Department/0-2')],
    taxes: [row('DOM')],
    taxItemGroups: [row('FULL')],
    paymentTerms: [row('Net30')],
    currencies: [row('GBP'), row('EUR')],
    locations: [row('11', 'Main', { site: '1' })],
    categories: [row('Freight'), row('Miscellaneous')],
    units: [row('ea')],
    ...facts.lists,
  };
  return {
    pair: 'acme',
    mapping: createMapping({ ...tables, ...facts.mapping }),
    options: { lines: 'item', postingDate: 'invoice-date', closedPeriod: 'hold', ...facts.options },
    today: '2026-09-15' as PlainDate,
    reference: (list) => indexRows(lists[list] ?? []),
    master: (flow, id) => masters[`${flow}:${id}`],
    document: () => undefined,
    siblings: (kind) => facts.siblings?.[kind as 'order' | 'bill'] ?? [],
  };
}
