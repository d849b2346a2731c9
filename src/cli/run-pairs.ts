import type { PairConfig } from '../config/schema.ts';
import type { Pair } from '../engine/context.ts';
import { noPass, type PassReport } from '../engine/report.ts';
import type { LegToRun } from '../engine/run.ts';
import type { App } from './app.ts';
import { messageOf } from './errors.ts';
import type { Selected } from './select.ts';

/** Runs pairs side by side. One that fails unexpectedly does not stop the others: its legs say what happened. */
export async function runSideBySide(
  app: App,
  selected: readonly Selected[],
  work: (pair: Pair, legs: readonly LegToRun[]) => Promise<PassReport[]>,
): Promise<PassReport[]> {
  const pairs = await app.connect(selected.map(({ pair }) => pair));
  const reports = selected.map(async ({ pair, legs }) => {
    try {
      return await work(pairNamed(pairs, pair), legs);
    } catch (error) {
      app.run.log.error('unexpected error', {
        pair: pair.name,
        error: String((error as Error)?.stack ?? error),
      });
      const note = `unexpected error: ${messageOf(error)}`;
      return legs.map(({ flow, leg }) => noPass({ pair: pair.name, flow, leg }, 'stopped', note, 'error'));
    }
  });
  return (await Promise.all(reports)).flat();
}

function pairNamed(pairs: readonly Pair[], { name }: PairConfig): Pair {
  const found = pairs.find((pair) => pair.name === name);
  if (!found) throw new Error(`pair ${name} is not connected`);
  return found;
}
