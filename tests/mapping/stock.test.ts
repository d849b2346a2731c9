import { expect, test } from '@jest/globals';
import { decimal } from '../../src/domain/decimal.ts';
import type { StockMovement } from '../../src/domain/movement.ts';
import { createMapping } from '../../src/mapping/mapping.ts';
import { placedLines, placeOfBalance, servedLocations } from '../../src/mapping/stock.ts';

const mapping = createMapping({
  locations: new Map<string, string | { code: string; inTransit?: string }>([
    ['Main', { code: 'BLUE', inTransit: 'WAY' }],
    ['Back room', 'BLUE'],
    ['Shop', 'RED'],
    ['Barn', 'ignore'],
  ]),
  products: { 'TEA-01': '1896-S' },
});

const movement = (more: Partial<StockMovement>, location: string, quantity: number): StockMovement => ({
  kind: 'movement',
  type: 'adjustment',
  task: 't',
  number: 'ST-1',
  status: 'done',
  own: false,
  lines: [{ sku: 'TEA-01', description: '', location, quantity: decimal(quantity) }],
  ...more,
});
const shown = (one: StockMovement) =>
  placedLines(one, mapping).map(({ item, location, quantity }) => `${item} ${location} ${quantity}`);

test('items and places by the mapping; what is ignored is left out', () => {
  expect(shown(movement({}, 'main', 2))).toEqual(['1896-S BLUE 2']);
  expect(shown(movement({}, 'Barn', 2))).toEqual([]);
  expect(shown(movement({}, 'Moon', 2))).toEqual([]);
});

test('a transfer goes by the in-transit location of where it left', () => {
  expect(shown(movement({ type: 'transfer out', from: 'Main' }, 'Main', -3))).toEqual([
    '1896-S BLUE -3',
    '1896-S WAY 3',
  ]);
  expect(shown(movement({ type: 'transfer in', from: 'Main' }, 'Shop', 3))).toEqual([
    '1896-S RED 3',
    '1896-S WAY -3',
  ]);
  expect(shown(movement({ type: 'transfer out', from: 'Shop' }, 'Shop', -3))).toEqual(['1896-S RED -3']);
});

test('goods that leave for an ignored place are still on the way out', () => {
  expect(shown(movement({ type: 'transfer in', from: 'Main' }, 'Barn', 3))).toEqual(['1896-S WAY -3']);
});

test('which places of the ERP belong to the pair', () => {
  expect([...servedLocations(mapping, undefined)].sort()).toEqual(['BLUE', 'RED', 'WAY']);
  expect([...servedLocations(mapping, ['shop'])]).toEqual(['RED']);
  const balance = { sku: 'TEA-01', location: 'Back room', onHand: decimal(1) };
  expect(placeOfBalance(balance, mapping, undefined)).toEqual({ item: '1896-S', location: 'BLUE' });
  expect(placeOfBalance(balance, mapping, ['Shop'])).toBeUndefined();
  expect(placeOfBalance({ ...balance, location: 'Barn' }, mapping, undefined)).toBeUndefined();
});
