import { decimal } from '../../domain/decimal.ts';
import { type Instant, instant, type PlainDate } from '../../domain/time.ts';
import type { Field } from './contract.ts';
import type { Value } from './rows.ts';

/** A sent value in the type of its field. Dates are kept as `2026-09-16`; decimals as numbers until they are reckoned with. */
export type Coerced = { readonly ok: true; readonly value: Value } | { readonly ok: false };

const bad: Coerced = { ok: false };
const good = (value: Value): Coerced => ({ ok: true, value });

/**
 * Values sent as text are coerced, as vendors' samples show. A date with an offset or `Z` is first moved to the site's
 * zone, so that west of Greenwich it becomes the day before (uncertain; the strict reading).
 */
export function coerce(field: Field, raw: unknown, utcOffset: string): Coerced {
  if (raw === null || raw === undefined) return good(undefined);
  if (typeof raw === 'object') return bad;
  const text = String(raw).trim();
  switch (field.type) {
    case 'string':
    case 'guid':
      return good(String(raw));
    case 'int':
      return /^-?\d+$/.test(text) ? good(Number(text)) : bad;
    case 'decimal':
      return /^-?\d+(\.\d+)?([eE]-?\d+)?$/.test(text) ? good(Number(decimal(text))) : bad;
    case 'boolean':
      return /^(true|false)$/i.test(text) ? good(text.toLowerCase() === 'true') : bad;
    case 'datetime': {
      const date = readDate(text, utcOffset);
      return date === undefined ? bad : good(date);
    }
  }
}

function readDate(text: string, utcOffset: string): PlainDate | undefined {
  const local = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (local !== null) {
    const [, month = '', day = '', year = ''] = local;
    return real(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  }
  const match = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  if (match === null) return undefined;
  const [, date = '', zone] = match;
  if (real(date) === undefined || zone === undefined) return real(date);
  return dateAt(instant(Date.parse(text)), utcOffset);
}

function real(date: string): PlainDate | undefined {
  const at = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || !at.toISOString().startsWith(date) ? undefined : (date as PlainDate);
}

const minutesOf = (utcOffset: string): number => {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(utcOffset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
};

const local = (at: Instant, utcOffset: string): string =>
  new Date(Date.parse(at) + minutesOf(utcOffset) * 60_000).toISOString();

/** The calendar date of a moment at the site. */
export const dateAt = (at: Instant, utcOffset: string): PlainDate =>
  local(at, utcOffset).slice(0, 10) as PlainDate;

/** As JSON shows it: stamps with the site's offset and without trailing zeros of the fraction, dates at midnight. */
export function shownValue(field: Field, value: Value, utcOffset: string): Value {
  if (field.type !== 'datetime' || typeof value !== 'string' || value === '') return value;
  if (value.length === 10) return `${value}T00:00:00${utcOffset}`;
  return `${local(value as Instant, utcOffset).replace(/\.?0*Z$/, '')}${utcOffset}`;
}
