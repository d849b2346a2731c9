import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cin7System, erpSystems } from '../../src/cli/systems.ts';
import { parseConfig } from '../../src/config/load.ts';
import type { FlowOptions, PairConfig } from '../../src/config/schema.ts';
import type { FlowName } from '../../src/domain/document.ts';
import { type Log, silent } from '../../src/domain/log.ts';
import { createRedactor } from '../../src/domain/redactor.ts';
import type { Run } from '../../src/engine/context.ts';
import type { System } from '../../src/engine/ports.ts';
import { replayPass } from '../../src/engine/replay.ts';
import type { PassReport } from '../../src/engine/report.ts';
import { type RunOptions, runPair } from '../../src/engine/run.ts';
import { activeLegs } from '../../src/flows/table.ts';
import { createMapping } from '../../src/mapping/mapping.ts';
import {
  createVirtualClock,
  demoConfigText,
  demoCredentials,
  makeCertificates,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
  type VirtualClock,
} from '../../src/sandbox/start.ts';
import type { Holder, Liveness } from '../../src/store/holder.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { auditKey } from '../store/support.ts';

/** A sandbox and the real engine and adapters over it, through real HTTP, on one virtual clock. */
export interface Bench {
  readonly sandbox: Sandbox;
  readonly clock: VirtualClock;
  readonly path: string;
  pair: PairConfig;
  /** Runs `sync` once, as one process of its own; what it opened is closed afterwards. */
  sync(options?: SyncOptions): Promise<PassReport[]>;
  look<T>(work: (store: Store) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface SyncOptions extends Partial<RunOptions> {
  readonly flows?: readonly FlowName[];
  readonly flow?: Partial<FlowOptions>;
  /** Wraps the store and the systems of this one process. */
  readonly process?: (parts: { store: Store; systems: { cin7: System; erp: System } }) => {
    store: Store;
    systems: { cin7: System; erp: System };
  };
  readonly signal?: AbortSignal;
  readonly log?: Log;
}

let certificates: Awaited<ReturnType<typeof makeCertificates>> | undefined;
let processes = 0;
const alive = new Set<number>();

export async function createBench(options: SandboxOptions = {}): Promise<Bench> {
  certificates ??= await makeCertificates();
  const clock = options.clock ?? createVirtualClock('2026-09-14T08:00:00.000Z');
  const sandbox = await startSandbox({
    cin7RequestsPerMinute: 100_000,
    certificate: certificates,
    ...options,
    clock,
  });
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'mlc-bench-'));
  const loaded = parseConfig(demoConfigText(sandbox), join(folder, 'config.yaml'), {});
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 1));
  const [pair] = loaded.config.pairs;
  if (!pair) throw new Error('no pair');
  const bench: Bench = {
    sandbox,
    clock,
    path: join(folder, 'state.db'),
    pair: { ...pair, cin7: { ...pair.cin7, requestsPerMinute: options.cin7RequestsPerMinute ?? 100_000 } },
    sync: (syncOptions = {}) => runProcess(bench, syncOptions),
    async look(work) {
      const store = openStore({ path: bench.path, clock, auditKey });
      try {
        return await work(store);
      } finally {
        await store.close();
      }
    },
    async close() {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return bench;
}

async function runProcess(bench: Bench, options: SyncOptions): Promise<PassReport[]> {
  const { clock, sandbox } = bench;
  const number = ++processes;
  alive.add(number);
  const self: Holder = { host: 'h', boot: 'b', pid: number, started: `${number}`, instance: `${number}` };
  const liveness: Liveness = { self, isGone: (holder) => !alive.has(holder.pid) };
  const opened = openStore({ path: bench.path, clock, auditKey, liveness });
  const mapping = createMapping(bench.pair.mapping);
  const { pacer, cache, mutex } = opened.shared;
  const deps = {
    clock,
    log: options.log ?? silent,
    redactor: createRedactor(),
    pacer,
    cache,
    secrets: cache,
    mutex,
    random: () => 0.5,
    ...(options.signal ? { signal: options.signal } : {}),
  };
  const of = (credentials: Record<string, string>) => ({
    pair: bench.pair,
    credentials,
    ca: sandbox.ca,
    mapping,
    deps,
  });
  const makeErp = await erpSystems[bench.pair.erp.type]?.();
  if (!makeErp) throw new Error(`${bench.pair.erp.type} is not built`);
  const vault = demoCredentials(sandbox);
  const own = {
    cin7: (await cin7System())(of(vault[bench.pair.cin7.credentials] ?? {})),
    erp: makeErp(of(vault[bench.pair.erp.credentials] ?? {})),
  };
  const { store, systems } = options.process?.({ store: opened, systems: own }) ?? {
    store: opened,
    systems: own,
  };
  const run: Run = {
    store,
    clock,
    log: options.log ?? silent,
    liveness,
    signal: options.signal ?? new AbortController().signal,
    progress: { at: () => {} },
  };
  const legs = activeLegs(bench.pair)
    .filter((leg) => options.flows === undefined || options.flows.includes(leg.flow))
    .map((leg) => ({ ...leg, options: { ...leg.options, ...options.flow } }));
  try {
    const pair = { name: bench.pair.name, systems, mapping, flows: bench.pair.flows };
    const work = options.replay ? replayPass : undefined;
    return await runPair(run, pair, legs, { dryRun: false, ...options }, work);
  } finally {
    alive.delete(number);
    await own.cin7.close();
    await own.erp.close();
    await opened.close();
  }
}
