import type { Instant } from '../../domain/time.ts';

/** An expression for `$filter` in the words of OData version 3, not yet percent-encoded. */
export type Filter = string & { readonly __brand: 'Filter' };

/** Quoted, inner quotes doubled: no text of a record can become part of the expression. */
const text = (value: string): string => `'${value.replace(/'/g, "''")}'`;

export const equal = (field: string, value: string): Filter => `${field} eq ${text(value)}` as Filter;
export const after = (field: string, value: string): Filter => `${field} gt ${text(value)}` as Filter;
export const contains = (field: string, value: string): Filter =>
  `substringof(${text(value)},${field})` as Filter;
/** With `Z`: without an offset it would be the site's own time. */
export const changedSince = (field: string, at: Instant): Filter =>
  `${field} ge datetimeoffset'${at}'` as Filter;

export function all(...filters: readonly (Filter | undefined)[]): Filter | undefined {
  const given = filters.filter((filter) => filter !== undefined);
  return given.length === 0 ? undefined : (given.join(' and ') as Filter);
}

export const either = (...filters: readonly [Filter, ...Filter[]]): Filter =>
  (filters.length === 1 ? filters[0] : `(${filters.join(' or ')})`) as Filter;

/** `Type eq 'Bill' and (ReferenceNbr eq '1' or ReferenceNbr eq '2')`, in parts that fit into an address. */
export function anyOf(field: string, values: readonly string[], most = 40): Filter[] {
  const distinct = [...new Set(values)];
  const filters: Filter[] = [];
  for (let at = 0; at < distinct.length; at += most) {
    const [first, ...rest] = distinct.slice(at, at + most).map((value) => equal(field, value));
    if (first) filters.push(either(first, ...rest));
  }
  return filters;
}

/** `$filter $select $expand $custom $top $skip`: the schema has no others, and nothing orders a list. */
export interface Query {
  readonly filter?: Filter | undefined;
  /** `VendorID`, `MainContact/Email`. */
  readonly select?: readonly string[] | undefined;
  readonly expand?: readonly string[] | undefined;
  /** `CurrentDocument.TaxZoneID`. */
  readonly custom?: readonly string[] | undefined;
  readonly top?: number | undefined;
  readonly skip?: number | undefined;
}

export const parameters = ({ filter, select, expand, custom, top, skip }: Query) => ({
  $filter: filter,
  $select: select?.join(','),
  $expand: expand?.join(','),
  $custom: custom?.join(','),
  $top: top,
  $skip: skip,
});

/** The path of one record by its keys; a key with a `/` cannot be in a path, then its `id` stands for all of them. */
export function pathOf(entity: string, keys: readonly string[], id: string): string {
  const usable = keys.length > 0 && keys.every((key) => key !== '' && !/[/|]/.test(key));
  return [entity, ...(usable ? keys : [id]).map(encodeURIComponent)].join('/');
}
