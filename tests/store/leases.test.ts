import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { acquireLease, LeaseLost } from '../../src/engine/leases.ts';
import { currentHolder, type Holder, isGone } from '../../src/store/holder.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { stateFolder, testClock } from './support.ts';

let folder: ReturnType<typeof stateFolder>;
let clock: ReturnType<typeof testClock>;
let store: Store;
beforeEach(() => {
  folder = stateFolder();
  clock = testClock();
  store = openStore({ path: folder.file, clock });
});
afterEach(async () => {
  await store.close();
  folder.remove();
});

const holder = (pid: number, host = 'h'): Holder => ({
  host,
  boot: 'b',
  pid,
  started: '1',
  instance: `${pid}`,
});
const liveness = (pid: number, gone: number[] = []) => ({
  self: holder(pid),
  isGone: (other: Holder) => gone.includes(other.pid),
});

test('one holds it, the next is told who', async () => {
  const first = await acquireLease(store, 'acme/purchases', clock, liveness(4711));
  expect('lease' in first).toBe(true);
  const second = await acquireLease(store, 'acme/purchases', clock, liveness(2));
  expect(second).toEqual({ busy: 'host h, process 4711, since 2026-09-01T08:00:00.000Z' });
  expect('lease' in (await acquireLease(store, 'acme/suppliers', clock, liveness(2)))).toBe(true);
  if ('lease' in first) await first.lease.release();
  expect('lease' in (await acquireLease(store, 'acme/purchases', clock, liveness(2)))).toBe(true);
});

test('a holder of this host that is gone loses it at once; the loser cannot commit any more', async () => {
  const first = await acquireLease(store, 'l', clock, liveness(1));
  const second = await acquireLease(store, 'l', clock, liveness(2, [1]));
  expect('lease' in second).toBe(true);
  if (!('lease' in first)) throw new Error('not acquired');
  await expect(store.transact((tx) => first.lease.confirm(tx))).rejects.toThrow(LeaseLost);
  await first.lease.release();
  if ('lease' in second) await store.transact((tx) => second.lease.confirm(tx));
});

test('any other holder is given up after two minutes without a heartbeat', async () => {
  await acquireLease(store, 'l', clock, liveness(1));
  clock.advance(120_000);
  expect('busy' in (await acquireLease(store, 'l', clock, liveness(2)))).toBe(true);
  clock.advance(1);
  expect('lease' in (await acquireLease(store, 'l', clock, liveness(2)))).toBe(true);
});

test('who is gone: another boot, no such process, or a process id that was used again', () => {
  const self = currentHolder();
  expect(isGone(self, self)).toBe(false);
  expect(isGone({ ...self, host: 'elsewhere', pid: 999_999 }, self)).toBe(false);
  expect(isGone({ ...self, boot: 'earlier' }, self)).toBe(true);
  expect(isGone({ ...self, pid: 3_999_999 }, self)).toBe(true);
  expect(isGone({ ...self, pid: process.ppid, started: '1' }, self)).toBe(true);
});
