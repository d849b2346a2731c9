import { randomUUID } from 'node:crypto';
import type { Clock } from '../domain/time.ts';
import { millis } from '../domain/time.ts';
import { describeHolder, type Liveness, parseHolder } from '../store/holder.ts';
import type { Store, Tx } from '../store/store.ts';

/** A holder of another host is given up after so long without a heartbeat. */
const silenceMs = 120_000;
const beatMs = 20_000;

/** The right to run one flow of one pair. */
export interface Lease {
  readonly token: string;
  /** Every commit of an intent or a checkpoint calls it. @throws LeaseLost when another has taken over. */
  confirm(tx: Tx): Promise<void>;
  release(): Promise<void>;
}

export class LeaseLost extends Error {
  constructor(name: string) {
    super(`another pass has taken over ${name}; this one stops`);
    this.name = 'LeaseLost';
  }
}

export type Acquired = { readonly lease: Lease } | { readonly busy: string };

/** Takes the lease, or says who holds it. A holder on this host that is gone loses it at once. */
export async function acquireLease(
  store: Store,
  name: string,
  clock: Clock,
  liveness: Liveness,
): Promise<Acquired> {
  const token = randomUUID();
  const busy = await store.transact(async (tx) => {
    const held = await tx.leases.get(name);
    const now = clock.now();
    if (held) {
      const holder = parseHolder(held.holder);
      const silent = millis(now) - millis(held.heartbeatAt) > silenceMs;
      if (!silent && !liveness.isGone(holder)) return `${describeHolder(holder)}, since ${held.acquiredAt}`;
    }
    await tx.leases.put({
      name,
      token,
      holder: JSON.stringify(liveness.self),
      acquiredAt: now,
      heartbeatAt: now,
    });
    return undefined;
  });
  return busy === undefined ? { lease: keepAlive(store, name, token, clock) } : { busy };
}

function keepAlive(store: Store, name: string, token: string, clock: Clock): Lease {
  let lost = false;
  const timer = setInterval(() => {
    store
      .transact((tx) => tx.leases.beat(name, token, clock.now()))
      .then((held) => {
        lost ||= !held;
      })
      .catch(() => {
        // The next beat tries again; `confirm` is what protects the ledger.
      });
  }, beatMs);
  timer.unref();
  return {
    token,
    async confirm(tx) {
      if (lost || !(await tx.leases.isHeld(name, token))) throw new LeaseLost(name);
    },
    async release() {
      clearInterval(timer);
      await store.transact((tx) => tx.leases.drop(name, token));
    },
  };
}
