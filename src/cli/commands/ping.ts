import type { PairConfig } from '../../config/schema.ts';
import type { Pair } from '../../engine/context.ts';
import { activeLegs } from '../../flows/table.ts';
import { type PairChecks, printChecks } from '../../report/checks.ts';
import { withApp } from '../app.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { styleOf } from '../say-passes.ts';
import { choosePairs, loadSettings } from '../settings.ts';

/** Checks both sides of every selected pair, side by side. */
export async function ping(context: Context, options: { pair?: readonly string[] }): Promise<number> {
  const config = loadSettings(context);
  const files = choosePairs(config, options.pair);
  return withApp(context, config, {}, async (app) => {
    const pairs = await app.connect(files);
    const checks = await Promise.all(pairs.map((pair) => checkSystems(pair, files)));
    if (context.json) await context.printJson({ pairs: checks });
    else await context.print(printChecks(checks, await styleOf(context)));
    return exitCodeOfChecks(checks);
  });
}

export async function checkSystems(pair: Pair, files: readonly PairConfig[]): Promise<PairChecks> {
  const file = files.find(({ name }) => name === pair.name);
  const legs = file === undefined ? [] : activeLegs(file).map(({ flow, leg }) => ({ flow, leg }));
  const systems = [pair.systems.cin7, pair.systems.erp].map(async (system) => ({
    system: system.name,
    title: system.title,
    checks: await system.ping(legs),
  }));
  return { pair: pair.name, systems: await Promise.all(systems) };
}

/** What keeps a system from being reached weighs more than what it does not allow. */
export function exitCodeOfChecks(pairs: readonly PairChecks[]): number {
  const failed = pairs
    .flatMap(({ systems }) => systems)
    .flatMap(({ checks }) => checks)
    .filter(({ ok }) => !ok);
  if (failed.some(({ unreachable }) => unreachable)) return exitCodes.unreachable;
  return failed.length > 0 ? exitCodes.attention : exitCodes.ok;
}
