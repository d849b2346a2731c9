import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { type Clock, type Instant, millis } from '../domain/time.ts';
import { type Liveness, parseHolder } from './holder.ts';
import type { Tables } from './schema.ts';
import type { Turns } from './turns.ts';

/** What processes share through the state file besides documents. Satisfies the ports of `http`. */
export interface Shared {
  readonly pacer: SharedPacer;
  readonly cache: SharedCache;
  readonly mutex: SharedMutex;
}

export interface Budget {
  readonly limit: number;
  readonly windowMs: number;
}

export interface SharedPacer {
  reserve(key: string, budget: Budget): Promise<number>;
  backlog(key: string, budget: Budget): Promise<number>;
  delay(key: string, until: Instant): Promise<void>;
}

export interface SharedCache {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
  delete(key: string): Promise<void>;
}

export interface SharedMutex {
  run<T>(name: string, work: () => Promise<T>): Promise<T>;
}

export function createShared(db: Kysely<Tables>, turns: Turns, clock: Clock, liveness: Liveness): Shared {
  return {
    pacer: createPacer(db, turns, clock),
    cache: createCache(db, turns, clock),
    mutex: createMutex(db, turns, clock, liveness),
  };
}

/** A sliding log of sends: place n may be used a window after place n - limit was. */
function createPacer(db: Kysely<Tables>, turns: Turns, clock: Clock): SharedPacer {
  const next = async (trx: Kysely<Tables>, key: string, budget: Budget): Promise<number> => {
    const now = millis(clock.now());
    const full = await trx
      .selectFrom('pacer')
      .select('at')
      .where('key', '=', key)
      .orderBy('at', 'desc')
      .offset(budget.limit - 1)
      .limit(1)
      .executeTakeFirst();
    const delay = await trx
      .selectFrom('pacer_delays')
      .select('until')
      .where('key', '=', key)
      .executeTakeFirst();
    return Math.max(now, full ? full.at + budget.windowMs : 0, delay?.until ?? 0);
  };
  return {
    async reserve(key, budget) {
      return turns(() =>
        db.transaction().execute(async (trx) => {
          const at = await next(trx, key, budget);
          await trx.insertInto('pacer').values({ key, at }).execute();
          await trx
            .deleteFrom('pacer')
            .where('key', '=', key)
            .where('at', '<', millis(clock.now()) - budget.windowMs)
            .execute();
          return at - millis(clock.now());
        }),
      );
    },
    async backlog(key, budget) {
      return (await next(db, key, budget)) - millis(clock.now());
    },
    async delay(key, until) {
      const at = millis(until);
      await turns(() =>
        db
          .insertInto('pacer_delays')
          .values({ key, until: at })
          .onConflict((conflict) => conflict.column('key').doUpdateSet({ until: sql`max(until, ${at})` }))
          .execute(),
      );
    },
  };
}

function createCache(db: Kysely<Tables>, turns: Turns, clock: Clock): SharedCache {
  return {
    async get(key) {
      const row = await db.selectFrom('cache').selectAll().where('key', '=', key).executeTakeFirst();
      return row && row.expires_at > millis(clock.now()) ? row.value : undefined;
    },
    async set(key, value, ttlMs) {
      const now = millis(clock.now());
      const row = { value, expires_at: now + ttlMs };
      await turns(async () => {
        await db
          .insertInto('cache')
          .values({ key, ...row })
          .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
          .execute();
        await db.deleteFrom('cache').where('expires_at', '<', now).execute();
      });
    },
    async delete(key) {
      await turns(() => db.deleteFrom('cache').where('key', '=', key).execute());
    },
  };
}

const mutexLifeMs = 120_000;

function createMutex(db: Kysely<Tables>, turns: Turns, clock: Clock, liveness: Liveness): SharedMutex {
  const take = (name: string, token: string): Promise<boolean> =>
    turns(() =>
      db.transaction().execute(async (trx) => {
        const now = millis(clock.now());
        const row = await trx.selectFrom('mutexes').selectAll().where('name', '=', name).executeTakeFirst();
        if (row && row.expires_at > now && !liveness.isGone(parseHolder(row.holder))) return false;
        const values = { token, holder: JSON.stringify(liveness.self), expires_at: now + mutexLifeMs };
        await trx
          .insertInto('mutexes')
          .values({ name, ...values })
          .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
          .execute();
        return true;
      }),
    );
  const extend = (name: string, token: string) =>
    turns(() =>
      db
        .updateTable('mutexes')
        .set({ expires_at: millis(clock.now()) + mutexLifeMs })
        .where('name', '=', name)
        .where('token', '=', token)
        .execute(),
    );
  return {
    async run(name, work) {
      const token = randomUUID();
      while (!(await take(name, token))) await clock.sleep(100);
      const renewal = setInterval(() => {
        extend(name, token).catch(() => {
          // A holder that cannot write is about to fail anyway.
        });
      }, mutexLifeMs / 4);
      renewal.unref();
      try {
        return await work();
      } finally {
        clearInterval(renewal);
        await turns(() =>
          db.deleteFrom('mutexes').where('name', '=', name).where('token', '=', token).execute(),
        );
      }
    },
  };
}
