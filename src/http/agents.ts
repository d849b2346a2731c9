import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent';
import { Failure } from '../domain/failure.ts';
import { proxyFor } from './proxy.ts';
import { trust } from './tls.ts';

export interface AgentOptions {
  readonly system: string;
  /** Every connection goes to this origin. */
  readonly base: URL;
  readonly ca?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How long a proxy may take to connect, and how long an idle connection is kept for the next request. */
  readonly connectTimeoutMs: number;
  /** 1 pins all exchanges to one connection, as NTLM needs it. */
  readonly maxSockets?: number | undefined;
  /** Told the connection of each exchange once it stands, before anything of the exchange leaves. */
  readonly onSocket?: ((socket: Socket) => void) | undefined;
}

/** The keeper of connections to one origin, through a proxy where the environment names one. */
export function createAgent(options: AgentOptions): http.Agent | https.Agent {
  const { base, env } = options;
  const proxy = proxyUrl(options.system, proxyFor(base, env));
  const shared = {
    keepAlive: true,
    timeout: options.connectTimeoutMs,
    ...(options.maxSockets === undefined ? {} : { maxSockets: options.maxSockets }),
  };
  if (base.protocol === 'http:')
    return proxy ? new HttpProxyAgent({ ...shared, proxy }) : new http.Agent(shared);
  const secureContext = trust(options.system, options.ca, env);
  const secure = { ...shared, ...(secureContext ? { secureContext } : {}) };
  return proxy ? new HttpsProxyAgent({ ...secure, proxy }) : new https.Agent(secure);
}

function proxyUrl(system: string, proxy: string | undefined): URL | undefined {
  if (proxy === undefined) return undefined;
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new Failure({
    kind: 'refused',
    system,
    code: 'proxy',
    message: `${system}: the proxy that the environment names must be an http or https address.`,
  });
}
