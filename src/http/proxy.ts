import { getProxyForUrl } from 'proxy-from-env';
import { isLoopback } from './origin.ts';

/** The proxy for an address by `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`; none for this machine itself. */
export function proxyFor(url: URL, env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (isLoopback(url.hostname)) return undefined;
  // proxy-from-env reads nothing but process.env; nobody else can look while this runs.
  const own = process.env;
  process.env = env;
  try {
    return getProxyForUrl(url.href) || undefined;
  } finally {
    process.env = own;
  }
}
