import type { Kysely, Selectable } from 'kysely';
import type { DocumentKind } from '../domain/document.ts';
import type { Instant } from '../domain/time.ts';
import type { IntentTable, Tables } from './schema.ts';

/** A claim on a natural key; with a `step` that is not among the document's done ones, an answer is owed. */
export interface Intent {
  readonly pair: string;
  readonly target: string;
  readonly kind: DocumentKind;
  readonly naturalKey: string;
  readonly documentId: string;
  /** The lease under which it was claimed. */
  readonly token: string;
  readonly step: string;
  readonly sentAt: Instant | null;
}

export type IntentKey = Pick<Intent, 'pair' | 'target' | 'kind' | 'naturalKey'>;

/** A create without a clear answer, whose server may still carry it out until `until`. */
export interface Suspect {
  readonly id: number;
  readonly pair: string;
  readonly documentId: string;
  readonly draft: unknown;
  readonly until: Instant;
}

export interface IntentReader {
  on(key: IntentKey): Promise<Intent | undefined>;
  ofDocument(documentId: string): Promise<Intent | undefined>;
  /** Whether a lease with this token is held now. */
  isHeld(token: string): Promise<boolean>;
  suspects(of: { pair: string } | { documentId: string }): Promise<Suspect[]>;
}

export interface IntentWriter {
  /** Takes the key over from whoever had it. */
  claim(intent: Intent): Promise<void>;
  /** Gives up what a document has claimed, but for the key `except`. */
  release(documentId: string, except?: string): Promise<void>;
  suspect(suspect: Omit<Suspect, 'id'>): Promise<void>;
  acquit(id: number): Promise<void>;
}

export function intentReader(db: Kysely<Tables>): IntentReader {
  return {
    async on(key) {
      const row = await db
        .selectFrom('intents')
        .selectAll()
        .where((eb) => eb.and(columns(key)))
        .executeTakeFirst();
      return row && toIntent(row);
    },
    async ofDocument(documentId) {
      const row = await db
        .selectFrom('intents')
        .selectAll()
        .where('document_id', '=', documentId)
        .executeTakeFirst();
      return row && toIntent(row);
    },
    async isHeld(token) {
      return (
        (await db.selectFrom('leases').select('name').where('token', '=', token).executeTakeFirst()) !==
        undefined
      );
    },
    async suspects(of) {
      const query = db.selectFrom('suspects').selectAll().orderBy('id');
      const rows = await ('pair' in of
        ? query.where('pair', '=', of.pair)
        : query.where('document_id', '=', of.documentId)
      ).execute();
      return rows.map((row) => ({
        id: row.id,
        pair: row.pair,
        documentId: row.document_id,
        draft: JSON.parse(row.draft),
        until: row.until as Instant,
      }));
    },
  };
}

export function intentWriter(db: Kysely<Tables>): IntentWriter {
  return {
    async claim(intent) {
      const values = {
        document_id: intent.documentId,
        token: intent.token,
        step: intent.step,
        sent_at: intent.sentAt,
      };
      await db
        .insertInto('intents')
        .values({ ...columns(intent), ...values })
        .onConflict((conflict) =>
          conflict.columns(['pair', 'target', 'kind', 'natural_key']).doUpdateSet(values),
        )
        .execute();
    },
    async release(documentId, except) {
      let query = db.deleteFrom('intents').where('document_id', '=', documentId);
      if (except !== undefined) query = query.where('natural_key', '<>', except);
      await query.execute();
    },
    async suspect(suspect) {
      await db
        .insertInto('suspects')
        .values({
          pair: suspect.pair,
          document_id: suspect.documentId,
          draft: JSON.stringify(suspect.draft),
          until: suspect.until,
        })
        .execute();
    },
    async acquit(id) {
      await db.deleteFrom('suspects').where('id', '=', id).execute();
    },
  };
}

const columns = (key: IntentKey) => ({
  pair: key.pair,
  target: key.target,
  kind: key.kind,
  natural_key: key.naturalKey,
});

function toIntent(row: Selectable<IntentTable>): Intent {
  return {
    pair: row.pair,
    target: row.target,
    kind: row.kind as DocumentKind,
    naturalKey: row.natural_key,
    documentId: row.document_id,
    token: row.token,
    step: row.step,
    sentAt: row.sent_at as Instant | null,
  };
}
