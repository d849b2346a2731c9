import { type Instant, millis } from '../../domain/time.ts';
import type { SystemDeps } from '../shared/options.ts';

/** Which processes use one session at the moment, so that only the last of them signs out. */
export interface Seats {
  take(): Promise<void>;
  /** @returns whether this process used the session and nobody else does. */
  leave(): Promise<boolean>;
}

/** After so long a process that never left is taken for dead. */
const deadMs = 30 * 60_000;

export function createSeats(key: string, deps: SystemDeps): Seats {
  const { cache, clock, mutex } = deps;
  const me = `${process.pid}-${clock.now()}-${Math.random().toString(36).slice(2)}`;
  let taken = false;

  const others = async (): Promise<[string, Instant][]> => {
    const list = JSON.parse((await cache.get(key)) ?? '[]') as [string, Instant][];
    const now = millis(clock.now());
    return list.filter(([user, at]) => user !== me && now - millis(at) < deadMs);
  };

  return {
    async take() {
      if (taken) return;
      taken = true;
      await mutex.run(key, async () =>
        cache.set(key, JSON.stringify([...(await others()), [me, clock.now()]]), deadMs),
      );
    },
    leave: async () =>
      taken &&
      mutex.run(key, async () => {
        taken = false;
        const left = await others();
        if (left.length === 0) await cache.delete(key);
        else await cache.set(key, JSON.stringify(left), deadMs);
        return left.length === 0;
      }),
  };
}
