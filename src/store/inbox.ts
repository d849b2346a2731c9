import { type Kysely, type Selectable, sql } from 'kysely';
import type { FlowName, Side } from '../domain/document.ts';
import type { Notice } from '../domain/notice.ts';
import { fold } from '../domain/text.ts';
import { type Clock, type Instant, shift } from '../domain/time.ts';
import type { InboxTable, Tables } from './schema.ts';

/** What notices told to read again, merged by record. */
export interface InboxEntry {
  readonly pair: string;
  readonly side: Side;
  readonly flow: FlowName;
  readonly role: 'source' | 'target';
  /** As the sender names it: not always the record's own id. */
  readonly id: string;
  readonly number: string;
  readonly gone: boolean;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** Opaque; `settle` needs it to tell what came meanwhile. */
  readonly record: string;
  readonly revision: number;
}

export interface NoticeCount {
  readonly side: Side;
  readonly topic: string;
  readonly notices: number;
  readonly lastAt: Instant;
}

export interface InboxReader {
  /** What is still to be read again, oldest first. */
  open(pair: string, flow?: FlowName): Promise<InboxEntry[]>;
  depth(): Promise<{ readonly pair: string; readonly entries: number; readonly oldest: Instant }[]>;
  counts(pair: string): Promise<NoticeCount[]>;
  /**
   * Records of a list that changed between `from` and `until` by their own stamp: how many, and how many of them no
   * notice told, with the newest of these.
   */
  untold(
    of: { readonly pair: string; readonly side: Side; readonly flow: FlowName },
    from: Instant,
    until: Instant,
  ): Promise<{ readonly changed: number; readonly untold: number; readonly newest: string | null }>;
}

export interface InboxWriter {
  /**
   * Takes in what one delivery of a sender told. `key` is the sender's own number of the delivery, where it has one.
   * @returns false when a delivery of that number was taken in before.
   */
  take(
    from: { readonly pair: string; readonly side: Side; readonly topic: string },
    told: Told,
  ): Promise<boolean>;
  /** These were worked off, as far as they had been told when they were read from the inbox. */
  settle(entries: readonly InboxEntry[]): Promise<void>;
  /** Forgets what was worked off, and deliveries that were seen, before that. */
  forget(before: Instant): Promise<void>;
}

export interface Told {
  readonly notices: readonly Notice[];
  readonly key?: string | undefined;
  /** How many deliveries this stands for; default 1. */
  readonly deliveries?: number | undefined;
}

/** A notice may come before the change shows in the record's stamp, which has a clock of its own. */
const slackMs = 5 * 60_000;

export function inboxReader(db: Kysely<Tables>): InboxReader {
  return {
    async open(pair, flow) {
      let query = db
        .selectFrom('inbox')
        .selectAll()
        .where('pair', '=', pair)
        .whereRef('handled', '<', 'revision');
      if (flow !== undefined) query = query.where('flow', '=', flow);
      return (await query.orderBy('last_at').execute()).map(toEntry);
    },
    async depth() {
      const rows = await db
        .selectFrom('inbox')
        .whereRef('handled', '<', 'revision')
        .groupBy('pair')
        .select([
          'pair',
          (eb) => eb.fn.countAll<number>().as('entries'),
          (eb) => eb.fn.min('first_at').as('oldest'),
        ])
        .execute();
      return rows.map((row) => ({ ...row, oldest: row.oldest as Instant }));
    },
    async counts(pair) {
      const rows = await db.selectFrom('notice_counts').selectAll().where('pair', '=', pair).execute();
      return rows.map((row) => ({
        side: row.side as Side,
        topic: row.topic,
        notices: row.notices,
        lastAt: row.last_at as Instant,
      }));
    },
    async untold({ pair, side, flow }, from, until) {
      const rows = await db
        .selectFrom('records')
        .select(['id', 'number', 'stamp'])
        .where('pair', '=', pair)
        .where('side', '=', side)
        .where('collection', '=', flow)
        .where('stamp', '>=', from)
        .where('stamp', '<', until)
        .orderBy('stamp', 'desc')
        .execute();
      const told = await db
        .selectFrom('inbox')
        .select(['record', 'id', 'last_at'])
        .where('pair', '=', pair)
        .where('side', '=', side)
        .where('flow', '=', flow)
        .where('role', '=', 'source')
        .execute();
      const last = new Map<string, string>();
      for (const row of told)
        for (const key of [row.record, row.id])
          if ((last.get(key) ?? '') < row.last_at) last.set(key, row.last_at);
      const isTold = (row: (typeof rows)[number]) =>
        ['', row.id, numberKey(row.number)].some(
          (key) => (last.get(key) ?? '') >= shift(row.stamp as Instant, -slackMs),
        );
      const missed = rows.filter((row) => !isTold(row));
      return { changed: rows.length, untold: missed.length, newest: missed[0]?.number ?? null };
    },
  };
}

export function inboxWriter(db: Kysely<Tables>, clock: Clock): InboxWriter {
  return {
    async take({ pair, side, topic }, { notices, key, deliveries = 1 }) {
      const at = clock.now();
      if (key !== undefined) {
        const { numInsertedOrUpdatedRows } = await db
          .insertInto('notices_seen')
          .values({ pair, side, notice: key, at })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirstOrThrow();
        if (numInsertedOrUpdatedRows === 0n) return false;
      }
      await db
        .insertInto('notice_counts')
        .values({ pair, side, topic, notices: deliveries, last_at: at })
        .onConflict((conflict) =>
          conflict
            .columns(['pair', 'side', 'topic'])
            .doUpdateSet({ notices: sql`notice_counts.notices + ${deliveries}`, last_at: at }),
        )
        .execute();
      for (const notice of notices) await add(db, pair, side, notice, at);
      return true;
    },
    async settle(entries) {
      for (const entry of entries) {
        await db
          .updateTable('inbox')
          .set({ handled: entry.revision })
          .where((eb) =>
            eb.and({
              pair: entry.pair,
              side: entry.side,
              flow: entry.flow,
              role: entry.role,
              record: entry.record,
            }),
          )
          .where('handled', '<', entry.revision)
          .execute();
      }
    },
    async forget(before) {
      await db
        .deleteFrom('inbox')
        .where('last_at', '<', before)
        .whereRef('handled', '>=', 'revision')
        .execute();
      await db.deleteFrom('notices_seen').where('at', '<', before).execute();
    },
  };
}

const numberKey = (number: string): string => `#${fold(number)}`;

async function add(db: Kysely<Tables>, pair: string, side: Side, notice: Notice, at: Instant): Promise<void> {
  const { flow, role, id = '', number = '', gone = false } = notice;
  const values = { id, number, gone: gone ? 1 : 0, last_at: at };
  const record = number === '' ? id : numberKey(number);
  await db
    .insertInto('inbox')
    .values({ pair, side, flow, role, record, ...values, notices: 1, first_at: at, revision: 1 })
    .onConflict((conflict) =>
      conflict.columns(['pair', 'side', 'flow', 'role', 'record']).doUpdateSet({
        ...values,
        notices: sql`inbox.notices + 1`,
        revision: sql`inbox.revision + 1`,
        first_at: sql`case when inbox.handled < inbox.revision then inbox.first_at else ${at} end`,
      }),
    )
    .execute();
}

const toEntry = (row: Selectable<InboxTable>): InboxEntry => ({
  pair: row.pair,
  side: row.side as Side,
  flow: row.flow as FlowName,
  role: row.role as InboxEntry['role'],
  id: row.id,
  number: row.number,
  gone: row.gone === 1,
  firstAt: row.first_at as Instant,
  lastAt: row.last_at as Instant,
  record: row.record,
  revision: row.revision,
});
