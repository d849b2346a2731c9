import { type Kysely, sql } from 'kysely';
import type { Side } from '../domain/document.ts';
import type { Instant } from '../domain/time.ts';
import type { Tables } from './schema.ts';

/** A list of records of one side of a pair: what a walk fills. */
export interface Collection {
  readonly pair: string;
  readonly side: Side;
  readonly collection: string;
}

export interface StoredRecord {
  readonly id: string;
  readonly number: string;
  readonly version: string;
  readonly handled: string | null;
  readonly stamp: Instant | null;
  readonly early: 'waiting' | 'voided' | null;
  /** The record as JSON, if it is kept. */
  readonly snapshot: unknown;
  readonly snapshotVersion: string | null;
  readonly gone: boolean;
}

export interface SeenRow {
  readonly id: string;
  readonly number: string;
  readonly version: string;
  readonly stamp?: Instant | undefined;
  readonly early?: 'waiting' | 'voided' | undefined;
  readonly snapshot?: unknown;
  readonly keys?: readonly RecordKey[] | undefined;
}

export interface RecordKey {
  readonly type: string;
  readonly value: string;
}

export interface RecordReader {
  mark(of: Collection): Promise<Instant | undefined>;
  get(of: Collection, id: string): Promise<StoredRecord | undefined>;
  /**
   * Ids behind `after`, in order, of records with something to do or with open documents; at most `limit`. Documents of
   * the kinds `toPost` are open also while they are written and not posted.
   */
  due(
    of: Collection,
    work: { flow: string; leg: string; after: string; limit: number; toPost: readonly string[] },
  ): Promise<string[]>;
  countWalked(of: Collection, walk: string): Promise<number>;
  /** Ids of present records that a walk did not see. */
  unseen(of: Collection, walk: string): Promise<string[]>;
  byKey(of: Collection, key: RecordKey): Promise<string[]>;
  /** Present records with exactly this number. */
  byNumber(of: Collection, number: string): Promise<string[]>;
  count(of: Collection): Promise<number>;
  /** The last id in order of text. */
  lastId(of: Collection): Promise<string | undefined>;
  /** Present records in order of id, page by page. */
  page(of: Collection, after: string, limit: number): Promise<StoredRecord[]>;
}

export interface RecordWriter {
  /** Stores rows as a walk saw them. @returns the ids whose version is new. */
  see(
    of: Collection,
    rows: readonly SeenRow[],
    walk: string,
    options?: { redo?: boolean },
  ): Promise<string[]>;
  snapshot(of: Collection, row: SeenRow): Promise<void>;
  /** The version has been worked off; with `undefined` there is something to do again. */
  handle(of: Collection, id: string, version: string | undefined): Promise<void>;
  /** Drops a snapshot that nothing needs any more. */
  forget(of: Collection, id: string): Promise<void>;
  gone(of: Collection, id: string): Promise<void>;
  /** Never moves back. */
  moveMark(of: Collection, mark: Instant): Promise<void>;
}

const where = (of: Collection) => ({ pair: of.pair, side: of.side, collection: of.collection });

export function recordReader(db: Kysely<Tables>): RecordReader {
  const present = (of: Collection) =>
    db
      .selectFrom('records')
      .where('pair', '=', of.pair)
      .where('side', '=', of.side)
      .where('collection', '=', of.collection);
  return {
    async mark(of) {
      const row = await db
        .selectFrom('marks')
        .select('mark')
        .where((eb) => eb.and(where(of)))
        .executeTakeFirst();
      return row?.mark as Instant | undefined;
    },
    async get(of, id) {
      const row = await present(of).where('id', '=', id).selectAll().executeTakeFirst();
      return row && toRecord(row);
    },
    async due(of, work) {
      const open = sql<string>`select source_id from documents where pair = ${of.pair} and flow = ${work.flow} and leg = ${work.leg}
        and (state in ('pending', 'failed', 'held', 'rejected', 'conflict')
          or (state = 'written' and posted = 'no' and target_id is not null and kind in (${sql.join(['', ...work.toPost])})))`;
      const rows = await sql<{ id: string }>`
        select id from (
          select id from records where pair = ${of.pair} and side = ${of.side} and collection = ${of.collection}
            and (handled is null or handled <> version) and gone = 0
          union ${open}
        ) where id > ${work.after} order by id limit ${work.limit}`.execute(db);
      return rows.rows.map((row) => row.id);
    },
    async countWalked(of, walk) {
      const row = await present(of)
        .where('walk', '=', walk)
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
      return row.n;
    },
    async unseen(of, walk) {
      const rows = await present(of)
        .where((eb) => eb.or([eb('walk', 'is', null), eb('walk', '<>', walk)]))
        .where('gone', '=', 0)
        .select('id')
        .execute();
      return rows.map((row) => row.id);
    },
    async byKey(of, key) {
      const rows = await db
        .selectFrom('record_keys')
        .where((eb) => eb.and(where(of)))
        .where('type', '=', key.type)
        .where('value', '=', key.value)
        .select('id')
        .execute();
      return rows.map((row) => row.id);
    },
    async byNumber(of, number) {
      const rows = await present(of)
        .where('number', '=', number)
        .where('gone', '=', 0)
        .select('id')
        .execute();
      return rows.map((row) => row.id);
    },
    async lastId(of) {
      const row = await present(of).select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
      return row?.id;
    },
    async count(of) {
      const row = await present(of)
        .where('gone', '=', 0)
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
      return row.n;
    },
    async page(of, after, limit) {
      const rows = await present(of)
        .where('id', '>', after)
        .where('gone', '=', 0)
        .selectAll()
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(toRecord);
    },
  };
}

export function recordWriter(db: Kysely<Tables>): RecordWriter {
  const one = (of: Collection, id: string) => ({ ...where(of), id });
  const keys = async (of: Collection, row: SeenRow) => {
    if (row.keys === undefined) return;
    await db
      .deleteFrom('record_keys')
      .where((eb) => eb.and(one(of, row.id)))
      .execute();
    if (row.keys.length === 0) return;
    await db
      .insertInto('record_keys')
      .values(row.keys.map((key) => ({ ...one(of, row.id), type: key.type, value: key.value })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  };
  const seeRow = async (of: Collection, row: SeenRow, walk: string, redo: boolean): Promise<boolean> => {
    const before = await db
      .selectFrom('records')
      .select(['version', 'handled', 'gone'])
      .where((eb) => eb.and(one(of, row.id)))
      .executeTakeFirst();
    const changed = !before || before.version !== row.version || before.gone === 1;
    const keep = changed && row.snapshot !== undefined;
    const values = {
      number: row.number,
      version: row.version,
      stamp: row.stamp ?? null,
      early: row.early ?? null,
      walk,
      gone: 0,
      ...(redo ? { handled: null } : {}),
      ...(keep ? { snapshot: JSON.stringify(row.snapshot), snapshot_version: row.version } : {}),
    };
    await db
      .insertInto('records')
      .values({ ...one(of, row.id), handled: null, snapshot: null, snapshot_version: null, ...values })
      .onConflict((conflict) => conflict.columns(['pair', 'side', 'collection', 'id']).doUpdateSet(values))
      .execute();
    if (changed) await keys(of, row);
    return redo || before?.handled !== row.version;
  };
  return {
    async see(of, rows, walk, options) {
      const fresh: string[] = [];
      for (const row of rows) if (await seeRow(of, row, walk, options?.redo === true)) fresh.push(row.id);
      return fresh;
    },
    async snapshot(of, row) {
      const values = {
        number: row.number,
        version: row.version,
        stamp: row.stamp ?? null,
        early: row.early ?? null,
        snapshot: JSON.stringify(row.snapshot),
        snapshot_version: row.version,
        gone: 0,
      };
      await db
        .insertInto('records')
        .values({ ...one(of, row.id), handled: null, walk: null, ...values })
        .onConflict((conflict) => conflict.columns(['pair', 'side', 'collection', 'id']).doUpdateSet(values))
        .execute();
      await keys(of, row);
    },
    async handle(of, id, version) {
      await db
        .updateTable('records')
        .set({ handled: version ?? null })
        .where((eb) => eb.and(one(of, id)))
        .execute();
    },
    async forget(of, id) {
      await db
        .updateTable('records')
        .set({ snapshot: null, snapshot_version: null })
        .where((eb) => eb.and(one(of, id)))
        .execute();
    },
    async gone(of, id) {
      await db
        .updateTable('records')
        .set({ gone: 1 })
        .where((eb) => eb.and(one(of, id)))
        .execute();
      await db
        .deleteFrom('record_keys')
        .where((eb) => eb.and(one(of, id)))
        .execute();
    },
    async moveMark(of, mark) {
      await db
        .insertInto('marks')
        .values({ ...where(of), mark })
        .onConflict((conflict) =>
          conflict
            .columns(['pair', 'side', 'collection'])
            .doUpdateSet({ mark })
            .where('marks.mark', '<', mark),
        )
        .execute();
    },
  };
}

function toRecord(row: Tables['records']): StoredRecord {
  return {
    id: row.id,
    number: row.number,
    version: row.version,
    handled: row.handled,
    stamp: row.stamp as Instant | null,
    early: row.early as 'waiting' | 'voided' | null,
    snapshot: row.snapshot === null ? undefined : JSON.parse(row.snapshot),
    snapshotVersion: row.snapshot_version,
    gone: row.gone === 1,
  };
}
