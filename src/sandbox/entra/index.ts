import { type Instant, shift } from '../../domain/time.ts';
import type { VirtualClock } from '../clock.ts';
import { type Answer, json, page, type SandboxRequest, type Service, tail } from '../exchange.ts';
import { guidOf } from '../ids.ts';
import { entraError } from './errors.ts';
import { createEntraState, type EntraState, type IssuedToken } from './state.ts';
import { answerToken } from './tokens.ts';

/** Entra's token endpoint (apis/business-central.md, section 1), and what its administrator can do. */
export interface EntraStandin extends Service {
  readonly state: EntraState;
  /** How long a token lives; default 3599 seconds. */
  tokenSeconds: number;
  addTenant(tenantId: string): void;
  addClient(clientId: string, secret: string): void;
  addSecret(clientId: string, secret: string): void;
  /** The secret is refused from now on, as expired. */
  expireSecret(clientId: string, secret: string): void;
  removeClient(clientId: string): void;
  /** Makes a resource known to the tenant: the scope without `/.default`. */
  addResource(audience: string): void;
  /** Every token handed out so far is refused from now on. */
  revokeAll(): void;
  revoke(token: string): void;
  /** Token requests so far, refused ones included. */
  tokenRequests(): number;
  /** The token, if it is valid at this moment. */
  verify(token: string): IssuedToken | undefined;
}

export interface EntraOptions {
  readonly clock: VirtualClock;
}

export function createEntra({ clock }: EntraOptions): EntraStandin {
  const state = createEntraState();
  const now = (): Instant => shift(clock.now(), standin.skewMs);
  const change = (clientId: string, secrets: readonly string[], expiredSecrets: readonly string[]) =>
    state.clients.set(clientId, { clientId, secrets, expiredSecrets });

  const standin: EntraStandin = {
    system: 'entra',
    skewMs: 0,
    tokenSeconds: 3599,
    state,
    handle: (request) => route(standin, request, now()),
    caller: (request) => tail(new URLSearchParams(request.text).get('client_id') ?? undefined),
    keep: (request) => (request.text === '' ? undefined : withoutSecrets(request.text)),
    throttled: (request, { retryAfter = 5 }) =>
      entraError(
        90055,
        new Date(now()),
        request.n,
        retryAfter === null ? {} : { 'retry-after': String(retryAfter) },
      ),
    expire() {},
    addTenant: (tenantId) => {
      state.tenants.add(tenantId);
    },
    addClient: (clientId, secret) => {
      change(clientId, [secret], []);
    },
    addSecret(clientId, secret) {
      const client = state.clients.get(clientId);
      change(clientId, [...(client?.secrets ?? []), secret], client?.expiredSecrets ?? []);
    },
    expireSecret(clientId, secret) {
      const client = state.clients.get(clientId);
      if (client === undefined) return;
      const secrets = client.secrets.filter((other) => other !== secret);
      change(clientId, secrets, [...client.expiredSecrets, secret]);
    },
    removeClient: (clientId) => {
      state.clients.delete(clientId);
    },
    addResource: (audience) => {
      state.resources.add(audience);
    },
    revokeAll: () => state.tokens.clear(),
    revoke: (token) => {
      state.tokens.delete(token);
    },
    tokenRequests: () => state.requests,
    verify(token) {
      const issued = state.tokens.get(token);
      return issued !== undefined && issued.expiresAt > clock.now() ? issued : undefined;
    },
  };
  return standin;
}

function route(standin: EntraStandin, request: SandboxRequest, now: Instant): Answer {
  const [, tenantId = '', ...rest] = request.path.split('/');
  switch (rest.join('/')) {
    case 'v2.0/.well-known/openid-configuration':
      if (request.method !== 'GET') return page(405, 'Method Not Allowed');
      if (!standin.state.tenants.has(tenantId)) return entraError(90002, new Date(now), request.n);
      return json(200, configuration(`${request.origin}/${tenantId}`));
    case 'oauth2/v2.0/token':
      if (request.method !== 'POST') return page(405, 'Method Not Allowed');
      if (!(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded'))
        return entraError(900144, new Date(now), request.n);
      return answerToken(standin.state, tenantId, request, now, standin.tokenSeconds);
    default:
      return page(404, 'Not Found');
  }
}

const configuration = (authority: string) => ({
  issuer: `${authority}/v2.0`,
  authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
  token_endpoint: `${authority}/oauth2/v2.0/token`,
  jwks_uri: `${authority}/discovery/v2.0/keys`,
  token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
  response_types_supported: ['code', 'id_token', 'token'],
  subject_types_supported: ['pairwise'],
  id_token_signing_alg_values_supported: ['RS256'],
  scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
});

function withoutSecrets(form: string): Record<string, string> {
  const kept = Object.fromEntries(new URLSearchParams(form));
  for (const name of ['client_secret', 'client_assertion', 'client_id']) {
    if (name in kept) kept[name] = tail(kept[name]);
  }
  return kept;
}

/** The ids that the sandbox starts with. */
export const entraDefaults = {
  tenantId: guidOf('sandbox tenant'),
  clientId: guidOf('sandbox client'),
  clientSecret: 'Sandbox~secret.8Q-of-business_central',
} as const;
