import { type Instant, millis } from '../../domain/time.ts';
import { type Answer, json, page, type Throttling } from '../exchange.ts';
import { problem } from './errors.ts';

/**
 * How the limit is told (apis/cin7-core.md, section 1.2): 429 with `Retry-After: 60 Seconds`, with a number, or
 * without; 503; or, on the purchase endpoints, 400 with a text (elsewhere then 429).
 */
export type LimitShape = '429' | '429-number' | '429-bare' | '503' | '400';

/** Calls per key in a sliding minute; a call that was refused counts too. */
export interface Limits {
  /** Counts a call; false when it is one too many. */
  admit(key: string, now: Instant, limit: number): boolean;
}

const windowMs = 60_000;

export function createLimits(): Limits {
  const times = new Map<string, number[]>();
  return {
    admit(key, now, limit) {
      const at = millis(now);
      const recent = (times.get(key) ?? []).filter((time) => time > at - windowMs && time <= at);
      recent.push(at);
      times.set(key, recent);
      return recent.length <= limit;
    },
  };
}

const words = 'You have reached 60 calls per 60 seconds API limit.';

export function limited(shape: LimitShape, endpoint: string): Answer {
  switch (shape) {
    case '503':
      return throttled({ status: 503 });
    case '429-number':
      return throttled({ retryAfter: 60 });
    case '429-bare':
      return throttled({ retryAfter: null });
    case '400':
      return throttled(endpoint === 'purchase' || endpoint === 'advanced-purchase' ? { status: 400 } : {});
    default:
      return throttled({});
  }
}

/** The same shapes, as a fault asks for them. */
export function throttled({
  status = 429,
  retryAfter = status === 429 ? '60 Seconds' : null,
}: Throttling): Answer {
  const headers = retryAfter === null ? {} : { 'retry-after': String(retryAfter) };
  if (status === 503) return page(503, words, headers);
  return json(status, [problem(words, status)], headers);
}
