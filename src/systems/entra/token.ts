import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { Failure } from '../../domain/failure.ts';
import { createHttp } from '../../http/client.ts';
import type { Http, HttpDeps } from '../../http/ports.ts';
import type { Proof } from './credentials.ts';
import { type Context, judgeToken, system } from './errors.ts';

export interface TokenRequest {
  /** Origin of the authority. */
  readonly authority: URL;
  readonly clientId: string;
  readonly proof: Proof;
  readonly ca: string | undefined;
  readonly context: Context;
  readonly deps: HttpDeps;
}

export interface FreshToken {
  readonly token: string;
  readonly lifeMs: number;
}

/**
 * Asks for a token by the client-credentials grant. MSAL gets its network through our client, so that CA file, proxy,
 * time limits, repeats and redaction hold there too; it is made anew each time, so that its own cache and its memory of
 * limits never answer for the authority.
 * @throws Failure
 */
export async function requestToken(request: TokenRequest): Promise<FreshToken> {
  const { authority, clientId, proof, context, deps } = request;
  const { ConfidentialClientApplication } = await import('@azure/msal-node');
  const http = createHttp({
    system,
    baseUrl: authority.origin,
    ca: request.ca,
    judge: (response) => judgeToken(response, context),
    attempts: 3,
    timeoutMs: 30_000,
    deps,
  });
  const network = networkOver(http);
  try {
    const application = new ConfidentialClientApplication({
      auth: {
        clientId,
        ...proof,
        authority: `${authority.origin}/${encodeURIComponent(context.tenant)}`,
        knownAuthorities: [authority.host],
        authorityMetadata: metadata(authority, context.tenant),
      },
      system: { networkClient: network.client, disableInternalRetries: true },
    });
    const asked = { scopes: [context.scope], skipCache: true };
    const result = await application.acquireTokenByClientCredential(asked);
    if (!result?.accessToken) throw new TypeError('no token');
    deps.redactor.add(result.accessToken);
    return { token: result.accessToken, lifeMs: network.lifeMs() };
  } catch (error) {
    throw network.failure() ?? unclear(error);
  } finally {
    await http.close();
  }
}

/**
 * What the authority's discovery document would say, for every Entra cloud
 * (https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc). Saves a request, and keeps the secret on the
 * authority's own origin whatever a document says.
 */
function metadata(authority: URL, tenant: string): string {
  const base = `${authority.origin}/${encodeURIComponent(tenant)}`;
  return JSON.stringify({
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
  });
}

/** MSAL wraps what its network throws: the failure is kept here. */
function networkOver(http: Http) {
  let failure: unknown;
  let lifeMs = 0;
  async function exchange<T>(
    method: 'GET' | 'POST',
    url: string,
    { headers = {}, body }: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<T>> {
    try {
      const name = 'the request for a token';
      const response = await http.request({ method, url, headers, body, effect: 'read', name });
      lifeMs = Number((response.json as { expires_in?: unknown } | undefined)?.expires_in) * 1000;
      // MSAL takes the body as it comes; what it does not find, it reports.
      return { status: response.status, headers: plain(response.headers), body: response.json as T };
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  const client: INetworkModule = {
    sendGetRequestAsync: (url, options) => exchange('GET', url, options),
    sendPostRequestAsync: (url, options) => exchange('POST', url, options),
  };
  return { client, failure: () => failure, lifeMs: () => (Number.isFinite(lifeMs) ? lifeMs : 0) };
}

const plain = (headers: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value ?? '']));

/** What MSAL itself objects to; its messages may hold what was sent, so only its code is told. */
function unclear(error: unknown): Failure {
  const code = String((error as { errorCode?: unknown }).errorCode ?? 'unclear');
  const message = `${system}: no token could be asked for (${code}).`;
  return new Failure({ kind: 'unauthenticated', system, code, message });
}
