import { type Instant, millis } from '../../domain/time.ts';
import type { Answer, Throttling } from '../exchange.ts';
import { errorAnswer } from './errors.ts';

/** Requests per user in a sliding five minutes (operational limits, apis/business-central.md, section 4). */
export interface Limits {
  /** Counts a request; false when it is one too many. */
  admit(user: string, now: Instant, limit: number): boolean;
}

const windowMs = 300_000;

export function createLimits(): Limits {
  const times = new Map<string, number[]>();
  return {
    admit(user, now, limit) {
      const at = millis(now);
      const recent = (times.get(user) ?? []).filter((time) => time > at - windowMs && time <= at);
      times.set(user, recent);
      if (recent.length >= limit) return false;
      recent.push(at);
      return true;
    },
  };
}

/** 429 is not documented to carry Retry-After: none unless asked for. */
export function tooMany({ status = 429, retryAfter = null }: Throttling): Answer {
  const headers = retryAfter === null ? undefined : { 'retry-after': String(retryAfter) };
  return errorAnswer(status, 'Application_TooManyRequests', 'Too many requests. Try again later.', headers);
}
