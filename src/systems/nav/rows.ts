import { type Decimal, decimal } from '../../domain/decimal.ts';
import { type PlainDate, parsePlainDate } from '../../domain/time.ts';
import { decodeName } from '../odata/decode.ts';

/** A row of a published page: which fields it has differs from site to site, so each is read as what it should be. */
export type Row = Readonly<Record<string, unknown>>;

export const textOf = (row: Row, field: string | undefined): string => {
  const value = field === undefined ? undefined : row[field];
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
};

/** An option's caption, whether it was written as such (`Credit Memo`) or escaped (`Credit_x0020_Memo`); blank is ''. */
export const optionOf = (row: Row, field: string): string => decodeName(textOf(row, field)).trim();

export const amountOf = (row: Row, field: string): Decimal => {
  const value = row[field];
  if (typeof value === 'number') return decimal(value);
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? decimal(value) : decimal(0);
};

/** A blank date is `0001-01-01`. */
export const dayOf = (row: Row, field: string): PlainDate | undefined => parsePlainDate(textOf(row, field));

export const yesOf = (row: Row, field: string): boolean => row[field] === true;

export const numberOf = (row: Row, field: string): number => {
  const value = row[field];
  return typeof value === 'number' ? value : Number(value ?? 0) || 0;
};
