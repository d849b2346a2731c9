import { expect, test } from '@jest/globals';
import { decimal } from '../../src/domain/decimal.ts';
import {
  entryReference,
  isEntryReference,
  isMovementLineKey,
  type MovementLine,
  mostLines,
  movementLineKey,
  type StockMovement,
} from '../../src/domain/movement.ts';
import type { PlainDate } from '../../src/domain/time.ts';
import { changedMovement, printMovement, routeMovements } from '../../src/flows/inventory.ts';
import type { Routed } from '../../src/flows/routing.ts';

const task = '8f3c1a2b-0000-4000-8000-0123456789ab';
const hex = '8F3C1A2B0000400080000123456789AB';

const line = (sku: string, quantity: number, location = 'Main Warehouse'): MovementLine => ({
  sku,
  description: sku,
  quantity: decimal(quantity),
  location,
});
const movement = (lines: readonly MovementLine[], more: Partial<StockMovement> = {}): StockMovement => ({
  kind: 'movement',
  type: 'adjustment',
  task,
  number: 'ST-1',
  status: 'done',
  date: '2026-09-14' as PlainDate,
  own: false,
  lines,
  ...more,
});
const linesOf = (routed: Routed | undefined) => (routed?.content as StockMovement | undefined)?.lines ?? [];
const route = (one: StockMovement, locations?: readonly string[]) =>
  routeMovements({ number: 'ST-1', movements: [one] }, locations);

test('a line is known by its task without hyphens and its number, what moves later apart', () => {
  expect(movementLineKey(task, 1)).toBe(`${hex}1`);
  expect(movementLineKey(task, 999)).toBe(`${hex}999`);
  expect(movementLineKey(`${task}:in`, 1)).toBe(`${hex}R1`);
  expect(movementLineKey(`${task}:back`, 36)).toBe(`${hex}R10`);
});

test('as many lines as there may be have keys of their own, none longer than 35', () => {
  for (const one of [task, `${task}:in`]) {
    const keys = Array.from({ length: mostLines(one) }, (_, index) => movementLineKey(one, index + 1));
    expect(new Set(keys).size).toBe(mostLines(one));
    expect(Math.max(...keys.map((key) => key.length))).toBeLessThanOrEqual(35);
    expect(keys.every(isMovementLineKey)).toBe(true);
  }
  const main = Array.from({ length: mostLines(task) }, (_, index) => movementLineKey(task, index + 1));
  expect(main.some((key) => key.startsWith(`${hex}R`))).toBe(false);
});

test('what is no key of ours is not taken for one', () => {
  for (const text of ['', 'INV-1', hex, `${hex}Z1`, 'PO-0001'])
    expect([text, isMovementLineKey(text)]).toEqual([text, false]);
  expect([
    isEntryReference(entryReference('12')),
    isEntryReference('NAV upgrade'),
    isEntryReference(''),
  ]).toEqual([true, false, false]);
});

test('lines that move nothing are dropped, and a movement without lines is none', () => {
  expect(route(movement([line('A', 0)]))).toEqual([]);
  const [routed] = route(movement([line('B', 1), line('A', 0)]));
  expect(routed?.wanted).toBe('ready');
  expect(linesOf(routed).map(({ sku }) => sku)).toEqual(['B']);
});

test('only lines of locations that are served', () => {
  const both = movement([line('A', 1), line('A', 2, 'Showroom')]);
  const [routed] = route(both, ['showroom']);
  expect(linesOf(routed).map(({ quantity }) => quantity)).toEqual(['2']);
  expect(route(both, ['Barn'])).toEqual([]);
});

test('drafts wait, and voided ones without lines still tell that they were voided', () => {
  expect(route(movement([], { status: 'draft' })).map(({ wanted }) => wanted)).toEqual(['waiting']);
  expect(route(movement([], { status: 'voided' })).map(({ wanted }) => wanted)).toEqual(['voided']);
});

test('neither the order of lines nor what they are worth is a change', () => {
  const money = { amount: decimal(4), currency: 'GBP' };
  const a = movement([line('A', 1), line('B', -2)]);
  const b = movement([{ ...line('B', -2), unitCost: money }, line('A', 1)]);
  expect(printMovement(a)).toBe(printMovement(b));
  expect(changedMovement(a, b)).toEqual([]);
  const [one, other] = [route(a)[0], route(b)[0]].map((routed) => linesOf(routed).map(({ sku }) => sku));
  expect(one).toEqual(other);
});

test('what changed is told by line', () => {
  const after = movement([line('A', 3), line('B', -2)], { date: '2026-09-15' as PlainDate });
  expect(changedMovement(movement([line('A', 1), line('B', -2)]), after)).toEqual([
    { field: 'date', from: '2026-09-14', to: '2026-09-15' },
    { field: 'line 1', from: '1 x A, Main Warehouse', to: 'gone' },
    { field: 'lines', from: '-', to: '3 x A, Main Warehouse' },
  ]);
});
