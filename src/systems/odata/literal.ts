import type { Decimal } from '../../domain/decimal.ts';
import type { Instant, PlainDate } from '../../domain/time.ts';

/** A value as it stands in a filter or a key, not yet percent-encoded. */
export type Literal = string & { readonly __brand: 'Literal' };

/** Quoted, inner quotes doubled: no text of a record can become part of the expression. */
export const text = (value: string): Literal => `'${value.replace(/'/g, "''")}'` as Literal;

/** Unquoted, as OData v4 and Business Central want it. @throws RangeError for anything else. */
export function guid(value: string): Literal {
  if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value)) return value.toLowerCase() as Literal;
  throw new RangeError(`not a GUID: ${JSON.stringify(value)}`);
}

export const date = (value: PlainDate): Literal => plain(value, /^\d{4}-\d\d-\d\d$/);
export const moment = (value: Instant): Literal => plain(value, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
export const number = (value: Decimal | number): Literal => plain(String(value), /^-?\d+(?:\.\d+)?$/);
export const yesNo = (value: boolean): Literal => String(value) as Literal;

/** A blank GUID is zeros in these APIs, never null. */
export const noGuid = '00000000-0000-0000-0000-000000000000';

function plain(value: string, shape: RegExp): Literal {
  if (shape.test(value)) return value as Literal;
  throw new RangeError(`not a literal: ${JSON.stringify(value)}`);
}
