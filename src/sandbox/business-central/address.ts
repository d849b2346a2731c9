import { isGuid } from '../ids.ts';
import { refusals } from './errors.ts';

/** One part of a path: `vendors`, `vendors(guid)`, `Microsoft.NAV.post`. */
export interface Segment {
  readonly name: string;
  readonly key?: string | undefined;
}

export interface Address {
  /** Up to and with `/api/v2.0`. */
  readonly root: string;
  /** Absent when the URL leaves it out. */
  readonly tenant?: string | undefined;
  readonly environment: string;
  readonly segments: readonly Segment[];
}

const shape = /^(\/v2\.0\/(?:([^/]+)\/)?([^/]+)\/api\/v2\.0)(?:\/(.*))?$/;

/** Reads `/v2.0/{tenant}/{environment}/api/v2.0/...`; the tenant may be left out. */
export function parseAddress(path: string): Address {
  const match = shape.exec(path);
  if (match === null) return refusals.noResource(path);
  const [, root = '', tenant, environment = '', rest = ''] = match;
  return { root, tenant, environment, segments: rest.split('/').filter(Boolean).map(parseSegment) };
}

function parseSegment(text: string): Segment {
  const match = /^([A-Za-z][\w.]*)(?:\((.*)\))?$/s.exec(text);
  if (match === null) return refusals.noResource(text);
  const [, name = '', key] = match;
  if (key === undefined) return { name };
  const named = /^name='((?:[^']|'')*)'$/.exec(key);
  if (name === 'companies' && named !== null) return { name, key: (named[1] ?? '').replaceAll("''", "'") };
  if (!isGuid(key))
    refusals.badRequest(`Bad Request - Error in query syntax: the key '${key}' is not a GUID.`);
  return { name, key: key.toLowerCase() };
}
