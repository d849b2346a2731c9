import type { FlowName, Side } from '../domain/document.ts';
import { type Failure, isFailure } from '../domain/failure.ts';
import { type Clock, type Instant, millis } from '../domain/time.ts';
import type { Endpoint, FlowLeg, Push, Subscription, Subscriptions } from '../engine/ports.ts';
import type { Store } from '../store/store.ts';
import type { KnownSubscription } from '../store/subscriptions.ts';
import { ownerOf } from './endpoints.ts';

/** One system of one pair, as far as its subscriptions go. */
export interface Subscriber {
  readonly pair: string;
  readonly side: Side;
  readonly push: Push;
  readonly endpoint: Endpoint;
  readonly legs: readonly FlowLeg[];
  /** The address below which all of ours stand, and the pairs that the config has. */
  readonly publicUrl: string;
  readonly pairs: readonly string[];
}

/** What became of one topic. */
export interface TopicReport {
  readonly pair: string;
  readonly side: Side;
  readonly topic: string;
  readonly outcome: 'active' | 'created' | 'renewed' | 'removed' | 'failed' | 'orphan';
  readonly expiresAt?: Instant | undefined;
  readonly problem?: string | undefined;
  /** Why it failed, if the system said so or was not there. */
  readonly failure?: Failure | undefined;
}

interface Keeper {
  readonly store: Store;
  readonly clock: Clock;
}

/**
 * Makes the subscriptions of one system what they should be: missing ones are made, those that were switched off, show an
 * old secret or have lived half their time are renewed, surplus ones of ours are removed. Where one had lapsed, a pass over
 * what changed meanwhile is asked for. May be run at any time and as often as one likes, by one process at a time.
 */
export async function keepSubscriptions(keeper: Keeper, subscriber: Subscriber): Promise<TopicReport[]> {
  const { subscriptions } = subscriber.push;
  if (!subscriptions) return [];
  const wanted = await subscriber.push.topics(subscriber.legs);
  const there = await subscriptions.list();
  const reports: TopicReport[] = [];
  for (const surplus of surplusOf(subscriber, wanted, there)) {
    reports.push(await remove(subscriber, subscriptions, surplus));
  }
  const known = (await keeper.store.subscriptions.of(subscriber.pair)).filter(
    ({ side }) => side === subscriber.side,
  );
  for (const topic of wanted) {
    const before = known.find((one) => one.topic === topic);
    reports.push(await keepOne(keeper, subscriber, subscriptions, topic, there, before));
  }
  await keeper.store.transact(async (tx) => {
    for (const one of known) if (!wanted.includes(one.topic)) await tx.subscriptions.drop(one);
  });
  return reports;
}

/** Removes every subscription of ours for this system, also of pairs that the config does not have any more. */
export async function removeSubscriptions(keeper: Keeper, subscriber: Subscriber): Promise<TopicReport[]> {
  const { subscriptions } = subscriber.push;
  if (!subscriptions) return [];
  const reports: TopicReport[] = [];
  for (const one of await subscriptions.list())
    if (isOurs(subscriber, one) || isOrphan(subscriber, one))
      reports.push(await remove(subscriber, subscriptions, one));
  const known = await keeper.store.subscriptions.of(subscriber.pair);
  await keeper.store.transact(async (tx) => {
    for (const one of known) if (one.side === subscriber.side) await tx.subscriptions.drop(one);
  });
  return reports;
}

/** What is there, and what should be and is not. Changes nothing. */
export async function listSubscriptions(subscriber: Subscriber): Promise<TopicReport[]> {
  const { subscriptions } = subscriber.push;
  if (!subscriptions) return [];
  const wanted = await subscriber.push.topics(subscriber.legs);
  const there = await subscriptions.list();
  const surplus = surplusOf(subscriber, wanted, there);
  const base = { pair: subscriber.pair, side: subscriber.side };
  return [
    ...wanted.map((topic): TopicReport => {
      const one = there.find((row) => row.topic === topic && isOurs(subscriber, row));
      const problem = !one ? 'there is none' : stateOf(subscriber, one);
      return { ...base, topic, outcome: problem ? 'failed' : 'active', expiresAt: one?.expiresAt, problem };
    }),
    ...surplus.map(
      ({ topic }): TopicReport => ({ ...base, topic, outcome: 'orphan', problem: 'nothing needs it' }),
    ),
  ];
}

function stateOf({ endpoint }: Subscriber, one: Subscription): string | undefined {
  if (!one.active) return 'it was switched off after deliveries that failed';
  return one.fits(endpoint) ? undefined : 'its address or secret is an old one';
}

const isOurs = ({ pair, side, publicUrl }: Subscriber, { url }: Subscription): boolean => {
  const owner = ownerOf(url, publicUrl);
  return owner?.pair === pair && owner.side === side;
};

/** Of a pair that the config does not have any more. Those of its other pairs are theirs to keep. */
const isOrphan = ({ pairs, publicUrl }: Subscriber, { url }: Subscription): boolean => {
  const owner = ownerOf(url, publicUrl);
  return owner !== undefined && !pairs.includes(owner.pair);
};

function surplusOf(
  subscriber: Subscriber,
  wanted: readonly string[],
  there: readonly Subscription[],
): Subscription[] {
  const kept = new Set<string>();
  return there.filter((one) => {
    if (isOrphan(subscriber, one)) return true;
    if (!isOurs(subscriber, one)) return false;
    if (!wanted.includes(one.topic) || kept.has(one.topic)) return true;
    kept.add(one.topic);
    return false;
  });
}

async function remove(
  { pair, side }: Subscriber,
  subscriptions: Subscriptions,
  one: Subscription,
): Promise<TopicReport> {
  const base = { pair, side, topic: one.topic };
  try {
    await subscriptions.remove(one);
    return { ...base, outcome: 'removed' };
  } catch (error) {
    return failed(base, error);
  }
}

async function keepOne(
  { store, clock }: Keeper,
  subscriber: Subscriber,
  subscriptions: Subscriptions,
  topic: string,
  there: readonly Subscription[],
  before: KnownSubscription | undefined,
): Promise<TopicReport> {
  const { pair, side, endpoint } = subscriber;
  const base = { pair, side, topic };
  const one = there.find((row) => row.topic === topic && isOurs(subscriber, row));
  const now = clock.now();
  // The one that was there has ended, or told nothing for a while: whatever changed meanwhile is to be read.
  const lapsed =
    before?.liveSince != null && (one === undefined || !one.active || one.id !== before.remoteId);
  const put = (known: Partial<KnownSubscription>) => ({
    pair,
    side,
    topic,
    remoteId: before?.remoteId ?? null,
    state: 'missing' as const,
    liveSince: null,
    expiresAt: null,
    checkedAt: now,
    problem: null,
    ...known,
  });
  try {
    const current = one ?? (await createOne(subscriptions, topic, endpoint, there));
    const renewed =
      one !== undefined && isDueAgain(subscriptions, one, endpoint, now)
        ? await subscriptions.renew(one, endpoint)
        : undefined;
    const result = renewed ?? current;
    const kept = !lapsed && before?.liveSince;
    await store.transact(async (tx) => {
      await tx.subscriptions.put(
        put({
          remoteId: result.id,
          state: 'active',
          liveSince: kept ? before.liveSince : now,
          expiresAt: result.expiresAt ?? null,
        }),
      );
      if (lapsed) await tx.inbox.take({ pair, side, topic: 'lapsed' }, { notices: gapOf(subscriber) });
    });
    const outcome = one === undefined ? 'created' : renewed ? 'renewed' : 'active';
    return { ...base, outcome, expiresAt: result.expiresAt };
  } catch (error) {
    const report = failed(base, error);
    const alive = one?.active === true;
    await store.transact((tx) =>
      tx.subscriptions.put(
        put({
          remoteId: one?.id ?? before?.remoteId ?? null,
          state: alive ? 'active' : 'missing',
          liveSince: before?.liveSince ?? null,
          expiresAt: one?.expiresAt ?? null,
          problem: report.problem ?? null,
        }),
      ),
    );
    return report;
  }
}

async function createOne(
  subscriptions: Subscriptions,
  topic: string,
  endpoint: Endpoint,
  there: readonly Subscription[],
): Promise<Subscription> {
  const taken = there.filter((row) => row.topic === topic).length;
  if (subscriptions.perTopic !== undefined && taken >= subscriptions.perTopic)
    throw new Error(
      `there are ${taken} of this type already, which is all that it takes: remove one that is not ours`,
    );
  return subscriptions.create(topic, endpoint);
}

const isDueAgain = (
  { lifeMs }: Subscriptions,
  one: Subscription,
  endpoint: Endpoint,
  now: Instant,
): boolean =>
  !one.active ||
  !one.fits(endpoint) ||
  (lifeMs !== undefined && one.expiresAt !== undefined && millis(one.expiresAt) - millis(now) < lifeMs / 2);

/** A pass of every flow that reads there. */
const gapOf = ({ legs, side }: Subscriber) =>
  [
    ...new Set(
      legs
        .filter(({ leg }) => (leg === 'cin7-to-erp') === (side === 'cin7'))
        .map(({ flow }): FlowName => flow),
    ),
  ].map((flow) => ({ flow, role: 'source' as const }));

function failed(base: Pick<TopicReport, 'pair' | 'side' | 'topic'>, error: unknown): TopicReport {
  const failure = isFailure(error) ? error : undefined;
  return { ...base, outcome: 'failed', problem: (error as Error).message, failure };
}
