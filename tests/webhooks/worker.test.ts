import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { silent } from '../../src/domain/log.ts';
import type { PassReport } from '../../src/engine/report.ts';
import type { LegToRun } from '../../src/engine/run.ts';
import { createVirtualClock } from '../../src/sandbox/start.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { startWorker } from '../../src/webhooks/worker.ts';

let store: Store;
beforeEach(() => {
  store = openStore({ path: ':memory:', clock: createVirtualClock('2026-09-14T08:00:00.000Z') });
});
afterEach(() => store.close());

const leg = { flow: 'purchases', leg: 'cin7-to-erp', kinds: ['bill'], options: {} } as unknown as LegToRun;
const from = { pair: 'p', side: 'cin7', topic: 't' } as const;
const tell = (number: string) =>
  store.transact((tx) =>
    tx.inbox.take(from, { notices: [{ flow: 'purchases', role: 'source', id: 'x', number }] }),
  );

it('works off what comes together at once, and what comes meanwhile afterwards', async () => {
  const stop = new AbortController();
  const runs: string[][] = [];
  const worker = startWorker({
    pair: { name: 'p', erp: 'business-central' },
    legs: [leg],
    store,
    signal: stop.signal,
    log: silent,
    gatherMs: 20,
    lookMs: 10_000,
    async run() {
      const entries = await store.inbox.open('p');
      runs.push(entries.map(({ number }) => number));
      // Told again while it is being read: once more is needed.
      if (runs.length === 1) await tell('A');
      await store.transact((tx) => tx.inbox.settle(entries));
      if (runs.length === 2) stop.abort();
      return [{ outcome: 'ok' } as PassReport];
    },
  });
  await Promise.all([tell('A'), tell('B'), tell('A')]);
  worker.wake();
  await worker.ended;
  expect(runs).toEqual([['A', 'B'], ['A']]);
});

it('asks for a pass where a record is not known, and for a few reads where it is', async () => {
  const { legsWithNotices } = await import('../../src/webhooks/worker.ts');
  const legs = async () =>
    (await legsWithNotices(store, { name: 'p', erp: 'nav' }, [leg])).map((one) => one.noticesOnly);
  expect(await legs()).toEqual([]);
  const of = { pair: 'p', side: 'cin7', collection: 'purchases' } as const;
  await store.transact((tx) => tx.records.see(of, [{ id: 'r1', number: 'A', version: '1' }], 'walk'));
  await tell('A');
  expect(await legs()).toEqual([true]);
  await tell('B');
  expect(await legs()).toEqual([false]);
});

it('finds what no notice told', async () => {
  const of = { pair: 'p', side: 'cin7', collection: 'purchases' } as const;
  const stamp = '2026-09-14T07:58:00.000Z' as never;
  const rows = ['A', 'B', 'C'].map((number) => ({ id: number.toLowerCase(), number, version: '1', stamp }));
  await store.transact((tx) => tx.records.see(of, rows, 'walk'));
  await tell('B');
  const [start, end] = ['2026-09-14T07:00:00.000Z', '2026-09-14T09:00:00.000Z'] as never[];
  const found = await store.inbox.untold(
    { pair: 'p', side: 'cin7', flow: 'purchases' },
    start as never,
    end as never,
  );
  expect([found.changed, found.untold]).toEqual([3, 2]);
});
