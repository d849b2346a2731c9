import { type RunOptions, runPair } from '../../engine/run.ts';
import { withApp } from '../app.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { runSideBySide } from '../run-pairs.ts';
import { sayPasses } from '../say-passes.ts';
import { dueLegs, selectLegs } from '../select.ts';
import { choosePairs, loadSettings } from '../settings.ts';
import { renewOnTheWay } from '../subscribers.ts';
import { countOption, instantOption } from '../values.ts';

export interface SyncOptions {
  readonly pair?: readonly string[];
  readonly flow?: readonly string[];
  readonly due?: boolean;
  readonly dryRun?: boolean;
  readonly since?: string;
  readonly limit?: string;
}

/** One pass of every selected leg. */
export async function sync(context: Context, options: SyncOptions): Promise<number> {
  const config = loadSettings(context);
  const dryRun = options.dryRun === true;
  const run: RunOptions = {
    dryRun,
    since: options.since === undefined ? undefined : instantOption('--since', options.since),
    limit: options.limit === undefined ? undefined : countOption('--limit', options.limit),
  };
  const selected = selectLegs(choosePairs(config, options.pair), options.flow, context.warn);
  return withApp(context, config, { dryRun }, async (app) => {
    if (options.due && !dryRun) await renewOnTheWay(context, app, selected);
    const due = options.due ? await dueLegs(selected, app.store, app.run.clock.now()) : selected;
    if (due.length === 0) {
      context.tell(options.due ? 'nothing is due' : 'no flow is enabled');
      if (context.json) await context.printJson({ passes: [] });
      return exitCodes.ok;
    }
    const head = dryRun ? await app.store.audit.head() : undefined;
    const reports = await runSideBySide(app, due, (pair, legs) => runPair(app.run, pair, legs, run));
    // What a dry run adds to the trail of its copy is no head of the real one.
    const told = head === undefined ? reports : reports.map((report) => ({ ...report, auditHead: head }));
    return sayPasses(context, told);
  });
}
