import { type Decimal, minus, plus, zero } from '../domain/decimal.ts';
import { otherSide, sourceSide } from '../domain/document.ts';
import type { StockMovement } from '../domain/movement.ts';
import { fold } from '../domain/text.ts';
import type { Instant } from '../domain/time.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { placedLines, placeKey, placeOfBalance, servedLocations } from '../mapping/stock.ts';
import type { StoredDocument } from '../store/documents.ts';
import { type Baseline, compareStock } from './inventory-baseline.ts';
import type { StockPosition } from './ports.ts';

/** One side's stock of a product in one place: what it should be by what we know, and what it is. */
export interface StockSide {
  readonly baseline: Decimal;
  /** Moved there since, by people or other systems. */
  readonly moved: Decimal;
  /** Written there since, of what moved on the other side. */
  readonly written: Decimal;
  readonly expected: Decimal;
  readonly onHand: Decimal;
  /** On hand minus expected; not zero: moved since the last pass, or unknown to us. */
  readonly difference: Decimal;
}

export interface StockPlace {
  /** The ERP's item and location; several Cin7 locations may stand for one. */
  readonly item: string;
  readonly location: string;
  readonly cin7: StockSide;
  readonly erp: StockSide;
  /** As Cin7 tells it: compared, never written. */
  readonly available: Decimal;
  /** Available in Cin7 minus on hand at the ERP: above zero, Cin7 offers what is not there. */
  readonly availableDifference: Decimal;
  /** Movements that are known and not at the other side yet. */
  readonly open: number;
}

export interface StockStatus {
  readonly baselineAt: Instant;
  readonly places: readonly StockPlace[];
}

interface Tally {
  readonly item: string;
  readonly location: string;
  readonly cin7: { moved: Decimal; written: Decimal };
  readonly erp: { moved: Decimal; written: Decimal };
  readonly open: Set<string>;
}

/** By item and location: baseline and movements against what is on hand, on both sides. */
export function stockStatus(
  mapping: Mapping,
  only: readonly string[] | undefined,
  baseline: Baseline,
  documents: readonly StoredDocument[],
  now: { readonly cin7: StockPosition; readonly erp: StockPosition },
): StockStatus {
  const before = compareStock(mapping, only, baseline.cin7.balances, baseline.erp.balances);
  const after = compareStock(mapping, only, now.cin7.balances, now.erp.balances);
  const tallies = tally(mapping, only, documents.filter(isReckoned));
  const keys = [...new Set([...before.keys(), ...after.keys(), ...tallies.keys()])].sort();
  const places = keys.flatMap((key): StockPlace[] => {
    const [was, is, moves] = [before.get(key), after.get(key), tallies.get(key)];
    const place = is ?? was ?? moves;
    if (!place) return [];
    const side = (name: 'cin7' | 'erp'): StockSide => {
      const { moved, written } = moves?.[name] ?? { moved: zero, written: zero };
      const expected = plus(plus(was?.[name] ?? zero, moved), written);
      const onHand = is?.[name] ?? zero;
      const difference = minus(onHand, expected);
      return { baseline: was?.[name] ?? zero, moved, written, expected, onHand, difference };
    };
    const { item, location } = place;
    const row = { item, location, cin7: side('cin7'), erp: side('erp') };
    const available = is?.available ?? zero;
    const availableDifference = minus(available, row.erp.onHand);
    return [{ ...row, available, availableDifference, open: moves?.open.size ?? 0 }];
  });
  return { baselineAt: baseline.at, places };
}

/** Not what the baseline contains, what lies outside of the flow, and what came from the other side. */
const isReckoned = ({ flow, kind, state, posted, target }: StoredDocument): boolean =>
  flow === 'inventory' &&
  kind === 'movement' &&
  state !== 'skipped' &&
  !(posted === 'yes' && target === undefined);

function tally(
  mapping: Mapping,
  only: readonly string[] | undefined,
  documents: readonly StoredDocument[],
): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  const at = (item: string, location: string): Tally => {
    const key = placeKey(item, location);
    const none = () => ({ moved: zero, written: zero });
    const known = tallies.get(key) ?? { item, location, cin7: none(), erp: none(), open: new Set<string>() };
    tallies.set(key, known);
    return known;
  };
  const served = servedLocations(mapping, only);
  for (const document of documents) {
    const side = sourceSide(document.leg);
    for (const { item, location, quantity } of movedBy(document, mapping, only)) {
      const sums = at(item, location);
      sums[side].moved = plus(sums[side].moved, quantity);
      if (!isThere(document)) sums.open.add(document.id);
    }
    for (const { item, location, quantity } of writtenFor(document, mapping, only)) {
      if (!served.has(fold(location))) continue;
      const sums = at(item, location)[otherSide(side)];
      sums.written = plus(sums.written, quantity);
    }
  }
  return tallies;
}

/** What moved at the document's own side. */
function movedBy({ wanted, content }: StoredDocument, mapping: Mapping, only: readonly string[] | undefined) {
  return wanted === 'ready' && content ? realLines(content as StockMovement, mapping, only) : [];
}

/** What of it was written at the other side. */
function writtenFor(document: StoredDocument, mapping: Mapping, only: readonly string[] | undefined) {
  const sent = (document.sent ?? document.content) as StockMovement | undefined;
  if (!sent || !isThere(document)) return [];
  return document.leg === 'cin7-to-erp' ? placedLines(sent, mapping) : realLines(sent, mapping, only);
}

/** It has moved the other side's stock: lines that wait in a journal have not. */
const isThere = ({ leg, state, posted, target }: StoredDocument): boolean =>
  target !== undefined && (posted === 'yes' || (leg === 'erp-to-cin7' && state === 'written'));

/** Where goods really moved, in the ERP's words; nothing by way of in-transit locations. */
function realLines(movement: StockMovement, mapping: Mapping, only: readonly string[] | undefined) {
  return movement.lines.flatMap(({ sku, location, quantity }) => {
    const place = location && placeOfBalance({ sku, location, onHand: quantity }, mapping, only);
    return place ? [{ ...place, quantity }] : [];
  });
}
