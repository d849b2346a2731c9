import type { Database } from '../tables.ts';

/** A row that is new, different or gone. */
export interface Change<Row> {
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

/** What changed in a table between two looks at it. Rows are replaced, never changed in place. */
export function changesOf<Row>(
  before: readonly Row[],
  after: readonly Row[],
  key: (row: Row) => string,
): Change<Row>[] {
  if (before === after) return [];
  const old = new Map(before.map((row) => [key(row), row]));
  const changes: Change<Row>[] = [];
  for (const row of after) {
    const was = old.get(key(row));
    old.delete(key(row));
    if (was !== row) changes.push({ before: was, after: row });
  }
  for (const row of old.values()) changes.push({ before: row, after: undefined });
  return changes;
}

/** Runs every transaction of a database so that `look` sees the tables before and after it; only while somebody listens. */
export function watched<Rows>(
  transaction: Database['transaction'],
  listens: () => boolean,
  look: () => Rows,
  tell: (before: Rows, after: Rows) => void,
): Database['transaction'] {
  let depth = 0;
  return (work) => {
    if (depth > 0 || !listens()) return transaction(work);
    const before = look();
    depth += 1;
    try {
      return transaction(work);
    } finally {
      depth -= 1;
      tell(before, look());
    }
  };
}
