import { millis } from '../../domain/time.ts';
import type { JsonObject } from '../exchange.ts';
import type { Outgoing, Sender } from '../push/pushes.ts';
import type { World } from './state.ts';
import type { WebhookEvent } from './webhook-events.ts';

/** A minute after the event, then 5, 10, 15, 20 and 25 minutes after the try before; then the webhook is switched off. */
const minute = 60_000;
const firstAfter = minute;
const againAfter = [5, 10, 15, 20, 25].map((minutes) => minutes * minute);

interface Waiting {
  readonly webhook: string;
  readonly event: WebhookEvent;
  readonly from: number;
  readonly wait: number;
  readonly attempt: number;
}

export interface WebhookSender extends Sender {
  listens(): boolean;
  tell(events: readonly WebhookEvent[]): void;
}

export function createWebhookSender(world: World): WebhookSender {
  let queue: Waiting[] = [];
  const active = () => world.webhooks.all().filter((row) => row['IsActive'] !== false);
  const dueAt = ({ from, wait }: Waiting, factor: number) => from + wait * factor;

  function answered(waiting: Waiting, status: number): void {
    if (status >= 200 && status < 300) return;
    const wait = againAfter[waiting.attempt - 1];
    const row = world.webhooks.get(waiting.webhook);
    if (wait !== undefined)
      queue.push({ ...waiting, from: millis(world.now()), wait, attempt: waiting.attempt + 1 });
    else if (row !== undefined) world.webhooks.put({ ...row, IsActive: false });
  }

  function outgoing(waiting: Waiting): Outgoing[] {
    const row = world.webhooks.get(waiting.webhook);
    if (row === undefined || row['IsActive'] === false) return [];
    const { event, attempt } = waiting;
    return [
      {
        topic: event.type,
        url: String(row['ExternalURL']),
        headers: headersOf(row),
        body: event.payload,
        attempt,
        answered: (status) => answered(waiting, status),
      },
    ];
  }

  return {
    system: 'cin7',
    listens: () => active().length > 0,
    tell(events) {
      const from = millis(world.now());
      for (const event of events)
        for (const row of active())
          if (row['Type'] === event.type)
            queue.push({ webhook: row.key, event, from, wait: firstAfter, attempt: 1 });
    },
    due(now, factor) {
      const due = queue.filter((waiting) => dueAt(waiting, factor) <= now);
      queue = queue.filter((waiting) => !due.includes(waiting));
      return due.flatMap(outgoing);
    },
    next: (factor) =>
      queue.length === 0 ? undefined : Math.min(...queue.map((waiting) => dueAt(waiting, factor))),
  };
}

function headersOf(row: JsonObject): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { Key, Value } of (row['ExternalHeaders'] ?? []) as { Key: string; Value: string }[])
    headers[Key] = Value;
  const type = row['ExternalAuthorizationType'];
  if (type === 'bearerauth') headers['authorization'] = `Bearer ${String(row['ExternalBearerToken'])}`;
  if (type === 'basicauth') {
    const pair = `${String(row['ExternalUserName'])}:${String(row['ExternalPassword'])}`;
    headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  return headers;
}
