import { addDays, type Instant, parseInstant, parsePlainDate, startOf } from '../domain/time.ts';
import { UsageError } from './errors.ts';

/** `2026-01-31` or `2026-01-31T08:00:00Z`. @throws UsageError */
export function instantOption(name: string, text: string): Instant {
  const date = isDate(text) ? parsePlainDate(text) : undefined;
  const at = date === undefined ? parseInstant(text) : startOf(date);
  if (at !== undefined) return at;
  throw new UsageError(
    `${name} ${text}: expected a date such as 2026-01-31, or an instant such as 2026-01-31T08:00:00Z`,
  );
}

/** As `instantOption`; of a date its end, so that the day is included. */
export function endOption(name: string, text: string): Instant {
  const date = isDate(text) ? parsePlainDate(text) : undefined;
  return date === undefined ? instantOption(name, text) : startOf(addDays(date, 1));
}

const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

/** A whole number, not negative. @throws UsageError */
export function countOption(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`${name} ${text}: expected a whole number such as 100`);
}
