import type { Config, PairConfig } from '../config/schema.ts';
import { isFailure } from '../domain/failure.ts';
import { systemClock } from '../domain/time.ts';
import type { Pair, Run } from '../engine/context.ts';
import { processLiveness } from '../store/holder.ts';
import { openStore, type Store } from '../store/store.ts';
import type { SystemDeps } from '../systems/shared/options.ts';
import { VaultError } from '../vault/error.ts';
import { createSealer, sealedCache } from '../vault/seal.ts';
import type { Vault } from '../vault/vault.ts';
import { connectPair } from './connect.ts';
import type { Context } from './context.ts';
import { StoppedError, UsageError } from './errors.ts';
import { openSecrets } from './secrets.ts';
import { listenForStop, type Stop } from './signals.ts';
import { keepHeapSmall } from './small-heap.ts';
import { auditKeyOf } from './state.ts';
import { copyState } from './state-copy.ts';
import { progressOn } from './status-line.ts';

/** Everything that a command needs to work with pairs. */
export interface App {
  readonly config: Config;
  readonly store: Store;
  readonly run: Run;
  readonly stop: Stop;
  /**
   * The pairs, connected.
   * @throws UsageError that tells what is missing for all of them: nothing has been started then.
   */
  connect(pairs: readonly PairConfig[]): Promise<Pair[]>;
  /** A pair connected for one piece of work only: what lives long keeps no session open at a system. */
  borrow<T>(pair: PairConfig, work: (pair: Pair) => Promise<T>): Promise<T>;
  readonly vault: Vault;
}

/** Opens vault and state, works, and closes everything again. A dry run works on a copy of the state. */
export async function withApp(
  context: Context,
  config: Config,
  options: { readonly dryRun?: boolean | undefined },
  work: (app: App) => Promise<number>,
): Promise<number> {
  keepHeapSmall();
  const { key, vault } = await openSecrets(context, config);
  const auditKey = await auditKeyOf(context, vault);
  const copy = options.dryRun ? copyState(config.state) : undefined;
  const opened = new Map<string, Pair>();
  const stop = listenForStop((name) =>
    context.warn(`${name}: finishing the step in hand; once more ends at once`),
  );
  let store: Store | undefined;
  try {
    const clock = systemClock;
    store = openStore({
      path: copy?.path ?? config.state,
      sharedPath: copy ? config.state : undefined,
      clock,
      auditKey,
    });
    const { pacer, cache, mutex } = store.shared;
    const { log, redactor, io } = context;
    const secrets = sealedCache(cache, createSealer(key.key));
    const deps: SystemDeps = {
      clock,
      log,
      redactor,
      pacer,
      cache,
      secrets,
      mutex,
      signal: stop.signal,
      env: io.env,
    };
    const progress = progressOn(context.line);
    const run: Run = { store, clock, log, liveness: processLiveness(), signal: stop.signal, progress };
    const connect = async (pairs: readonly PairConfig[]) => {
      const problems: string[] = [];
      const connected: Pair[] = [];
      for (const pair of pairs) {
        try {
          const known = opened.get(pair.name);
          const one = known ?? (await connectPair({ pair, vault, deps, dryRun: options.dryRun === true }));
          opened.set(pair.name, one);
          connected.push(one);
        } catch (error) {
          problems.push(settingProblem(error));
        }
      }
      if (problems.length > 0) throw new UsageError(problems.join('\n'));
      return connected;
    };
    const borrow: App['borrow'] = async (pair, use) => {
      const one = await connectPair({ pair, vault, deps, dryRun: options.dryRun === true });
      try {
        return await use(one);
      } finally {
        await Promise.allSettled([one.systems.cin7.close(), one.systems.erp.close()]);
      }
    };
    const exitCode = await work({ config, store, run, stop, connect, borrow, vault });
    return stop.exitCode() ?? exitCode;
  } catch (error) {
    const exitCode = stop.exitCode();
    throw exitCode === undefined ? error : new StoppedError(exitCode);
  } finally {
    for (const { systems } of opened.values()) {
      await Promise.allSettled([systems.cin7.close(), systems.erp.close()]);
    }
    await store?.close();
    copy?.remove();
    stop.release();
  }
}

/** What keeps a pair from being connected; what is no fault of config or vault is thrown on. */
function settingProblem(error: unknown): string {
  if (error instanceof UsageError || error instanceof VaultError || isFailure(error)) return error.message;
  throw error;
}
