import { createHash } from 'node:crypto';
import { type Instant, millis, shift } from '../../domain/time.ts';
import { type Answer, json, type SandboxRequest } from '../exchange.ts';
import { type EntraErrorNumber, entraError } from './errors.ts';
import type { EntraState, IssuedToken } from './state.ts';

/** `POST /{tenant}/oauth2/v2.0/token`: client credentials only. */
export function answerToken(
  state: EntraState,
  tenantId: string,
  request: SandboxRequest,
  now: Instant,
  lifeSeconds: number,
): Answer {
  state.requests++;
  const form = new URLSearchParams(request.text);
  const refused = problemOf(state, tenantId, form);
  if (refused !== undefined) return entraError(refused, new Date(millis(now)), request.n);
  const token = issue(state, tenantId, form, now, lifeSeconds);
  return json(
    200,
    { token_type: 'Bearer', expires_in: lifeSeconds, ext_expires_in: lifeSeconds, access_token: token.token },
    { 'cache-control': 'no-store, no-cache' },
  );
}

function problemOf(state: EntraState, tenantId: string, form: URLSearchParams): EntraErrorNumber | undefined {
  if (!state.tenants.has(tenantId)) return 90002;
  const grant = form.get('grant_type');
  if (grant === null) return 900144;
  if (grant !== 'client_credentials') return 70003;
  const client = state.clients.get(form.get('client_id') ?? '');
  if (client === undefined) return 700016;
  const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => !oidcScopes.has(scope));
  const [scope = ''] = scopes;
  if (scopes.length !== 1 || !scope.endsWith('/.default')) return 1002012;
  if (!state.resources.has(audienceOf(scope))) return 500011;
  const secret = form.get('client_secret');
  if (secret !== null) {
    if (client.secrets.includes(secret)) return undefined;
    return client.expiredSecrets.includes(secret) ? 7000222 : 7000215;
  }
  const assertion = form.get('client_assertion');
  if (assertion === null) return 7000218;
  return isAssertion(form, assertion, client.clientId) ? undefined : 700027;
}

const oidcScopes = new Set(['', 'openid', 'profile', 'offline_access']);

const audienceOf = (scope: string): string => scope.slice(0, -'/.default'.length);

/** Accepted when it is well-formed; its signature is not checked, since no certificate is registered here. */
function isAssertion(form: URLSearchParams, assertion: string, clientId: string): boolean {
  if (form.get('client_assertion_type') !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
    return false;
  const [header, payload, signature] = assertion.split('.');
  if (!header || !payload || !signature) return false;
  try {
    const head = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg?: unknown };
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
      iss?: unknown;
      sub?: unknown;
    };
    return typeof head.alg === 'string' && claims.iss === clientId && claims.sub === clientId;
  } catch {
    return false;
  }
}

function issue(
  state: EntraState,
  tenantId: string,
  form: URLSearchParams,
  now: Instant,
  lifeSeconds: number,
): IssuedToken {
  const clientId = form.get('client_id') ?? '';
  const audience = audienceOf(
    (form.get('scope') ?? '').split(' ').find((scope) => scope.endsWith('/.default')) ?? '',
  );
  const iat = Math.floor(millis(now) / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = part({ typ: 'JWT', alg: 'RS256' });
  const body = part({
    aud: audience,
    iss: tenantId,
    appid: clientId,
    iat,
    exp: iat + lifeSeconds,
    uti: ++state.issued,
  });
  const signature = createHash('sha256').update(`${head}.${body}`).digest('base64url');
  const token: IssuedToken = {
    token: `${head}.${body}.${signature}`,
    tenantId,
    clientId,
    audience,
    expiresAt: shift(now, lifeSeconds * 1000),
  };
  state.tokens.set(token.token, token);
  return token;
}
