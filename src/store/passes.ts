import type { Kysely, Selectable } from 'kysely';
import type { FlowName, Leg } from '../domain/document.ts';
import type { Instant } from '../domain/time.ts';
import type { LegOf } from './documents.ts';
import type { PassTable, Tables } from './schema.ts';

export interface StoredPass extends LegOf {
  readonly id: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly outcome: string | null;
  /** The pass's report without its documents, JSON. */
  readonly report: unknown;
}

export interface PassReader {
  last(leg: LegOf): Promise<StoredPass | undefined>;
  /** When a pass of any leg of the flow last began. */
  lastStart(pair: string, flow: FlowName): Promise<Instant | undefined>;
}

export interface PassWriter {
  begin(pass: LegOf & { id: string; startedAt: Instant }): Promise<void>;
  end(id: string, end: { endedAt: Instant; outcome: string; report: unknown }): Promise<void>;
  /** Keeps the newest `keep` passes of a leg. */
  trim(leg: LegOf, keep: number): Promise<void>;
}

export function passReader(db: Kysely<Tables>): PassReader {
  const newest = (pair: string, flow: string) =>
    db
      .selectFrom('passes')
      .where('pair', '=', pair)
      .where('flow', '=', flow)
      .orderBy('started_at', 'desc')
      .limit(1);
  return {
    async last(leg) {
      const row = await newest(leg.pair, leg.flow).where('leg', '=', leg.leg).selectAll().executeTakeFirst();
      return row && toPass(row);
    },
    async lastStart(pair, flow) {
      const row = await newest(pair, flow).select('started_at').executeTakeFirst();
      return row?.started_at as Instant | undefined;
    },
  };
}

export function passWriter(db: Kysely<Tables>): PassWriter {
  return {
    async begin(pass) {
      await db
        .insertInto('passes')
        .values({ id: pass.id, pair: pass.pair, flow: pass.flow, leg: pass.leg, started_at: pass.startedAt })
        .execute();
    },
    async end(id, end) {
      await db
        .updateTable('passes')
        .set({ ended_at: end.endedAt, outcome: end.outcome, report: JSON.stringify(end.report) })
        .where('id', '=', id)
        .execute();
    },
    async trim(leg, keep) {
      const kept = db
        .selectFrom('passes')
        .where('pair', '=', leg.pair)
        .where('flow', '=', leg.flow)
        .where('leg', '=', leg.leg)
        .orderBy('started_at', 'desc')
        .limit(keep)
        .select('id');
      await db
        .deleteFrom('passes')
        .where('pair', '=', leg.pair)
        .where('flow', '=', leg.flow)
        .where('leg', '=', leg.leg)
        .where('id', 'not in', kept)
        .execute();
    },
  };
}

function toPass(row: Selectable<PassTable>): StoredPass {
  return {
    id: row.id,
    pair: row.pair,
    flow: row.flow as FlowName,
    leg: row.leg as Leg,
    startedAt: row.started_at as Instant,
    endedAt: row.ended_at as Instant | null,
    outcome: row.outcome,
    report: row.report === null ? undefined : JSON.parse(row.report),
  };
}
