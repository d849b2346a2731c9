import { existsSync } from 'node:fs';
import type { Config } from '../config/schema.ts';
import { systemClock } from '../domain/time.ts';
import { openStore, type Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import type { Context } from './context.ts';
import { UsageError } from './errors.ts';

/** The state as it is, for commands that only look: without the vault nothing in the trail can be signed or verified. */
export function readState(config: Config): Store {
  if (!existsSync(config.state)) {
    throw new UsageError(
      `there is no state file ${config.state} yet: nothing has been synced with this config`,
    );
  }
  return openStore({ path: config.state, clock: systemClock });
}

/** Runs `work` on the state and closes it, whatever happens. */
export async function withStore<T>(store: Store, work: (store: Store) => Promise<T>): Promise<T> {
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** The key of the audit chain, masked like any secret. */
export async function auditKeyOf({ redactor }: Context, vault: Vault): Promise<Buffer> {
  const key = await vault.auditKey();
  redactor.add(key.toString('base64'));
  redactor.add(key.toString('hex'));
  return key;
}
