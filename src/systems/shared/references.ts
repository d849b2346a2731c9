import { type Clock, millis } from '../../domain/time.ts';
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
 * Reference lists, kept for an hour: in the cache that all processes share, and by this object in memory. `load` only
 * ever reads: nothing here may write an account or any other reference.
 */
export function createReferences(options: {
  /** Names the tenant and the company, so that two pairs never share a list of two companies. */
  readonly key: () => Promise<string>;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly loaders: Partial<Record<ReferenceList, () => Promise<readonly ReferenceRow[]>>>;
}): References {
  const { cache, clock, loaders } = options;
  const held = new Map<ReferenceList, { readonly index: Promise<ReferenceIndex>; readonly until: number }>();

  const read = async (list: ReferenceList, fresh: boolean): Promise<ReferenceIndex> => {
    const loader = loaders[list];
    if (!loader) return indexRows([]);
    const key = `references:${await options.key()}:${list}`;
    const cached = fresh ? undefined : await cache.get(key);
    if (cached !== undefined) return indexRows(JSON.parse(cached) as ReferenceRow[]);
    const rows = await loader();
    await cache.set(key, JSON.stringify(rows), hourMs);
    return indexRows(rows);
  };

  return {
    lists: Object.keys(loaders) as ReferenceList[],
    load(list, { fresh = false } = {}) {
      const now = millis(clock.now());
      const known = held.get(list);
      if (known && !fresh && now < known.until) return known.index;
      const entry = { index: read(list, fresh), until: now + hourMs };
      held.set(list, entry);
      entry.index.catch(() => held.get(list) === entry && held.delete(list));
      return entry.index;
    },
  };
}
