import type { WebhooksConfig } from '../config/webhooks.ts';
import type { Side } from '../domain/document.ts';
import type { Endpoint } from '../engine/ports.ts';
import type { PairSecrets } from './secrets.ts';

/** `/<pair>/<cin7 or erp>[/<secret>]`, below the path of `publicUrl`. */
export interface Route {
  readonly pair: string;
  readonly side: Side;
  readonly secret: string | undefined;
}

/** The proxy may have taken the path of `publicUrl` off, or not. */
export function routeOf(path: string, publicUrl: string | undefined): Route | undefined {
  const prefix = publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/$/, '');
  const inner = prefix !== '' && path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
  const [, pair = '', side, secret, ...rest] = inner.split('/').map(decoded);
  if (pair === '' || (side !== 'cin7' && side !== 'erp') || rest.length > 0) return undefined;
  return { pair, side, secret: secret === '' ? undefined : secret };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** The address without a secret. */
export const baseOf = (publicUrl: string, pair: string, side: Side): string =>
  `${publicUrl}/${encodeURIComponent(pair)}/${side}`;

/** Where one system of a pair sends its notices to. */
export function endpointOf(
  { auth }: Pick<WebhooksConfig, 'auth'>,
  publicUrl: string,
  pair: string,
  side: Side,
  secrets: PairSecrets,
): Endpoint {
  const base = baseOf(publicUrl, pair, side);
  return {
    base,
    url: auth === 'path' ? `${base}/${secrets.current}` : base,
    secret: secrets.current,
    auth,
    isSecret: secrets.isSecret,
  };
}

/** Whether an address is one of ours, and whose. */
export function ownerOf(url: string, publicUrl: string): { pair: string; side: Side } | undefined {
  if (!url.startsWith(`${publicUrl}/`) || !URL.canParse(url)) return undefined;
  const route = routeOf(new URL(url).pathname, publicUrl);
  return route && { pair: route.pair, side: route.side };
}
