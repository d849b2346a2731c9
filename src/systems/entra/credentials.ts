import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { Failure } from '../../domain/failure.ts';
import { system } from './errors.ts';

/** A vault entry's fields: a secret, or a certificate with its private key (both PEM). */
export interface EntraCredentials {
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly certificate?: string | undefined;
  readonly privateKey?: string | undefined;
}

/** How an application proves who it is, as MSAL takes it. */
export type Proof =
  | { readonly clientSecret: string }
  | {
      readonly clientCertificate: {
        readonly thumbprintSha256: string;
        readonly privateKey: string;
        readonly x5c: string;
      };
    };

/** @throws Failure (`unauthenticated`) when the entry is incomplete, or certificate and key are no pair. */
export function proofOf(credentials: EntraCredentials, set: string): Proof {
  const { clientSecret, certificate, privateKey } = credentials;
  if (!credentials.clientId) throw unusable('clientId is missing', set);
  if (clientSecret) return { clientSecret };
  if (!certificate || !privateKey)
    throw unusable('clientSecret, or certificate and privateKey, are missing', set);
  return {
    clientCertificate: {
      thumbprintSha256: thumbprint(certificate, privateKey, set),
      privateKey,
      x5c: certificate,
    },
  };
}

/** Tells tokens of one secret from those of the next without showing either. */
export const hashOf = ({ clientSecret, certificate, privateKey }: EntraCredentials): string =>
  createHash('sha256')
    .update(JSON.stringify([clientSecret ?? '', certificate ?? '', privateKey ?? '']))
    .digest('hex')
    .slice(0, 16);

function thumbprint(certificate: string, privateKey: string, set: string): string {
  try {
    const read = new X509Certificate(certificate);
    if (read.checkPrivateKey(createPrivateKey(privateKey))) return read.fingerprint256.replace(/:/g, '');
  } catch {
    throw unusable('certificate or privateKey is not in PEM form', set);
  }
  throw unusable('privateKey does not belong to certificate', set);
}

const unusable = (why: string, set: string): Failure =>
  new Failure({
    kind: 'unauthenticated',
    system,
    code: 'credentials',
    message: `${system}: ${why}; ${set}.`,
  });
