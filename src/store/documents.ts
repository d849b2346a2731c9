import type { Kysely, Selectable } from 'kysely';
import type { DocumentKind, DocumentState, FlowName, Leg, Posted, RemoteRef } from '../domain/document.ts';
import type { Problem } from '../domain/problem.ts';
import type { Clock, Instant } from '../domain/time.ts';
import type { DocumentTable, Tables } from './schema.ts';

/** A document as the state file holds it. */
export interface StoredDocument {
  readonly id: string;
  readonly key: string;
  readonly pair: string;
  readonly flow: FlowName;
  readonly leg: Leg;
  readonly kind: DocumentKind;
  readonly sourceSystem: string;
  readonly sourceId: string;
  readonly task: string;
  readonly number: string;
  readonly naturalKey: string | null;
  readonly state: DocumentState;
  readonly posted: Posted;
  readonly targetSystem: string;
  readonly target: RemoteRef | undefined;
  readonly wanted: 'ready' | 'waiting' | 'voided';
  readonly sourceVersion: string | null;
  readonly sourcePrint: string | null;
  readonly sentPrint: string | null;
  readonly draftPrint: string | null;
  /** The domain document, JSON. */
  readonly content: unknown;
  /** The domain document as it was sent. */
  readonly sent: unknown;
  readonly draft: unknown;
  readonly done: Readonly<Record<string, { readonly ref?: RemoteRef | undefined }>>;
  readonly problems: readonly Problem[];
  readonly unsettled: boolean;
  /** Why a person accepted that it differs. */
  readonly accepted: string | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export type NewDocument = Pick<
  StoredDocument,
  | 'id'
  | 'key'
  | 'pair'
  | 'flow'
  | 'leg'
  | 'kind'
  | 'sourceSystem'
  | 'sourceId'
  | 'task'
  | 'number'
  | 'state'
  | 'targetSystem'
  | 'wanted'
>;
export type DocumentChange = Partial<Omit<StoredDocument, 'id' | 'createdAt' | 'updatedAt'>>;

export interface LegOf {
  readonly pair: string;
  readonly flow: FlowName;
  readonly leg: Leg;
}

export interface DocumentReader {
  get(id: string): Promise<StoredDocument | undefined>;
  byKey(key: string): Promise<StoredDocument | undefined>;
  ofSource(leg: LegOf, sourceId: string): Promise<StoredDocument[]>;
  byTarget(
    pair: string,
    targetSystem: string,
    kind: DocumentKind,
    targetId: string,
  ): Promise<StoredDocument | undefined>;
  /** Documents of a leg in one of these states, in order of id. */
  inStates(leg: LegOf, states: readonly DocumentState[]): Promise<StoredDocument[]>;
  /** Ours at the target and not at rest there; `watchedSince`: also what we left unposted and touched since then. */
  unposted(leg: LegOf, watchedSince: Instant): Promise<StoredDocument[]>;
  /** Posted by us, the final number not read yet. */
  unsettled(leg: LegOf): Promise<StoredDocument[]>;
  /** By id, or by source, document or target number: every one that it could mean. */
  matching(text: string): Promise<StoredDocument[]>;
  countStates(leg: LegOf): Promise<Partial<Record<DocumentState, number>>>;
  all(pair: string | undefined): Promise<StoredDocument[]>;
}

export interface DocumentWriter {
  add(document: NewDocument): Promise<void>;
  change(id: string, change: DocumentChange): Promise<void>;
  /** Only for a `purchase` placeholder whose purchase has become real documents. */
  removePlaceholder(id: string): Promise<void>;
}

export function documentReader(db: Kysely<Tables>): DocumentReader {
  const all = () => db.selectFrom('documents').selectAll();
  const ofLeg = (leg: LegOf) =>
    all().where('pair', '=', leg.pair).where('flow', '=', leg.flow).where('leg', '=', leg.leg).orderBy('id');
  return {
    get: async (id) => optional(await all().where('id', '=', id).executeTakeFirst()),
    byKey: async (key) => optional(await all().where('key', '=', key).executeTakeFirst()),
    ofSource: async (leg, sourceId) =>
      (await ofLeg(leg).where('source_id', '=', sourceId).execute()).map(toDocument),
    byTarget: async (pair, targetSystem, kind, targetId) =>
      optional(
        await all()
          .where('pair', '=', pair)
          .where('target_system', '=', targetSystem)
          .where('kind', '=', kind)
          .where('target_id', '=', targetId)
          .executeTakeFirst(),
      ),
    inStates: async (leg, states) =>
      (
        await ofLeg(leg)
          .where('state', 'in', [...states])
          .execute()
      ).map(toDocument),
    unposted: async (leg, watchedSince) =>
      (
        await ofLeg(leg)
          .where('target_id', 'is not', null)
          .where('posted', '=', 'no')
          .where((eb) =>
            eb.or([
              eb('state', 'in', ['held', 'failed', 'pending']),
              eb.and([eb('state', '=', 'written'), eb('updated_at', '>=', watchedSince)]),
            ]),
          )
          .execute()
      ).map(toDocument),
    unsettled: async (leg) => (await ofLeg(leg).where('unsettled', '=', 1).execute()).map(toDocument),
    matching: async (text) =>
      (
        await all()
          .where((eb) =>
            eb.or([
              eb('id', '=', text.toLowerCase()),
              eb('number', '=', text),
              eb('target_number', '=', text),
              eb('source_id', '=', text.toLowerCase()),
              eb(
                'id',
                'in',
                eb
                  .selectFrom('documents as d')
                  .innerJoin('records as r', (join) =>
                    join.onRef('r.pair', '=', 'd.pair').onRef('r.id', '=', 'd.source_id'),
                  )
                  .where('r.number', '=', text)
                  .select('d.id'),
              ),
            ]),
          )
          .orderBy('id')
          .execute()
      ).map(toDocument),
    async countStates(leg) {
      const rows = await db
        .selectFrom('documents')
        .where('pair', '=', leg.pair)
        .where('flow', '=', leg.flow)
        .where('leg', '=', leg.leg)
        .groupBy('state')
        .select((eb) => ['state', eb.fn.countAll<number>().as('n')])
        .execute();
      return Object.fromEntries(rows.map((row) => [row.state, row.n]));
    },
    all: async (pair) =>
      (await (pair === undefined ? all() : all().where('pair', '=', pair)).orderBy('id').execute()).map(
        toDocument,
      ),
  };
}

export function documentWriter(db: Kysely<Tables>, clock: Clock): DocumentWriter {
  return {
    async add(document) {
      const now = clock.now();
      await db
        .insertInto('documents')
        .values({
          id: document.id,
          key: document.key,
          pair: document.pair,
          flow: document.flow,
          leg: document.leg,
          kind: document.kind,
          source_system: document.sourceSystem,
          source_id: document.sourceId,
          task: document.task,
          number: document.number,
          state: document.state,
          target_system: document.targetSystem,
          wanted: document.wanted,
          posted: 'no',
          done: '{}',
          problems: '[]',
          unsettled: 0,
          created_at: now,
          updated_at: now,
        })
        .execute();
    },
    async change(id, change) {
      await db
        .updateTable('documents')
        .set({ ...toColumns(change), updated_at: clock.now() })
        .where('id', '=', id)
        .execute();
    },
    async removePlaceholder(id) {
      await db.deleteFrom('documents').where('id', '=', id).where('target_id', 'is', null).execute();
    },
  };
}

const asText = (value: unknown): string | null =>
  value === undefined || value === null ? null : JSON.stringify(value);
const asIs = (value: unknown): unknown => value;

/** Which column each changeable field is kept in, and how. */
const columns: Readonly<Record<string, readonly [keyof DocumentTable, (value: unknown) => unknown]>> = {
  key: ['key', asIs],
  task: ['task', asIs],
  number: ['number', asIs],
  naturalKey: ['natural_key', asIs],
  state: ['state', asIs],
  posted: ['posted', asIs],
  wanted: ['wanted', asIs],
  sourceVersion: ['source_version', asIs],
  sourcePrint: ['source_print', asIs],
  sentPrint: ['sent_print', asIs],
  draftPrint: ['draft_print', asIs],
  accepted: ['accepted', asIs],
  problems: ['problems', asText],
  done: ['done', asText],
  content: ['content', asText],
  sent: ['sent', asText],
  draft: ['draft', asText],
  unsettled: ['unsettled', (value) => (value === true ? 1 : 0)],
};

function toColumns(change: DocumentChange): Partial<DocumentTable> {
  const set: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(change)) {
    const column = columns[field];
    if (column) set[column[0]] = column[1](value);
  }
  if ('target' in change) {
    set['target_id'] = change.target?.id ?? null;
    set['target_number'] = change.target?.number ?? null;
    set['target_version'] = change.target?.version ?? null;
  }
  return set as Partial<DocumentTable>;
}

const optional = (row: Selectable<DocumentTable> | undefined) => (row ? toDocument(row) : undefined);

function toDocument(row: Selectable<DocumentTable>): StoredDocument {
  return {
    id: row.id,
    key: row.key,
    pair: row.pair,
    flow: row.flow as FlowName,
    leg: row.leg as Leg,
    kind: row.kind as DocumentKind,
    sourceSystem: row.source_system,
    sourceId: row.source_id,
    task: row.task,
    number: row.number,
    naturalKey: row.natural_key,
    state: row.state as DocumentState,
    posted: row.posted as Posted,
    targetSystem: row.target_system,
    target:
      row.target_id === null
        ? undefined
        : {
            id: row.target_id,
            number: row.target_number ?? undefined,
            version: row.target_version ?? undefined,
          },
    wanted: row.wanted as StoredDocument['wanted'],
    sourceVersion: row.source_version,
    sourcePrint: row.source_print,
    sentPrint: row.sent_print,
    draftPrint: row.draft_print,
    content: row.content === null ? undefined : JSON.parse(row.content),
    sent: row.sent === null ? undefined : JSON.parse(row.sent),
    draft: row.draft === null ? undefined : JSON.parse(row.draft),
    done: JSON.parse(row.done),
    problems: JSON.parse(row.problems),
    unsettled: row.unsettled === 1,
    accepted: row.accepted,
    createdAt: row.created_at as Instant,
    updatedAt: row.updated_at as Instant,
  };
}
