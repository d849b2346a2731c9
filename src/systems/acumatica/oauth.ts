import { Failure, isFailure } from '../../domain/failure.ts';
import { type Instant, shift } from '../../domain/time.ts';
import { title } from './capabilities.ts';
import type { Keeper, KeeperOptions } from './keeper.ts';
import { type Grant, requestToken, type Site } from './sign-in.ts';

const marginMs = 5 * 60_000;
/** The chain of refresh tokens ends 30 days after the first grant (Integration Development Guide, "OAuth 2.0"). */
const chainMs = 30 * 24 * 3_600_000;

interface Stored {
  readonly access: string;
  readonly refresh?: string | undefined;
  readonly useUntil: Instant;
}

/**
 * Access tokens by the resource-owner password grant, then by refresh tokens, each of which works once: what an answer
 * brings is stored before anything else is done with it. One process asks, the others wait.
 */
export function oauthKeeper({ site, http, key, signIn }: KeeperOptions): Keeper {
  const { credentials, deps, set } = site;
  const client = clientOf(site);

  async function stored(): Promise<Stored | undefined> {
    const text = await deps.secrets.get(key);
    if (text === undefined) return undefined;
    const found = JSON.parse(text) as Stored;
    deps.redactor.add(found.access);
    if (found.refresh) deps.redactor.add(found.refresh);
    return found;
  }

  const live = (token: Stored | undefined) =>
    token && token.useUntil > deps.clock.now() ? token : undefined;

  async function store(asked: Instant, grant: Grant): Promise<Stored> {
    const { access, refresh, lifeMs } = grant;
    const useUntil = shift(asked, Math.max(lifeMs - marginMs, lifeMs / 2));
    const token: Stored = { access, ...(refresh ? { refresh } : {}), useUntil };
    await deps.secrets.set(key, JSON.stringify(token), refresh ? chainMs : lifeMs);
    return token;
  }

  async function obtain(old: Stored | undefined): Promise<Stored> {
    const asked = deps.clock.now();
    if (old?.refresh !== undefined) {
      const form = { grant_type: 'refresh_token', ...client, refresh_token: old.refresh };
      try {
        return await store(asked, await requestToken(http, form, deps));
      } catch (error) {
        if (!isFailure(error, 'unauthenticated', 'refused')) throw error;
        await deps.secrets.delete(key);
      }
    }
    const { username = '', password = '' } = credentials;
    const form = { grant_type: 'password', ...client, username, password, scope: 'api offline_access' };
    return store(asked, await signIn(() => requestToken(http, form, deps)));
  }

  const alone = <T>(work: () => Promise<T>) => deps.mutex.run(key, work);
  if (!client.client_id || !client.client_secret)
    throw new Failure({
      kind: 'unauthenticated',
      system: title,
      code: 'credentials',
      message: `${title}: clientId and clientSecret are missing; ${set}.`,
    });

  return {
    async headers() {
      const known = live(await stored());
      if (known) return bearer(known);
      return bearer(
        await alone(async () => {
          const now = await stored();
          return live(now) ?? obtain(now);
        }),
      );
    },
    renew: (refused) =>
      alone(async () => {
        const now = await stored();
        if (now && bearer(now)['authorization'] !== refused['authorization']) return true;
        await obtain(now);
        return true;
      }),
    keep: async () => {},
    async known() {
      const token = live(await stored());
      return token && bearer(token);
    },
    // The session is closed; the token opens a new one.
    forget: async () => {},
  };
}

const bearer = ({ access }: Stored) => ({ authorization: `Bearer ${access}` });

/** The tenant is the part of the client id behind the `@`. */
function clientOf({ credentials, tenant, set }: Site): { client_id: string; client_secret: string } {
  const given = (credentials['clientId'] ?? '').trim();
  const own = given.split('@')[1];
  if (own !== undefined && tenant !== undefined && own.toLowerCase() !== tenant.toLowerCase()) {
    throw new Failure({
      kind: 'unauthenticated',
      system: title,
      code: 'tenant',
      message: `${title}: erp.tenant is ${tenant}, but the client id is one of the tenant ${own}; correct one of them, or ${set}.`,
    });
  }
  const client_id = own === undefined && tenant !== undefined && given !== '' ? `${given}@${tenant}` : given;
  return { client_id, client_secret: credentials['clientSecret'] ?? '' };
}
