import { Failure } from '../../domain/failure.ts';
import type { Answer } from '../../http/ports.ts';
import { offersOf } from './offers.ts';

const failure = (system: string, code: string, message: string, status?: number, cause?: unknown): Failure =>
  new Failure({ kind: 'unauthenticated', system, code, message: `${system}: ${message}`, status, cause });

/** The sign-in went through to its end, and the server said no. */
export const refused = (system: string, scheme: string, tls: boolean): Failure =>
  failure(
    system,
    'windows-sign-in',
    `the server refused the Windows account (${scheme}). It is not tried again in this run, because wrong passwords lock ` +
      'accounts. Check domain, user name and password, and whether the account is locked or its password has expired' +
      `${tls ? '; a proxy between us that decrypts TLS breaks Extended Protection' : ''}.`,
    401,
  );

export function notOffered(system: string, scheme: string, answer: Answer): Failure {
  const names = [...new Set(offersOf(answer).map((offer) => offer.scheme))].join(', ');
  const also = /negotiate/i.test(names)
    ? ' Use auth: negotiate.'
    : /ntlm/i.test(names)
      ? ' Use auth: ntlm.'
      : '';
  return failure(
    system,
    'windows-scheme',
    `the server does not sign in with ${scheme} (it offers ${names || 'nothing'}).${also}`,
    401,
  );
}

export const notUnderstood = (system: string, scheme: string, cause: unknown): Failure =>
  failure(system, 'windows-challenge', `the server's ${scheme} challenge cannot be answered.`, 401, cause);

export const notKept = (system: string): Failure =>
  failure(
    system,
    'windows-connection',
    'the connection does not outlive a sign-in, as NTLM needs it; is a proxy or load balancer in between?',
    401,
  );

export const noCredentials = (system: string, why: string): Failure =>
  failure(
    system,
    'windows-credentials',
    `the vault entry holds no Windows account (domain, username, password), and ${why}.`,
  );
