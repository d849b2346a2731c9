import { randomBytes } from 'node:crypto';
import type { FlowOptions } from '../config/schema.ts';
import {
  type DocumentKind,
  type FlowName,
  flowNames,
  type Leg,
  type Side,
  sourceSide,
} from '../domain/document.ts';
import { addDays, type Instant, millis, startOf } from '../domain/time.ts';
import type { LegOf } from '../store/documents.ts';
import { beginPass, closePass } from './closing.ts';
import { createTouched, Interrupted, type Pair, type Pass, type Run, SideDown } from './context.ts';
import { documentFlow } from './document-flows.ts';
import { passInventory } from './inventory-pass.ts';
import { createKeyedQueue } from './keyed-queue.ts';
import { acquireLease, type Lease, LeaseLost } from './leases.ts';
import { passMasters } from './masters/pass.ts';
import { settleNotices, workOffNotices } from './notices.ts';
import { passDocuments } from './pass-documents.ts';
import { noPass, type PassReport, reportDocuments } from './report.ts';
import type { WalkResult } from './walk.ts';

/** One leg to run, with what its records become. */
export interface LegToRun {
  readonly flow: FlowName;
  readonly leg: Leg;
  readonly options: FlowOptions;
  readonly kinds: readonly DocumentKind[];
  /** Only what notices told is read. */
  readonly noticesOnly?: boolean | undefined;
}

export interface RunOptions {
  readonly dryRun: boolean;
  /** `--since`: source changes from here are read again. */
  readonly since?: Instant | undefined;
  /** `--limit`: deliveries a pass at most. */
  readonly limit?: number | undefined;
  readonly replay?: ReadonlySet<string> | undefined;
  readonly accept?: string | undefined;
}

/** What a pass does once it has its lease; a replay does less than a sync. */
export type PassWork = (pass: Pass) => Promise<WalkResult | undefined>;

/** A document flow starts this long before `since`, because a bill may be dated ahead of its entry. */
const headStartDays = 90;

/** Runs legs of one pair in the order of flows; the legs of a flow one after the other under one lease. */
export async function runPair(
  run: Run,
  pair: Pair,
  legs: readonly LegToRun[],
  options: RunOptions,
  work: PassWork = (pass) => ordinaryPass(pass, options),
): Promise<PassReport[]> {
  const reports: PassReport[] = [];
  const shared: SharedByPasses = { down: new Set(), once: new Set() };
  for (const flow of flowNames) {
    const own = legs.filter((leg) => leg.flow === flow);
    if (own.length === 0) continue;
    const held = await leaseOf(run, `${pair.name}/${flow}`, options.dryRun);
    if ('busy' in held) {
      const note = `another pass is running: ${held.busy}`;
      reports.push(...own.map((leg) => noPass({ pair: pair.name, flow, leg: leg.leg }, 'busy', note)));
      continue;
    }
    try {
      for (const leg of own) reports.push(await runLeg(run, pair, leg, held.lease, options, work, shared));
    } finally {
      await held.lease.release();
    }
  }
  return reports;
}

/** What the passes of one pair in one run know of each other. */
interface SharedByPasses {
  /** Sides that are away. */
  readonly down: Set<Side>;
  /** Lists that were walked, reference data that was read afresh. */
  readonly once: Set<string>;
}

const leaseOf = (run: Run, name: string, dryRun: boolean) =>
  dryRun ? { lease: pretendLease } : acquireLease(run.store, name, run.clock, run.liveness);

/** A dry run works on a copy of the state, so nobody can be in its way. */
const pretendLease: Lease = { token: 'dry-run', confirm: async () => {}, release: async () => {} };

async function runLeg(
  run: Run,
  pair: Pair,
  leg: LegToRun,
  lease: Lease,
  options: RunOptions,
  work: PassWork,
  { down, once }: SharedByPasses,
): Promise<PassReport> {
  const of: LegOf = { pair: pair.name, flow: leg.flow, leg: leg.leg };
  if (run.signal.aborted) return noPass(of, 'stopped', 'stopped by a signal', 'interrupted');
  if (down.has(sourceSide(leg.leg))) return noPass(of, 'stopped', 'its source is away', 'unreachable');
  const pass = createPass(run, pair, leg, lease, options, once);
  const before = { cin7: pair.systems.cin7.requests(), erp: pair.systems.erp.requests() };
  const previous = await run.store.passes.last(of);
  await beginPass(pass);
  const started = millis(run.clock.now());
  const end = await attempt(pass, work, down);
  if (end.outcome === 'ok') await settleNotices(pass);
  const rows = await reportDocuments(pass, options.dryRun);
  const report: PassReport = {
    ...of,
    outcome: end.outcome,
    ...rows,
    requests: {
      cin7: pair.systems.cin7.requests() - before.cin7,
      erp: pair.systems.erp.requests() - before.erp,
    },
    watermark:
      (await run.store.records.mark({ pair: of.pair, side: sourceSide(of.leg), collection: of.flow })) ??
      null,
    auditHead: null,
    durationMs: millis(run.clock.now()) - started,
    notes: end.notes,
    cause: end.cause,
    ...(options.dryRun ? { dryRun: true as const } : {}),
  };
  return { ...report, auditHead: await closePass(pass, report, previous?.report as PassReport | undefined) };
}

function createPass(
  run: Run,
  pair: Pair,
  leg: LegToRun,
  lease: Lease,
  options: RunOptions,
  once: Set<string>,
): Pass {
  return {
    ...run,
    id: `${run.clock.now().replace(/[-:.]/g, '').slice(0, 15)}-${randomBytes(3).toString('hex')}`,
    pair: pair.name,
    pairOf: pair,
    flow: leg.flow,
    leg: leg.leg,
    options: leg.options,
    kinds: leg.kinds,
    lease,
    touched: createTouched(options.dryRun),
    queue: createKeyedQueue(),
    once,
    budget: { left: options.limit ?? Number.POSITIVE_INFINITY },
    replay: options.replay,
    accept: options.accept,
    told: { ids: new Set(), entries: [] },
    noticesOnly: leg.noticesOnly === true,
  };
}

interface End {
  readonly outcome: 'ok' | 'stopped';
  readonly notes: string[];
  readonly cause?: PassReport['cause'];
}

/** Runs the work; what ends a pass early is told, not thrown, so that the other pairs and flows go on. */
async function attempt(pass: Pass, work: PassWork, down: Set<Side>): Promise<End> {
  try {
    const walked = await work(pass);
    const moved =
      'rows moved while the list was read, three times: the watermark stays, the next pass reads it again';
    return {
      outcome: 'ok',
      notes: [...(walked?.notes ?? []), ...(walked && !walked.complete ? [moved] : [])],
    };
  } catch (error) {
    if (error instanceof SideDown) {
      down.add(error.side);
      const { system } = error.failure;
      return { outcome: 'stopped', notes: [`${system}: ${error.message}`], cause: 'unreachable' };
    }
    if (error instanceof Interrupted)
      return { outcome: 'stopped', notes: [error.message], cause: 'interrupted' };
    if (error instanceof LeaseLost)
      return { outcome: 'stopped', notes: [error.message], cause: 'superseded' };
    pass.log.error('unexpected error', {
      pair: pass.pair,
      flow: pass.flow,
      error: String((error as Error)?.stack ?? error),
    });
    return {
      outcome: 'stopped',
      notes: [`unexpected error: ${(error as Error)?.message ?? error}`],
      cause: 'error',
    };
  }
}

/** What notices told comes first; where they did not tell all there is to know, the list is walked too. */
async function ordinaryPass(pass: Pass, options: RunOptions): Promise<WalkResult | undefined> {
  await workOffNotices(pass);
  return pass.noticesOnly ? undefined : syncPass(pass, options);
}

/** A pass over everything that changed: by the kind of its flow. */
async function syncPass(pass: Pass, options: RunOptions): Promise<WalkResult> {
  switch (pass.flow) {
    case 'suppliers':
    case 'customers':
    case 'products':
      return passMasters(pass, options.since);
    case 'purchases':
    case 'receipts':
    case 'sales':
    case 'inventory': {
      const { since } = pass.options;
      const floor = since === undefined ? undefined : startOf(addDays(since, -headStartDays));
      const from = { floor, since: options.since };
      if (pass.flow === 'inventory') return passInventory(pass, from);
      return passDocuments(pass, documentFlow(pass), from);
    }
  }
}
