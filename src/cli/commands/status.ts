import type { PairConfig } from '../../config/schema.ts';
import { type FlowName, flowNames, openStates, sourceSide } from '../../domain/document.ts';
import { type Instant, millis, systemClock } from '../../domain/time.ts';
import { toReport } from '../../engine/report.ts';
import type { LegToRun } from '../../engine/run.ts';
import { activeLegs } from '../../flows/table.ts';
import { type FlowStatus, type LegStatus, type PairStatus, printStatus } from '../../report/status.ts';
import { describeHolder, parseHolder, processLiveness } from '../../store/holder.ts';
import type { Store } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { pushOf } from '../push-status.ts';
import { styleOf } from '../say-passes.ts';
import { nextDue } from '../select.ts';
import { choosePairs, loadSettings } from '../settings.ts';
import { readState, withStore } from '../state.ts';

/** Where every leg stands. Asks no system and needs no vault. */
export async function status(context: Context, options: { pair?: readonly string[] }): Promise<number> {
  const config = loadSettings(context);
  const files = choosePairs(config, options.pair);
  return withStore(readState(config), async (store) => {
    const now = systemClock.now();
    const pairs: PairStatus[] = [];
    for (const file of files) pairs.push(await statusOfPair(store, file, now));
    const auditHead = await store.audit.head();
    if (context.json) await context.printJson({ pairs, auditHead });
    else await context.print(printStatus(pairs, auditHead, await styleOf(context)));
    return exitCodes.ok;
  });
}

async function statusOfPair(store: Store, file: PairConfig, now: Instant): Promise<PairStatus> {
  const legs = activeLegs(file);
  const flows: FlowStatus[] = [];
  for (const flow of flowNames) {
    const own = legs.filter((leg) => leg.flow === flow);
    if (own.length > 0) flows.push(await statusOfFlow(store, file.name, flow, own, now));
  }
  const open = [];
  for (const { flow, leg } of legs) {
    const documents = await store.documents.inStates({ pair: file.name, flow, leg }, [
      ...openStates,
      'diverged',
    ]);
    open.push(...documents.map((document) => toReport(document, document.state, undefined)));
  }
  return { pair: file.name, flows, open, ...(await pushOf(store, file, now)) };
}

async function statusOfFlow(
  store: Store,
  pair: string,
  flow: FlowName,
  legs: readonly LegToRun[],
  now: Instant,
): Promise<FlowStatus> {
  const every = legs[0]?.options.every ?? 0;
  const next = nextDue(await store.passes.lastStart(pair, flow), every, now);
  const statuses: LegStatus[] = [];
  for (const { leg } of legs) {
    const last = await store.passes.last({ pair, flow, leg });
    statuses.push({
      leg,
      watermark: (await store.records.mark({ pair, side: sourceSide(leg), collection: flow })) ?? null,
      lastPass: last
        ? { id: last.id, startedAt: last.startedAt, endedAt: last.endedAt, outcome: last.outcome }
        : null,
      states: await store.documents.countStates({ pair, flow, leg }),
    });
  }
  return {
    flow,
    nextDue: next,
    due: millis(next) <= millis(now),
    running: await holderOf(store, `${pair}/${flow}`),
    legs: statuses,
  };
}

async function holderOf(store: Store, lease: string): Promise<FlowStatus['running']> {
  const held = await store.transact((tx) => tx.leases.get(lease));
  if (held === undefined) return null;
  const holder = parseHolder(held.holder);
  const gone = processLiveness().isGone(holder);
  return { holder: describeHolder(holder), since: held.acquiredAt, gone };
}
