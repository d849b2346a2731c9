import { afterEach, expect, test } from '@jest/globals';
import { passesOf, removeFolders, smallWorld, until, type World } from './support.ts';

afterEach(removeFolders);

const bills = 6;
/** A run is killed when the sandbox has seen so many of its requests: while one is on its way, or just answered. */
const killedAfter = [2, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16];

test('killed again and again, at any request, it posts every bill once', async () => {
  const world = await smallWorld(bills);
  try {
    let midway = 0;
    for (const requests of killedAfter) if (await runAndKill(world, requests)) midway++;
    expect(midway).toBeGreaterThan(3);

    // What was under way when the last one died may still be carried out by a slow server: it is looked at again later.
    for (let round = 0; round < 2; round++) {
      const settled = await world.run(['sync', '--flow', 'purchases', '--format', 'json']);
      expect(passesOf(settled)[0]).toMatchObject({ outcome: 'ok', failed: 0, held: 0 });
      world.sandbox.clock.advance(60 * 60_000);
    }
    const quiet = await world.run(['sync', '--flow', 'purchases', '--format', 'json']);
    expect(passesOf(quiet)[0]).toMatchObject({ outcome: 'ok', written: 0, pending: 0 });
    expect(quiet).toMatchObject({ code: 0 });

    expect(world.sandbox.check()).toEqual([]);
    const documents = world.sandbox.businessCentral.documents();
    const posted = documents.map(({ externalNumber, status }) => `${externalNumber} ${status}`);
    expect(posted.sort()).toEqual(Array.from({ length: bills }, (_, n) => `INV-${n + 1} Open`));
    expect(await world.run(['audit', 'verify'])).toMatchObject({ code: 0 });
  } finally {
    await world.close();
  }
}, 120_000);

/** @returns whether the run was killed before it had ended by itself. */
async function runAndKill({ sandbox, start }: World, requests: number): Promise<boolean> {
  const before = sandbox.journal.entries.length;
  const running = start(['sync', '--flow', 'purchases', '--format', 'json']);
  let ended = false;
  void running.ended.then(() => {
    ended = true;
  });
  await until(() => ended || sandbox.journal.entries.length >= before + requests);
  running.child.kill('SIGKILL');
  return (await running.ended).signal === 'SIGKILL';
}
