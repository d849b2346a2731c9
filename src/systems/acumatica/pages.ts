import { Failure } from '../../domain/failure.ts';
import { fold } from '../../domain/text.ts';
import type { Instant } from '../../domain/time.ts';
import { pageSize, title } from './capabilities.ts';
import { after, all, type Query } from './query.ts';

export interface ListPage {
  /** Without their wrapping. */
  readonly rows: readonly unknown[];
  readonly servedAt: Instant;
}

export interface PageQuery extends Omit<Query, 'top' | 'skip'> {
  /** The key fields; the last one is walked, the others are fixed by the filter. */
  readonly keys: readonly string[];
}

type Fetch = (query: Query) => Promise<ListPage>;
type Row = Readonly<Record<string, unknown>>;

/**
 * All pages of a list. There is no total, no link and no order that is promised; the end is a page that is not full. It is
 * walked by key as long as pages come sorted by key, which cannot skip a row; else by position, each page overlapping the
 * one before by a row that must be the same.
 * @throws Failure `unknown` when the rows keep moving.
 */
export async function* walkPages(fetch: Fetch, entity: string, query: PageQuery): AsyncIterable<ListPage> {
  const { keys, ...rest } = query;
  const key = keys.at(-1) as string;
  const select = rest.select && [...new Set([...rest.select, ...keys])];
  let last: string | undefined;
  for (;;) {
    const filter = all(rest.filter, last === undefined ? undefined : after(key, last));
    const page = await fetch({ ...rest, select, filter, top: pageSize });
    if (page.rows.length < pageSize) return yield page;
    if (!isSorted(page.rows, key)) break;
    yield page;
    last = keyOf(page.rows.at(-1), key);
  }
  yield* byPosition(fetch, entity, { ...rest, select }, key);
}

async function* byPosition(fetch: Fetch, entity: string, query: Query, key: string): AsyncIterable<ListPage> {
  let seen = 0;
  let last: string | undefined;
  for (;;) {
    const skip = Math.max(0, seen - 1);
    const page = await fetch({ ...query, top: pageSize, skip });
    const [first, ...others] = page.rows;
    if (last !== undefined && keyOf(first, key) !== last) throw moving(entity);
    const rows = last === undefined ? page.rows : others;
    yield { ...page, rows };
    if (page.rows.length < pageSize) return;
    seen += rows.length;
    last = keyOf(page.rows.at(-1), key);
  }
}

const keyOf = (row: unknown, key: string): string => String((row as Row | undefined)?.[key] ?? '');

/** By one of the orders that databases sort codes in. */
function isSorted(rows: readonly unknown[], key: string): boolean {
  const codes = rows.map((row) => fold(keyOf(row, key)));
  const by = (compare: (a: string, b: string) => number) =>
    codes.every((code, index) => index === 0 || compare(codes[index - 1] ?? '', code) <= 0);
  return by((a, b) => (a < b ? -1 : 1)) || by(words.compare) || by(symbolsLast.compare);
}

const words = new Intl.Collator('en', { ignorePunctuation: true });
const symbolsLast = new Intl.Collator('en');

const moving = (entity: string): Failure =>
  new Failure({
    kind: 'unknown',
    system: title,
    message: `${title}: rows of ${entity} moved while they were read; the next pass reads them again.`,
  });
