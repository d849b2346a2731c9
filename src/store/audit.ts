import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import { canonicalJson } from '../domain/text.ts';
import type { Clock, Instant } from '../domain/time.ts';
import type { AuditTable, Tables } from './schema.ts';

/** One event of a document's life, or of the trail itself. `data` is already redacted by whoever writes it. */
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
  /** Newest first; default oldest first. */
  readonly newestFirst?: boolean | undefined;
}

export interface AuditReader {
  /** `1042:9f3c...`: the newest row's number and hash. */
  head(): Promise<string>;
  /** Rows in order, without holding them all. */
  entries(filter?: AuditFilter): AsyncIterable<AuditEntry>;
  /** Everything that is wrong with the chain, in sentences; empty when it is whole. */
  verify(expectedHead?: string): Promise<AuditFinding[]>;
}

export interface AuditFinding {
  readonly seq: number;
  readonly what: 'edited' | 'removed' | 'inserted' | 'tail cut' | 'anchor';
  readonly message: string;
}

export interface AuditWriter {
  append(entry: {
    pass?: string | undefined;
    pair?: string | undefined;
    documentId?: string | undefined;
    event: string;
    data: Readonly<Record<string, unknown>>;
  }): Promise<void>;
  /** Removes rows before `before` and leaves a signed anchor in their place. @returns how many went. */
  prune(before: Instant): Promise<number>;
}

const origin = 'ml-connector audit trail';

export function auditReader(db: Kysely<Tables>, key: Buffer | undefined): AuditReader {
  const newest = () =>
    db.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const anchor = () =>
    db.selectFrom('audit_anchors').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst();
  const headRow = async () => (await newest()) ?? (await anchor());

  async function* rows(filter: AuditFilter): AsyncGenerator<Selectable<AuditTable>> {
    const size = 500;
    let left = filter.limit ?? Number.POSITIVE_INFINITY;
    let cursor: number | undefined;
    const down = filter.newestFirst === true;
    while (left > 0) {
      let query = db
        .selectFrom('audit')
        .selectAll()
        .orderBy('seq', down ? 'desc' : 'asc')
        .limit(Math.min(size, left));
      if (cursor !== undefined) query = query.where('seq', down ? '<' : '>', cursor);
      if (filter.documentId !== undefined) query = query.where('document_id', '=', filter.documentId);
      if (filter.pair !== undefined) query = query.where('pair', '=', filter.pair);
      if (filter.from !== undefined) query = query.where('at', '>=', filter.from);
      if (filter.to !== undefined) query = query.where('at', '<', filter.to);
      const page = await query.execute();
      yield* page;
      left -= page.length;
      cursor = page.at(-1)?.seq;
      if (page.length < size) return;
    }
  }

  return {
    async head() {
      const row = await headRow();
      return row ? `${row.seq}:${row.hash}` : '0:';
    },
    async *entries(filter = {}) {
      for await (const row of rows(filter)) yield toEntry(row);
    },
    async verify(expectedHead) {
      const sign = signer(key);
      const findings: AuditFinding[] = [];
      const start = await anchor();
      if (start && !same(sign(anchorText(start)), start.signature)) {
        findings.push({
          seq: start.seq,
          what: 'anchor',
          message: `the anchor left by pruning up to row ${start.seq} is forged`,
        });
      }
      let seq = start?.seq ?? 0;
      let hash = start?.hash ?? sign(origin);
      const wanted = expectedHead?.split(':');
      let wantedSeen =
        wanted === undefined ||
        (start !== undefined && `${start.seq}` === wanted[0] && start.hash === wanted[1]);
      for await (const row of rows({})) {
        if (row.seq <= seq) {
          findings.push({
            seq: row.seq,
            what: 'inserted',
            message: `row ${row.seq} stands where row ${seq + 1} should`,
          });
          continue;
        }
        if (row.seq > seq + 1) {
          const range = row.seq === seq + 2 ? `row ${seq + 1} is` : `rows ${seq + 1} to ${row.seq - 1} are`;
          findings.push({ seq: seq + 1, what: 'removed', message: `${range} missing` });
        }
        const own = sign(rowText(row));
        const linked = row.seq > seq + 1 || row.previous === hash;
        if (!same(own, row.hash)) {
          findings.push({
            seq: row.seq,
            what: 'edited',
            message: `row ${row.seq} (${row.at}, ${row.event}) was edited or inserted`,
          });
        } else if (!linked) {
          findings.push({
            seq: row.seq,
            what: 'inserted',
            message: `row ${row.seq} does not follow the row before it`,
          });
        }
        seq = row.seq;
        hash = row.hash;
        if (wanted && `${row.seq}` === wanted[0] && row.hash === wanted[1]) wantedSeen = true;
      }
      if (!wantedSeen) {
        findings.push({
          seq: seq + 1,
          what: 'tail cut',
          message: `the head ${expectedHead} is not in the trail, which ends at row ${seq}: rows were cut off its end`,
        });
      }
      return findings;
    },
  };
}

export function auditWriter(db: Kysely<Tables>, clock: Clock, key: Buffer | undefined): AuditWriter {
  return {
    async append(entry) {
      const sign = signer(key);
      const last =
        (await db
          .selectFrom('audit')
          .select(['seq', 'hash'])
          .orderBy('seq', 'desc')
          .limit(1)
          .executeTakeFirst()) ??
        (await db
          .selectFrom('audit_anchors')
          .select(['seq', 'hash'])
          .orderBy('seq', 'desc')
          .limit(1)
          .executeTakeFirst());
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
      const sign = signer(key);
      const last = await db
        .selectFrom('audit')
        .select(['seq', 'hash'])
        .where('at', '<', before)
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (!last) return 0;
      const gone = await db
        .selectFrom('audit')
        .where('seq', '<=', last.seq)
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
      const anchor = { seq: last.seq, hash: last.hash, at: clock.now(), rows: gone.n };
      await db
        .insertInto('audit_anchors')
        .values({ ...anchor, signature: sign(anchorText(anchor)) })
        .execute();
      await sql`delete from audit where seq <= ${last.seq}`.execute(db);
      await sql`delete from audit_anchors where seq < ${last.seq}`.execute(db);
      return gone.n;
    },
  };
}

function signer(key: Buffer | undefined): (text: string) => string {
  if (key === undefined) throw new Error('the audit key is not at hand: it is kept in the vault');
  return (text) => createHmac('sha256', key).update(text).digest('hex');
}

const rowText = (row: Omit<Selectable<AuditTable>, 'hash'>): string =>
  canonicalJson([row.seq, row.at, row.pass, row.pair, row.document_id, row.event, row.data, row.previous]);
const anchorText = (row: { seq: number; hash: string; at: string; rows: number }): string =>
  canonicalJson(['anchor', row.seq, row.hash, row.at, row.rows]);
const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const toEntry = (row: Selectable<AuditTable>): AuditEntry => ({
  seq: row.seq,
  at: row.at as Instant,
  pass: row.pass,
  pair: row.pair,
  documentId: row.document_id,
  event: row.event,
  data: JSON.parse(row.data),
  hash: row.hash,
});
