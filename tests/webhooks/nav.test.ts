import { afterEach, expect, it } from '@jest/globals';
import { createPushBench, type PushBench } from './support.ts';

let push: PushBench;
afterEach(() => push.close());

it('NAV: subscribes to what the server lists, and a change there makes the flow run', async () => {
  push = await createPushBench({ erps: ['nav'] });
  const topics = (await push.keep('erp')).map(({ topic, outcome, problem }) => [topic, outcome, problem]);
  expect(topics).toEqual([
    ['vendors', 'created', undefined],
    ['customers', 'created', undefined],
    ['items', 'created', undefined],
    ['generalLedgerEntries', 'created', undefined],
  ]);
  const { nav, pushes } = push.bench.sandbox;
  nav.addVendor({ No: 'V900', Name: 'Tea Co' });
  expect(await pushes.deliverAll()).toBe(1);
  expect(pushes.sent[0]?.status).toBe(200);
  expect(
    (await push.store.inbox.open(push.bench.pair.name)).map(({ flow, record }) => [flow, record]),
  ).toEqual([['suppliers', '']]);
});

it('NAV without an API has nothing to subscribe to', async () => {
  push = await createPushBench({ erps: ['nav'] });
  push.bench.sandbox.nav.apiEnabled = false;
  expect(await push.keep('erp')).toEqual([]);
});
