import { resolve } from 'node:path';

/** Lets one piece of work at a time at the write lock of a file. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

const tails = new Map<string, Promise<unknown>>();

/**
 * SQLite makes a second writer wait by blocking its thread. Two connections of one process must therefore take turns
 * before they ask for the lock: the one that waits would keep the other from ever finishing.
 */
export function turnsAt(path: string): Turns {
  const key = resolve(path);
  return (work) => {
    const before = tails.get(key) ?? Promise.resolve();
    const result = before.then(work, work);
    const tail = result.catch(() => undefined);
    tails.set(key, tail);
    void tail.then(() => {
      if (tails.get(key) === tail) tails.delete(key);
    });
    return result;
  };
}
