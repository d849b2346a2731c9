import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Bench, createBench } from './harness.ts';
import { createVictim, isolate } from './killing.ts';
import { faults, type Stage } from './matrix.ts';

/** What may happen, in any order: people work, requests go wrong, processes run, overlap and die, time passes. */
type Event =
  | { do: 'happen'; scene: number }
  | { do: 'run'; troubles: readonly Trouble[] }
  | { do: 'two runs'; troubles: readonly Trouble[] }
  | { do: 'killed run'; commit: number; when: 'before' | 'after' }
  | { do: 'wait'; minutes: number };

interface Trouble {
  readonly after: number;
  readonly fault: string;
}

const troubles = fc.array(
  fc.record({ after: fc.integer({ min: 0, max: 25 }), fault: fc.constantFrom(...Object.keys(faults)) }),
  { maxLength: 3 },
);

const event = (scenes: number): fc.Arbitrary<Event> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('happen' as const),
        scene: fc.integer({ min: 0, max: scenes - 1 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('run' as const), troubles }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('two runs' as const), troubles }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('killed run' as const),
        commit: fc.integer({ min: 0, max: 40 }),
        when: fc.constantFrom('before' as const, 'after' as const),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
    },
  );

/**
 * Random schedules over the real adapters and real HTTP: however they go, once it is quiet everything is there once and
 * right. fast-check prints the seed of a failing one; `SCHEDULE_SEED` runs it again, `SCHEDULE_RUNS` says how many.
 */
export function randomSchedules(stage: Stage, runs = 15): void {
  test('random schedules end with everything there once', async () => {
    const seed = process.env['SCHEDULE_SEED'];
    await fc.assert(
      fc.asyncProperty(
        fc.array(event(stage.scenes.length), { minLength: 4, maxLength: 12 }),
        async (events) => {
          expect(await play(stage, events)).toEqual([]);
        },
      ),
      {
        numRuns: Number(process.env['SCHEDULE_RUNS'] ?? runs),
        ...(seed ? { seed: Number(seed) } : {}),
      },
    );
  }, 300_000);
}

async function play(
  { furnish, scenes, sandbox = {}, check, mend }: Stage,
  events: readonly Event[],
): Promise<string[]> {
  const bench = await createBench({ data: 'empty', tls: false, ...sandbox });
  try {
    furnish(bench);
    await bench.sync();
    const happened = new Map<number, number[]>();
    let number = 0;
    for (const happening of events) {
      if (happening.do === 'happen') {
        scenes[happening.scene]?.happen(bench, ++number);
        happened.set(happening.scene, [...(happened.get(happening.scene) ?? []), number]);
      } else {
        await perform(bench, happening);
        calm(bench);
        mend?.(bench);
      }
      bench.clock.advance(60_000);
    }
    await settle(bench);
    const wrong = [...happened].flatMap(([index, numbers]) => {
      const scene = scenes[index];
      const standing = scene?.replaces ? numbers.slice(-1) : numbers;
      return standing.flatMap((n) => scene?.wrong(bench, n) ?? []);
    });
    return [...wrong, ...bench.sandbox.check(check)];
  } finally {
    await bench.close();
  }
}

async function perform(bench: Bench, happening: Exclude<Event, { do: 'happen' }>): Promise<void> {
  switch (happening.do) {
    case 'wait':
      bench.clock.advance(happening.minutes * 60_000);
      return bench.sandbox.faults.releaseLate();
    case 'killed run': {
      const victim = createVictim();
      victim.killAt(happening.commit, happening.when);
      isolate(bench.sandbox, victim);
      await bench
        .sync({ process: ({ store, systems }) => ({ store: victim.wrap(store), systems }) })
        .catch((error) => {
          if (!victim.dead) throw error;
        });
      return;
    }
    case 'run':
    case 'two runs': {
      for (const { after, fault } of happening.troubles) {
        const kind = faults[fault];
        if (kind) bench.sandbox.faults.add({ match: ({ system }) => system !== 'entra', after, fault: kind });
      }
      await Promise.all(happening.do === 'run' ? [bench.sync()] : [bench.sync(), bench.sync()]);
      await bench.sandbox.faults.releaseLate();
    }
  }
}

/** Ends what goes wrong, and gives Cin7's key back. */
function calm({ sandbox }: Bench): void {
  sandbox.faults.clear();
  sandbox.cin7.addKey(sandbox.credentials.cin7.applicationKey);
}

async function settle(bench: Bench): Promise<void> {
  for (let i = 0; i < 5; i++) {
    bench.clock.advance(16 * 60_000);
    const passes = await bench.sync();
    if (i > 1 && passes.every((pass) => pass.written + pass.linked + pass.pending === 0)) return;
  }
}
