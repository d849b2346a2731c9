import type { Config, PairConfig, WebhooksConfig } from '../config/schema.ts';
import { isFailure } from '../domain/failure.ts';
import { millis } from '../domain/time.ts';
import type { Pair } from '../engine/context.ts';
import { acquireLease } from '../engine/leases.ts';
import { activeLegs } from '../flows/table.ts';
import type { Vault } from '../vault/vault.ts';
import { endpointOf } from '../webhooks/endpoints.ts';
import { type PairSecrets, pairSecrets } from '../webhooks/secrets.ts';
import { keepSubscriptions, type Subscriber, type TopicReport } from '../webhooks/upkeep.ts';
import type { App } from './app.ts';
import type { Context } from './context.ts';
import { messageOf, UsageError } from './errors.ts';
import type { Selected } from './select.ts';

/** @throws UsageError when the config does not say how to receive. */
export function webhooksOf(config: Config): WebhooksConfig {
  if (config.webhooks) return config.webhooks;
  throw new UsageError(
    'the config has no `webhooks`: for example `webhooks: { publicUrl: https://hooks.example, secrets: hooks }`',
  );
}

/** The secrets of these pairs as the vault has them now. @throws UsageError naming every pair whose secret is not usable. */
export async function secretsOfPairs(
  vault: Vault,
  { secrets: entry }: WebhooksConfig,
  pairs: readonly Pick<PairConfig, 'name'>[],
): Promise<Map<string, PairSecrets>> {
  const fields = await vault.get(entry);
  const found = new Map<string, PairSecrets>();
  const problems: string[] = [];
  for (const { name } of pairs) {
    try {
      found.set(name, pairSecrets(name, fields[name]));
    } catch (error) {
      problems.push(messageOf(error));
    }
  }
  if (problems.length === 0) return found;
  throw new UsageError(
    `the vault entry ${entry}: ${problems.join('; ')}. Set it with: ml-connector credentials set ${entry}`,
  );
}

/** The systems of a pair that can tell something, each with its address. */
export function subscribersOf(config: Config, pair: Pair, secrets: PairSecrets): Subscriber[] {
  const webhooks = webhooksOf(config);
  const { publicUrl } = webhooks;
  const file = config.pairs.find(({ name }) => name === pair.name);
  if (publicUrl === undefined || file === undefined)
    throw new UsageError(
      'subscriptions need webhooks.publicUrl: the address at which the systems reach `listen`',
    );
  const { cin7, erp } = pair.systems;
  return [cin7, erp].flatMap(({ side, push }) =>
    push === undefined
      ? []
      : [
          {
            pair: pair.name,
            side,
            push,
            endpoint: endpointOf(webhooks, publicUrl, pair.name, side, secrets),
            legs: activeLegs(file),
            publicUrl,
            pairs: config.pairs.map(({ name }) => name),
          },
        ],
  );
}

/** Does something about every system's subscriptions; what a system says against it is a report, not an end. */
export async function eachSubscriber(
  subscribers: readonly Subscriber[],
  work: (subscriber: Subscriber) => Promise<TopicReport[]>,
): Promise<TopicReport[]> {
  const reports: TopicReport[] = [];
  for (const subscriber of subscribers) {
    const { pair, side } = subscriber;
    try {
      reports.push(...(await work(subscriber)));
    } catch (error) {
      if (!isFailure(error)) throw error;
      reports.push({ pair, side, topic: '*', outcome: 'failed', problem: error.message, failure: error });
    }
  }
  return reports;
}

/** Keeps the subscriptions of one pair, unless another process is just doing it. */
export async function keepPair(
  app: App,
  pair: PairConfig,
  secrets: PairSecrets,
): Promise<TopicReport[] | 'busy'> {
  const { store, clock, liveness } = app.run;
  const held = await acquireLease(store, `subscriptions/${pair.name}`, clock, liveness);
  if ('busy' in held) return 'busy';
  try {
    return await app.borrow(pair, (connected) =>
      eachSubscriber(subscribersOf(app.config, connected, secrets), (one) =>
        keepSubscriptions({ store, clock }, one),
      ),
    );
  } finally {
    await held.lease.release();
  }
}

/** Cin7 switches off what it cannot deliver for 76 minutes. */
const checkEveryMs = 60 * 60_000;

/** `sync --due` looks after subscriptions that were made before; what goes wrong with them never keeps a pass from running. */
export async function renewOnTheWay(
  context: Context,
  app: App,
  selected: readonly Selected[],
): Promise<void> {
  const { config, run } = app;
  if (config.webhooks?.publicUrl === undefined) return;
  for (const { pair } of selected) {
    const known = await run.store.subscriptions.of(pair.name);
    const last = known.map(({ checkedAt }) => millis(checkedAt)).sort((a, b) => a - b)[0];
    if (last === undefined || millis(run.clock.now()) - last < checkEveryMs) continue;
    try {
      const secrets = (await secretsOfPairs(app.vault, config.webhooks, [pair])).get(pair.name);
      const reports = secrets ? await keepPair(app, pair, secrets) : 'busy';
      if (reports === 'busy') continue;
      for (const { outcome, topic, problem } of reports)
        if (outcome === 'failed') context.warn(`pair ${pair.name}: subscription ${topic}: ${problem}`);
    } catch (error) {
      context.warn(`pair ${pair.name}: subscriptions were not looked after: ${messageOf(error)}`);
    }
  }
}
