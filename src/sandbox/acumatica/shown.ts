import type { Value, Values } from './rows.ts';

/** A record as the contract sees it, before fields are chosen and values wrapped. */
export interface Shown {
  readonly id: string;
  readonly note?: string | undefined;
  readonly values: Values;
  readonly linked?: Readonly<Record<string, Shown>> | undefined;
  readonly details?: Readonly<Record<string, readonly Shown[]>> | undefined;
  /** By `View.Field`. */
  readonly custom?: Readonly<Record<string, Value>> | undefined;
}

/** A name with slashes: `MainContact/Email`, `MainContact/Address/City`. */
export function valueAt(record: Shown, path: string): Value {
  const [first = '', ...rest] = path.split('/');
  if (rest.length === 0) return record.values[first];
  const linked = record.linked?.[first];
  return linked === undefined ? undefined : valueAt(linked, rest.join('/'));
}
