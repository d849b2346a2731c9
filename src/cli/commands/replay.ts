import type { Pair } from '../../engine/context.ts';
import { replayPass } from '../../engine/replay.ts';
import type { PassReport } from '../../engine/report.ts';
import { type LegToRun, runPair } from '../../engine/run.ts';
import type { LegOf, StoredDocument } from '../../store/documents.ts';
import { type App, withApp } from '../app.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { resolveDocument } from '../resolve.ts';
import { runSideBySide } from '../run-pairs.ts';
import { sayPasses } from '../say-passes.ts';
import { type Selected, selectLegs } from '../select.ts';
import { choosePairs, loadSettings } from '../settings.ts';

export interface ReplayOptions {
  readonly failed?: boolean;
  readonly accept?: string;
  readonly pair?: readonly string[];
  readonly flow?: readonly string[];
}

/** Delivers documents again, grouped by leg. */
export async function replay(
  context: Context,
  ids: readonly string[],
  options: ReplayOptions,
): Promise<number> {
  checkUsage(ids, options);
  const config = loadSettings(context);
  const selected = selectLegs(choosePairs(config, options.pair), options.flow, context.warn);
  return withApp(context, config, {}, async (app) => {
    const documents = options.failed ? await failedOnes(app, selected) : await namedOnes(app, selected, ids);
    const concerned = withDocuments(selected, documents);
    if (concerned.length === 0) {
      context.tell('no document is failed, held or rejected');
      if (context.json) await context.printJson({ passes: [] });
      return exitCodes.ok;
    }
    const reports = await runSideBySide(app, concerned, (pair, legs) =>
      replayLegs(app, pair, legs, documents, options.accept),
    );
    return sayPasses(context, reports);
  });
}

function checkUsage(ids: readonly string[], { failed, accept }: ReplayOptions): void {
  if (failed && ids.length > 0) throw new UsageError('give ids or --failed, not both');
  if (!failed && ids.length === 0) throw new UsageError('give the ids of documents, or --failed');
  if (accept === undefined) return;
  if (accept.trim() === '') throw new UsageError('--accept needs a reason: it goes into the audit trail');
  if (failed) throw new UsageError('--accept settles documents one by one: give their ids');
}

const legOf = (pair: string, { flow, leg }: LegToRun): LegOf => ({ pair, flow, leg });
const isOf = (document: StoredDocument, of: LegOf): boolean =>
  document.pair === of.pair && document.flow === of.flow && document.leg === of.leg;

async function failedOnes(app: App, selected: readonly Selected[]): Promise<StoredDocument[]> {
  const documents: StoredDocument[] = [];
  for (const { pair, legs } of selected) {
    for (const leg of legs) {
      const states = ['failed', 'held', 'rejected'] as const;
      documents.push(...(await app.store.documents.inStates(legOf(pair.name, leg), states)));
    }
  }
  return documents;
}

async function namedOnes(
  app: App,
  selected: readonly Selected[],
  ids: readonly string[],
): Promise<StoredDocument[]> {
  const runs = (document: StoredDocument) =>
    selected.some(({ pair, legs }) => legs.some((leg) => isOf(document, legOf(pair.name, leg))));
  const documents: StoredDocument[] = [];
  for (const id of ids) {
    const [first, ...others] = await app.store.documents.matching(id.trim());
    if (first && others.length === 0 && !runs(first))
      throw new UsageError(
        `${id}: its flow ${first.flow} (${first.leg}) of pair ${first.pair} is not among those that run`,
      );
    documents.push(await resolveDocument(app.store, id, runs));
  }
  return documents;
}

/** Only the pairs and legs that have any of these documents. */
const withDocuments = (selected: readonly Selected[], documents: readonly StoredDocument[]): Selected[] =>
  selected.flatMap(({ pair, legs }) => {
    const own = legs.filter((leg) => documents.some((document) => isOf(document, legOf(pair.name, leg))));
    return own.length === 0 ? [] : [{ pair, legs: own }];
  });

/** One leg after the other: each replays its own documents only. */
async function replayLegs(
  app: App,
  pair: Pair,
  legs: readonly LegToRun[],
  documents: readonly StoredDocument[],
  accept: string | undefined,
): Promise<PassReport[]> {
  const reports: PassReport[] = [];
  for (const leg of legs) {
    const own = documents.filter((document) => isOf(document, legOf(pair.name, leg)));
    const ids = new Set(own.map(({ id }) => id));
    reports.push(
      ...(await runPair(app.run, pair, [leg], { dryRun: false, replay: ids, accept }, replayPass)),
    );
  }
  return reports;
}
