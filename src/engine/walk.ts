import { randomUUID } from 'node:crypto';
import { type Instant, shift } from '../domain/time.ts';
import type { Collection, RecordKey } from '../store/records.ts';
import type { Tx } from '../store/store.ts';
import { type Run, stopIfAsked } from './context.ts';
import type { Source, SourceRow, System } from './ports.ts';

export interface WalkOptions<R> {
  readonly of: Collection;
  readonly system: System;
  readonly source: Source<R>;
  /** Where the first walk of a document flow begins; a master flow has no lower bound. */
  readonly floor?: Instant | undefined;
  /** `--since`: read changes from here, and look at every row again. */
  readonly since?: Instant | undefined;
  /** What a master record can be matched by. */
  readonly keys?: ((record: R) => readonly RecordKey[]) | undefined;
  /** In the transaction that stores a page: the rows with something to do. */
  readonly onDue?: ((tx: Tx, rows: readonly SourceRow<R>[]) => Promise<void>) | undefined;
}

export interface WalkResult {
  readonly complete: boolean;
  readonly rows: number;
  readonly mark: Instant | undefined;
  /** Records that a whole scan did not show any more. */
  readonly gone: readonly string[];
  /** What else the pass has to tell. */
  readonly notes?: readonly string[] | undefined;
}

const attempts = 3;

/**
 * Walks a source list and stores what changed, page by page, so that a crash costs nothing that was read. The mark is
 * the server's own clock at the first answer; it moves once, when the walk was whole: an `offset` list must have kept
 * its total on every page and shown that many different ids, else rows moved between the pages and it is walked again.
 */
export async function walk<R>(run: Run, options: WalkOptions<R>): Promise<WalkResult> {
  const mark = await run.store.records.mark(options.of);
  const overlap = options.system.capabilities.overlapMinutes * 60_000;
  const regular = mark === undefined ? options.floor : shift(mark, -overlap);
  const from = options.since ?? regular;
  const mayMove = options.since === undefined || (regular !== undefined && options.since <= regular);
  let last = { rows: 0, firstServed: undefined as Instant | undefined };
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const id = randomUUID();
    const seen = await walkOnce(run, options, id, options.source.paging === 'scan' ? undefined : from);
    last = seen;
    if (await isWhole(run, options, id, seen)) {
      const gone = await finish(run, options, id, mayMove ? seen.firstServed : undefined);
      return { complete: true, rows: seen.rows, mark: mayMove ? seen.firstServed : mark, gone };
    }
    run.log.info('rows moved while the list was read, reading it again', {
      list: `${options.system.title} ${options.of.collection}`,
      attempt,
    });
  }
  return { complete: false, rows: last.rows, mark, gone: [] };
}

interface Seen {
  readonly rows: number;
  readonly firstServed: Instant | undefined;
  readonly totals: ReadonlySet<number>;
}

async function walkOnce<R>(
  run: Run,
  options: WalkOptions<R>,
  walkId: string,
  from: Instant | undefined,
): Promise<Seen> {
  const totals = new Set<number>();
  let rows = 0;
  let firstServed: Instant | undefined;
  for await (const page of options.source.changes(from)) {
    stopIfAsked(run);
    firstServed ??= page.servedAt;
    if (page.total !== undefined) totals.add(page.total);
    rows += page.rows.length;
    await run.store.transact(async (tx) => {
      const due = await tx.records.see(
        options.of,
        page.rows.map((row) => seenRow(row, options.keys)),
        walkId,
        { redo: options.since !== undefined },
      );
      const dueIds = new Set(due);
      await options.onDue?.(
        tx,
        page.rows.filter((row) => dueIds.has(row.id)),
      );
    });
  }
  return { rows, firstServed, totals };
}

function seenRow<R>(row: SourceRow<R>, keys: WalkOptions<R>['keys']) {
  return {
    id: row.id,
    number: row.number,
    version: row.version,
    stamp: row.stamp,
    early: row.early,
    ...(row.record !== undefined && keys ? { snapshot: row.record, keys: keys(row.record) } : {}),
  };
}

async function isWhole<R>(run: Run, options: WalkOptions<R>, walkId: string, seen: Seen): Promise<boolean> {
  if (options.source.paging === 'keyset' || seen.totals.size === 0) return true;
  const [total] = seen.totals;
  return seen.totals.size === 1 && total === (await run.store.records.countWalked(options.of, walkId));
}

/** A whole scan also shows what is gone; a list of changes does not, nor does a scan that was not whole. */
async function finish<R>(
  run: Run,
  options: WalkOptions<R>,
  walkId: string,
  mark: Instant | undefined,
): Promise<string[]> {
  const { of, source } = options;
  return run.store.transact(async (tx) => {
    if (mark !== undefined) await tx.records.moveMark(of, mark);
    const gone = source.paging === 'scan' ? await tx.records.unseen(of, walkId) : [];
    for (const id of gone) await tx.records.gone(of, id);
    return gone;
  });
}
