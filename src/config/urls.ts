import { z } from 'zod';
import { expectations } from './fields.ts';

/** Whether a host name can only mean this machine. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
  );
}

/** What is wrong with an address; nothing if it may be used. Never quotes the address: it may hold a secret by mistake. */
export function urlProblem(value: string, httpsAlways = false): string | undefined {
  if (!URL.canParse(value)) return 'expected an address such as https://host.example';
  const url = new URL(value);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return 'expected an address that begins with https://';
  if (url.username !== '' || url.password !== '')
    return 'must not hold a user or password; the vault keeps credentials';
  if (url.search !== '' || url.hash !== '') return 'must end before any ? or #';
  if (url.protocol === 'https:') return undefined;
  if (httpsAlways) return 'an authority must be https';
  return isLoopback(url.hostname) ? undefined : 'plain http is refused for any host but loopback; use https';
}

const address = (httpsAlways: boolean) =>
  z
    .string()
    .register(expectations, { expects: 'an address such as https://host.example' })
    .transform((value, context): string => {
      const problem = urlProblem(value, httpsAlways);
      if (problem === undefined) return withoutSlash(value);
      context.issues.push({ code: 'custom', message: problem, input: value });
      return z.NEVER;
    });

/** https, or http to this machine; without a trailing slash. */
export const url = () => address(false);
/** https without exception: credentials are sent there. */
export const httpsUrl = () => address(true);

export const withoutSlash = (value: string): string => value.trim().replace(/\/+$/, '');
