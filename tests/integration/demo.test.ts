import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { demoProblems } from '../../src/sandbox/start.ts';
import { type Bench, createBench } from './harness.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await createBench();
});
afterAll(() => bench.close());

const numbersOf = (records: readonly (string | undefined)[] = []) =>
  records.map((record) => /PO-\d+/.exec(record ?? '')?.[0]).sort();
const key = (system: string, method: string) => `${system} ${method}`;

test('the demo data: every bill that can be posted is, three problems are told, nothing is written twice', async () => {
  const [, , , purchases] = await bench.sync();
  expect(purchases).toMatchObject({
    flow: 'purchases',
    outcome: 'ok',
    held: 2,
    rejected: 1,
    failed: 0,
    diverged: 0,
  });
  const bad = purchases?.documents.filter((document) => ['held', 'rejected'].includes(document.state));
  expect(bad?.map((document) => document.problems[0]?.code).sort()).toEqual([
    'account-unmapped',
    'period-closed',
    'totals-differ',
  ]);
  expect(Object.values(demoProblems).sort()).toEqual(
    numbersOf(bad?.map((document) => document.problems[0]?.record)),
  );
  expect(bench.sandbox.check()).toEqual([]);

  bench.clock.advance(15 * 60_000);
  const before = bench.sandbox.journal.entries.length;
  const second = await bench.sync();
  expect(second.map((pass) => pass.written + pass.linked)).toEqual([0, 0, 0, 0]);
  const sent = bench.sandbox.journal.entries.slice(before).map((entry) => key(entry.system, entry.method));
  expect(sent.filter((call) => !call.endsWith('GET') && !call.startsWith('entra'))).toEqual([]);
  expect(sent.length).toBeLessThanOrEqual(8);
});

test('nothing but GET reached an account resource, and no ERP invoice became a Cin7 record', () => {
  const { entries } = bench.sandbox.journal;
  expect(entries.filter((entry) => /account/i.test(entry.path) && entry.method !== 'GET')).toEqual([]);
  expect(
    entries.filter(
      (entry) => /purchase/i.test(entry.path) && entry.system === 'cin7' && entry.method !== 'GET',
    ),
  ).toEqual([]);
});
