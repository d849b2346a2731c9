import type { AcumaticaConfig } from '../../config/schema.ts';
import { Failure } from '../../domain/failure.ts';
import { fingerprint } from '../../domain/text.ts';
import type { Access, Credentials, HttpResponse } from '../../http/ports.ts';
import type { SystemOptions } from '../shared/options.ts';
import { budgetWindowMs, title } from './capabilities.ts';
import type { SignIn } from './keeper.ts';
import { oauthKeeper } from './oauth.ts';
import { createSeats } from './seats.ts';
import { sessionKeeper } from './session.ts';
import { type Site, signInHttp, signOut } from './sign-in.ts';

/** Credentials for requests, and the end of the session that they opened. */
export interface SeatAccess extends Access {
  /** Takes the cookies that an answer sets. */
  keep(response: HttpResponse): Promise<void>;
  /** Signs out if this process used a session that no other uses; never throws. */
  close(): Promise<void>;
}

/** Refused once, a name and password are not sent again for a while: repeated refusals lock the account. */
const refusalMs = 5 * 60_000;

export function createAccess(options: SystemOptions, erp: AcumaticaConfig): SeatAccess {
  const { credentials, deps } = options;
  const site: Site = {
    instanceUrl: erp.instanceUrl,
    ca: options.ca,
    tenant: erp.tenant,
    branch: erp.branch,
    credentials,
    set: `run: ml-connector credentials set ${erp.credentials}`,
    deps,
  };
  for (const field of ['password', 'clientSecret'])
    if (credentials[field]) deps.redactor.add(credentials[field]);
  const secret = fingerprint([credentials, erp.tenant ?? '', erp.branch ?? '']).slice(0, 16);
  const user = (credentials['username'] ?? '').toLowerCase();
  const key = ['acumatica', erp.auth, erp.instanceUrl.toLowerCase(), user, secret].join('|');
  const http = signInHttp(site);
  const once = onceRefused(`${key}|refused`, options);
  const keeper = (erp.auth === 'oauth' ? oauthKeeper : sessionKeeper)({ site, http, key, signIn: once });
  const seats = createSeats(`${key}|users`, deps);
  const { requestsPerMinute: limit } = erp;
  const shared = `acumatica|${erp.instanceUrl}`.toLowerCase();
  const budget = limit === undefined ? undefined : { key: shared, limit, windowMs: budgetWindowMs };

  return {
    async credentials(): Promise<Credentials> {
      await seats.take();
      return { headers: await keeper.headers(), ...(budget ? { budget } : {}) };
    },
    renew: ({ headers }) => keeper.renew(headers),
    keep: (response) => keeper.keep(response),
    async close() {
      try {
        const headers = (await seats.leave()) ? await keeper.known() : undefined;
        if (headers === undefined) return;
        await signOut(http, headers);
        await keeper.forget();
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        deps.log.warn('the session could not be signed out; it ends by itself', { system: title, message });
      } finally {
        await http.close();
      }
    },
  };
}

function onceRefused(key: string, { deps }: SystemOptions): SignIn {
  return async (work) => {
    const refused = await deps.cache.get(key);
    if (refused !== undefined)
      throw new Failure({ kind: 'unauthenticated', system: title, message: refused });
    try {
      return await work();
    } catch (error) {
      if (error instanceof Failure && error.kind === 'unauthenticated')
        await deps.cache.set(key, error.message, refusalMs);
      throw error;
    }
  };
}
