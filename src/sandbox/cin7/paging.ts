import type { JsonObject } from '../exchange.ts';
import { refuse } from './errors.ts';
import { readStamp } from './stamps.ts';
import type { Switches } from './state.ts';

/** The parameters of a request by lower-case name; unknown ones are simply there, and nobody looks at them. */
export type Query = ReadonlyMap<string, string>;

export const readQuery = (parameters: URLSearchParams): Query =>
  new Map([...parameters].map(([name, value]) => [name.toLowerCase(), value]));

/** `Page` from 1, `Limit` 1 to 1000, default 100; more is refused, which the documents leave open (section 1.3). */
export function listAnswer<Row>(
  rows: readonly Row[],
  key: string,
  query: Query,
  show: (row: Row) => JsonObject,
): JsonObject {
  const page = count(query, 'Page', 1, Number.MAX_SAFE_INTEGER);
  const limit = count(query, 'Limit', 100, 1000);
  const from = (page - 1) * limit;
  return { Total: rows.length, Page: page, [key]: rows.slice(from, from + limit).map(show) };
}

function count(query: Query, name: string, byDefault: number, most: number): number {
  const text = query.get(name.toLowerCase());
  if (text === undefined || text === '') return byDefault;
  if (!/^\d+$/.test(text) || Number(text) < 1 || Number(text) > most)
    refuse(`Parameter ${name} must be between 1 and ${most}.`);
  return Number(text);
}

export const isTrue = (query: Query, name: string): boolean =>
  query.get(name.toLowerCase())?.toLowerCase() === 'true';

/** Changed after, not at, the stamp: the stricter reading (section 1.5). */
export function changedSince(query: Query, name: string): (stamp: string) => boolean {
  const text = query.get(name.toLowerCase());
  if (text === undefined || text === '') return () => true;
  const since = readStamp(text) ?? refuse(`Parameter ${name} is not a valid date.`);
  return (stamp) => stamp > since;
}

export function changedUntil(query: Query, name: string): (stamp: string) => boolean {
  const text = query.get(name.toLowerCase());
  if (text === undefined || text === '') return () => true;
  const until = readStamp(text) ?? refuse(`Parameter ${name} is not a valid date.`);
  return (stamp) => stamp <= until;
}

/** The order of rows is not documented, and newest first makes them move while one pages. */
export function sorted<Row>(
  rows: readonly Row[],
  { order }: Switches,
  of: (row: Row) => { readonly stamp: string; readonly name: string },
): Row[] {
  const key = (row: Row) => (order === 'name' ? of(row).name.toLowerCase() : of(row).stamp);
  const sign = order === 'newest-first' ? -1 : 1;
  return [...rows].sort((a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : 0));
}
