import type { Side } from '../domain/document.ts';
import type { Notice } from '../domain/notice.ts';
import type { Telling } from '../engine/ports.ts';
import type { Told } from '../store/inbox.ts';
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
          for (const { from, told } of merged(batch)) await tx.inbox.take(from, told);
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

interface Merged {
  readonly from: { readonly pair: string; readonly side: Side; readonly topic: string };
  readonly told: Told;
}

/** What tells the same is written once; what its sender numbers is written by itself, since it may be known already. */
function merged(batch: readonly Waiting[]): Merged[] {
  const single: Merged[] = [];
  const groups = new Map<
    string,
    { from: Merged['from']; deliveries: number; notices: Map<string, Notice> }
  >();
  for (const { pair, side, tellings } of batch) {
    for (const { topic, notices, key } of tellings) {
      const from = { pair, side, topic };
      if (key !== undefined) {
        single.push({ from, told: { notices, key } });
        continue;
      }
      const name = JSON.stringify(from);
      const group = groups.get(name) ?? { from, deliveries: 0, notices: new Map() };
      groups.set(name, group);
      group.deliveries += 1;
      for (const notice of notices)
        group.notices.set(
          [notice.flow, notice.role, notice.number || notice.id, notice.gone].join('|'),
          notice,
        );
    }
  }
  const grouped = [...groups.values()].map(({ from, deliveries, notices }) => ({
    from,
    told: { notices: [...notices.values()], deliveries },
  }));
  return [...single, ...grouped];
}
