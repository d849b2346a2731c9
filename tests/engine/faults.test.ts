import { describe, expect, test } from '@jest/globals';
import {
  addSupplier,
  createWorld,
  part,
  putPurchase,
  type Trouble,
  violations,
  type World,
} from './world.ts';

const troubles: Trouble[] = [
  'unsent',
  'throttled',
  'lost before',
  'lost after',
  'late',
  'crash before',
  'crash after',
];

/** Runs processes until one finds nothing to do; a slow server gets around to its writes in between. */
async function untilQuiet(world: World): Promise<void> {
  world.trouble = () => undefined;
  for (let i = 0; i < 6; i++) {
    const result = await world.process();
    world.clock.advance(15 * 60_000);
    for (const write of world.late.splice(0)) {
      try {
        write();
      } catch {
        // the server refuses it by now: a twin was posted
      }
    }
    if (result !== 'crashed' && i > 2 && result[0]?.written === 0) return;
  }
}

function prepare(kind: 'bill' | 'credit', twoStep: boolean): World {
  const world = createWorld({ twoStep });
  addSupplier(world, 's1', 'Tea Co');
  const one = part('p1', 'INV-1', '100');
  putPurchase(world, 'p1', kind === 'bill' ? { invoices: [one] } : { credits: [{ ...one, number: 'CN-1' }] });
  world.clock.advance(60_000);
  return world;
}

/** How many remote calls and commits an undisturbed pass makes. */
async function undisturbed(kind: 'bill' | 'credit', twoStep: boolean): Promise<number> {
  const world = prepare(kind, twoStep);
  await world.process();
  const { length } = world.calls;
  world.close();
  return length;
}

describe.each([
  ['bill', false],
  ['bill', true],
  ['credit', false],
] as const)('%s (lines apart: %s)', (kind, twoStep) => {
  test('exactly once, right, nothing left over: each fault at each call and each commit', async () => {
    const places = await undisturbed(kind, twoStep);
    expect(places).toBeGreaterThan(10);
    for (const trouble of troubles) {
      for (let place = 0; place < places; place++) {
        const world = prepare(kind, twoStep);
        let n = 0;
        world.trouble = () => (n++ === place ? trouble : undefined);
        await world.process();
        await untilQuiet(world);
        const found = violations(world);
        if (found.length > 0)
          throw new Error(`${trouble} at call ${place} (${world.calls[place]}): ${found.join('; ')}`);
        world.close();
      }
    }
  });

  test('the same with the fault twice in a row', async () => {
    const places = await undisturbed(kind, twoStep);
    // Each third call, a different one for each trouble; all with FAULTS=all.
    const stride = process.env['FAULTS'] === 'all' ? 1 : 3;
    for (const [index, trouble] of troubles.entries()) {
      for (let place = index % stride; place < places; place += stride) {
        const world = prepare(kind, twoStep);
        let n = 0;
        world.trouble = () => (n++ >= place && n <= place + 3 ? trouble : undefined);
        await world.process();
        await world.process();
        await untilQuiet(world);
        const found = violations(world);
        if (found.length > 0) throw new Error(`${trouble} from call ${place}: ${found.join('; ')}`);
        world.close();
      }
    }
  });
});
