import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, type Instant, millis } from '../domain/time.ts';
import type { Store } from '../store/store.ts';
import type { Gauge, Metrics } from './metrics.ts';

export interface MonitorOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly pairs: readonly string[];
}

/** `/healthz`: whether the state file can be read; `/metrics`: counters and what stands in the state. */
export function createMonitor(options: MonitorOptions) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const path = (request.url ?? '').split('?')[0];
    const known = path === '/healthz' || path === '/metrics';
    if (!known || request.method !== 'GET') {
      response.writeHead(known ? 405 : 404).end();
      return;
    }
    measure(options).then(
      (gauges) => {
        response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
        response.end(path === '/healthz' ? 'ok\n' : options.metrics.print(gauges));
      },
      () => response.writeHead(503).end('the state file cannot be read\n'),
    );
  };
}

async function measure({ store, clock, pairs }: MonitorOptions): Promise<Gauge[]> {
  const gauges: Gauge[] = [];
  const seconds = (at: Instant) => millis(at) / 1000;
  const depth = await store.inbox.depth();
  for (const pair of pairs) {
    const own = depth.find((one) => one.pair === pair);
    const age = own ? Math.max(0, seconds(clock.now()) - seconds(own.oldest)) : 0;
    gauges.push({ name: 'inbox_entries', labels: { pair }, value: own?.entries ?? 0 });
    gauges.push({ name: 'inbox_oldest_seconds', labels: { pair }, value: age });
    for (const { side, topic, lastAt } of await store.inbox.counts(pair)) {
      gauges.push({
        name: 'last_notice_timestamp_seconds',
        labels: { pair, side, topic },
        value: seconds(lastAt),
      });
    }
    for (const { side, topic, state, expiresAt } of await store.subscriptions.of(pair)) {
      const labels = { pair, side, topic };
      gauges.push({ name: 'subscription_active', labels, value: state === 'active' ? 1 : 0 });
      if (expiresAt)
        gauges.push({ name: 'subscription_expires_timestamp_seconds', labels, value: seconds(expiresAt) });
    }
  }
  return gauges;
}
