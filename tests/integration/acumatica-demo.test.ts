import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Bench, createBench } from './harness.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await createBench({ erps: ['acumatica'] });
});
afterAll(() => bench.close());

test('demo', async () => {
  const first = await bench.sync();
  console.log(
    JSON.stringify(
      first.map(
        ({ flow, leg, outcome, notes, written, linked, held, rejected, failed, diverged, requests }) => ({
          flow,
          leg,
          outcome,
          notes,
          written,
          linked,
          held,
          rejected,
          failed,
          diverged,
          requests,
        }),
      ),
      null,
      1,
    ),
  );
  console.log(
    JSON.stringify(
      first
        .flatMap((p) => p.documents)
        .filter((d) => d.problems.length)
        .map((d) => [
          d.kind,
          d.source.number,
          d.state,
          d.problems.map((p) => [p.code, p.field, p.seen, p.allowed, p.fix].join(' | ')),
        ]),
      null,
      1,
    ),
  );
  console.log(
    bench.sandbox.check().join('\n'),
    bench.sandbox.acumatica.ignored,
    bench.sandbox.acumatica.seats,
  );
  expect(first.length).toBeGreaterThan(1);
}, 60000);
