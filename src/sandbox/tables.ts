/** Rows of one kind by key, in the order in which they were added. Rows are replaced, never changed in place. */
export interface Table<Row> {
  get(key: string): Row | undefined;
  all(): readonly Row[];
  find(wanted: (row: Row) => boolean): Row | undefined;
  put(row: Row): Row;
  remove(key: string): void;
}

/** Tables in memory that change wholly or not at all. */
export interface Database {
  table<Row>(key: (row: Row) => string): Table<Row>;
  /** Runs `work`; if it throws, every change that it made is undone. */
  transaction<T>(work: () => T): T;
}

export function createDatabase(): Database {
  let undo: (() => void)[] | undefined;

  function table<Row>(key: (row: Row) => string): Table<Row> {
    const rows = new Map<string, Row>();
    let list: readonly Row[] | undefined;
    const restore = (id: string, row: Row | undefined) => {
      list = undefined;
      if (row === undefined) rows.delete(id);
      else rows.set(id, row);
    };
    const change = (id: string, row: Row | undefined) => {
      const before = rows.get(id);
      undo?.push(() => restore(id, before));
      restore(id, row);
    };
    const all = () => {
      list ??= [...rows.values()];
      return list;
    };
    return {
      get: (id) => rows.get(id.toLowerCase()),
      all,
      find: (wanted) => all().find(wanted),
      put(row) {
        change(key(row).toLowerCase(), row);
        return row;
      },
      remove: (id) => change(id.toLowerCase(), undefined),
    };
  }

  function transaction<T>(work: () => T): T {
    if (undo !== undefined) return work();
    const steps: (() => void)[] = [];
    undo = steps;
    try {
      return work();
    } catch (error) {
      for (const step of steps.reverse()) step();
      throw error;
    } finally {
      undo = undefined;
    }
  }

  return { table, transaction };
}

/** The same actions, each of which happens wholly or not at all. */
export function inTransactions<Actions extends object>(
  actions: Actions,
  transaction: Database['transaction'],
): Actions {
  const wrapped = Object.entries(actions).map(([name, action]: [string, unknown]) => [
    name,
    typeof action === 'function' ? (...given: unknown[]) => transaction(() => action(...given)) : action,
  ]);
  return Object.fromEntries(wrapped) as Actions;
}
