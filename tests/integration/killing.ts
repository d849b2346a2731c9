import type { Sandbox } from '../../src/sandbox/start.ts';
import type { Store } from '../../src/store/store.ts';

/** A process that can be killed: from then on it neither commits nor reaches a server. */
export interface Victim {
  /** Commits so far. */
  commits(): number;
  killAt(commit: number, when: 'before' | 'after'): void;
  kill(): void;
  readonly dead: boolean;
  wrap(store: Store): Store;
}

export class Killed extends Error {}

export function createVictim(): Victim {
  let commits = 0;
  let at: { commit: number; when: 'before' | 'after' } | undefined;
  const victim = {
    dead: false,
    commits: () => commits,
    killAt: (commit: number, when: 'before' | 'after') => {
      at = { commit, when };
    },
    kill: () => {
      victim.dead = true;
    },
    wrap: (store: Store): Store => ({
      ...store,
      async transact(work) {
        if (victim.dead) throw new Killed('dead');
        const here = commits++;
        if (at?.commit === here && at.when === 'before') return die();
        const result = await store.transact(work);
        if (at?.commit === here) return die();
        return result;
      },
    }),
  };
  const die = (): never => {
    victim.dead = true;
    throw new Killed('killed');
  };
  return victim;
}

/** Whatever a dead process still has under way reaches nobody. */
export function isolate(sandbox: Sandbox, victim: Victim): void {
  sandbox.faults.add({
    match: () => victim.dead,
    times: Number.MAX_SAFE_INTEGER,
    fault: { kind: 'drop-before' },
  });
}
