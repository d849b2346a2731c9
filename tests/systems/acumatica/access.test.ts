import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AcumaticaConfig } from '../../../src/config/schema.ts';
import type { System } from '../../../src/engine/ports.ts';
import { createMapping } from '../../../src/mapping/mapping.ts';
import { demoConfigText, type Sandbox } from '../../../src/sandbox/start.ts';
import { createAcumatica } from '../../../src/systems/acumatica/index.ts';
import type { SystemDeps } from '../../../src/systems/shared/options.ts';
import { pairOf } from '../../config/sample.ts';
import { depsOf, emptySandbox } from '../../contract/support.ts';

let sandbox: Sandbox;
let deps: SystemDeps;
const open: System[] = [];
beforeEach(async () => {
  sandbox = await emptySandbox({ erps: ['acumatica'], tls: false });
  deps = depsOf(sandbox);
});
afterEach(async () => {
  for (const system of open.splice(0)) await system.close();
  await sandbox.close();
});

/** One process; all of them share what the state file keeps. */
function process(erp: Partial<AcumaticaConfig> = {}, credentials = {}): System {
  const demo = pairOf(demoConfigText(sandbox));
  const system = createAcumatica({
    pair: { ...demo, erp: { ...demo.erp, ...erp } as AcumaticaConfig },
    credentials: { ...sandbox.credentials.acumatica, ...credentials },
    mapping: createMapping(demo.mapping),
    deps,
  });
  open.push(system);
  return system;
}
const read = (system: System) => system.sources.suppliers?.read('nobody');
const calls = (path: RegExp) => sandbox.journal.entries.filter((entry) => path.test(entry.path));

describe.each(['oauth', 'session'] as const)('sign-in by %s', (auth) => {
  const signIns = () => calls(auth === 'oauth' ? /connect\/token/ : /auth\/login/).length;

  test('processes side by side sign in once, and the last one signs out', async () => {
    const [a, b] = [process({ auth }), process({ auth })];
    await Promise.all([read(a), read(b)]);
    expect([signIns(), sandbox.acumatica.seats.length]).toEqual([1, 1]);
    await a.close();
    expect(calls(/auth\/logout/)).toHaveLength(0);
    await read(b);
    await b.close();
    expect([signIns(), calls(/auth\/logout/).length, sandbox.acumatica.seats.length]).toEqual([1, 1, 0]);
  });

  test('what a crashed process left open is used by the next', async () => {
    await read(process({ auth }));
    const next = process({ auth });
    await read(next);
    expect([signIns(), sandbox.acumatica.seats.length]).toEqual([1, 1]);
  });

  test('a refused session is renewed once, and the request goes through', async () => {
    const system = process({ auth });
    await read(system);
    sandbox.faults.add({
      system: 'acumatica',
      match: ({ path }) => /Vendor/.test(path),
      fault: { kind: 'expire-token' },
    });
    await read(system);
    expect(signIns()).toBe(2);
  });

  test('a refused password is told once, and not sent again for a while', async () => {
    sandbox.acumatica.setPassword('another');
    const system = process({ auth });
    for (let i = 0; i < 3; i++) await expect(read(system)).rejects.toMatchObject({ kind: 'unauthenticated' });
    await expect(read(process({ auth }))).rejects.toThrow(/credentials set/);
    expect(signIns()).toBe(1);
    const corrected = process({ auth }, { password: 'another' });
    await read(corrected);
    expect(signIns()).toBe(2);
  });

  test('nobody who did not sign in signs out', async () => {
    await process({ auth }).close();
    expect(sandbox.journal.entries).toEqual([]);
  });
});

describe('tokens', () => {
  test('are refreshed before they end; a lost answer to that costs a password grant, no more', async () => {
    const system = process();
    await read(system);
    sandbox.clock.advance(2 * 3_600_000);
    sandbox.faults.add({ match: ({ path }) => /connect\/token/.test(path), fault: { kind: 'drop-after' } });
    await read(system)?.catch(() => {});
    await read(system);
    const answers = calls(/connect\/token/).map(({ status }) => status);
    expect(answers.filter((status) => status === 200).length).toBeGreaterThanOrEqual(2);
    sandbox.clock.advance(2 * 3_600_000);
    await read(system);
    expect(calls(/connect\/token/).at(-1)?.status).toBe(200);
  });

  test('where signing out ends the token too, the next run renews it', async () => {
    sandbox.acumatica.signOutEndsToken = true;
    const first = process();
    await read(first);
    await first.close();
    await read(process());
    expect(calls(/connect\/token/).map(({ status }) => status)).toEqual([200, 200]);
  });

  test('a client id without its tenant gets the configured one; another tenant is refused', () => {
    const [id = ''] = sandbox.credentials.acumatica.clientId.split('@');
    expect(() => process({ tenant: 'OTHER' })).toThrow(/tenant/);
    expect(() => process({}, { clientId: id })).not.toThrow();
  });

  test('nothing secret shows in what is refused', async () => {
    sandbox.acumatica.setPassword('another');
    const error = await read(process())?.catch((failure: Error) => failure);
    const text = `${(error as Error).message} ${JSON.stringify(error)}`;
    for (const secret of [sandbox.credentials.acumatica.password, sandbox.credentials.acumatica.clientSecret])
      expect(text).not.toContain(secret);
  });
});
