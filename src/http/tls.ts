import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { Failure } from '../domain/failure.ts';

/**
 * Trusts the public authorities, those of `NODE_EXTRA_CA_CERTS` (which Node itself forgets as soon as a `ca` is given)
 * and `ca`. Nothing when there is no `ca`: Node's own default then does the same.
 * @throws Failure (`refused`) when `ca` holds no certificate.
 */
export function trust(system: string, ca: string | undefined, env: Env): SecureContext | undefined {
  if (ca === undefined) return undefined;
  const own = ca.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (own.length === 0 || !own.every(isCertificate)) throw badAuthority(system);
  return createSecureContext({ ca: [...rootCertificates, ...extraAuthorities(env), ...own] });
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}

type Env = Readonly<Record<string, string | undefined>>;

function extraAuthorities(env: Env): string[] {
  try {
    return env['NODE_EXTRA_CA_CERTS'] ? [readFileSync(env['NODE_EXTRA_CA_CERTS'], 'utf8')] : [];
  } catch {
    return [];
  }
}

const badAuthority = (system: string) =>
  new Failure({
    kind: 'refused',
    system,
    code: 'ca',
    message: `${system}: the file named by tls.ca holds no certificate in PEM form (-----BEGIN CERTIFICATE-----).`,
  });
