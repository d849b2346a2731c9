/** A moment in UTC with milliseconds, `2026-09-01T08:00:00.123Z`: sorts as text. */
export type Instant = string & { readonly __brand: 'Instant' };
/** A date as a ledger sees it, `2026-09-01`: belongs to no time zone and sorts as text. */
export type PlainDate = string & { readonly __brand: 'PlainDate' };

export const instant = (ms: number): Instant => new Date(ms).toISOString() as Instant;
export const millis = (at: Instant): number => Date.parse(at);

/**
 * Reads a time stamp of an API: 0 to 7 digits of fraction, with an offset, with `Z`, or with neither (then it is UTC).
 * Fractions beyond the millisecond are cut off, never rounded up.
 */
export function parseInstant(text: string): Instant | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?$/i.exec(text.trim());
  if (!match) return undefined;
  const [, date, time, fraction = '', zone = 'Z'] = match;
  const ms = Date.parse(`${date}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}${zone.toUpperCase()}`);
  return Number.isNaN(ms) ? undefined : instant(ms);
}

export const shift = (at: Instant, ms: number): Instant => instant(millis(at) + ms);

/** Cuts the calendar date from an API's date text without shifting it through any zone; blank and sentinel dates are none. */
export function parsePlainDate(text: string | null | undefined): PlainDate | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?$/.exec((text ?? '').trim());
  if (!match) return undefined;
  const [, year, month, day] = match;
  if (year === '0001' || year === '1900') return undefined;
  const date = `${year}-${month}-${day}`;
  const back = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(back.getTime()) || !back.toISOString().startsWith(date)
    ? undefined
    : (date as PlainDate);
}

export function addDays(date: PlainDate, days: number): PlainDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000)
    .toISOString()
    .slice(0, 10) as PlainDate;
}

export const dateOf = (at: Instant): PlainDate => at.slice(0, 10) as PlainDate;
export const startOf = (date: PlainDate): Instant => `${date}T00:00:00.000Z` as Instant;

/** The one source of time and of waiting, so that tests can move it. */
export interface Clock {
  now(): Instant;
  /** Resolves after `ms`, or at once when the signal fires. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => instant(Date.now()),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const timer = setTimeout(done, Math.max(0, ms));
      function done() {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      }
      signal?.addEventListener('abort', done, { once: true });
    }),
};
