import { millis, shift } from '../../domain/time.ts';
import { type Answer, json, type SandboxRequest } from '../exchange.ts';
import type { Grant, Sessions } from './sessions.ts';
import type { World } from './state.ts';
import type { Users } from './users.ts';

/** `POST {site}/identity/connect/token`: sheet, section 3. There is no client-credentials grant. */

export const accessSeconds = 3600;
const chainDays = 30;
const knownScopes = ['api', 'offline_access', 'api:concurrent_access', 'openid', 'profile', 'email'];

type OAuthError =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'invalid_scope';

const refused = (error: OAuthError): Answer => json(400, { error }, { 'cache-control': 'no-store' });

export function answerToken(world: World, sessions: Sessions, users: Users, request: SandboxRequest): Answer {
  if (!(request.headers['content-type'] ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded'))
    return refused('invalid_request');
  const form = new URLSearchParams(request.text);
  const clientId = form.get('client_id') ?? '';
  const at = clientId.lastIndexOf('@');
  const tenant = clientId.slice(at + 1);
  const secret = users.clients.get(clientId.slice(0, Math.max(at, 0)).toLowerCase());
  if (at < 0 || secret === undefined || secret !== form.get('client_secret'))
    return refused('invalid_client');
  if (world.sites.get(tenant) === undefined) return refused('invalid_client');
  switch (form.get('grant_type')) {
    case 'password':
      return byPassword(world, sessions, users, form, tenant);
    case 'refresh_token':
      return byRefresh(world, sessions, form);
    case null:
      return refused('invalid_request');
    default:
      return refused('unsupported_grant_type');
  }
}

function byPassword(
  world: World,
  sessions: Sessions,
  users: Users,
  form: URLSearchParams,
  tenant: string,
): Answer {
  const scope = (form.get('scope') ?? '').split(' ').filter(Boolean);
  if (!scope.includes('api') || scope.some((name) => !knownScopes.includes(name)))
    return refused('invalid_scope');
  const user = form.get('username') ?? '';
  if (users.check(user, form.get('password') ?? '') !== 'ok') return refused('invalid_grant');
  const session = sessions.newSession('oauth', user, tenant, users.branch, accessSeconds);
  const grant: Grant = {
    session,
    clientId: form.get('client_id') ?? '',
    scope,
    endsAt: shift(world.now(), chainDays * 86_400_000),
    refreshToken: undefined,
  };
  sessions.grants.push(grant);
  return issue(world, sessions, grant);
}

/** The old refresh token is worth nothing from here on, whether the answer arrives or not. */
function byRefresh(world: World, sessions: Sessions, form: URLSearchParams): Answer {
  const token = form.get('refresh_token') ?? '';
  const grant = sessions.grants.find(
    ({ refreshToken }) => refreshToken !== undefined && refreshToken === token,
  );
  if (grant === undefined || grant.clientId !== form.get('client_id') || grant.endsAt <= world.now())
    return refused('invalid_grant');
  return issue(world, sessions, grant);
}

function issue(world: World, sessions: Sessions, grant: Grant): Answer {
  const token = sessions.secret('access');
  const expiresAt = shift(world.now(), accessSeconds * 1000);
  sessions.access.set(token, { grant, expiresAt });
  if (grant.session.open && millis(grant.session.until) > millis(world.now()))
    grant.session.until = expiresAt;
  const offline = grant.scope.includes('offline_access');
  grant.refreshToken = offline ? sessions.secret('refresh') : undefined;
  return json(
    200,
    {
      access_token: token,
      expires_in: accessSeconds,
      token_type: 'Bearer',
      ...(grant.refreshToken === undefined ? {} : { refresh_token: grant.refreshToken }),
      scope: grant.scope.join(' '),
    },
    { 'cache-control': 'no-store, no-cache, max-age=0', pragma: 'no-cache' },
  );
}

export const discovery = (root: string): Answer =>
  json(200, {
    issuer: `${root}/identity`,
    authorization_endpoint: `${root}/identity/connect/authorize`,
    token_endpoint: `${root}/identity/connect/token`,
    scopes_supported: knownScopes,
    grant_types_supported: ['authorization_code', 'password', 'refresh_token', 'implicit'],
  });
