import type { Cache } from '../../http/ports.ts';
import {
  indexRows,
  type ReferenceIndex,
  type ReferenceList,
  type ReferenceRow,
  type References,
} from '../../mapping/references.ts';

const hourMs = 3_600_000;

/**
 * Reference lists, kept for an hour in the cache that all processes share, and for the life of this object in memory.
 * `load` only ever reads: nothing here may write an account or any other reference.
 */
export function createReferences(options: {
  /** Names the tenant and the company, so that two pairs never share a list of two companies. */
  readonly key: () => Promise<string>;
  readonly cache: Cache;
  readonly loaders: Partial<Record<ReferenceList, () => Promise<readonly ReferenceRow[]>>>;
}): References {
  const held = new Map<ReferenceList, Promise<ReferenceIndex>>();
  const lists = Object.keys(options.loaders) as ReferenceList[];

  const read = async (list: ReferenceList, fresh: boolean): Promise<ReferenceIndex> => {
    const loader = options.loaders[list];
    if (!loader) return indexRows([]);
    const key = `references:${await options.key()}:${list}`;
    const cached = fresh ? undefined : await options.cache.get(key);
    if (cached !== undefined) return indexRows(JSON.parse(cached) as ReferenceRow[]);
    const rows = await loader();
    await options.cache.set(key, JSON.stringify(rows), hourMs);
    return indexRows(rows);
  };

  return {
    lists,
    load(list, { fresh = false } = {}) {
      const known = held.get(list);
      if (known && !fresh) return known;
      const loading = read(list, fresh);
      held.set(list, loading);
      loading.catch(() => held.get(list) === loading && held.delete(list));
      return loading;
    },
  };
}
