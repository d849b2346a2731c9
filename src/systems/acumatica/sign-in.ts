import { z } from 'zod';
import { Failure, type FailureKind } from '../../domain/failure.ts';
import { cut } from '../../domain/text.ts';
import { createHttp } from '../../http/client.ts';
import type { Http, HttpResponse } from '../../http/ports.ts';
import type { SystemDeps } from '../shared/options.ts';
import { readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import { readException } from './error-body.ts';
import { codes, explainLoginLimit, loginLimit } from './errors.ts';

/** What a sign-in needs to know of the site and of the vault entry. */
export interface Site {
  readonly instanceUrl: string;
  readonly ca: string | undefined;
  readonly tenant: string | undefined;
  readonly branch: string | undefined;
  readonly credentials: Readonly<Record<string, string>>;
  /** `run: ml-connector credentials set NAME`. */
  readonly set: string;
  readonly deps: SystemDeps;
}

export interface Grant {
  readonly access: string;
  readonly refresh: string | undefined;
  readonly lifeMs: number;
}

/** A client for what is asked without a session. */
export const signInHttp = ({ instanceUrl, ca, deps, set }: Site): Http =>
  createHttp({
    system: title,
    baseUrl: instanceUrl,
    ca,
    judge: (response) => judgeSignIn(response, set),
    attempts: 3,
    timeoutMs: 60_000,
    deps,
  });

const grant = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().nullish(),
  expires_in: z.number().nullish(),
});

/** There is no grant for programs alone (Integration Development Guide, "OAuth 2.0"): name and password, or a refresh token. */
export async function requestToken(
  http: Http,
  form: Readonly<Record<string, string>>,
  deps: Pick<SystemDeps, 'redactor'>,
): Promise<Grant> {
  const name = 'request for a token';
  const response = await http.request({
    method: 'POST',
    url: 'identity/connect/token',
    form,
    name,
    // A refresh token works once, so its exchange is not repeated blindly.
    effect: form['grant_type'] === 'password' ? 'read' : 'write',
  });
  const answer = readWire(grant, response, { system: title, name });
  deps.redactor.add(answer.access_token);
  if (answer.refresh_token) deps.redactor.add(answer.refresh_token);
  const lifeMs = (answer.expires_in ?? 3600) * 1000;
  return { access: answer.access_token, refresh: answer.refresh_token ?? undefined, lifeMs };
}

/** Signs in for a cookie session; the cookies come back as they are to be sent. */
export async function requestCookies(http: Http, site: Site): Promise<ReadonlyMap<string, string>> {
  const { credentials, tenant, branch } = site;
  const json = { name: credentials['username'], password: credentials['password'], tenant, branch };
  const response = await http.request({
    method: 'POST',
    url: 'entity/auth/login',
    json,
    effect: 'read',
    name: 'sign-in',
  });
  const cookies = cookiesOf(response);
  if (cookies.size > 0) return cookies;
  const message = `${title} took the sign-in but opened no session; ${site.set}.`;
  throw new Failure({ kind: 'unauthenticated', system: title, message });
}

/** Names and values of the cookies that an answer sets. */
export function cookiesOf(response: Pick<HttpResponse, 'cookies'>): Map<string, string> {
  const found = new Map<string, string>();
  for (const header of response.cookies ?? []) {
    const match = /^\s*([^=;\s]+)=([^;]*)/.exec(header);
    if (match?.[1] !== undefined) found.set(match[1], match[2] ?? '');
  }
  return found;
}

/** Frees the API user of the licence that a session takes (the guide's "Sign out from the service"). IIS wants a length. */
export async function signOut(http: Http, headers: Readonly<Record<string, string>>): Promise<void> {
  await http.request({
    method: 'POST',
    url: 'entity/auth/logout',
    headers: { ...headers, 'content-length': '0' },
    name: 'sign-out',
  });
}

/**
 * Answers of the token endpoint and of the sign-in. A refused password is never sent again: repeated ones lock the account
 * (kborovik/acumatica-cli). Bad credentials of a cookie session are a 500.
 */
function judgeSignIn(response: HttpResponse, set: string): Failure | undefined {
  const { status } = response;
  if (status >= 200 && status < 300) return undefined;
  const fail = (kind: FailureKind, message: string, code?: string) =>
    new Failure({ kind, system: title, status, code, message: `${title}: ${message}.` });
  const error = (response.json as { error?: unknown } | undefined)?.error;
  if (typeof error === 'string') return fail('unauthenticated', advice(error, set), cut(error, 60));
  const { text, type } = readException(response.json);
  if (loginLimit.test(text))
    return new Failure({
      kind: 'unauthenticated',
      system: title,
      status,
      code: codes.loginLimit,
      message: explainLoginLimit(text),
    });
  if (/PXUndefinedCompany/i.test(type) || /tenant|company/i.test(text))
    return fail('unauthenticated', `it does not know the tenant; check erp.tenant, or ${set}`);
  if (/invalid credentials|password|log.?in|locked|user/i.test(text))
    return fail('unauthenticated', `it refused name and password (${cut(text, 120)}); ${set}`);
  if (status === 401 || status === 403) return fail('unauthenticated', `it refused the sign-in; ${set}`);
  if (status === 429) return fail('throttled', 'too many requests wait for its licence');
  if (status === 408 || status >= 500)
    return fail('unknown', `it did not answer the sign-in (HTTP ${status})`);
  return fail('refused', `no sign-in is offered at this address (HTTP ${status}); check erp.instanceUrl`);
}

const advice = (error: string, set: string): string => {
  const why: Readonly<Record<string, string>> = {
    invalid_client: 'it does not know the client id or its secret; the client id ends in @ and the tenant',
    invalid_grant: 'it refused name and password, or the stored refresh token has ended',
    unauthorized_client:
      'the connected application may not use this grant: its flow must be Resource Owner Password',
    unsupported_grant_type:
      'the connected application must allow the flow Resource Owner Password Credentials',
    invalid_scope: 'the scopes api and offline_access are not allowed for the connected application',
  };
  return `${why[error] ?? 'it refused the sign-in'} (${cut(error, 60)}); check Connected Applications (SM303010), or ${set}`;
};
