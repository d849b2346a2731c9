import { zero } from '../../domain/decimal.ts';
import type { Totals } from '../../domain/purchase.ts';
import { cut } from '../../domain/text.ts';

/** A record with its texts cut to what a system can hold, by the domain's field names. */
export function cutTo<R extends object>(record: R, lengths: Readonly<Partial<Record<keyof R, number>>>): R {
  const copy = { ...record };
  for (const [field, length] of Object.entries(lengths) as [keyof R, number][]) {
    const value = copy[field];
    if (typeof value === 'string') copy[field] = cut(value, length) as R[keyof R];
  }
  return copy;
}

/** `current` with `fields` as `wanted` has them. */
export function merge<R extends object>(current: R, wanted: R, fields: readonly (keyof R)[]): R {
  const merged = { ...current };
  for (const field of fields) merged[field] = wanted[field];
  return merged;
}

/** Master records have no amounts; a draft wants totals. */
export const noTotals = (currency: string): Totals => {
  const nothing = { amount: zero, currency };
  return { net: nothing, tax: nothing, gross: nothing };
};
