import type { Input } from './input.ts';
import type { Scope } from './scope.ts';

/** What becomes of the rows that a record has when rows are sent: by id or line key, else a new one. */
export function mergedRows<Row extends { readonly id: string }>(
  scope: Scope,
  sent: readonly Input[],
  before: readonly Row[],
  same: (row: Row, input: Input) => boolean,
  save: (input: Input, row: Row | undefined, path: string) => readonly Row[],
): Row[] {
  let rows = [...before];
  for (const [i, input] of sent.entries()) {
    const path = `Details/${i}`;
    const found = rows.find((row) => row.id === input.id) ?? rows.find((row) => same(row, input));
    if (input.remove) {
      if (found === undefined) scope.complaints.add(path, 'The row to delete cannot be found.');
      rows = rows.filter((row) => row !== found);
      continue;
    }
    const saved = save(input, found, path);
    if (found === undefined) rows.push(...saved);
    else rows = rows.flatMap((row) => (row === found ? saved : [row]));
  }
  return rows;
}
