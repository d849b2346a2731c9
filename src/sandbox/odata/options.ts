import { type Condition, parseFilter } from './filter.ts';
import type { Dialect } from './model.ts';

/** The query options of a set, at the top or inside an `$expand`. */
export interface QueryOptions {
  readonly filter?: Condition | undefined;
  readonly select?: readonly string[] | undefined;
  readonly expand: readonly Expand[];
  readonly orderby: readonly { readonly field: string; readonly descending: boolean }[];
  readonly top?: number | undefined;
  readonly skip?: number | undefined;
  readonly count: boolean;
  readonly skiptoken?: string | undefined;
}

export interface Expand {
  readonly navigation: string;
  readonly options: QueryOptions;
}

const known = new Set(['$filter', '$select', '$expand', '$orderby', '$top', '$skip', '$count', '$skiptoken']);

/** Reads the system query options; what does not begin with `$` is left to the caller. */
export function parseOptions(pairs: Iterable<readonly [string, string]>, dialect: Dialect): QueryOptions {
  const given = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (!name.startsWith('$') || name === '$schemaversion') continue;
    if (!known.has(name)) dialect.errors.badQuery(`The query parameter '${name}' is not supported.`);
    if (given.has(name)) dialect.errors.badQuery(`Query option '${name}' was specified more than once.`);
    given.set(name, value);
  }
  const filter = given.get('$filter');
  return {
    filter: filter === undefined ? undefined : condition(filter, dialect),
    select: given
      .get('$select')
      ?.split(',')
      .map((name) => name.trim()),
    expand: splitOutside(given.get('$expand') ?? '', ',').map((item) => parseExpand(item, dialect)),
    orderby: (given.get('$orderby') ?? '')
      .split(',')
      .filter(Boolean)
      .map((item) => parseOrder(item, dialect)),
    top: whole('$top', given.get('$top'), dialect),
    skip: whole('$skip', given.get('$skip'), dialect),
    count: truth(given.get('$count'), dialect),
    skiptoken: given.get('$skiptoken'),
  };
}

function condition(text: string, dialect: Dialect): Condition {
  try {
    return parseFilter(text);
  } catch (error) {
    return dialect.errors.badQuery((error as Error).message);
  }
}

function parseExpand(item: string, dialect: Dialect): Expand {
  const match = /^\s*([A-Za-z_]\w*)\s*(?:\((.*)\))?\s*$/s.exec(item);
  if (match === null) return dialect.errors.badQuery(`Syntax error in $expand: '${item}'.`);
  const [, navigation = '', inner] = match;
  const pairs = splitOutside(inner ?? '', ';').map((part): [string, string] => {
    const at = part.indexOf('=');
    if (at < 0) return dialect.errors.badQuery(`Syntax error in $expand: '${part}'.`);
    return [part.slice(0, at).trim(), part.slice(at + 1)];
  });
  return { navigation, options: parseOptions(pairs, dialect) };
}

function parseOrder(item: string, dialect: Dialect): { field: string; descending: boolean } {
  const [field = '', direction = 'asc', ...rest] = item.trim().split(/\s+/);
  if (rest.length > 0 || !['asc', 'desc'].includes(direction))
    dialect.errors.badQuery(`Syntax error in $orderby: '${item.trim()}'.`);
  return { field, descending: direction === 'desc' };
}

function whole(name: string, value: string | undefined, dialect: Dialect): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value)) dialect.errors.badQuery(`Invalid value '${value}' for ${name} query option.`);
  return Number(value);
}

function truth(value: string | undefined, dialect: Dialect): boolean {
  if (value !== undefined && value !== 'true' && value !== 'false')
    dialect.errors.badQuery(`Invalid value '${value}' for $count query option.`);
  return value === 'true';
}

/** Splits at `separator` where it stands outside of parentheses and quotes. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === "'") quoted = !quoted;
    if (quoted) continue;
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character === separator && depth === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts.filter((part) => part.trim() !== '');
}
