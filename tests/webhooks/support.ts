import { cin7System, erpSystems } from '../../src/cli/systems.ts';
import type { Side } from '../../src/domain/document.ts';
import { silent } from '../../src/domain/log.ts';
import { createRedactor } from '../../src/domain/redactor.ts';
import type { Pair, Run } from '../../src/engine/context.ts';
import type { Push, System } from '../../src/engine/ports.ts';
import type { PassReport } from '../../src/engine/report.ts';
import { runPair } from '../../src/engine/run.ts';
import { activeLegs } from '../../src/flows/table.ts';
import { createMapping } from '../../src/mapping/mapping.ts';
import { demoCredentials, type SandboxOptions } from '../../src/sandbox/start.ts';
import { processLiveness } from '../../src/store/holder.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { endpointOf } from '../../src/webhooks/endpoints.ts';
import { createIntake } from '../../src/webhooks/intake.ts';
import { createLimiter } from '../../src/webhooks/limits.ts';
import { createMetrics, type Metrics } from '../../src/webhooks/metrics.ts';
import { createReceiver } from '../../src/webhooks/receiver.ts';
import { pairSecrets } from '../../src/webhooks/secrets.ts';
import { type RunningServer, serve } from '../../src/webhooks/server.ts';
import { keepSubscriptions, type Subscriber, type TopicReport } from '../../src/webhooks/upkeep.ts';
import { legsWithNotices } from '../../src/webhooks/worker.ts';
import { type Bench, createBench } from '../integration/harness.ts';
import { auditKey } from '../store/support.ts';

export const secret = 'a-secret-of-the-tests-1';
export const otherSecret = 'a-secret-of-the-tests-2';

/** A bench with the receiver of `listen` before it; notices are worked off when a test says so. */
export interface PushBench {
  readonly bench: Bench;
  readonly store: Store;
  readonly origin: string;
  readonly metrics: Metrics;
  readonly subscribers: Readonly<Record<Side, Subscriber>>;
  keep(side?: Side): Promise<TopicReport[]>;
  /** What the worker does once. */
  workOff(): Promise<PassReport[]>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

export interface PushBenchOptions extends SandboxOptions {
  readonly auth?: 'path' | 'bearer' | 'basic' | 'header';
  readonly strangers?: { readonly burst: number; readonly perSecond: number };
}

export async function createPushBench(options: PushBenchOptions = {}): Promise<PushBench> {
  const bench = await createBench({ data: 'empty', ...options });
  const { clock, sandbox } = bench;
  const store = openStore({ path: bench.path, clock, auditKey });
  const mapping = createMapping(bench.pair.mapping);
  const { pacer, cache, mutex } = store.shared;
  const deps = { clock, log: silent, redactor: createRedactor(), pacer, cache, secrets: cache, mutex };
  const vault = demoCredentials(sandbox);
  const of = (name: string) => ({
    pair: bench.pair,
    credentials: vault[name] ?? {},
    ca: sandbox.ca,
    mapping,
    deps,
  });
  const makeErp = await erpSystems[bench.pair.erp.type]?.();
  if (!makeErp) throw new Error('not built');
  const systems: { cin7: System; erp: System } = {
    cin7: (await cin7System())(of(bench.pair.cin7.credentials)),
    erp: makeErp(of(bench.pair.erp.credentials)),
  };
  const pair: Pair = { name: bench.pair.name, systems, mapping, flows: bench.pair.flows };
  const legs = activeLegs(bench.pair);
  const secrets = pairSecrets(pair.name, `${secret},${otherSecret}`);
  const metrics = createMetrics();
  const push: Partial<Record<Side, Push>> = {};
  for (const { side, push: own } of [systems.cin7, systems.erp]) if (own) push[side] = own;
  const now = () => Date.now();
  const receiver = createReceiver({
    pairs: [{ name: pair.name, legs, push }],
    secretsOf: (name) => (name === pair.name ? secrets : undefined),
    publicUrl: undefined,
    intake: createIntake(store, () => {}),
    metrics,
    limits: {
      all: createLimiter({ burst: 100_000, perSecond: 100_000 }, now),
      strangers: createLimiter(options.strangers ?? { burst: 1000, perSecond: 1000 }, now),
    },
    log: silent,
  });
  const server: RunningServer = await serve(receiver, { host: '127.0.0.1', port: 0 });
  const run: Run = {
    store,
    clock,
    log: silent,
    liveness: processLiveness(),
    signal: new AbortController().signal,
    progress: { at: () => {} },
  };
  const subscriber = ({ side, push: own }: System): Subscriber => ({
    pair: pair.name,
    side,
    push: own as Push,
    endpoint: endpointOf({ auth: options.auth ?? 'path' }, server.origin, pair.name, side, secrets),
    legs,
    publicUrl: server.origin,
    pairs: [pair.name],
  });
  const subscribers = { cin7: subscriber(systems.cin7), erp: subscriber(systems.erp) };
  return {
    bench,
    store,
    origin: server.origin,
    metrics,
    subscribers,
    async keep(side) {
      const sides = side === undefined ? (['cin7', 'erp'] as const) : [side];
      const reports: TopicReport[] = [];
      for (const one of sides) reports.push(...(await keepSubscriptions({ store, clock }, subscribers[one])));
      return reports;
    },
    async workOff() {
      const told = await legsWithNotices(store, { name: pair.name, erp: bench.pair.erp.type }, legs);
      return told.length === 0 ? [] : runPair(run, pair, told, { dryRun: false });
    },
    post: (path, body, headers = {}) =>
      fetch(`${server.origin}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async close() {
      await server.close();
      await systems.cin7.close();
      await systems.erp.close();
      await store.close();
      await bench.close();
    },
  };
}
