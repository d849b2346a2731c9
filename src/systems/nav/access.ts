import type { NavConfig } from '../../config/schema.ts';
import { Failure } from '../../domain/failure.ts';
import type { Access, Transport } from '../../http/ports.ts';
import { createEntraAccess } from '../entra/access.ts';
import { windowsTransport } from '../ntlm/index.ts';
import type { SystemOptions } from '../shared/options.ts';
import { siteOf } from './address.ts';
import { onlineBudget, onlineScope, title } from './capabilities.ts';

/** How to sign in: by headers of each request, or on the connection. */
export interface SignIn {
  readonly access?: Access | undefined;
  readonly transport?: Transport | undefined;
}

/** By the deployment and `erp.auth`: Entra, a web service key, or a Windows account. */
export function signIn(options: SystemOptions): SignIn {
  const erp = options.pair.erp as NavConfig;
  if (erp.deployment === 'online' || erp.auth === 'oauth') return { access: entra(options, erp) };
  if (erp.auth === 'basic') return { access: basic(options, erp) };
  const { credentials, ca, deps } = options;
  const { baseUrl } = siteOf(erp);
  return { transport: windowsTransport({ system: title, baseUrl, auth: erp.auth, credentials, ca, deps }) };
}

function entra(options: SystemOptions, erp: NavConfig): Access {
  const { credentials, ca, deps } = options;
  const online = erp.deployment === 'online';
  const user = `${siteOf(erp).baseUrl}|${credentials['clientId'] ?? ''}`.toLowerCase();
  return createEntraAccess({
    authority: erp.authority,
    tenantId: erp.tenantId,
    scope: (online ? undefined : erp.scope) ?? onlineScope,
    credentials,
    ca,
    ...(online ? { budget: { key: `nav|${user}`, ...onlineBudget } } : {}),
    entry: erp.credentials,
    deps,
  });
}

/** User name and web service key, or the password where the server takes it. Plain http is refused by the config. */
function basic({ credentials, deps }: SystemOptions, erp: NavConfig): Access {
  const username = credentials['username'] ?? '';
  const secret = credentials['webServiceKey'] || credentials['password'] || '';
  if (secret) deps.redactor.add(secret);
  const token = Buffer.from(`${username}:${secret}`, 'utf8').toString('base64');
  deps.redactor.add(token);
  const headers = { authorization: `Basic ${token}` };
  return {
    async credentials() {
      const set = `run: ml-connector credentials set ${erp.credentials}`;
      if (username === '' || secret === '') throw unusable(`username and webServiceKey are needed: ${set}`);
      if (!/^[\x20-\x7e]*$/.test(username + secret))
        throw unusable('names and passwords with other than ASCII characters do not work over Basic');
      return { headers };
    },
  };
}

const unusable = (why: string): Failure =>
  new Failure({ kind: 'unauthenticated', system: title, message: `${title}: ${why}.` });
