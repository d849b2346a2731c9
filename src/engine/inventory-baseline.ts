import { compareDecimals, type Decimal, isZero, plus, zero } from '../domain/decimal.ts';
import type { StockBalance } from '../domain/movement.ts';
import { fold } from '../domain/text.ts';
import type { Instant } from '../domain/time.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { placeKey, placeOfBalance, servedLocations } from '../mapping/stock.ts';
import type { Collection } from '../store/records.ts';
import type { Store, Tx } from '../store/store.ts';
import type { StockPosition } from './ports.ts';

/** What was on stock on both sides when the flow began: later movements are reckoned from here. */
export interface Baseline {
  readonly at: Instant;
  readonly cin7: StockPosition;
  readonly erp: StockPosition;
  /** Whether the movements of Cin7 that it contains are known one by one. */
  readonly cin7Known: boolean;
}

const place = (pair: string): Collection => ({ pair, side: 'erp', collection: 'inventory baseline' });
const id = 'baseline';

export async function readBaseline(
  store: Pick<Store, 'records'> | Tx,
  pair: string,
): Promise<Baseline | undefined> {
  return (await store.records.get(place(pair), id))?.snapshot as Baseline | undefined;
}

export const keepBaseline = (tx: Tx, pair: string, baseline: Baseline): Promise<void> =>
  tx.records.snapshot(place(pair), { id, number: '', version: baseline.at, snapshot: baseline });

/** One product in one place of the ERP, as both sides have it. */
export interface Compared {
  readonly item: string;
  readonly location: string;
  readonly cin7: Decimal;
  readonly erp: Decimal;
  /** As Cin7 tells it. */
  readonly available: Decimal;
}

/** Both sides' stock by the ERP's item and location; places that the pair does not serve are left out. */
export function compareStock(
  mapping: Mapping,
  only: readonly string[] | undefined,
  cin7: readonly StockBalance[],
  erp: readonly StockBalance[],
): Map<string, Compared> {
  const rows = new Map<string, Compared>();
  const add = (item: string, location: string, change: Partial<Compared>) => {
    const key = placeKey(item, location);
    const row = rows.get(key) ?? { item, location, cin7: zero, erp: zero, available: zero };
    rows.set(key, {
      ...row,
      cin7: plus(row.cin7, change.cin7 ?? zero),
      erp: plus(row.erp, change.erp ?? zero),
      available: plus(row.available, change.available ?? zero),
    });
  };
  for (const balance of cin7) {
    const there = placeOfBalance(balance, mapping, only);
    if (there)
      add(there.item, there.location, { cin7: balance.onHand, available: balance.available ?? zero });
  }
  const served = servedLocations(mapping, only);
  for (const { sku, location, onHand } of erp)
    if (served.has(fold(location))) add(sku, location, { erp: onHand });
  return rows;
}

/** Whether nothing moved between two readings. */
export function samePosition(a: StockPosition, b: StockPosition): boolean {
  const print = ({ balances, ledger }: StockPosition) =>
    JSON.stringify([ledger?.last ?? 0, summed(balances)]);
  return print(a) === print(b);
}

function summed(balances: readonly StockBalance[]): (readonly [string, Decimal])[] {
  const sums = new Map<string, Decimal>();
  for (const { sku, location, onHand } of balances) {
    const key = placeKey(sku, location);
    sums.set(key, plus(sums.get(key) ?? zero, onHand));
  }
  return [...sums].filter(([, onHand]) => !isZero(onHand)).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Places where the sides differ, in order of item and location. */
export const differing = (rows: Iterable<Compared>): Compared[] =>
  [...rows]
    .filter(({ cin7, erp }) => compareDecimals(cin7, erp) !== 0)
    .sort((a, b) => (placeKey(a.item, a.location) < placeKey(b.item, b.location) ? -1 : 1));
