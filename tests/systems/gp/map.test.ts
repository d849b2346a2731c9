import { describe, expect, test } from '@jest/globals';
import type { Bill } from '../../../src/domain/bill.ts';
import { decimal } from '../../../src/domain/decimal.ts';
import type { Party } from '../../../src/domain/party.ts';
import type { PurchaseLine } from '../../../src/domain/purchase.ts';
import type { GoodsReceipt } from '../../../src/domain/receipt.ts';
import type { Lookups } from '../../../src/engine/ports.ts';
import { createMapping } from '../../../src/mapping/mapping.ts';
import { indexRows } from '../../../src/mapping/references.ts';
import { batchOf, keyOf, nextBatch } from '../../../src/systems/gp/numbers.ts';
import { comparePayables } from '../../../src/systems/gp/payables-compare.ts';
import { mapPayables } from '../../../src/systems/gp/payables-map.ts';
import { mapReceipt } from '../../../src/systems/gp/receipts-map.ts';
import { gpPair } from './support.ts';

const pair = gpPair('https://gp.example/GPService');
const accounts = [
  '000-1300-01',
  '000-2100-00',
  '000-2111-00',
  '000-2300-00',
  '000-2310-00',
  '000-4610-00',
  '000-4730-00',
  '000-6500-00',
  '000-6510-00',
  '000-6700-00',
].map((code) => ({ code, name: '', usable: true }));

const party: Party = { id: 'teaco', code: 'TEACO', name: 'Tea Co', currency: 'GBP', status: 'active' };
const lookups = (more: Partial<Lookups> = {}): Lookups => ({
  pair: 'acme',
  mapping: createMapping(pair.mapping),
  options: { lines: 'account', postingDate: 'invoice-date', closedPeriod: 'hold' },
  today: '2026-09-14' as never,
  reference: (list) =>
    indexRows(
      list === 'accounts'
        ? accounts
        : [
            { code: 'EUR', name: '', usable: true, data: { code: 'EUR' } },
            { code: 'Z-EURO', name: '', usable: true, data: { code: 'EUR' } },
          ],
    ),
  master: (flow) =>
    flow === 'suppliers' ? { ref: { id: 'teaco', number: 'TEACO' }, record: party } : undefined,
  document: () => undefined,
  siblings: () => [],
  ...more,
});
const config = (more: object = {}) =>
  ({ ...(pair.erp as object), receipts: false, listsTerms: false, ...more }) as never;
const documents = { body: (document: unknown) => document } as never;

const money = (amount: string, currency = 'GBP') => ({ amount: decimal(amount), currency });
const line = (total: string, more: Partial<PurchaseLine> = {}): PurchaseLine => ({
  kind: 'item',
  productId: 'p',
  sku: 'TEA-01',
  description: 'Green tea',
  quantity: decimal('1'),
  price: money(total),
  discountPercent: decimal('0'),
  taxRule: 'Tax Exempt',
  tax: money('0'),
  total: money(total),
  account: '310',
  ...more,
});
const charge = (total: string, account: string | undefined, more: Partial<PurchaseLine> = {}) =>
  line(total, {
    kind: 'charge',
    sku: undefined,
    productId: undefined,
    description: 'Charge',
    account,
    ...more,
  });
const bill = (lines: readonly PurchaseLine[], net: string, tax = '0', more: Partial<Bill> = {}): Bill => ({
  kind: 'bill',
  purchaseId: 'pu',
  task: 't',
  orderNumber: 'PO-00012',
  number: 'INV-77',
  supplier: { id: 's', name: 'Tea Co' },
  date: '2026-09-01' as never,
  currency: 'GBP',
  baseCurrency: 'GBP',
  taxInclusive: false,
  lines,
  totals: {
    net: money(net),
    tax: money(tax),
    gross: money(String(Number(net) + Number(tax))),
  },
  ...more,
});
function mapped(of: Bill, more: object = {}, found: Partial<Lookups> = {}) {
  const result = mapPayables(documents, config(more), of, lookups(found));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return { ...result.draft.document, warnings: result.warnings.map(({ code }) => code), draft: result.draft };
}
const problems = (of: Bill, more: object = {}) => {
  const result = mapPayables(documents, config(more), of, lookups());
  return result.ok ? [] : result.problems.map(({ code }) => code);
};
const sides = (rows: readonly { type: number; account: string; debit: string; credit: string }[]) =>
  rows.map(({ type, account, debit, credit }) => `${type} ${account} ${debit} ${credit}`);

describe('parts of a bill', () => {
  test('freight by account, trade discount below zero, other charges as purchases; all balanced', () => {
    const document = mapped(
      bill([line('100'), charge('10', '425'), charge('-5', '330'), charge('3', '426')], '108'),
      { freightAccounts: ['425'] },
    );
    expect(document).toMatchObject({
      purchases: '103',
      freight: '10',
      tradeDiscount: '5',
      misc: '0',
      tax: '0',
      total: '108',
    });
    expect(sides(document.distributions)).toEqual([
      '6 000-1300-01 100 0',
      '9 000-6500-00 10 0',
      '7 000-4610-00 0 5',
      '6 000-6510-00 3 0',
      '2 000-2100-00 0 108',
    ]);
  });

  test('a charge without an account is miscellaneous only if that is configured', () => {
    const own = bill([line('1'), charge('2', undefined)], '3');
    expect(problems(own)).toEqual(['account-missing']);
    const more = { accounts: { payable: '000-2100-00', misc: '000-6700-00' } };
    expect(mapped(own, more)).toMatchObject({ purchases: '1', misc: '2' });
  });

  test('lines of four decimals: each is rounded, the last takes what is left', () => {
    const document = mapped(bill([line('0.3333'), line('0.3333'), line('0.3334')], '1'));
    expect(document.purchases).toBe('1');
    expect(sides(document.distributions).slice(0, 3)).toEqual([
      '6 000-1300-01 0.33 0',
      '6 000-1300-01 0.33 0',
      '6 000-1300-01 0.34 0',
    ]);
  });

  test('one distribution per tax; details only where every tax has one', () => {
    const taxed = (rule: string, tax: string) => line('10', { taxRule: rule, tax: money(tax) });
    const same = mapped(bill([taxed('Tax on Purchases', '2'), taxed('Tax on Purchases', '2')], '20', '4'));
    expect(same.taxes).toEqual([{ detail: 'P20', amount: '4' }]);
    expect(sides(same.distributions)[2]).toBe('10 000-2300-00 4 0');
    const mixed = mapped(bill([taxed('Tax on Purchases', '2'), taxed('Reduced', '0.5')], '20', '2.5'));
    expect(mixed.taxes).toEqual([]);
    expect(sides(mixed.distributions).slice(2, 4)).toEqual(['10 000-2300-00 2 0', '10 000-2310-00 0.5 0']);
  });

  test('a tax-inclusive bill is sent net with its tax, never reckoned anew', () => {
    const inclusive = line('12', { taxRule: 'Tax on Purchases', tax: money('2') });
    expect(mapped(bill([inclusive], '10', '2', { taxInclusive: true }))).toMatchObject({
      purchases: '10',
      tax: '2',
      total: '12',
    });
  });

  test('a credit memo turns every side', () => {
    const rows = sides(mapped(bill([line('5')], '5', '0', { kind: 'credit' })).distributions);
    expect(rows).toEqual(['6 000-1300-01 0 5', '2 000-2100-00 5 0']);
  });

  test('a bill of nothing has no payable; one below zero is refused', () => {
    expect(mapped(bill([line('5'), line('-5')], '0')).distributions).toHaveLength(2);
    expect(problems(bill([line('-5')], '-5'))).toEqual(['field-invalid', 'field-invalid']);
  });

  test('the vendor has an account of its own, else the configured one, else none at all', () => {
    const own = { ...party, payablesAccount: '000-6700-00' };
    const master = () => ({ ref: { id: 'teaco' }, record: own });
    expect(sides(mapped(bill([line('1')], '1'), {}, { master }).distributions).at(-1)).toBe(
      '2 000-6700-00 0 1',
    );
    expect(problems(bill([line('1')], '1'), { accounts: {} })).toEqual(['account-missing']);
  });
});

describe('currency and rate', () => {
  const foreign = (rate: string) =>
    bill([line('10', { total: money('10', 'EUR'), tax: money('0', 'EUR') })], '10', '0', {
      currency: 'EUR',
      rate: decimal(rate),
      totals: { net: money('10', 'EUR'), tax: money('0', 'EUR'), gross: money('10', 'EUR') },
    });
  test('multiplied as it is, divided by its inverse; none in the functional currency', () => {
    expect(mapped(foreign('0.8')).rate).toBe('0.8');
    expect(mapped(foreign('0.8'), { rateDirection: new Map([['eur', 'divide']]) }).rate).toBe('1.25');
    expect(mapped(foreign('0.3'), { rateDirection: { EUR: 'divide' } }).rate).toBe('3.3333333');
    expect(mapped(bill([line('1')], '1')).rate).toBeUndefined();
    expect(mapped(foreign('0.8')).draft.baseNet).toEqual(money('8'));
  });
});

describe('numbers, batches and dates', () => {
  test('our key is the same for the same part, and fits', () => {
    expect(keyOf('bill', 'P', 'T')).toBe(keyOf('bill', 'p', 't'));
    expect(keyOf('bill', 'P', 'T')).not.toBe(keyOf('credit', 'P', 'T'));
    expect(keyOf('bill', 'P', 'T')).toMatch(/^C7[A-Z2-7]{15}$/);
  });

  test('what is there already keeps its key, also when Cin7 gave the part another id', () => {
    const draft = { id: 'C7OLD' } as never;
    const document = () => ({ ref: { id: 'X' }, posted: false, draft, done: {} });
    expect(mapped(bill([line('1')], '1'), {}, { document }).voucher).toBe('C7OLD');
  });

  test('batches: by day, by currency, the next one, never longer than 15', () => {
    expect(batchOf('C7-{date}', '2026-09-14' as never, undefined)).toBe('C7-20260914');
    expect(batchOf('C7-{date}', '2026-09-14' as never, 'EUR')).toBe('C7-20260914-EUR');
    expect(batchOf('LONG-{date}', '2026-09-14' as never, 'EUR')).toHaveLength(15);
    expect(nextBatch('C7-20260914', 2)).toBe('C7-20260914-2');
    expect(nextBatch('C7-20260914-EUR', 2)).toBe('C720260914EUR-2');
  });

  test('a number too long is shortened with a hash and told in the description', () => {
    const document = mapped(bill([line('1')], '1', '0', { number: 'AN-INVOICE-NUMBER-TOO-LONG-77' }));
    expect(document.number).toMatch(/^AN-INVOICE-NU~[A-Z2-7]{6}$/);
    expect(document.description).toBe('AN-INVOICE-NUMBER-TOO-LONG-77');
    expect(document.warnings).toEqual(['value-cut']);
  });

  test('a number that the code page lacks is told', () => {
    expect(mapped(bill([line('1')], '1', '0', { number: 'Счёт-7' })).warnings).toEqual(['value-dropped']);
  });

  test('a closed period holds the document back; `today` stays the first day', () => {
    const openPeriods = { from: '2026-09-02', to: '2026-12-31' };
    expect(mapped(bill([line('1')], '1'), { openPeriods }).draft.hold?.code).toBe('period-closed');
    const options = { ...lookups().options, postingDate: 'today' as const };
    expect(mapped(bill([line('1')], '1'), {}, { options }).postingDate).toBe('2026-09-14');
    const draft = { id: 'C7X', document: { postingDate: '2026-09-10' } } as never;
    const document = () => ({ ref: { id: 'C7X' }, posted: false, draft, done: {} });
    expect(mapped(bill([line('1')], '1'), {}, { options, document }).postingDate).toBe('2026-09-10');
  });

  test('terms must be mapped', () => {
    expect(mapped(bill([line('1')], '1', '0', { terms: '30 days' })).terms).toBe('Net 30');
    expect(problems(bill([line('1')], '1', '0', { terms: '99 days' }))).toEqual(['term-unmapped']);
  });
});

describe('with receipts on', () => {
  const on = {
    receipts: true,
    accounts: { payable: '000-2100-00', accruedPurchases: '000-2111-00', priceVariance: '000-4730-00' },
  };
  const goods = line('27', { quantity: decimal('3'), receiptPrice: money('10') });
  test('stock settles the accrual, a cheaper price goes the other way', () => {
    expect(sides(mapped(bill([goods], '27'), on).distributions)).toEqual([
      '6 000-2111-00 30 0',
      '6 000-4730-00 0 3',
      '2 000-2100-00 0 27',
    ]);
  });
  test('services, charges and credit notes keep their accounts', () => {
    const service = line('5', { service: true });
    expect(sides(mapped(bill([service], '5'), on).distributions)[0]).toBe('6 000-1300-01 5 0');
    const credit = mapped(bill([goods], '27', '0', { kind: 'credit' }), on);
    expect(sides(credit.distributions)[0]).toBe('6 000-1300-01 0 27');
  });
});

describe('receipts', () => {
  const receipt = (lines: Partial<GoodsReceipt['lines'][number]>[]): GoodsReceipt => ({
    kind: 'receipt',
    purchaseId: 'pu',
    task: 't',
    orderNumber: 'PO-00012',
    number: '1',
    supplier: { id: 's', name: 'Tea Co' },
    date: '2026-09-01' as never,
    currency: 'GBP',
    baseCurrency: 'GBP',
    lines: lines.map((own) => ({
      productId: 'p',
      sku: 'TEA-01',
      description: 'Green tea',
      quantity: decimal('3'),
      price: money('4.33333333'),
      account: '310',
      location: 'Main Warehouse',
      ...own,
    })),
  });
  const of = (lines: Parameters<typeof receipt>[0], more: object = {}) =>
    mapReceipt(documents, config(more), receipt(lines), lookups());
  const codes = (result: ReturnType<typeof of>) => (result.ok ? [] : result.problems.map(({ code }) => code));

  test('cost of five decimals, extended rounded, debits and credits equal', () => {
    const result = of([{}]);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    const { document, totals } = result.draft;
    expect(document.lines[0]).toMatchObject({
      unitCost: '4.33333',
      extended: '13',
      nonInventory: true,
      unit: 'Each',
    });
    expect(sides(document.distributions)).toEqual(['1 000-1300-01 13 0', '9 000-2111-00 0 13']);
    expect(document.number).toBe('PO-00012/1');
    expect(totals.gross).toEqual(money('13'));
  });
  test('without a price, an account or a location it is rejected, with all problems', () => {
    expect(codes(of([{ price: undefined, account: '777', location: 'Moon' }]))).toEqual([
      'account-unmapped',
      'location-unmapped',
      'value-missing',
    ]);
  });
  test('by item: an unknown item and a batch number are left to people', () => {
    expect(codes(of([{ batch: 'LOT-1' }], { receiptLines: 'item' }))).toEqual(['master-unknown']);
  });
  test('nothing received is nothing to send', () => {
    expect(codes(of([{ quantity: decimal('0') }]))).toEqual(['value-missing']);
  });
});

describe('reading back', () => {
  const draft = mapped(bill([line('10', { taxRule: 'Tax on Purchases', tax: money('2') })], '10', '2')).draft
    .document;
  const there = { ...draft, state: 'work', version: '1' } as never as Parameters<typeof comparePayables>[1];
  const fields = (change: object) =>
    comparePayables(draft, { ...there, ...change }).map(({ field }) => field);
  test('the same in another order is the same; batch and texts are people’s', () => {
    expect(
      fields({ distributions: [...draft.distributions].reverse(), batch: 'OTHER', description: 'x' }),
    ).toEqual([]);
  });
  test('a skipped element shows', () => {
    expect(fields({ number: '', postingDate: '2026-09-14' })).toEqual(['number', 'posting date']);
    expect(fields({ distributions: draft.distributions.slice(1) })).toEqual(['distribution on 000-1300-01']);
    const moved = draft.distributions.map((row) => ({ ...row, account: '000-9999-99' }));
    expect(fields({ distributions: moved })).toHaveLength(3);
  });
});
