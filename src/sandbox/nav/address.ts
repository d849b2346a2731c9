import { isGuid } from '../ids.ts';
import { refusals } from './errors.ts';
import type { PageType } from './services.ts';

/** What a request looks like to the part that answers it: on its own, or inside a `$batch`. */
export interface Asked {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly origin: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/** One part of a path: `GeneralJournal`, `Company('X')`, `Microsoft.NAV.post`. */
export interface Segment {
  readonly name: string;
  /** What stands in the parentheses. */
  readonly key?: string | undefined;
}

export interface Address {
  readonly endpoint: 'odata' | 'api';
  /** Of the API: `v2.0`. */
  readonly version: string;
  /** `/BC230`, `/v2.0/{tenant}/{environment}`. */
  readonly base: string;
  /** `/BC230/ODataV4`. */
  readonly root: string;
  readonly segments: readonly Segment[];
}

/** Splits at slashes that stand outside of quotes. */
function parts(path: string): string[] {
  const found: string[] = [''];
  let quoted = false;
  for (const character of path) {
    if (character === "'") quoted = !quoted;
    if (character === '/' && !quoted) found.push('');
    else found[found.length - 1] += character;
  }
  return found.filter(Boolean);
}

/** Nothing when the address is none of this server's. */
export function parseAddress(path: string, bases: readonly string[]): Address | undefined {
  const base = bases.find((own) => path.toLowerCase().startsWith(`${own.toLowerCase()}/`));
  if (base === undefined) return undefined;
  const [endpoint = '', ...rest] = parts(path.slice(base.length));
  if (endpoint.toLowerCase() === 'odatav4')
    return {
      endpoint: 'odata',
      version: '',
      base,
      root: `${base}/${endpoint}`,
      segments: rest.map(parseSegment),
    };
  if (endpoint.toLowerCase() !== 'api') return undefined;
  const [version = '', ...segments] = rest;
  return {
    endpoint: 'api',
    version,
    base,
    root: `${base}/${endpoint}/${version}`,
    segments: segments.map(parseSegment),
  };
}

function parseSegment(text: string): Segment {
  const match = /^([$A-Za-z][\w.]*)(?:\((.*)\))?$/s.exec(text);
  if (match === null) return refusals.noResource(text);
  const [, name = '', key] = match;
  return { name, key };
}

/** `'Name'`, or an id with or without `Id=`. */
export function companyKey(key: string): string {
  const quoted = /^'((?:[^']|'')*)'$/s.exec(key);
  if (quoted !== null) return (quoted[1] ?? '').replaceAll("''", "'");
  const id = key.replace(/^id=/i, '');
  return isGuid(id) ? id.toLowerCase() : refusals.badKey();
}

/** The values of all key fields by name; a key of one field may leave its name out. */
export function parseKey(type: PageType, text: string): Record<string, string> {
  const [single] = type.keys;
  const alone = /^(?:'((?:[^']|'')*)'|(-?\d+))$/s.exec(text);
  if (alone !== null && type.keys.length === 1 && single !== undefined)
    return { [single]: literal(type, single, alone[1], alone[2]) };
  const values: Record<string, string> = {};
  const pattern = /\s*([A-Za-z]\w*)\s*=\s*(?:'((?:[^']|'')*)'|(-?\d+))\s*(?:,|$)/sy;
  while (pattern.lastIndex < text.length) {
    const [, name = '', quoted, number] = pattern.exec(text) ?? refusals.badKey();
    if (!type.keys.includes(name) || name in values) refusals.badKey();
    values[name] = literal(type, name, quoted, number);
  }
  return Object.keys(values).length === type.keys.length ? values : refusals.badKey();
}

function literal(
  type: PageType,
  name: string,
  quoted: string | undefined,
  number: string | undefined,
): string {
  const field = type.fields[name];
  if ((field?.type === 'int') !== (number !== undefined)) refusals.badKey();
  const value = quoted?.replaceAll("''", "'") ?? number ?? '';
  return field?.type === 'code' ? value.toUpperCase() : value;
}
