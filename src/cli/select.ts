import type { PairConfig } from '../config/schema.ts';
import { type FlowName, flowNames } from '../domain/document.ts';
import { type Instant, millis, shift } from '../domain/time.ts';
import type { LegToRun } from '../engine/run.ts';
import { activeLegs } from '../flows/table.ts';
import type { Store } from '../store/store.ts';
import { legsWithNotices } from '../webhooks/worker.ts';
import { UsageError } from './errors.ts';

/** A pair with those of its legs that shall run. */
export interface Selected {
  readonly pair: PairConfig;
  readonly legs: readonly LegToRun[];
}

/**
 * The legs of these flows, or all. A pair without any of them is left out, which `tell` is told.
 * @throws UsageError for a flow that no selected pair has.
 */
export function selectLegs(
  pairs: readonly PairConfig[],
  flows: readonly string[] | undefined,
  tell: (text: string) => void,
): Selected[] {
  const wanted = flows?.map(flowNamed);
  const all = pairs.map((pair) => ({ pair, legs: activeLegs(pair) }));
  if (wanted === undefined || wanted.length === 0) return all.filter(({ legs }) => legs.length > 0);
  for (const flow of wanted) {
    if (!all.some(({ legs }) => legs.some((leg) => leg.flow === flow)))
      throw new UsageError(`no pair runs the flow ${flow}; ${whatRuns(all)}`);
  }
  return all.flatMap(({ pair, legs }) => {
    const own = legs.filter(({ flow }) => wanted.includes(flow));
    if (own.length > 0) return [{ pair, legs: own }];
    tell(`pair ${pair.name} is left out: it does not run ${wanted.join(', ')}`);
    return [];
  });
}

function flowNamed(name: string): FlowName {
  const flow = flowNames.find((known) => known === name);
  if (flow !== undefined) return flow;
  throw new UsageError(`unknown flow ${name}; there are: ${flowNames.join(', ')}`);
}

const whatRuns = (all: readonly Selected[]): string =>
  all
    .map(
      ({ pair, legs }) =>
        `${pair.name}: ${[...new Set(legs.map(({ flow }) => flow))].join(', ') || 'nothing'}`,
    )
    .join('; ');

/** Cron is not exact: a flow is due a little before its time is full. */
const earlyMs = 30_000;

/** When `--due` will run a flow again; now, if it never ran. */
export function nextDue(lastStart: Instant | undefined, everyMinutes: number, now: Instant): Instant {
  return lastStart === undefined ? now : shift(lastStart, everyMinutes * 60_000 - earlyMs);
}

/** The legs whose flow is due, and those of which notices told something: these read only what was told, where that is enough. */
export async function dueLegs(
  selected: readonly Selected[],
  store: Store,
  now: Instant,
): Promise<Selected[]> {
  const due: Selected[] = [];
  for (const { pair, legs } of selected) {
    const own: LegToRun[] = [];
    for (const leg of legs) {
      const last = await store.passes.lastStart(pair.name, leg.flow);
      if (millis(nextDue(last, leg.options.every, now)) <= millis(now)) own.push(leg);
      else own.push(...(await legsWithNotices(store, { name: pair.name, erp: pair.erp.type }, [leg])));
    }
    if (own.length > 0) due.push({ pair, legs: own });
  }
  return due;
}
