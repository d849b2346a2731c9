import { type Instant, instant, millis } from '../../domain/time.ts';
import type { VirtualClock } from '../clock.ts';
import type { SystemName } from '../exchange.ts';
import { type Reply, send } from './send.ts';

/** One delivery that a stand-in is about to make. */
export interface Outgoing {
  readonly topic: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** 1 for the first try. */
  readonly attempt: number;
  /** The receiver answered, or not at all (0). */
  answered(status: number): void;
}

/** A stand-in that tells what changed. Delays are those of the real system, times `factor`. */
export interface Sender {
  readonly system: SystemName;
  /** Hands out what is due; what it hands out is answered before it is asked again. */
  due(now: number, factor: number): Outgoing[];
  /** When the next delivery is due, in milliseconds; nothing when none waits. */
  next(factor: number): number | undefined;
}

export interface SentPush {
  readonly system: SystemName;
  readonly topic: string;
  readonly at: Instant;
  readonly attempt: number;
  /** 0: nobody answered. */
  readonly status: number;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What the network does to a delivery: it arrives, twice or never. */
export type Fate = 'arrives' | 'doubled' | 'lost';

export interface Pushes {
  readonly sent: readonly SentPush[];
  /** Real delays times this. Default 1; less makes them shorter. */
  factor: number;
  /** Decided for each delivery; default: all arrive. A lost one counts as answered, as if a proxy had swallowed it. */
  fate: (push: { readonly system: SystemName; readonly topic: string }) => Fate;
  /** Whether deliveries of one moment are sent in the wrong order. */
  reversed: boolean;
  /** Sends what is due by the clock; resolves when all is answered. @returns how many were sent. */
  deliver(): Promise<number>;
  /** Moves the clock to each delivery that still waits and sends it, retries included. @returns how many were sent. */
  deliverAll(): Promise<number>;
  /** From now on sends what is due by itself, every so many milliseconds of real time. */
  auto(everyMs?: number): void;
  /** One more call to a receiver: a handshake. */
  call(url: string, headers: Readonly<Record<string, string>>, body: unknown): Promise<Reply>;
  close(): void;
}

/** `ca`: PEM of the authority that a receiver's certificate may come from. */
export function createPushes(clock: VirtualClock, senders: readonly Sender[], ca: string): Pushes {
  const sent: SentPush[] = [];
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<number> | undefined;

  async function one(sender: Sender, outgoing: Outgoing): Promise<void> {
    const { topic, url, headers, body, attempt } = outgoing;
    const { system } = sender;
    const fate = pushes.fate({ system, topic });
    const times = { arrives: 1, doubled: 2, lost: 0 }[fate];
    let status = 200;
    for (let n = 0; n < times; n++) ({ status } = await send({ url, headers, body, ca }));
    sent.push({ system, topic, at: clock.now(), attempt, status, url, headers, body });
    outgoing.answered(status);
  }

  async function round(): Promise<number> {
    const now = millis(clock.now());
    const due = senders.flatMap((sender) =>
      sender.due(now, pushes.factor).map((outgoing) => ({ sender, outgoing })),
    );
    if (pushes.reversed) due.reverse();
    for (const { sender, outgoing } of due) await one(sender, outgoing);
    return due.length;
  }

  const pushes: Pushes = {
    sent,
    factor: 1,
    fate: () => 'arrives',
    reversed: false,
    deliver() {
      running ??= round().finally(() => {
        running = undefined;
      });
      return running;
    },
    async deliverAll() {
      let count = 0;
      for (;;) {
        const times = senders.flatMap((sender) => sender.next(pushes.factor) ?? []);
        if (times.length === 0) return count;
        const at = Math.min(...times);
        if (at > millis(clock.now())) clock.set(instant(at));
        count += await pushes.deliver();
      }
    },
    auto(everyMs = 100) {
      timer ??= setInterval(() => {
        pushes.deliver().catch(() => {
          // A receiver that breaks off is the sender's retry, not the sandbox's end.
        });
      }, everyMs);
      timer.unref();
    },
    call: (url, headers, body) => send({ url, headers, body, ca }),
    close() {
      clearInterval(timer);
    },
  };
  return pushes;
}
