import { z } from 'zod';
import { type Decimal, decimal, isNegative } from '../domain/decimal.ts';
import { type PlainDate, parsePlainDate } from '../domain/time.ts';

/** What a field expects, in words for `missing` and `wrong type` messages. */
export const expectations = z.registry<{ readonly expects: string }>();
const codes = z.registry<{ readonly code: true }>();

/** Whether this is a code of one of the systems: taken as written, so that an unquoted number is as good as text. */
export const isCode = (schema: z.core.$ZodType): boolean => codes.get(schema) !== undefined;

export function expecting<S extends z.ZodType>(schema: S, expects: string): S {
  const any: z.ZodType = schema;
  expectations.add(any, { expects });
  return schema;
}

export const text = () => expecting(z.string().regex(/\S/, 'must not be blank'), 'text');

export const code = () => {
  const schema = z.string().regex(/\S/, 'must not be blank');
  codes.add(schema, { code: true });
  return expecting(schema, 'a code');
};

export const yesNo = () => expecting(z.boolean(), 'true or false');

export const whole = (from: number, to: number) =>
  expecting(z.int().min(from).max(to), `a whole number from ${from} to ${to}`);

/** `15m`, `1h`, `1d`; minutes in the parsed config. */
export const duration = () => {
  const expects = 'a duration such as 15m, 1h or 1d';
  const factors: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440 };
  const minutes = (value: string) => Number(value.slice(0, -1)) * (factors[value.slice(-1)] ?? 0);
  return expecting(z.string().regex(/^[1-9]\d{0,4}[mhd]$/, `expected ${expects}`), expects).transform(
    minutes,
  );
};

export const plainDate = () => {
  const expects = 'a date such as 2026-01-31';
  const schema = expecting(z.string().regex(/^\d{4}-\d\d-\d\d$/, `expected ${expects}`), expects);
  return schema.transform((value, context): PlainDate => {
    const date = parsePlainDate(value);
    if (date !== undefined) return date;
    context.issues.push({ code: 'custom', message: 'there is no such day in the calendar', input: value });
    return z.NEVER;
  });
};

/** An amount that is not negative, exact. */
export const amount = () => {
  const expects = 'an amount such as 0.05';
  const schema = expecting(z.string().regex(/^\s*-?\d+(\.\d+)?\s*$/, `expected ${expects}`), expects);
  codes.add(schema, { code: true });
  return schema.transform((value, context): Decimal => {
    const parsed = decimal(value);
    if (!isNegative(parsed)) return parsed;
    context.issues.push({ code: 'custom', message: 'must not be negative', input: value });
    return z.NEVER;
  });
};

/**
 * An object whose keys are free: codes and names. The loader puts a mark before every key (see `markKey`), which keeps
 * the order of the file (JavaScript would sort keys that look like numbers) and any name possible.
 */
export const table = <V extends z.ZodType>(value: V) =>
  expecting(z.record(z.string(), value), 'keys with values').transform(
    (entries): ReadonlyMap<string, z.output<V>> =>
      new Map(Object.entries(entries).map(([key, item]) => [unmarkKey(key), item as z.output<V>])),
  );

const mark = '=';
export const markKey = (key: string): string => mark + key;
export const unmarkKey = (key: string): string => (key.startsWith(mark) ? key.slice(mark.length) : key);
