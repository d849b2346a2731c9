import { describe, expect, test } from '@jest/globals';
import { erpTypes } from '../../src/config/schema.ts';
import { type DocumentKind, flowNames, type Leg } from '../../src/domain/document.ts';
import { activeLegs, flowsOf, kindsOf, legsOf, offerOf } from '../../src/flows/table.ts';
import { acumatica, nav, pairOf, yaml } from '../config/sample.ts';

const out: Leg = 'cin7-to-erp';
const back: Leg = 'erp-to-cin7';

describe('which pair has which flow', () => {
  const table = Object.fromEntries(
    erpTypes.map((type) => [
      type,
      flowsOf(type).map((flow) => {
        const offer = offerOf(type, flow);
        return `${flow}: ${
          offer
            ? legsOf(offer)
                .map((leg) => (offer.off?.includes(leg) ? `(${leg})` : leg))
                .join(' ')
            : ''
        }`;
      }),
    ]),
  );

  test('is what the ledger says', () => {
    expect(table).toEqual({
      'business-central': [`suppliers: ${out} ${back}`, `products: ${back}`, `purchases: ${out}`],
      'finance-operations': [`suppliers: ${out} ${back}`, `products: ${out} ${back}`, `purchases: ${out}`],
      nav: [
        `suppliers: ${out} ${back}`,
        `customers: ${out} ${back}`,
        `purchases: ${out}`,
        `sales: ${out}`,
        `inventory: ${out} ${back}`,
      ],
      gp: [`suppliers: ${back}`, `products: ${back}`, `purchases: ${out}`, `receipts: ${out}`],
      acumatica: [`suppliers: ${out} ${back}`, `purchases: ${out} (${back})`],
    });
  });

  test('every offer names what its records become', () => {
    for (const type of erpTypes) {
      for (const flow of flowsOf(type)) {
        const offer = offerOf(type, flow);
        for (const leg of offer ? legsOf(offer) : [])
          expect(kindsOf(type, flow, leg).length).toBeGreaterThan(0);
      }
    }
  });

  test('flows come in the order in which a pair runs them', () => {
    for (const type of erpTypes)
      expect(flowsOf(type)).toEqual(flowNames.filter((flow) => flowsOf(type).includes(flow)));
  });
});

test.each<[DocumentKind[], readonly ('orders' | 'bills' | 'credits')[] | undefined]>([
  [['order', 'bill', 'credit'], undefined],
  [['bill'], ['bills']],
  [
    ['order', 'credit'],
    ['credits', 'orders'],
  ],
])('what purchases become: %s', (kinds, documents) => {
  expect(kindsOf('acumatica', 'purchases', out, documents && { documents })).toEqual(kinds);
});

test('`documents` says nothing about other legs and flows', () => {
  expect(kindsOf('acumatica', 'purchases', back, { documents: ['bills'] })).toEqual(['purchase']);
  expect(kindsOf('nav', 'sales', out, { documents: [] })).toEqual(['invoice', 'refund']);
  expect(kindsOf('gp', 'sales', out)).toEqual([]);
});

describe('what runs for a pair', () => {
  test('flows and legs in order, without those that are off', () => {
    const flows =
      'inventory: { since: 2026-01-01 }\npurchases: { since: 2026-01-01, documents: [bills] }\ncustomers: { enabled: false }\nsuppliers: { direction: erp-to-cin7 }';
    const pair = pairOf(yaml({ erp: `${nav}\nstockClearing: 2910`, flows }));
    expect(activeLegs(pair).map(({ flow, leg, kinds }) => [flow, leg, ...kinds])).toEqual([
      ['suppliers', back, 'supplier'],
      ['purchases', out, 'bill'],
      ['inventory', out, 'movement'],
      ['inventory', back, 'movement'],
    ]);
    expect(activeLegs(pair)[1]?.options).toBe(pair.flows.purchases);
  });

  test('a leg that is off by default only when asked for', () => {
    const legs = (direction: string) =>
      activeLegs(
        pairOf(
          yaml({
            cin7: 'orderReference: AdditionalAttribute1',
            erp: acumatica,
            flows: `purchases: { since: 2026-01-01${direction} }`,
          }),
        ),
      ).map(({ leg }) => leg);
    expect(legs('')).toEqual([out]);
    expect(legs(', direction: both')).toEqual([out, back]);
  });
});
