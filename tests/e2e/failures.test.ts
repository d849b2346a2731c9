import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { makeCertificates } from '../../src/sandbox/start.ts';
import { contentOf, passesOf, removeFolders, smallWorld, until, type World } from './support.ts';

let world: World;
afterEach(async () => {
  await world.close();
  removeFolders();
});

/** Suppliers that a pass delivered on the way are counted apart. */
const billsIn = (passes: ReturnType<typeof passesOf>, state: string): number =>
  passes.flatMap(({ documents }) => documents).filter((one) => one.kind === 'bill' && one.state === state)
    .length;

const invoicePost = { system: 'businessCentral', method: 'POST', path: '/purchaseInvoices$' } as const;

describe('a system that is away', () => {
  it('Business Central: exit code 4; what Cin7 has is stored as pending, and the next sync goes on', async () => {
    world = await smallWorld(2, (config) => ({
      ...config,
      pairs: config.pairs.map((pair) => ({ ...pair, erp: { ...pair.erp, tls: { ca: './erp-ca.pem' } } })),
    }));
    const ca = join(world.folder, 'erp-ca.pem');
    writeFileSync(ca, (await makeCertificates()).caCert);
    const away = await world.run(['sync', '--flow', 'purchases', '--format', 'json']);
    expect(away.code).toBe(4);
    const [pass] = passesOf(away);
    expect(pass).toMatchObject({ outcome: 'stopped', written: 0, failed: 0, pending: 2 });
    // An authority that nobody vouches for is a failure of TLS, and nothing was sent past it.
    expect(away.stdout).toContain('certificate');
    expect(world.sandbox.journal.count({ system: 'entra' })).toBe(0);
    writeFileSync(ca, world.sandbox.ca);
    const back = await world.run(['sync', '--flow', 'purchases', '--format', 'json']);
    expect(back.code).toBe(0);
    expect(billsIn(passesOf(back), 'written')).toBe(2);
    expect(world.sandbox.check()).toEqual([]);
  });

  it('refused credentials: exit code 4, and ping says which side and what to do', async () => {
    world = await smallWorld();
    world.sandbox.entra.expireSecret(
      world.sandbox.credentials.entra.clientId,
      world.sandbox.credentials.entra.clientSecret,
    );
    const synced = await world.run(['sync']);
    expect(synced.code).toBe(4);
    expect(synced.stdout + synced.stderr).toContain('the client secret has expired');
    const pinged = await world.run(['ping', '--format', 'json']);
    expect(pinged.code).toBe(4);
    const [cin7, erp] = JSON.parse(pinged.stdout).pairs[0].systems;
    expect(cin7.checks.every(({ ok }: { ok: boolean }) => ok)).toBe(true);
    expect(erp.checks.find(({ ok }: { ok: boolean }) => !ok)).toMatchObject({ unreachable: true });
  });
});

describe('three copies of one cron line', () => {
  it('started at once: one works, two say that it is running, and nothing is written twice', async () => {
    world = await smallWorld(3);
    world.sandbox.faults.add({ ...invoicePost, fault: { kind: 'delay', ms: 1800 } });
    const line = ['sync', '--flow', 'purchases', '--due', '--format', 'json'];
    const results = await Promise.all([1, 2, 3].map(() => world.run(line)));
    expect(results.map(({ code }) => code).sort((a, b) => Number(a) - Number(b))).toEqual([0, 75, 75]);
    const busy = results.filter(({ code }) => code === 75).map((result) => passesOf(result)[0]);
    for (const pass of busy) expect(pass).toMatchObject({ outcome: 'busy', read: 0 });
    expect(results.map((result) => billsIn(passesOf(result), 'written')).sort()).toEqual([0, 0, 3]);
    expect(world.sandbox.journal.count(invoicePost)).toBe(3);
    expect(world.sandbox.check()).toEqual([]);
    const status = await world.run(['status', '--format', 'json']);
    expect(
      JSON.parse(status.stdout).pairs[0].flows.every(({ running }: { running: unknown }) => running === null),
    ).toBe(true);
  });
});

type Content = Record<
  string,
  { id: string; target_id: string | null; done: string; document_id: string; step: string }[]
>;

describe('signals', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)(
    '%s: the step in hand is finished and stored, exit code %d, and the next sync has nothing to undo',
    async (signal, code) => {
      world = await smallWorld(5);
      world.sandbox.faults.add({ ...invoicePost, after: 1, fault: { kind: 'delay', ms: 700 } });
      const running = world.start(['sync', '--flow', 'purchases', '--format', 'json']);
      await until(() => world.sandbox.faults.pending().rules.length === 0);
      running.child.kill(signal);
      const stopped = await running.ended;
      expect(stopped.code).toBe(code);
      expect(passesOf(stopped)[0]?.outcome).toBe('stopped');
      const { documents = [], leases, intents = [] } = contentOf(world.state) as Content;
      for (const { id } of world.sandbox.businessCentral.documents())
        expect(documents.map(({ target_id }) => target_id)).toContain(id);
      expect(leases).toEqual([]);
      // No answer is owed: whatever was sent has its checkpoint.
      for (const { document_id, step } of intents.filter((intent) => intent.step !== ''))
        expect(
          Object.keys(JSON.parse(documents.find(({ id }) => id === document_id)?.done ?? '{}')),
        ).toContain(step);
      const again = await world.run(['sync', '--flow', 'purchases', '--format', 'json']);
      expect(again.code).toBe(0);
      expect(world.sandbox.businessCentral.documents()).toHaveLength(5);
      expect(world.sandbox.check()).toEqual([]);
    },
  );

  it('killed outright in the middle of a write: the next sync finds out, and writes nothing twice', async () => {
    world = await smallWorld(4);
    world.sandbox.faults.add({ ...invoicePost, after: 1, fault: { kind: 'delay', ms: 800 } });
    const running = world.start(['sync', '--flow', 'purchases']);
    await until(() => world.sandbox.faults.pending().rules.length === 0);
    running.child.kill('SIGKILL');
    expect((await running.ended).signal).toBe('SIGKILL');
    const again = await world.run(['sync', '--flow', 'purchases', '--format', 'json']);
    expect(again.code).toBe(0);
    expect(world.sandbox.businessCentral.documents()).toHaveLength(4);
    expect(world.sandbox.check()).toEqual([]);
  });
});

describe('two pairs', () => {
  it('run side by side: one whose credentials are refused does not stop the other', async () => {
    world = await smallWorld(2, (config) => {
      const [pair] = config.pairs;
      const cin7 = { ...pair?.cin7, credentials: 'lost-cin7' };
      return {
        ...config,
        pairs: [...config.pairs, { ...pair, name: 'lost', cin7, erp: { ...pair?.erp, company: 'Nowhere' } }],
      };
    });
    const stdin = 'accountId=1\napplicationKey=wrong-key';
    expect((await world.run(['credentials', 'set', 'lost-cin7'], { stdin })).code).toBe(0);
    const result = await world.run(['sync', '--format', 'json']);
    expect(result.code).toBe(4);
    const of = (name: string) => passesOf(result).filter(({ pair }) => pair === name);
    expect(of('demo').every(({ outcome }) => outcome === 'ok')).toBe(true);
    expect(billsIn(of('demo'), 'written')).toBe(2);
    expect(of('lost').every(({ outcome, read }) => outcome === 'stopped' && read === 0)).toBe(true);
    expect(world.sandbox.check()).toEqual([]);
  });
});
