import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../src/sandbox/faults.ts';
import type { CheckOptions, SandboxOptions } from '../../src/sandbox/start.ts';
import { type Bench, createBench } from './harness.ts';
import { createVictim, isolate, type Victim } from './killing.ts';
import type { Scene } from './scenes.ts';

/** Every fault of a single request. What a killed process would still have sent reaches nobody. */
export const faults: Readonly<Record<string, Fault>> = {
  'dropped before': { kind: 'drop-before' },
  'dropped after the commit': { kind: 'drop-after' },
  '500 after the commit': { kind: 'error-after', status: 500 },
  '504 after the commit, in HTML': { kind: 'error-after', status: 504, body: '<html>gateway</html>' },
  'half an answer': { kind: 'truncate' },
  'committed late': { kind: 'late-commit', requests: 3, answer: 'drop' },
  'a 401': { kind: 'expire-token' },
  'a 429': { kind: 'throttle', retryAfter: 2 },
  'a page of HTML': { kind: 'html' },
  'a 503 before': { kind: 'status', status: 503 },
};

/** For a read it is all one whether it was carried out: these stand for the rest. */
const ofReads = ['dropped before', 'a 401', 'a 429'];

/** The documents of one pair, and the world that they need. */
export interface Stage {
  readonly furnish: (bench: Bench) => void;
  readonly scenes: readonly Scene[];
  /** Gives back what a fault took from the ERP for good, such as the key of its user. */
  readonly mend?: (bench: Bench) => void;
  readonly sandbox?: SandboxOptions;
  /** What of the invariants is another matter in these scenes. */
  readonly check?: CheckOptions;
  /** Only each n-th combination, so that every fault and every request still has its turn; all with FAULTS=all. */
  readonly every?: number;
}

/** Each scene of a pair x each fault at each request, and x a process killed at each request and around each commit. */
export function faultMatrix({ furnish, scenes, sandbox = {}, check, mend, every = 1 }: Stage): void {
  let bench: Bench;
  let turn = 0;
  const passedOver = () => process.env['FAULTS'] !== 'all' && turn++ % every !== 0;
  let number = 0;
  beforeAll(async () => {
    bench = await createBench({ data: 'empty', tls: false, ...sandbox });
    furnish(bench);
    await quiet();
  });
  afterAll(() => bench.close());

  const sync = (scene: Scene | undefined, victim?: Victim) =>
    bench
      .sync({
        ...(scene ? { flows: scene.flows } : {}),
        ...(victim ? { process: ({ store, systems }) => ({ store: victim.wrap(store), systems }) } : {}),
      })
      .catch((error) => {
        if (!victim?.dead) throw error;
        return [];
      });

  async function quiet(scene?: Scene): Promise<void> {
    bench.sandbox.faults.clear();
    bench.sandbox.cin7.addKey(bench.sandbox.credentials.cin7.applicationKey);
    mend?.(bench);
    for (let i = 0; i < 4; i++) {
      bench.clock.advance(16 * 60_000);
      const passes = await sync(scene);
      if (i > 0 && passes.every((pass) => pass.written + pass.linked === 0)) return;
    }
  }

  async function ends(scene: Scene, n: number, what: string): Promise<void> {
    await bench.sandbox.faults.releaseLate();
    await quiet(scene);
    const wrong = [...scene.wrong(bench, n), ...bench.sandbox.check(check)];
    if (wrong.length > 0) throw new Error(`${scene.name}, ${what}: ${wrong.join('; ')}${await openOnes()}`);
  }

  /** What the state file says of documents that are not at rest, for the message. */
  const openOnes = async (): Promise<string> => {
    const all = await bench.look((store) => store.documents.all(undefined));
    const open = all.filter((document) => !['written', 'linked', 'skipped'].includes(document.state));
    return open
      .map((one) => `\n  ${one.kind} ${one.number} ${one.state} ${JSON.stringify(one.problems)}`)
      .join('');
  };

  /** Requests (without those for tokens) and commits of an undisturbed pass. */
  async function undisturbed(scene: Scene): Promise<{ methods: string[]; commits: number }> {
    const n = ++number;
    scene.happen(bench, n);
    bench.clock.advance(60_000);
    const before = bench.sandbox.journal.entries.length;
    const victim = createVictim();
    await sync(scene, victim);
    const methods = bench.sandbox.journal.entries
      .slice(before)
      .filter((entry) => entry.system !== 'entra')
      .map((entry) => entry.method);
    await ends(scene, n, 'undisturbed');
    return { methods, commits: victim.commits() };
  }

  describe.each(scenes.map((scene) => [scene.name, scene] as const))('%s', (_, scene) => {
    test('each fault at each request: exactly one, right, nothing left over', async () => {
      const { methods } = await undisturbed(scene);
      expect(methods.filter((method) => method !== 'GET').length).toBeGreaterThan(0);
      for (const [what, fault] of Object.entries(faults)) {
        for (const [place, method] of methods.entries()) {
          if (method === 'GET' && !ofReads.includes(what)) continue;
          if (passedOver()) continue;
          const n = ++number;
          scene.happen(bench, n);
          bench.clock.advance(60_000);
          bench.sandbox.faults.add({ match: (request) => request.system !== 'entra', after: place, fault });
          await sync(scene);
          await ends(scene, n, `${what} at request ${place}`);
        }
      }
    }, 900_000);

    test('killed at each request, its work done or not: exactly one, right, nothing left over', async () => {
      const { methods } = await undisturbed(scene);
      for (const kind of ['drop-before', 'drop-after'] as const) {
        for (const [place, method] of methods.entries()) {
          if (method === 'GET' && kind === 'drop-after') continue;
          if (passedOver()) continue;
          const n = ++number;
          scene.happen(bench, n);
          bench.clock.advance(60_000);
          const victim = createVictim();
          let seen = 0;
          const strikes = () => {
            if (seen++ !== place) return false;
            victim.kill();
            return true;
          };
          bench.sandbox.faults.add({
            match: (request) => request.system !== 'entra' && strikes(),
            fault: { kind },
          });
          isolate(bench.sandbox, victim);
          await sync(scene, victim);
          await ends(scene, n, `killed at request ${place}, ${kind}`);
        }
      }
    }, 900_000);

    test('killed before and after each commit: exactly one, right, nothing left over', async () => {
      const { commits } = await undisturbed(scene);
      expect(commits).toBeGreaterThan(4);
      for (const when of ['before', 'after'] as const) {
        for (let place = 0; place < commits; place++) {
          if (passedOver()) continue;
          const n = ++number;
          scene.happen(bench, n);
          bench.clock.advance(60_000);
          const victim = createVictim();
          victim.killAt(place, when);
          isolate(bench.sandbox, victim);
          await sync(scene, victim);
          await ends(scene, n, `killed ${when} commit ${place}`);
        }
      }
    }, 900_000);
  });
}
