import { expect, test } from '@jest/globals';
import { decimal } from '../../src/domain/decimal.ts';
import type { Instant } from '../../src/domain/time.ts';
import type { StockPlace, StockSide } from '../../src/engine/inventory-status.ts';
import { printStock } from '../../src/report/inventory.ts';
import { createStyle } from '../../src/report/style.ts';

const plain = createStyle(false);

const side = (more: Partial<Record<keyof StockSide, number>> = {}): StockSide => {
  const numbers = { baseline: 10, moved: 0, written: 0, expected: 10, onHand: 10, difference: 0, ...more };
  return Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, decimal(value)]),
  ) as unknown as StockSide;
};
const place = (more: Partial<StockPlace> = {}): StockPlace => ({
  item: 'TEA-01',
  location: 'BLUE',
  cin7: side(),
  erp: side(),
  available: decimal(8),
  availableDifference: decimal(-2),
  open: 0,
  ...more,
});
const print = (...places: StockPlace[]) =>
  printStock([{ pair: 'acme', stock: { baselineAt: '2026-09-14T08:00:00.000Z' as Instant, places } }], plain);

test('all agrees', () => {
  const text = print(place());
  expect(text).toMatch(/acme: baseline and movements are what is on hand, in all 1 places/);
  expect(text).toMatch(/TEA-01 +BLUE +10 +0 +0 +10 +8 +10 +0 +0 +10 +agrees/);
});

test('what is off, what is on the way, and what Cin7 offers beyond what is there', () => {
  const off = side({ onHand: 7, difference: -3 });
  const text = print(
    place({ erp: off, open: 2, availableDifference: decimal(1) }),
    place({ item: 'TEA-02' }),
  );
  expect(text).toMatch(/1 of 2 places are not what baseline and movements say/);
  expect(text).toMatch(/ERP off by -3, 2 on the way, Cin7 offers 1 more than the ERP has/);
});

test('before the first pass there is no baseline', () => {
  expect(printStock([{ pair: 'acme', stock: null }], plain)).toMatch(/no baseline yet/);
});
