import { type Clock, type Instant, instant, millis, parseInstant } from '../domain/time.ts';

/** A clock that tests and the demo can move. Give the same one to the engine and the sandbox. */
export interface VirtualClock extends Clock {
  /** Moves time on by `ms` (back, if negative). */
  advance(ms: number): Instant;
  /** Moves time to `at`. It goes on from there, or stands still if it was frozen. */
  set(at: string): Instant;
  /** Time stands still, now or at `at`, until it is moved. */
  freeze(at?: string): Instant;
  /** Time passes again as it does outside. */
  run(): Instant;
  /** Moves time on by `ms` at once and yields to the event loop, so that what is under way can happen. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Real time plus an offset; with `at` it starts frozen there. */
export function createVirtualClock(at?: string): VirtualClock {
  let offset = 0;
  let frozen = at === undefined ? undefined : momentOf(at);
  const now = () => frozen ?? Date.now() + offset;
  const moveTo = (ms: number): Instant => {
    if (frozen === undefined) offset = ms - Date.now();
    else frozen = ms;
    return instant(ms);
  };
  return {
    now: () => instant(now()),
    advance: (ms) => moveTo(now() + ms),
    set: (to) => moveTo(momentOf(to)),
    freeze(to) {
      frozen = to === undefined ? now() : momentOf(to);
      return instant(frozen);
    },
    run() {
      const at = now();
      frozen = undefined;
      return moveTo(at);
    },
    async sleep(ms, signal) {
      if (signal?.aborted) return;
      if (ms > 0) moveTo(now() + ms);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

function momentOf(text: string): number {
  const at = parseInstant(text.length === 10 ? `${text}T00:00:00Z` : text);
  if (at === undefined) throw new RangeError(`not a moment: ${JSON.stringify(text)}`);
  return millis(at);
}
