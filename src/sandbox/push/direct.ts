import type { Clock } from '../../domain/time.ts';
import { millis } from '../../domain/time.ts';
import type { SystemName } from '../exchange.ts';
import type { Outgoing, Sender } from './pushes.ts';

/** An endpoint as an administrator enters it in the system itself. */
export interface PushEndpoint {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface DirectSender extends Sender {
  /** Nothing: nobody is told any more. */
  pushTo(endpoint: PushEndpoint | undefined): void;
  listens(): boolean;
  /** `body`: a text is sent as it is. */
  tell(topic: string, body: unknown): void;
  /** Sends everything again that was sent so far, as an operator can. */
  resend(): void;
}

interface Waiting {
  readonly topic: string;
  readonly body: unknown;
  readonly from: number;
  readonly wait: number;
  readonly attempt: number;
}

/** Tells one endpoint, soon after the change; `againAfter`: the pauses before each further try, then it gives up. */
export function createDirectSender(
  system: SystemName,
  clock: Pick<Clock, 'now'>,
  firstAfter: number,
  againAfter: readonly number[],
): DirectSender {
  let endpoint: PushEndpoint | undefined;
  let queue: Waiting[] = [];
  const told: { topic: string; body: unknown }[] = [];
  const now = () => millis(clock.now());
  const dueAt = ({ from, wait }: Waiting, factor: number) => from + wait * factor;
  const add = (topic: string, body: unknown) =>
    queue.push({ topic, body, from: now(), wait: firstAfter, attempt: 1 });

  const outgoing = (waiting: Waiting, { url, headers = {} }: PushEndpoint): Outgoing => ({
    topic: waiting.topic,
    url,
    headers,
    body: waiting.body,
    attempt: waiting.attempt,
    answered(status) {
      const wait = againAfter[waiting.attempt - 1];
      if ((status >= 200 && status < 300) || wait === undefined) return;
      queue.push({ ...waiting, from: now(), wait, attempt: waiting.attempt + 1 });
    },
  });

  return {
    system,
    pushTo(wanted) {
      endpoint = wanted;
    },
    listens: () => endpoint !== undefined,
    tell(topic, body) {
      told.push({ topic, body });
      add(topic, body);
    },
    resend() {
      for (const { topic, body } of told) add(topic, body);
    },
    due(at, factor) {
      const due = queue.filter((waiting) => dueAt(waiting, factor) <= at);
      queue = queue.filter((waiting) => !due.includes(waiting));
      const to = endpoint;
      return to === undefined ? [] : due.map((waiting) => outgoing(waiting, to));
    },
    next: (factor) =>
      queue.length === 0 ? undefined : Math.min(...queue.map((waiting) => dueAt(waiting, factor))),
  };
}
