import type { Literal } from './literal.ts';

/** An expression for `$filter`, not yet percent-encoded. */
export type Filter = string & { readonly __brand: 'Filter' };

type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

export const compare = (field: string, comparison: Comparison, value: Literal): Filter =>
  `${field} ${comparison} ${value}` as Filter;
export const equal = (field: string, value: Literal): Filter => compare(field, 'eq', value);

/** Those that are given, joined by `and`; nothing when there is none. */
export function all(...filters: readonly (Filter | undefined)[]): Filter | undefined {
  const given = filters.filter((filter) => filter !== undefined);
  if (given.length < 2) return given[0];
  return given.map((filter) => (/ or /.test(filter) ? `(${filter})` : filter)).join(' and ') as Filter;
}

/** Longer addresses are refused by some gateways (IIS: 2,048 characters of query by default). */
const longestFilter = 1500;

/**
 * `a eq 1 or a eq 2`, on one field: on several, Business Central and NAV refuse `or`, and `in` is not offered
 * everywhere. Split so that each filter fits into an address; no values, no filters.
 */
export function filterAny(field: string, values: readonly Literal[], most = 40): Filter[] {
  const filters: Filter[] = [];
  let chunk: Filter[] = [];
  let length = 0;
  for (const value of new Set(values)) {
    const filter = equal(field, value);
    const size = encodeURIComponent(` or ${filter}`).length;
    if (chunk.length > 0 && (chunk.length >= most || length + size > longestFilter)) {
      filters.push(chunk.join(' or ') as Filter);
      chunk = [];
      length = 0;
    }
    chunk.push(filter);
    length += size;
  }
  if (chunk.length > 0) filters.push(chunk.join(' or ') as Filter);
  return filters;
}

export interface Query {
  readonly filter?: Filter | undefined;
  readonly select?: readonly string[] | undefined;
  /** Options of an expanded set go into its text: `lines($select=id;$expand=dimensions)`. */
  readonly expand?: readonly string[] | undefined;
  /** `lastModifiedDateTime`, `number desc`. */
  readonly orderBy?: readonly string[] | undefined;
  readonly top?: number | undefined;
  readonly skip?: number | undefined;
  readonly count?: boolean | undefined;
  /** Options without a `$`: `cross-company`, `company`. */
  readonly other?: Readonly<Record<string, string | boolean>> | undefined;
}

/** The query part of an address, `?` included and every value percent-encoded; empty when nothing is asked. */
export function printQuery(query: Query): string {
  const options: [string, string | number | boolean | undefined][] = [
    ['$filter', query.filter],
    ['$select', query.select?.join(',')],
    ['$expand', query.expand?.join(',')],
    ['$orderby', query.orderBy?.join(',')],
    ['$top', query.top],
    ['$skip', query.skip],
    ['$count', query.count],
    ...Object.entries(query.other ?? {}),
  ];
  const given = options.filter(([, value]) => value !== undefined && value !== '');
  return given.length === 0
    ? ''
    : `?${given.map(([name, value]) => `${encode(name)}=${encode(String(value))}`).join('&')}`;
}

/** `vendors(8a…)`, `VendorsV2(dataAreaId='usmf',VendorAccountNumber='V%2F1')`: the path of one entity. */
export function entity(set: string, key: Literal | Readonly<Record<string, Literal>>): string {
  const inner =
    typeof key === 'string'
      ? encodeURIComponent(key)
      : Object.entries(key)
          .map(([field, value]) => `${field}=${encodeURIComponent(value)}`)
          .join(',');
  return `${set}(${inner})`;
}

/** What is harmless in a query stays readable. */
const encode = (value: string): string => encodeURIComponent(value).replace(/%24/g, '$').replace(/%2C/g, ',');
