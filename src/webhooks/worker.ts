import type { FlowName } from '../domain/document.ts';
import type { Log } from '../domain/log.ts';
import { type NoticePair, toldOfLeg } from '../engine/notices.ts';
import type { PassReport } from '../engine/report.ts';
import type { LegToRun } from '../engine/run.ts';
import type { Store } from '../store/store.ts';

/** Works a pair's inbox off as notices come in. */
export interface Worker {
  /** Something arrived. */
  wake(): void;
  /** Resolves when it has stopped. */
  readonly ended: Promise<void>;
}

export interface WorkerOptions {
  readonly pair: NoticePair;
  readonly legs: readonly LegToRun[];
  readonly store: Store;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Runs legs of the pair as `sync` would. */
  run(legs: readonly LegToRun[]): Promise<PassReport[]>;
  /** What comes within this time is read once; milliseconds. */
  readonly gatherMs?: number | undefined;
  /** How often to look for what another process took in; milliseconds. */
  readonly lookMs?: number | undefined;
}

const gather = 500;
const look = 5000;
/** After a pass that could not do its work, wait this long, twice as long each time. */
const backoff = { first: 5000, most: 300_000 };
/** Cron is at it: it works the inbox off itself, or leaves what came meanwhile. */
const busyMs = 2000;

export function startWorker(options: WorkerOptions): Worker {
  const { signal } = options;
  const alarm = createAlarm(signal);
  const loop = async () => {
    let failures = 0;
    while (!signal.aborted) {
      const legs = await legsWithNotices(options.store, options.pair, options.legs);
      if (legs.length === 0) {
        await alarm.wait(options.lookMs ?? look);
        await pause(options.gatherMs ?? gather, signal);
        continue;
      }
      const ended = await workOff(options, legs);
      failures = ended === 'failed' ? failures + 1 : 0;
      if (ended === 'busy') await pause(busyMs, signal);
      else if (failures > 0) await pause(Math.min(backoff.most, backoff.first * 2 ** (failures - 1)), signal);
    }
  };
  return { wake: alarm.ring, ended: loop() };
}

/** The legs that notices concern: those that only need a few records read, and those whose list has to be walked. */
export async function legsWithNotices(
  store: Store,
  pair: NoticePair,
  legs: readonly LegToRun[],
): Promise<LegToRun[]> {
  const open = new Set((await store.inbox.open(pair.name)).map(({ flow }): FlowName => flow));
  const concerned: LegToRun[] = [];
  for (const leg of legs) {
    if (!open.has(leg.flow)) continue;
    const told = await toldOfLeg(store, pair, leg);
    if (told.entries.length > 0) concerned.push({ ...leg, noticesOnly: !told.poll });
  }
  return concerned;
}

async function workOff(
  { run, log, pair }: WorkerOptions,
  legs: readonly LegToRun[],
): Promise<'ok' | 'busy' | 'failed'> {
  try {
    const reports = await run(legs);
    if (reports.some(({ outcome }) => outcome === 'stopped')) return 'failed';
    return reports.some(({ outcome }) => outcome === 'busy') ? 'busy' : 'ok';
  } catch (error) {
    log.error('notices could not be worked off', { pair: pair.name, error: (error as Error)?.message });
    return 'failed';
  }
}

/** Wakes whoever waits; a ring while nobody waits is heard by the next. */
function createAlarm(signal: AbortSignal) {
  let rung = false;
  let stop: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      stop?.();
    },
    async wait(ms: number) {
      if (!rung) {
        const controller = new AbortController();
        stop = () => controller.abort();
        await pause(ms, AbortSignal.any([controller.signal, signal]));
        stop = undefined;
      }
      rung = false;
    },
  };
}

/** Real time, whatever clock the passes use. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
