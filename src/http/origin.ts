import { isIPv4 } from 'node:net';
import { Failure } from '../domain/failure.ts';
import type { HttpRequest } from './ports.ts';

/** Whether the host of a URL is this machine; only then plain http is good enough for credentials. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'))
  );
}

/** @throws Failure (`refused`) when credentials must not be sent to that address. */
export function checkBaseUrl(system: string, baseUrl: string): URL {
  const url = parse(baseUrl);
  const refuse = (why: string) =>
    new Failure({ kind: 'refused', system, message: `${system}: ${why}`, code: 'address' });
  if (!url) throw refuse('the configured address is not a URL.');
  if (url.username !== '' || url.password !== '')
    throw refuse('the configured address contains credentials; they belong in the vault.');
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw refuse(`${url.host} would be called without encryption; use an https address.`);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refuse(`an address must begin with https, not ${url.protocol}`);
  url.hash = '';
  url.search = '';
  return url;
}

/**
 * The address of a request. What is absolute (a next link, say) must stay on the origin of `base`: credentials never
 * travel to an origin that config or vault does not name.
 * @throws Failure (`refused`) before anything is sent.
 */
export function resolveUrl(system: string, base: URL, request: Pick<HttpRequest, 'url' | 'query'>): URL {
  const absolute = /^(?:[a-z][a-z0-9+.-]*:)?[/\\]{2}/i.test(request.url);
  const text = absolute
    ? request.url
    : `${base.origin}${base.pathname.replace(/\/+$/, '')}/${request.url.replace(/^\/+/, '')}`;
  const url = parse(text, base);
  if (!url || url.origin !== base.origin || url.username !== '' || url.password !== '') {
    throw new Failure({
      kind: 'refused',
      system,
      code: 'foreign-origin',
      message: `${system}: a link leads to ${url?.host || 'no valid address'}, away from ${base.origin}; it was not followed.`,
    });
  }
  url.hash = '';
  const added = encodeQuery(request.query ?? {});
  if (added !== '') url.search = url.search === '' ? `?${added}` : `${url.search}&${added}`;
  return url;
}

/** Names keep their `$`, as OData's are usually written; values are encoded whole, blanks as `%20`. */
export function encodeQuery(query: NonNullable<HttpRequest['query']>): string {
  return Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) =>
        `${encodeURIComponent(name).replace(/%24/g, '$')}=${encodeURIComponent(String(value))}`,
    )
    .join('&');
}

function parse(text: string, base?: URL): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
