import { expect, test } from '@jest/globals';
import { createVirtualClock } from '../../src/sandbox/start.ts';

test('runs with real time until it is moved or frozen', async () => {
  const clock = createVirtualClock();
  expect(Math.abs(Date.parse(clock.now()) - Date.now())).toBeLessThan(50);
  clock.advance(3_600_000);
  expect(Date.parse(clock.now()) - Date.now()).toBeGreaterThan(3_599_000);
  clock.set('2026-01-01T00:00:00Z');
  await new Promise((resolve) => setTimeout(resolve, 15));
  expect(clock.now() > '2026-01-01T00:00:00.010Z').toBe(true);
});

test('stands still when frozen, and goes on from there', () => {
  const clock = createVirtualClock('2026-09-01');
  expect(clock.now()).toBe('2026-09-01T00:00:00.000Z');
  expect(clock.advance(1500)).toBe('2026-09-01T00:00:01.500Z');
  expect(clock.freeze()).toBe('2026-09-01T00:00:01.500Z');
  clock.run();
  expect(clock.now().slice(0, 16)).toBe('2026-09-01T00:00');
});

test('sleeping moves time at once and yields', async () => {
  const clock = createVirtualClock('2026-09-01');
  let happened = false;
  setImmediate(() => {
    happened = true;
  });
  await clock.sleep(60_000);
  expect(happened).toBe(true);
  expect(clock.now()).toBe('2026-09-01T00:01:00.000Z');
  const stopped = new AbortController();
  stopped.abort();
  await clock.sleep(60_000, stopped.signal);
  expect(clock.now()).toBe('2026-09-01T00:01:00.000Z');
});

test('refuses what is no moment', () => {
  expect(() => createVirtualClock('soon')).toThrow(RangeError);
});
