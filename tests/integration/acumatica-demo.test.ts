import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Bench, createBench } from './harness.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await createBench({ erps: ['acumatica'] });
});
afterAll(() => bench.close());

const writes = (from: number) =>
  bench.sandbox.journal.entries
    .slice(from)
    .filter(({ method, path }) => method !== 'GET' && !/connect\/token|auth\//.test(path))
    .map(({ method, path }) => `${method} ${path}`);

test('the demo data: what can be written is, with what is wrong told, and a second pass writes nothing', async () => {
  const first = await bench.sync();
  expect(first.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok', 'ok']);
  const codes = new Set(
    first.flatMap(({ documents }) => documents.flatMap((one) => one.problems.map((p) => p.code))),
  );
  expect([...codes].sort()).toEqual(['account-unmapped', 'period-closed', 'totals-differ']);
  const written = first.map((pass) => pass.written + pass.linked);
  expect(written.every((count) => count > 0)).toBe(true);
  expect(bench.sandbox.check({ purchaseWrites: true, signedOut: true })).toEqual([]);

  bench.clock.advance(15 * 60_000);
  const before = bench.sandbox.journal.entries.length;
  const second = await bench.sync();
  expect(second.map((pass) => pass.written + pass.linked)).toEqual([0, 0, 0, 0]);
  expect(writes(before)).toEqual([]);
  const third = bench.sandbox.journal.entries.length;
  bench.clock.advance(15 * 60_000);
  await bench.sync();
  expect(writes(third)).toEqual([]);
  // Two lists of Cin7, vendors, orders, and what is held: in few calls.
  expect(bench.sandbox.journal.entries.length - third).toBeLessThanOrEqual(16);
}, 60_000);

test('nothing but GET reached the chart of accounts, and every seat of the licence is free', () => {
  expect(bench.sandbox.acumatica.accountWrites).toEqual([]);
  expect(bench.sandbox.acumatica.ignored).toEqual([]);
  expect(bench.sandbox.acumatica.seats).toEqual([]);
});
