import pLimit from 'p-limit';
import { type Failure, isFailure } from '../../domain/failure.ts';
import type { Redactor } from '../../domain/redactor.ts';
import type { Clock } from '../../domain/time.ts';
import type { Exchange, Transport } from '../../http/ports.ts';
import { gotTransport } from '../../http/transport.ts';
import { type WindowsAccount, type WindowsCredentials, windowsAccount } from './account.ts';
import { type KerberosModule, kerberos, loadKerberos } from './kerberos.ts';
import { createLane, type Lane } from './lane.ts';
import type { Mechanism } from './mechanism.ts';
import { negotiateNtlm, ntlm } from './mechanisms.ts';
import { noCredentials } from './refusals.ts';

export interface WindowsTransportOptions {
  /** As people know it, for messages. */
  readonly system: string;
  /** The same as of the client that this is given to. */
  readonly baseUrl: string;
  /** `negotiate`: by Kerberos when this host has a ticket and the package `kerberos` is installed, else NTLM in it. */
  readonly auth: 'ntlm' | 'negotiate';
  readonly credentials: WindowsCredentials;
  /** PEM text of certificate authorities to trust besides the public ones. */
  readonly ca?: string | undefined;
  /** Connections, each signed in by itself; default 1. The client's `concurrency` should be the same. */
  readonly connections?: number | undefined;
  readonly connectTimeoutMs?: number | undefined;
  readonly deps: {
    readonly clock: Clock;
    readonly redactor: Redactor;
    readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  };
  /** Replaced in tests. */
  readonly kerberos?: (() => Promise<KerberosModule | undefined>) | undefined;
}

/**
 * The way to the wire with a Windows account: signs in on each connection and uses it for as long as the server keeps
 * it. A body leaves with the last message only. After one refused sign-in nothing is sent any more: wrong passwords
 * lock accounts. For `HttpOptions.transport`.
 */
export function windowsTransport(options: WindowsTransportOptions): Transport {
  const { system, deps, connections = 1 } = options;
  const base = new URL(options.baseUrl);
  const account = windowsAccount(options.credentials);
  if (options.credentials.password) deps.redactor.add(options.credentials.password);
  const slots = pLimit(connections);
  const all: Lane[] = [];
  const idle: Lane[] = [];
  let refusal: Failure | undefined;

  const newLane = (): Lane => {
    const lane = createLane({
      system,
      connect: (onSocket) =>
        gotTransport({
          system,
          base,
          ca: options.ca,
          env: deps.env ?? process.env,
          connectTimeoutMs: options.connectTimeoutMs ?? 15_000,
          maxSockets: 1,
          onSocket,
        }),
      mechanism: () => mechanismFor(options, base.hostname, account),
    });
    all.push(lane);
    return lane;
  };

  return {
    send: (exchange: Exchange) =>
      slots(async () => {
        if (refusal) throw refusal;
        const lane = idle.pop() ?? newLane();
        try {
          return await lane.send(exchange);
        } catch (error) {
          if (isFailure(error, 'unauthenticated')) refusal = error;
          throw error;
        } finally {
          idle.push(lane);
        }
      }),
    async close() {
      await Promise.all(all.map((lane) => lane.close()));
    },
  };
}

async function mechanismFor(
  options: WindowsTransportOptions,
  host: string,
  account: WindowsAccount | undefined,
): Promise<Mechanism> {
  const { system, auth, deps } = options;
  if (auth === 'ntlm') {
    if (!account) throw noCredentials(system, 'NTLM needs one');
    return ntlm({ account, host, clock: deps.clock });
  }
  const module = await (options.kerberos ?? loadKerberos)();
  if (module) {
    try {
      return await kerberos(module, system, host);
    } catch (error) {
      // Without a ticket the account has to do.
      if (!account)
        throw noCredentials(system, `this host has no Kerberos ticket for HTTP/${host} (${said(error)})`);
    }
  }
  if (!account)
    throw noCredentials(
      system,
      'signing in by this host’s Kerberos ticket needs the optional package: npm install kerberos',
    );
  return negotiateNtlm({ account, host, clock: deps.clock });
}

const said = (error: unknown): string =>
  typeof (error as { message?: unknown }).message === 'string'
    ? (error as { message: string }).message
    : String(error);
