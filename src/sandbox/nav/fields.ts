import { type Decimal, zero } from '../../domain/decimal.ts';
import type { Instant } from '../../domain/time.ts';
import type { Field } from '../odata/model.ts';

/** Fields that know their own kind, so that a row's type follows from them. */
export interface NavField extends Field {
  /** Length in NAV, where Business Central's is another. */
  readonly navLength?: number | undefined;
  /** What `$metadata` does not show: kept in the table, but no control of the page. */
  readonly offPage?: boolean | undefined;
}

export const code = (length: number) => ({ type: 'code' as const, length });
export const text = (length: number) => ({ type: 'text' as const, length });
/** 100 characters in Business Central 14 and later, 50 in NAV (apis/dynamics-nav.md, section 3.2). */
export const name = { type: 'text' as const, length: 100, navLength: 50 };
export const option = (...members: string[]) => ({ type: 'enum' as const, members });
export const decimal = { type: 'decimal' as const };
export const int = { type: 'int' as const };
export const bool = { type: 'bool' as const };
export const date = { type: 'date' as const };
export const datetime = { type: 'datetime' as const };
export const guid = { type: 'guid' as const };
export const fixed = <F extends NavField>(field: F) => ({ ...field, readOnly: true as const });
export const offPage = <F extends NavField>(field: F) => ({ ...field, offPage: true as const });

export type NavFields = Readonly<Record<string, NavField>>;

export type RowOf<F extends NavFields> = {
  readonly [K in keyof F]: F[K] extends { readonly type: 'decimal' }
    ? Decimal
    : F[K] extends { readonly type: 'int' }
      ? number
      : F[K] extends { readonly type: 'bool' }
        ? boolean
        : string;
};

/** What the platform keeps of every record. */
export interface Kept {
  readonly id: string;
  readonly version: number;
  readonly modifiedAt: Instant;
  /** Who made it. */
  readonly madeBy: MadeBy;
  /** Place in the order of all changes of the sandbox. */
  readonly madeAs: number;
  /** A person changed it after the API had written it. */
  readonly edited: boolean;
}

export type MadeBy = 'api' | 'person' | 'setup';

const blanks = { decimal: zero, int: 0, bool: false } as const;

/** A record before anything is filled in: the first option, nothing, zero. */
export function blankRow<F extends NavFields>(fields: F): RowOf<F> {
  const pairs = Object.entries(fields).map(([field, { type, members }]) => {
    if (type === 'enum') return [field, members?.[0] ?? ''];
    return [field, type in blanks ? blanks[type as keyof typeof blanks] : ''];
  });
  return Object.fromEntries(pairs) as RowOf<F>;
}

/** One field as JSON shows it: decimals as numbers, no date as the first day there is. */
export function shownValue(field: NavField, value: unknown): unknown {
  if (field.type === 'decimal') return Number(value);
  if (field.type === 'date') return value === '' ? '0001-01-01' : value;
  if (field.type === 'datetime') return value === '' ? '0001-01-01T00:00:00Z' : value;
  return value;
}
