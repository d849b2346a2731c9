import { describe, expect, test } from '@jest/globals';
import { decimal } from '../../../src/domain/decimal.ts';
import type { PurchaseOrder } from '../../../src/domain/order.ts';
import type { LinkedMaster } from '../../../src/engine/ports.ts';
import { mapPurchase } from '../../../src/systems/cin7/purchase-map.ts';
import { lookupsOf, row } from '../shared/support.ts';

const money = (amount: number | string) => ({ amount: decimal(amount), currency: 'GBP' });
const line: PurchaseOrder['lines'][number] = {
  kind: 'item',
  productId: 'jam-01',
  sku: 'JAM-01',
  description: 'Jam',
  quantity: decimal(4),
  price: money('12.5'),
  discountPercent: decimal(0),
  taxRule: 'Tax on Purchases',
  tax: money(0),
  total: money(50),
};
const order: PurchaseOrder = {
  kind: 'order',
  purchaseId: 'po000001',
  orderNumber: 'Normal PO000001',
  supplier: { id: 'v1', name: 'V1' },
  date: '2026-09-14' as PurchaseOrder['date'],
  requiredBy: '2026-09-21' as PurchaseOrder['date'],
  currency: 'GBP',
  baseCurrency: 'GBP',
  taxInclusive: false,
  terms: '30 days',
  location: 'Main Warehouse',
  lines: [line],
  totals: { net: money(50), tax: money(10), gross: money(60) },
  fullyInvoiced: false,
};
const master = (id: string, name: string, more = {}): LinkedMaster => ({
  ref: { id, number: name },
  record: { id, code: name, name, currency: 'GBP', status: 'active', ...more },
});
const lookups = lookupsOf({
  today: '2026-09-15',
  lists: {
    taxes: [
      row('Tax on Purchases', 'Tax', { percent: '20', purchase: 'true' }),
      row('Sales', 'Sales', { purchase: 'false' }),
    ],
    paymentTerms: [row('30 days')],
    locations: [row('Main Warehouse')],
  },
  masters: {
    'suppliers:v1': master('s-1', 'Harbour Oils'),
    'products:jam-01': master('p-1', 'JAM-01', { type: 'stock' }),
  },
});
const map = (changes: Partial<PurchaseOrder> = {}) =>
  mapPurchase({ ...order, ...changes }, 'AdditionalAttribute2', lookups);
const codes = (changes: Partial<PurchaseOrder>) => {
  const mapped = map(changes);
  return mapped.ok ? [] : mapped.problems.map(({ code }) => code);
};

describe('an order of the ERP as a purchase', () => {
  test('header and lines, with the tax that the rule gives, and what finds it again', () => {
    const mapped = map();
    if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems));
    expect(mapped.draft.body).toEqual({
      header: {
        SupplierID: 's-1',
        Approach: 'STOCK',
        PurchaseType: 'Advanced',
        Location: 'Main Warehouse',
        Terms: '30 days',
        RequiredBy: '2026-09-21T00:00:00',
        TaxCalculation: 'Exclusive',
        AdditionalAttributes: { AdditionalAttribute2: 'Normal PO000001' },
      },
      order: {
        Memo: '',
        Lines: [
          {
            ProductID: 'p-1',
            SKU: 'JAM-01',
            Name: 'Jam',
            Quantity: 4,
            Price: 12.5,
            Discount: 0,
            Tax: 10,
            TaxRule: 'Tax on Purchases',
            Total: 50,
          },
        ],
        AdditionalCharges: [],
      },
    });
    expect([mapped.draft.naturalKey, mapped.draft.since]).toEqual(['NORMAL PO000001', '2026-08-14']);
  });

  test('prices that contain the tax, and lines without an item', () => {
    const inclusive = map({
      taxInclusive: true,
      lines: [{ ...line, total: money(60), price: money(15) }],
    });
    expect(inclusive.ok && inclusive.draft.body.order.Lines[0]).toMatchObject({ Tax: 10, Total: 60 });
    const charge = {
      ...line,
      kind: 'charge' as const,
      sku: undefined,
      productId: undefined,
      description: 'Freight',
    };
    const mapped = map({ lines: [charge] });
    expect(mapped.ok && mapped.draft.body.order).toMatchObject({
      Lines: [],
      AdditionalCharges: [{ Description: 'Freight' }],
    });
  });

  test('a cent of rounding goes to the last taxed line, another tax is told', () => {
    const cent = map({ totals: { net: money(50), tax: money('10.01'), gross: money('60.01') } });
    expect(cent.ok && cent.draft.body.order.Lines[0]?.Tax).toBe(10.01);
    expect(codes({ totals: { net: money(50), tax: money(5), gross: money(55) } })).toEqual(['tax-unusable']);
  });

  test.each<[string, Partial<PurchaseOrder>, string[]]>([
    ['several warehouses', { location: undefined }, ['location-unmapped']],
    ['a location that is not there', { location: 'Moon' }, ['location-unmapped']],
    ['an unknown term', { terms: 'Whenever' }, ['term-unmapped']],
    ['an unknown supplier', { supplier: { id: 'x', name: 'X' } }, ['master-unknown']],
    ['an unknown product', { lines: [{ ...line, productId: 'x', sku: 'X' }] }, ['master-unknown']],
    ['no tax rule', { lines: [{ ...line, taxRule: undefined }] }, ['tax-unmapped']],
    ['a rule for sales', { lines: [{ ...line, taxRule: 'Sales' }] }, ['tax-unusable']],
    [
      'a price that does not lead to the amount',
      { lines: [{ ...line, total: money(49) }] },
      ['field-invalid'],
    ],
    [
      'half a piece',
      { lines: [{ ...line, quantity: decimal('0.5'), total: money('6.25') }] },
      ['field-invalid'],
    ],
    ['nothing to order', { lines: [] }, ['value-missing']],
    ['no date', { date: undefined }, ['date-missing']],
  ])('%s is told', (_, changes, expected) => {
    expect(codes(changes)).toEqual(expect.arrayContaining(expected));
  });
});
