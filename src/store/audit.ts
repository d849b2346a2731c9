import { type Kysely, sql } from 'kysely';
import { canonicalJson } from '../domain/text.ts';
import type { Clock, Instant } from '../domain/time.ts';
import {
  type AuditFinding,
  anchorText,
  type ChainRow,
  origin,
  rowText,
  signer,
  verifyChain,
} from './audit-chain.ts';
import type { Tables } from './schema.ts';

/** One event of a document's life, or of the trail itself. `data` is redacted by whoever writes it. */
export interface AuditEntry {
  readonly seq: number;
  readonly at: Instant;
  readonly pass: string | null;
  readonly pair: string | null;
  readonly documentId: string | null;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly hash: string;
}

export interface AuditFilter {
  readonly documentId?: string | undefined;
  readonly pair?: string | undefined;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  readonly limit?: number | undefined;
  /** Default: oldest first. */
  readonly newestFirst?: boolean | undefined;
}

export interface AuditReader {
  /** `1042:9f3c...`: the newest row's number and hash. */
  head(): Promise<string>;
  /** Rows in order, without holding them all. */
  entries(filter?: AuditFilter): AsyncIterable<AuditEntry>;
  /** Everything that is wrong with the chain; empty when it is whole. */
  verify(expectedHead?: string): Promise<AuditFinding[]>;
}

export interface NewAuditEntry {
  readonly pass?: string | undefined;
  readonly pair?: string | undefined;
  readonly documentId?: string | undefined;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface AuditWriter {
  append(entry: NewAuditEntry): Promise<void>;
  /** Removes the rows before `before` and leaves one signed anchor in their place. @returns how many went. */
  prune(before: Instant): Promise<number>;
}

const pageSize = 500;

export function auditReader(db: Kysely<Tables>, key: Buffer | undefined): AuditReader {
  async function* rows(filter: AuditFilter): AsyncGenerator<ChainRow> {
    let left = filter.limit ?? Number.POSITIVE_INFINITY;
    let cursor: number | undefined;
    while (left > 0) {
      const page = await pageOf(db, filter, cursor, Math.min(pageSize, left));
      yield* page;
      if (page.length < pageSize) return;
      left -= page.length;
      cursor = page.at(-1)?.seq;
    }
  }
  return {
    async head() {
      const row = await lastOf(db);
      return row ? `${row.seq}:${row.hash}` : '0:';
    },
    async *entries(filter = {}) {
      for await (const row of rows(filter)) yield toEntry(row);
    },
    verify: async (expectedHead) => verifyChain(signer(key), await anchorOf(db), rows({}), expectedHead),
  };
}

export function auditWriter(db: Kysely<Tables>, clock: Clock, key: Buffer | undefined): AuditWriter {
  return {
    async append(entry) {
      const sign = signer(key);
      const last = await lastOf(db);
      const row = {
        seq: (last?.seq ?? 0) + 1,
        at: clock.now(),
        pass: entry.pass ?? null,
        pair: entry.pair ?? null,
        document_id: entry.documentId ?? null,
        event: entry.event,
        data: canonicalJson(entry.data),
        previous: last?.hash ?? sign(origin),
      };
      await db
        .insertInto('audit')
        .values({ ...row, hash: sign(rowText(row)) })
        .execute();
    },
    async prune(before) {
      const old = db.selectFrom('audit').where('at', '<', before);
      const last = await old.select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
      if (!last) return 0;
      const { rows } = await db
        .selectFrom('audit')
        .where('seq', '<=', last.seq)
        .select((eb) => eb.fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow();
      const anchor = { seq: last.seq, hash: last.hash, at: clock.now(), rows };
      const signature = signer(key)(anchorText(anchor));
      await db
        .insertInto('audit_anchors')
        .values({ ...anchor, signature })
        .execute();
      await sql`delete from audit where seq <= ${last.seq}`.execute(db);
      await sql`delete from audit_anchors where seq < ${last.seq}`.execute(db);
      return rows;
    },
  };
}

const anchorOf = (db: Kysely<Tables>) =>
  db.selectFrom('audit_anchors').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst();

const lastOf = async (db: Kysely<Tables>) =>
  (await db.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst()) ??
  (await anchorOf(db));

function pageOf(db: Kysely<Tables>, filter: AuditFilter, cursor: number | undefined, size: number) {
  const down = filter.newestFirst === true;
  let query = db
    .selectFrom('audit')
    .selectAll()
    .orderBy('seq', down ? 'desc' : 'asc')
    .limit(size);
  if (cursor !== undefined) query = query.where('seq', down ? '<' : '>', cursor);
  if (filter.documentId !== undefined) query = query.where('document_id', '=', filter.documentId);
  if (filter.pair !== undefined) query = query.where('pair', '=', filter.pair);
  if (filter.from !== undefined) query = query.where('at', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('at', '<', filter.to);
  return query.execute();
}

const toEntry = (row: ChainRow): AuditEntry => ({
  seq: row.seq,
  at: row.at as Instant,
  pass: row.pass,
  pair: row.pair,
  documentId: row.document_id,
  event: row.event,
  data: JSON.parse(row.data),
  hash: row.hash,
});
