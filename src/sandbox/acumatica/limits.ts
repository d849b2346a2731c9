import { millis } from '../../domain/time.ts';
import type { World } from './state.ts';

/** Requests per minute of the licence: sheet, section 11. */
export interface Limits {
  /** Milliseconds that this request is delayed; nothing when it is declined. */
  admit(): number | undefined;
}

/** From half of the limit on each request waits its share of what is left of the minute. */
export function createLimits(world: World): Limits {
  let minute = 0;
  let used = 0;
  return {
    admit() {
      if (world.switches.waiting > 20) return undefined;
      const limit = world.switches.requestsPerMinute;
      if (limit === 0) return 0;
      const now = millis(world.clock.now());
      const current = Math.floor(now / 60_000);
      if (current !== minute) used = 0;
      minute = current;
      used++;
      if (used <= limit / 2) return 0;
      const rest = 60_000 - (now % 60_000);
      return Math.ceil(rest / Math.max(1, limit - used + 1));
    },
  };
}
