import { Failure } from '../../domain/failure.ts';
import { type Instant, millis, shift } from '../../domain/time.ts';
import type { Access, Credentials } from '../../http/ports.ts';
import type { SystemDeps } from '../shared/options.ts';
import { type EntraCredentials, hashOf, proofOf } from './credentials.ts';
import { system } from './errors.ts';
import { type FreshToken, requestToken } from './token.ts';

export interface EntraOptions {
  /** `https://login.microsoftonline.com`, or that of another cloud. */
  readonly authority: string;
  readonly tenantId: string;
  readonly scope: string;
  readonly credentials: EntraCredentials;
  /** PEM text of certificate authorities to trust besides the public ones. */
  readonly ca?: string | undefined;
  /** The budget that sends with these tokens count against. */
  readonly budget?: Credentials['budget'];
  /** The vault entry, for advice. */
  readonly entry?: string | undefined;
  readonly deps: SystemDeps;
}

const marginMs = 5 * 60_000;

/** A token in the shared, encrypted cache. */
interface StoredToken {
  readonly token: string;
  readonly useUntil: Instant;
}

/**
 * Tokens for an application (client-credentials grant), shared by all processes on one state file: used until five
 * minutes before they expire, asked for by one process while the others wait.
 * @throws Failure at once, when authority or credentials cannot be used.
 */
export function createEntraAccess(options: EntraOptions): Access {
  const { scope, credentials, budget, deps } = options;
  const authority = checkAuthority(options.authority);
  const set = `run: ml-connector credentials set ${options.entry ?? 'NAME'}`;
  const proof = proofOf(credentials, set);
  const clientId = credentials.clientId ?? '';
  const key = ['entra', authority.origin, options.tenantId, clientId, scope, hashOf(credentials)]
    .join('|')
    .toLowerCase();
  for (const secret of [credentials.clientSecret, credentials.privateKey])
    if (secret) deps.redactor.add(secret);
  let known: string | undefined;

  async function load(): Promise<StoredToken | undefined> {
    const text = await deps.secrets.get(key);
    if (text === undefined) return undefined;
    const stored = JSON.parse(text) as StoredToken;
    if (stored.token !== known) deps.redactor.add(stored.token);
    known = stored.token;
    return stored.useUntil > deps.clock.now() ? stored : undefined;
  }

  async function obtain(): Promise<StoredToken> {
    const context = { tenant: options.tenantId, scope, set };
    const asked = deps.clock.now();
    const fresh = await requestToken({ authority, clientId, proof, ca: options.ca, context, deps });
    const stored = usable(fresh, asked);
    await deps.secrets.set(
      key,
      JSON.stringify(stored),
      Math.max(0, millis(stored.useUntil) - millis(deps.clock.now())),
    );
    return stored;
  }

  const alone = <T>(work: () => Promise<T>) => deps.mutex.run(key, work);

  return {
    async credentials() {
      const stored = (await load()) ?? (await alone(async () => (await load()) ?? (await obtain())));
      return { headers: { authorization: bearer(stored) }, ...(budget ? { budget } : {}) };
    },
    renew: (refused) =>
      alone(async () => {
        const stored = await load();
        if (stored && bearer(stored) !== refused.headers['authorization']) return true;
        await obtain();
        return true;
      }),
  };
}

const bearer = ({ token }: StoredToken): string => `Bearer ${token}`;

/** Up to five minutes before the end; of a very short life, its first half. */
const usable = ({ token, lifeMs }: FreshToken, asked: Instant): StoredToken => ({
  token,
  useUntil: shift(asked, Math.max(lifeMs - marginMs, lifeMs / 2)),
});

function checkAuthority(authority: string): URL {
  const url = URL.canParse(authority) ? new URL(authority) : undefined;
  if (url?.protocol === 'https:' && url.username === '' && url.password === '') return url;
  throw new Failure({
    kind: 'refused',
    system,
    code: 'authority',
    message: `${system}: the authority must be an https address such as https://login.microsoftonline.com.`,
  });
}
