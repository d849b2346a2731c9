import { inspect } from 'node:util';
import { expect } from '@jest/globals';
import { Failure } from '../../src/domain/failure.ts';
import type { Cases } from './cases.ts';
import type { Subject } from './subject.ts';

/** Names of the faults that every subject must tell the meaning of. */
export const faultNames = [
  'unauthenticated',
  'throttled',
  'server error',
  'connection closed',
  'page of HTML',
  'gateway timeout',
] as const;

const rejection = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

function withoutSecrets(error: unknown, secrets: readonly string[]): void {
  const shown = [inspect(error, { depth: 10 }), JSON.stringify(error), (error as Error).stack ?? ''].join(
    '\n',
  );
  for (const secret of secrets) expect(shown.includes(secret)).toBe(false);
}

export function failureCases(cases: Cases): void {
  const struck = (subject: Subject, name: string) => {
    const found = subject.failures[name];
    if (!found) throw new Error(`the subject does not tell what "${name}" means`);
    return found;
  };

  for (const name of faultNames) {
    cases.case(`failures: ${name}, on a read`, async (subject) => {
      const { fault, read } = struck(subject, name);
      await subject.system.probe();
      subject.sandbox.faults.add({ system: subject.service, fault, times: 1000 });
      const error = await rejection(subject.system.probe());
      expect(error).toBeInstanceOf(Failure);
      expect((error as Failure).kind).toBe(read);
      expect((error as Failure).system).toBe(subject.system.title);
      withoutSecrets(error, subject.secrets);
    });

    cases.case(`failures: ${name}, on a write`, async (subject) => {
      const { fault, write } = struck(subject, name);
      await subject.write();
      subject.sandbox.faults.add({
        system: subject.service,
        match: ({ method }) => method !== 'GET',
        fault,
        times: 1000,
      });
      const error = await rejection(subject.write());
      expect(error).toBeInstanceOf(Failure);
      expect((error as Failure).kind).toBe(write);
      withoutSecrets(error, subject.secrets);
    });
  }

  cases.case('failures: a read survives one of everything', async (subject) => {
    await subject.system.probe();
    for (const name of ['throttled', 'server error', 'connection closed', 'gateway timeout']) {
      const { fault } = struck(subject, name);
      subject.sandbox.faults.add({ system: subject.service, fault, times: 1 });
      await subject.system.probe();
    }
  });

  cases.case(
    'failures: a write is sent once when nothing is sure, and again when nothing was done',
    async (subject) => {
      await subject.write();
      const writes = () =>
        subject.sandbox.journal.find({ system: subject.service }).filter(({ method }) => method !== 'GET')
          .length;
      const strike = (name: string) =>
        subject.sandbox.faults.add({
          system: subject.service,
          match: ({ method }) => method !== 'GET',
          fault: struck(subject, name).fault,
        });
      strike('connection closed');
      const before = writes();
      await rejection(subject.write());
      expect(writes() - before).toBe(1);
      strike('throttled');
      await subject.write();
      expect(writes() - before).toBe(3);
    },
  );

  cases.case('ping: says what is there, and never throws', async (subject) => {
    const good = await subject.system.ping(subject.flows);
    expect(good.filter(({ ok }) => !ok)).toEqual([]);
    expect(good.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['reachable', 'tls', 'credentials', 'company', 'clock']),
    );
    subject.sandbox.faults.add({ system: subject.service, fault: { kind: 'drop-before' }, times: 1000 });
    const bad = await subject.system.ping(subject.flows);
    expect(bad.some(({ ok, unreachable }) => !ok && unreachable)).toBe(true);
    for (const { ok, fix } of bad) if (!ok) expect(fix).toBeTruthy();
    withoutSecrets(bad, subject.secrets);
    subject.sandbox.faults.clear();
    subject.sandbox.faults.add({
      system: subject.service,
      fault: struck(subject, 'unauthenticated').fault,
      times: 1000,
    });
    const refused = await subject.system.ping(subject.flows);
    expect(refused.some(({ check, ok, unreachable }) => check === 'credentials' && !ok && unreachable)).toBe(
      true,
    );
  });

  cases.case('ping: a clock that is off is told', async (subject) => {
    subject.sandbox[subject.service].skewMs = 600_000;
    const checks = await subject.system.ping([]);
    expect(checks.find(({ check }) => check === 'clock')).toMatchObject({ ok: false });
  });
}
