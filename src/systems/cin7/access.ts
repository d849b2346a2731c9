import { createHash } from 'node:crypto';
import { Failure } from '../../domain/failure.ts';
import { millis, shift } from '../../domain/time.ts';
import type { Access, Credentials } from '../../http/ports.ts';
import type { SystemDeps } from '../shared/options.ts';
import { title, windowMs } from './capabilities.ts';

/** A limit answer this soon after changing keys means that the keys share one budget. */
const suspicionMs = 60_000;
/** How long we go on believing that, before the keys are tried apart again. */
const beliefMs = 24 * 3_600_000;

interface Key {
  readonly headers: Readonly<Record<string, string>>;
  readonly budget: string;
}

/**
 * The two headers of every call (API Blueprint, "Connection"), and which of several application keys to send with: the
 * one whose budget has most left. The documents say that each application has its own 60 calls a minute; one user
 * reports that they share them (jamespudney/cin7_sync). So a limit answer within a minute after changing from one key to
 * another makes all of them one budget, for a day and for all processes.
 */
export function createAccess(options: {
  readonly accountId: string;
  /** One application key, or several separated by commas. */
  readonly applicationKey: string;
  readonly requestsPerMinute: number;
  readonly deps: Pick<SystemDeps, 'clock' | 'log' | 'pacer' | 'cache' | 'redactor'>;
}): Access {
  const { accountId, deps } = options;
  const account = accountId.trim().toLowerCase();
  const limits = { limit: options.requestsPerMinute, windowMs };
  const shared = `cin7:${account}`;
  const believed = `cin7:${account}:one-budget`;
  const keys = keysOf(accountId, options.applicationKey, shared, (secret) => deps.redactor.add(secret));
  const refused = new Set<Key>();
  let oneBudget: boolean | undefined;
  let last: Key | undefined;
  let changed: { readonly to: Key; readonly at: number } | undefined;

  const isOneBudget = async (): Promise<boolean> => {
    if (keys.length === 1) return false;
    oneBudget ??= (await deps.cache.get(believed)) !== undefined;
    return oneBudget;
  };

  const usable = () => keys.filter((key) => !refused.has(key));
  const holder = ({ headers }: Credentials) => keys.find((key) => key.headers === headers);

  async function credentials(): Promise<Credentials> {
    const candidates = usable().length > 0 ? usable() : keys;
    const one = await isOneBudget();
    const key = one ? candidates[0] : await emptiest(candidates);
    if (!key) throw noKeys();
    if (last && last !== key) changed = { to: key, at: millis(deps.clock.now()) };
    last = key;
    return { headers: key.headers, budget: { key: one ? shared : key.budget, ...limits } };
  }

  async function emptiest(candidates: readonly Key[]): Promise<Key | undefined> {
    let best = candidates[0];
    if (candidates.length < 2) return best;
    let least = Number.POSITIVE_INFINITY;
    // The key in use comes first, so that it is kept while none has more left.
    for (const key of [...candidates].sort((a, b) => Number(b === last) - Number(a === last))) {
      const backlog = await deps.pacer.backlog(key.budget, limits);
      if (backlog < least) [best, least] = [key, backlog];
    }
    return best;
  }

  async function limited(credentials: Credentials, retryAfterMs: number): Promise<void> {
    const now = deps.clock.now();
    const suspicious =
      changed && holder(credentials) === changed.to && millis(now) - changed.at <= suspicionMs;
    if (!suspicious || (await isOneBudget())) return;
    oneBudget = true;
    await deps.cache.set(believed, now, beliefMs);
    await deps.pacer.delay(shared, shift(now, retryAfterMs));
    deps.log.warn("Cin7's application keys share one limit of calls; they are used as one from now on", {
      account,
      hours: beliefMs / 3_600_000,
    });
  }

  return {
    credentials,
    limited,
    async renew(credentials) {
      const key = holder(credentials);
      if (key) refused.add(key);
      if (usable().length === 0) return false;
      deps.log.warn('Cin7 refused one of the application keys; going on with another', { account });
      return true;
    },
  };
}

function keysOf(
  accountId: string,
  applicationKey: string,
  budget: string,
  addSecret: (secret: string) => void,
): Key[] {
  const texts = [...new Set(applicationKey.split(',').map((text) => text.trim()))].filter(
    (text) => text !== '',
  );
  return texts.map((text) => {
    addSecret(text);
    return {
      headers: { 'api-auth-accountid': accountId.trim(), 'api-auth-applicationkey': text },
      budget: `${budget}:${createHash('sha256').update(text).digest('hex').slice(0, 12)}`,
    };
  });
}

const noKeys = (): Failure =>
  new Failure({
    kind: 'unauthenticated',
    system: title,
    message: `${title} has no application key: run \`ml-connector credentials set\` with accountId and applicationKey.`,
  });
