import { distance } from 'fastest-levenshtein';
import { fold } from '../domain/text.ts';
import type { ReferenceIndex, ReferenceRow } from './references.ts';

/** How a row is shown to people: `10700 (Inventory)`. */
export const printRow = (row: ReferenceRow): string =>
  row.name === '' ? row.code : `${row.code} (${row.name})`;

/** Usable rows whose code or name comes nearest to one of the texts, the nearest first. */
export function nearestRows(seen: readonly string[], index: ReferenceIndex, limit = 5): ReferenceRow[] {
  const wanted = folded(seen);
  const rows = index.rows.filter((row) => row.usable).map((row) => ({ row, far: farness(wanted, row) }));
  rows.sort((a, b) => a.far - b.far || (a.row.code < b.row.code ? -1 : 1));
  return rows.slice(0, limit).map(({ row }) => row);
}

/** As `nearestRows`, ready for a problem's `allowed`. */
export const candidates = (seen: readonly string[], index: ReferenceIndex): string[] =>
  nearestRows(seen, index).map(printRow);

/** The one usable row that has exactly this code or name; nothing when there are several. */
export function sameRow(seen: readonly string[], index: ReferenceIndex): ReferenceRow | undefined {
  const wanted = folded(seen);
  const rows = index.rows.filter(
    (row) => row.usable && wanted.some((text) => text === fold(row.code) || text === fold(row.name)),
  );
  return rows.length === 1 ? rows[0] : undefined;
}

/** What a text probably stands for: `sure` when exactly one usable row has this code or name. */
export function guess(
  seen: readonly string[],
  index: ReferenceIndex,
): { readonly row: ReferenceRow; readonly sure: boolean } | undefined {
  const same = sameRow(seen, index);
  if (same !== undefined) return { row: same, sure: true };
  const [row] = nearestRows(seen, index, 1);
  return row !== undefined && farness(folded(seen), row) <= 0.4 ? { row, sure: false } : undefined;
}

const folded = (seen: readonly string[]): string[] => seen.map(fold).filter((text) => text !== '');

/** From 0 (equal) to 1 (nothing in common), over all texts and both columns. */
function farness(wanted: readonly string[], row: ReferenceRow): number {
  let least = 1;
  for (const text of wanted) {
    for (const column of [fold(row.code), fold(row.name)]) {
      if (column === '') continue;
      const part = column.includes(text) || text.includes(column) ? 0.5 : 1;
      least = Math.min(least, (part * distance(text, column)) / Math.max(text.length, column.length));
    }
  }
  return least;
}
