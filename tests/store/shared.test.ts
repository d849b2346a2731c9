import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Clock, millis, shift, systemClock } from '../../src/domain/time.ts';
import type { Holder, Liveness } from '../../src/store/holder.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { stateFolder, testClock } from './support.ts';

let folder: ReturnType<typeof stateFolder>;
let clock: ReturnType<typeof testClock>;
const open: Store[] = [];
beforeEach(() => {
  folder = stateFolder();
  clock = testClock();
});
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
  folder.remove();
});

const holder = (pid: number): Holder => ({ host: 'h', boot: 'b', pid, started: '1', instance: `${pid}` });
const start = (pid = 1, gone: number[] = [], by: Clock = clock): Store => {
  const liveness: Liveness = { self: holder(pid), isGone: (other) => gone.includes(other.pid) };
  const store = openStore({ path: folder.file, clock: by, liveness });
  open.push(store);
  return store;
};

test('never more than the limit in any window, however many processes ask', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 30, maxLength: 80 }),
      async (gaps) => {
        const stores = [start(1), start(2), start(3)];
        const budget = { limit: 7, windowMs: 10_000 };
        const key = `key-${Math.random()}`;
        const sent: number[] = [];
        for (const [index, gap] of gaps.entries()) {
          clock.advance(gap);
          const wait = await stores[index % 3]!.shared.pacer.reserve(key, budget);
          sent.push(millis(clock.now()) + wait);
        }
        sent.sort((a, b) => a - b);
        for (let i = budget.limit; i < sent.length; i++) {
          expect(sent[i]! - sent[i - budget.limit]!).toBeGreaterThanOrEqual(budget.windowMs);
        }
      },
    ),
    { numRuns: 15 },
  );
});

test('with work waiting the whole budget is used', async () => {
  const stores = [start(1), start(2), start(3)];
  let last = 0;
  for (let n = 0; n < 300; n++) {
    last =
      millis(clock.now()) + (await stores[n % 3]!.shared.pacer.reserve('k', { limit: 60, windowMs: 61_500 }));
  }
  expect(last - millis(clock.now())).toBe(4 * 61_500);
});

test('a limit answer delays all who use the key, and a shorter one does not shorten it', async () => {
  const [one, two] = [start(1), start(2)];
  await one.shared.pacer.delay('k', shift(clock.now(), 30_000));
  await two.shared.pacer.delay('k', shift(clock.now(), 5_000));
  expect(await two.shared.pacer.reserve('k', { limit: 5, windowMs: 1000 })).toBe(30_000);
  expect(await two.shared.pacer.reserve('other', { limit: 5, windowMs: 1000 })).toBe(0);
});

test('the cache forgets what is over its time', async () => {
  const { cache } = start().shared;
  await cache.set('a', '1', 1000);
  expect(await cache.get('a')).toBe('1');
  clock.advance(1000);
  expect(await cache.get('a')).toBeUndefined();
});

test('a mutex lets one in at a time, and passes over a holder that died', async () => {
  const [one, two] = [start(1, [], systemClock), start(2, [9], systemClock)];
  const order: string[] = [];
  await Promise.all([
    one.shared.mutex.run('m', async () => {
      order.push('one in');
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push('one out');
    }),
    two.shared.mutex.run('m', async () => {
      order.push('two in');
    }),
  ]);
  expect(order.join()).toMatch(/^(one in,one out,two in|two in,one in,one out)$/);
  void start(9, [], systemClock).shared.mutex.run('m', () => new Promise(() => {}));
  await new Promise((resolve) => setTimeout(resolve, 20));
  await two.shared.mutex.run('m', async () => {
    order.push('after death');
  });
  expect(order.at(-1)).toBe('after death');
});
