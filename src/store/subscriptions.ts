import type { Kysely, Selectable } from 'kysely';
import type { Side } from '../domain/document.ts';
import type { Instant } from '../domain/time.ts';
import type { SubscriptionTable, Tables } from './schema.ts';

/** A subscription of a pair as it was when somebody last looked. */
export interface KnownSubscription {
  readonly pair: string;
  readonly side: Side;
  readonly topic: string;
  readonly remoteId: string | null;
  /** `missing`: it could not be made, `problem` says why. */
  readonly state: 'active' | 'missing';
  /** Since when it has been there without a break. */
  readonly liveSince: Instant | null;
  readonly expiresAt: Instant | null;
  readonly checkedAt: Instant;
  readonly problem: string | null;
}

export interface SubscriptionReader {
  of(pair: string): Promise<KnownSubscription[]>;
}

export interface SubscriptionWriter {
  put(subscription: KnownSubscription): Promise<void>;
  drop(subscription: Pick<KnownSubscription, 'pair' | 'side' | 'topic'>): Promise<void>;
}

export function subscriptionReader(db: Kysely<Tables>): SubscriptionReader {
  return {
    of: async (pair) =>
      (
        await db.selectFrom('subscriptions').selectAll().where('pair', '=', pair).orderBy('topic').execute()
      ).map(toSubscription),
  };
}

export function subscriptionWriter(db: Kysely<Tables>): SubscriptionWriter {
  return {
    async put(subscription) {
      const values = {
        remote_id: subscription.remoteId,
        state: subscription.state,
        live_since: subscription.liveSince,
        expires_at: subscription.expiresAt,
        checked_at: subscription.checkedAt,
        problem: subscription.problem,
      };
      const { pair, side, topic } = subscription;
      await db
        .insertInto('subscriptions')
        .values({ pair, side, topic, ...values })
        .onConflict((conflict) => conflict.columns(['pair', 'side', 'topic']).doUpdateSet(values))
        .execute();
    },
    async drop({ pair, side, topic }) {
      await db
        .deleteFrom('subscriptions')
        .where((eb) => eb.and({ pair, side, topic }))
        .execute();
    },
  };
}

const toSubscription = (row: Selectable<SubscriptionTable>): KnownSubscription => ({
  pair: row.pair,
  side: row.side as Side,
  topic: row.topic,
  remoteId: row.remote_id,
  state: row.state as KnownSubscription['state'],
  liveSince: row.live_since as Instant | null,
  expiresAt: row.expires_at as Instant | null,
  checkedAt: row.checked_at as Instant,
  problem: row.problem,
});
