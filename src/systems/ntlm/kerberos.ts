import { Failure } from '../../domain/failure.ts';
import type { Mechanism } from './mechanism.ts';

/** What we use of the npm package `kerberos` (https://github.com/mongodb-js/kerberos). */
export interface KerberosModule {
  readonly GSS_MECH_OID_SPNEGO?: number;
  initializeClient(service: string, options?: Readonly<Record<string, unknown>>): Promise<KerberosClient>;
}

export interface KerberosClient {
  readonly contextComplete: boolean;
  /** Takes and gives base64; `''` to begin. */
  step(challenge: string): Promise<string | null>;
}

/** The optional package; nothing when it is not installed. */
export async function loadKerberos(): Promise<KerberosModule | undefined> {
  // Not a literal: the package is optional, and neither compiler nor bundler should look for it.
  const name = 'kerberos';
  try {
    const found = (await import(name)) as KerberosModule & { default?: KerberosModule };
    return found.default ?? found;
  } catch {
    return undefined;
  }
}

/**
 * A sign-in with the ticket that this host holds for `HTTP/host`.
 * @throws the library's error when it has none: no ticket, no keytab, an unknown service name.
 */
export async function kerberos(module: KerberosModule, system: string, host: string): Promise<Mechanism> {
  const client = await module.initializeClient(`HTTP@${host}`, {
    ...(module.GSS_MECH_OID_SPNEGO === undefined ? {} : { mechOID: module.GSS_MECH_OID_SPNEGO }),
  });
  const first = Buffer.from((await client.step('')) ?? '', 'base64');
  return {
    scheme: 'Negotiate',
    open: async () => ({ token: first, complete: true }),
    answer: async (challenge) =>
      Buffer.from((await client.step(challenge.toString('base64'))) ?? '', 'base64'),
    async close(token) {
      if (token === undefined || client.contextComplete) return;
      try {
        await client.step(token.toString('base64'));
      } catch (cause) {
        throw new Failure({
          kind: 'unauthenticated',
          system,
          code: 'kerberos-mutual',
          message: `${system}: the server ${host} could not prove by Kerberos that it is the one that we asked.`,
          cause,
        });
      }
    },
  };
}
