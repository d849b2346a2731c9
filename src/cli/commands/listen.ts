import type { PairConfig, WebhooksConfig } from '../../config/schema.ts';
import type { Side } from '../../domain/document.ts';
import { millis, shift } from '../../domain/time.ts';
import type { Pair } from '../../engine/context.ts';
import type { Push } from '../../engine/ports.ts';
import type { PassReport } from '../../engine/report.ts';
import { type LegToRun, runPair } from '../../engine/run.ts';
import { activeLegs } from '../../flows/table.ts';
import { createIntake } from '../../webhooks/intake.ts';
import { createLimiter } from '../../webhooks/limits.ts';
import { createMetrics, type Metrics } from '../../webhooks/metrics.ts';
import { createMonitor } from '../../webhooks/monitor.ts';
import { createReceiver, type ReceivingPair } from '../../webhooks/receiver.ts';
import type { PairSecrets } from '../../webhooks/secrets.ts';
import { type RunningServer, serve } from '../../webhooks/server.ts';
import { startWorker, type Worker } from '../../webhooks/worker.ts';
import { type App, withApp } from '../app.ts';
import type { Context } from '../context.ts';
import { messageOf, UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { loadSettings } from '../settings.ts';
import { keepPair, secretsOfPairs, webhooksOf } from '../subscribers.ts';

export interface ListenOptions {
  readonly receiveOnly?: boolean;
}

/** Requests of one sender at once, and a second in the long run; those that show no secret get far fewer. */
const rates = { all: { burst: 5000, perSecond: 1000 }, strangers: { burst: 30, perSecond: 0.5 } };

/** Receives until a signal comes. */
export async function listen(context: Context, options: ListenOptions): Promise<number> {
  const config = loadSettings(context);
  const webhooks = webhooksOf(config);
  return withApp(context, config, {}, async (app) => {
    const secrets = await secretsOfPairs(app.vault, webhooks, config.pairs);
    const pairs = await app.connect(config.pairs);
    const metrics = createMetrics();
    const { store, clock, signal } = app.run;
    const workers = new Map<string, Worker>();
    const intake = createIntake(store, (told) => {
      for (const name of told) workers.get(name)?.wake();
    });
    const now = () => millis(clock.now());
    const receiver = createReceiver({
      pairs: pairs.map((pair) => receivingPair(pair, config.pairs)),
      secretsOf: (pair) => secrets.get(pair),
      publicUrl: webhooks.publicUrl,
      intake,
      metrics,
      limits: { all: createLimiter(rates.all, now), strangers: createLimiter(rates.strangers, now) },
      log: context.log,
    });
    const monitor = createMonitor({ store, clock, metrics, pairs: config.pairs.map(({ name }) => name) });
    const servers: RunningServer[] = [];
    const chores: Promise<void>[] = [];
    try {
      const server = await serve(receiver, webhooks).catch(unusable(webhooks));
      servers.push(server);
      const health = await serve(monitor, webhooks.metrics).catch(unusable(webhooks.metrics));
      servers.push(health);
      if (!options.receiveOnly)
        for (const file of config.pairs) workers.set(file.name, workerOf(context, app, file, metrics));
      chores.push(every(refreshMs, signal, () => refresh(context, app, webhooks, secrets)));
      chores.push(every(upkeepMs, signal, () => upkeep(context, app, webhooks, secrets), true));
      chores.push(
        every(forgetMs, signal, () => store.transact((tx) => tx.inbox.forget(shift(clock.now(), -keepMs)))),
      );
      await welcome(context, server, health, pairs, options);
      await stopped(signal);
    } finally {
      await Promise.all(servers.map((one) => one.close()));
      await Promise.all([...[...workers.values()].map(({ ended }) => ended), ...chores]);
    }
    return exitCodes.ok;
  });
}

const refreshMs = 30_000;
const upkeepMs = 30 * 60_000;
const forgetMs = 60 * 60_000;
const keepMs = 7 * 24 * 60 * 60_000;

function receivingPair({ name, systems }: Pair, files: readonly PairConfig[]): ReceivingPair {
  const file = files.find((one) => one.name === name);
  const push: Partial<Record<Side, Push>> = {};
  for (const { side, push: own } of [systems.cin7, systems.erp]) if (own) push[side] = own;
  return { name, legs: file ? activeLegs(file) : [], push };
}

function workerOf(context: Context, app: App, file: PairConfig, metrics: Metrics): Worker {
  const run = async (legs: readonly LegToRun[]): Promise<PassReport[]> => {
    const reports = await app.borrow(file, (pair) => runPair(app.run, pair, legs, { dryRun: false }));
    for (const { flow, leg, outcome, written, linked, read, notes } of reports) {
      metrics.count('passes', { pair: file.name, flow, outcome });
      const note = notes[0];
      context.log.info('notices were worked off', {
        pair: file.name,
        flow,
        leg,
        outcome,
        read,
        written,
        linked,
        note,
      });
    }
    return reports;
  };
  return startWorker({
    pair: { name: file.name, erp: file.erp.type },
    legs: activeLegs(file),
    store: app.run.store,
    signal: app.run.signal,
    log: context.log,
    run,
  });
}

/** A secret that was changed in the vault is valid without a restart. */
async function refresh(
  context: Context,
  app: App,
  webhooks: WebhooksConfig,
  secrets: Map<string, PairSecrets>,
): Promise<void> {
  try {
    const fresh = await secretsOfPairs(app.vault, webhooks, app.config.pairs);
    for (const [pair, own] of fresh) secrets.set(pair, own);
  } catch (error) {
    context.log.warn('the secrets could not be read again; the old ones stay valid', {
      error: messageOf(error),
    });
  }
}

async function upkeep(
  context: Context,
  app: App,
  webhooks: WebhooksConfig,
  secrets: ReadonlyMap<string, PairSecrets>,
): Promise<void> {
  if (webhooks.publicUrl === undefined) return;
  for (const file of app.config.pairs) {
    const own = secrets.get(file.name);
    if (!own || app.run.signal.aborted) continue;
    try {
      const reports = await keepPair(app, file, own);
      if (reports === 'busy') continue;
      for (const { side, topic, outcome, problem } of reports) {
        const values = { pair: file.name, side, topic, outcome, problem };
        if (outcome === 'failed') context.log.warn('a subscription is not there', values);
        else if (outcome !== 'active') context.log.info('a subscription was looked after', values);
      }
    } catch (error) {
      context.log.warn('subscriptions were not looked after', { pair: file.name, error: messageOf(error) });
    }
  }
}

/** Until the signal; the first time at once if asked for. */
async function every(
  ms: number,
  signal: AbortSignal,
  work: () => Promise<void>,
  atOnce = false,
): Promise<void> {
  for (let first = true; !signal.aborted; first = false) {
    if (!first || atOnce) await work();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
      if (signal.aborted) done();
      else signal.addEventListener('abort', done, { once: true });
    });
  }
}

const stopped = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

const unusable =
  ({ host, port }: { readonly host: string; readonly port: number }) =>
  (error: unknown): never => {
    throw new UsageError(`cannot listen on ${host}:${port}: ${messageOf(error)}`);
  };

async function welcome(
  context: Context,
  server: RunningServer,
  health: RunningServer,
  pairs: readonly Pair[],
  { receiveOnly }: ListenOptions,
): Promise<void> {
  const told = {
    listening: server.origin,
    health: `${health.origin}/healthz`,
    metrics: `${health.origin}/metrics`,
    pairs: pairs.map(({ name }) => name),
    receiveOnly: receiveOnly === true,
  };
  if (context.json) return context.printJson(told);
  const work = receiveOnly ? 'notices are kept for the next sync' : 'what notices tell is read at once';
  await context.print(
    `listening on ${told.listening} for ${told.pairs.join(', ')}; ${work}\nhealth ${told.health}, metrics ${told.metrics}\n`,
  );
}
