import type { Decimal } from '../../domain/decimal.ts';
import type { Instant } from '../../domain/time.ts';

export type MadeBy = 'api' | 'person' | 'setup';

/** Values as the API shows them, but for decimals, which are kept exact, and companies, which are kept in lower case. */
export type Fields = Readonly<Record<string, string | number | null>>;

/** A record of any entity, in the API's own field names. */
export interface Row {
  /** Lower case; blank for what all companies share. */
  readonly company: string;
  readonly recId: number;
  /** How often it was changed: the tag moves with it. */
  readonly changes: number;
  readonly madeBy: MadeBy;
  /** Place in the order of all changes of the sandbox. */
  readonly madeAs: number;
  /** Place and time of the last write through the API; 0 and blank without one. */
  readonly writtenAs: number;
  readonly writtenAt: Instant | '';
  /** A person changed it. */
  readonly editedByPerson: boolean;
  readonly fields: Fields;
  /** What no entity shows: `received`, `invoiced`, `blocked` and the like. */
  readonly inner: Readonly<Record<string, string | boolean>>;
}

export const textOf = (row: Row, field: string): string => String(row.fields[field] ?? '');
export const decimalOf = (row: Row, field: string): Decimal => String(row.fields[field] ?? '0') as Decimal;
export const isYes = (row: Row, field: string): boolean => row.fields[field] === 'Yes';
export const innerDecimal = (row: Row, name: string): Decimal => String(row.inner[name] ?? '0') as Decimal;

/** Who numbers new records of a kind. `either`: given ones are taken, others are numbered. */
export type Numbering = 'automatic' | 'manual' | 'either';

/** A legal entity and what its parameters say. */
export interface Company {
  /** Lower case. */
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly currency: string;
  readonly chart: string;
  readonly vendorNumbers: Numbering;
  readonly orderNumbers: Numbering;
  /** New orders are drafts that people must have approved. */
  readonly changeManagement: boolean;
}
