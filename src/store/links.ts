import type { Kysely, Selectable } from 'kysely';
import type { FlowName, Side } from '../domain/document.ts';
import type { Clock, Instant } from '../domain/time.ts';
import type { LinkTable, Tables } from './schema.ts';

/** Fields of one side as it last answered; a missing field has not been settled between the sides. */
export type Baseline = Readonly<Record<string, unknown>>;

export interface Link {
  readonly pair: string;
  readonly flow: FlowName;
  readonly cin7Id: string;
  readonly erpId: string;
  readonly alias: boolean;
  readonly cin7Base: Baseline;
  readonly erpBase: Baseline;
  readonly createdAt: Instant;
}

export interface LinkReader {
  /** The link of a record; by its ERP id the one that is no alias. */
  of(pair: string, flow: FlowName, side: Side, id: string): Promise<Link | undefined>;
  count(pair: string, flow: FlowName): Promise<number>;
}

export interface LinkWriter {
  /** @throws when one of the two is linked already (but for an alias). */
  add(link: Omit<Link, 'createdAt'>): Promise<void>;
  rebase(link: Pick<Link, 'pair' | 'flow' | 'cin7Id' | 'cin7Base' | 'erpBase'>): Promise<void>;
  /** A supplier that was merged into another hands its ERP record on. */
  move(link: Pick<Link, 'pair' | 'flow' | 'cin7Id'>, to: string): Promise<void>;
  remove(link: Pick<Link, 'pair' | 'flow' | 'cin7Id'>): Promise<void>;
}

export function linkReader(db: Kysely<Tables>): LinkReader {
  return {
    async of(pair, flow, side, id) {
      const query = db.selectFrom('links').selectAll().where('pair', '=', pair).where('flow', '=', flow);
      const row = await (side === 'cin7'
        ? query.where('cin7_id', '=', id)
        : query.where('erp_id', '=', id).where('alias', '=', 0)
      ).executeTakeFirst();
      return row && toLink(row);
    },
    async count(pair, flow) {
      const row = await db
        .selectFrom('links')
        .where('pair', '=', pair)
        .where('flow', '=', flow)
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
      return row.n;
    },
  };
}

export function linkWriter(db: Kysely<Tables>, clock: Clock): LinkWriter {
  const key = (link: Pick<Link, 'pair' | 'flow' | 'cin7Id'>) => ({
    pair: link.pair,
    flow: link.flow,
    cin7_id: link.cin7Id,
  });
  return {
    async add(link) {
      await db
        .insertInto('links')
        .values({
          ...key(link),
          erp_id: link.erpId,
          alias: link.alias ? 1 : 0,
          cin7_base: JSON.stringify(link.cin7Base),
          erp_base: JSON.stringify(link.erpBase),
          created_at: clock.now(),
        })
        .execute();
    },
    async rebase(link) {
      await db
        .updateTable('links')
        .set({ cin7_base: JSON.stringify(link.cin7Base), erp_base: JSON.stringify(link.erpBase) })
        .where((eb) => eb.and(key(link)))
        .execute();
    },
    async move(link, to) {
      await db
        .updateTable('links')
        .set({ cin7_id: to })
        .where((eb) => eb.and(key(link)))
        .execute();
    },
    async remove(link) {
      await db
        .deleteFrom('links')
        .where((eb) => eb.and(key(link)))
        .execute();
    },
  };
}

function toLink(row: Selectable<LinkTable>): Link {
  return {
    pair: row.pair,
    flow: row.flow as FlowName,
    cin7Id: row.cin7_id,
    erpId: row.erp_id,
    alias: row.alias === 1,
    cin7Base: JSON.parse(row.cin7_base),
    erpBase: JSON.parse(row.erp_base),
    createdAt: row.created_at as Instant,
  };
}
