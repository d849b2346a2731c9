import { type Instant, millis } from '../domain/time.ts';

const httpDate = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? /i;
const isoDate = /^\d{4}-\d\d-\d\dT/;

/**
 * Reads a `Retry-After` header as milliseconds from `now`, which should be the server's own clock (its `Date` header),
 * so that a skew between the two clocks does not matter. Takes seconds, HTTP dates (RFC 9110, 10.2.3) and Cin7's
 * `60 Seconds`. What lies in the past is 0; what cannot be read is nothing.
 */
export function parseRetryAfter(value: string | undefined, now: Instant): number | undefined {
  const text = value?.trim() ?? '';
  if (httpDate.test(text) || isoDate.test(text)) {
    const at = Date.parse(text);
    return Number.isNaN(at) ? undefined : Math.max(0, at - millis(now));
  }
  const seconds = /-?\d+(?:\.\d+)?/.exec(text)?.[0];
  return seconds === undefined ? undefined : Math.max(0, Math.ceil(Number(seconds) * 1000));
}
