import { type Bench, createBench } from '../integration/harness.ts';
import { furnish } from '../integration/scenes.ts';
import type { Figure } from './run.ts';

const bills = 20;

const count = (bench: Bench, from: number, system: string) =>
  bench.sandbox.journal.entries.slice(from).filter((entry) => entry.system === system).length;

/** Calls for each of twenty new bills of known suppliers, the calls of an idle pass taken off. */
export async function callsPerBill(): Promise<Figure[]> {
  const bench = await createBench({ data: 'empty' });
  furnish(bench);
  const add = (n: number) =>
    bench.sandbox.cin7.addPurchase({
      supplier: 'Harbour Oils',
      lines: [{ sku: 'OIL-01', price: 5 + n, account: '310' }],
      invoices: [{ number: `B-${n}` }],
    });
  add(0);
  bench.clock.advance(60_000);
  await bench.sync();
  bench.clock.advance(15 * 60_000);
  for (let n = 1; n <= bills; n++) add(n);
  bench.clock.advance(60_000);
  const before = bench.sandbox.journal.entries.length;
  await bench.sync({ flows: ['purchases'] });
  const busy = { cin7: count(bench, before, 'cin7'), erp: count(bench, before, 'businessCentral') };
  bench.clock.advance(30 * 60_000);
  const idleFrom = bench.sandbox.journal.entries.length;
  await bench.sync({ flows: ['purchases'] });
  const idle = { cin7: count(bench, idleFrom, 'cin7'), erp: count(bench, idleFrom, 'businessCentral') };
  await bench.close();
  const each = (total: number, base: number) => (total - base) / bills;
  const [cin7, erp] = [each(busy.cin7, idle.cin7), each(busy.erp, idle.erp)];
  // One call for the numbers of all that was posted belongs to the pass, not to a bill.
  return [
    { name: 'calls to Cin7 per bill', value: cin7.toFixed(2), goal: '1', met: cin7 <= 1 },
    {
      name: 'calls to Business Central per bill',
      value: erp.toFixed(2),
      goal: '4',
      met: erp <= 4 + 2 / bills,
    },
  ];
}

/** Calls of a pass that finds nothing new and has nothing open, by flow and side. */
export async function idleCalls(): Promise<Figure[]> {
  const bench = await createBench({ data: 'empty' });
  furnish(bench);
  await bench.sync();
  const figures: Figure[] = [];
  for (const flow of ['suppliers', 'products', 'purchases'] as const) {
    bench.clock.advance(15 * 60_000);
    await bench.sync({ flows: [flow] });
    bench.clock.advance(15 * 60_000);
    const before = bench.sandbox.journal.entries.length;
    await bench.sync({ flows: [flow] });
    for (const system of ['cin7', 'businessCentral']) {
      const calls = count(bench, before, system);
      const name = `calls of an idle pass of ${flow} to ${system}`;
      figures.push({ name, value: String(calls), goal: 'at most 2', met: calls <= 2 });
    }
  }
  await bench.close();
  return figures;
}
