import type { Kysely } from 'kysely';
import type { Instant } from '../domain/time.ts';
import type { Tables } from './schema.ts';

export interface LeaseRow {
  readonly name: string;
  readonly token: string;
  /** Who holds it, JSON. */
  readonly holder: string;
  readonly acquiredAt: Instant;
  readonly heartbeatAt: Instant;
}

export interface LeaseWriter {
  get(name: string): Promise<LeaseRow | undefined>;
  /** Takes it, from whoever had it. */
  put(row: LeaseRow): Promise<void>;
  /** @returns whether the lease is still held with this token. */
  beat(name: string, token: string, at: Instant): Promise<boolean>;
  drop(name: string, token: string): Promise<void>;
  isHeld(name: string, token: string): Promise<boolean>;
}

export function leaseWriter(db: Kysely<Tables>): LeaseWriter {
  return {
    async get(name) {
      const row = await db.selectFrom('leases').selectAll().where('name', '=', name).executeTakeFirst();
      return (
        row && {
          name,
          token: row.token,
          holder: row.holder,
          acquiredAt: row.acquired_at as Instant,
          heartbeatAt: row.heartbeat_at as Instant,
        }
      );
    },
    async put(row) {
      const values = {
        token: row.token,
        holder: row.holder,
        acquired_at: row.acquiredAt,
        heartbeat_at: row.heartbeatAt,
      };
      await db
        .insertInto('leases')
        .values({ name: row.name, ...values })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
        .execute();
    },
    async beat(name, token, at) {
      const result = await db
        .updateTable('leases')
        .set({ heartbeat_at: at })
        .where('name', '=', name)
        .where('token', '=', token)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async drop(name, token) {
      await db.deleteFrom('leases').where('name', '=', name).where('token', '=', token).execute();
    },
    async isHeld(name, token) {
      const row = await db
        .selectFrom('leases')
        .select('token')
        .where('name', '=', name)
        .where('token', '=', token)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
