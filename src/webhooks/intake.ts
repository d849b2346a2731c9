import type { Side } from '../domain/document.ts';
import type { Telling } from '../engine/ports.ts';
import type { Store } from '../store/store.ts';

/** Takes what arrived into the inbox. */
export interface Intake {
  /** Resolves when it is committed. @throws when it is not: the sender has to send it again. */
  take(from: { readonly pair: string; readonly side: Side }, tellings: readonly Telling[]): Promise<void>;
  /** Deliveries that wait to be committed. */
  waiting(): number;
}

interface Waiting {
  readonly pair: string;
  readonly side: Side;
  readonly tellings: readonly Telling[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** As much as one commit takes; what comes meanwhile waits for the next. */
const mostAtOnce = 500;

/** One commit for all that arrived while the last one was written, so that a flood costs few of them. */
export function createIntake(store: Store, onTaken: (pairs: ReadonlySet<string>) => void): Intake {
  let queue: Waiting[] = [];
  let writing = false;

  async function writeAll(): Promise<void> {
    if (writing) return;
    writing = true;
    while (queue.length > 0) {
      const batch = queue.slice(0, mostAtOnce);
      queue = queue.slice(mostAtOnce);
      try {
        await store.transact(async (tx) => {
          for (const { pair, side, tellings } of batch)
            for (const { topic, notices, key } of tellings)
              await tx.inbox.take({ pair, side, topic }, { notices, key });
        });
        for (const { done } of batch) done();
        onTaken(new Set(batch.map(({ pair }) => pair)));
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    writing = false;
  }

  return {
    take: ({ pair, side }, tellings) =>
      new Promise((done, failed) => {
        queue.push({ pair, side, tellings, done, failed });
        void writeAll();
      }),
    waiting: () => queue.length,
  };
}
