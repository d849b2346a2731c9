import { expect } from '@jest/globals';
import { isFailure } from '../../src/domain/failure.ts';
import type { Party } from '../../src/domain/party.ts';
import type { MasterDraft, Step } from '../../src/engine/ports.ts';
import type { Cases } from './cases.ts';
import type { MasterCase, MasterName, Subject } from './subject.ts';

const rejection = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

async function createDraft(subject: Subject, of: MasterCase, name: string): Promise<MasterDraft> {
  const mapped = of.target.create(of.record(name), await subject.lookups());
  if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems, null, 1));
  return mapped.draft;
}

const runAll = async (steps: readonly Step[]): Promise<string> => {
  let id = '';
  for (const step of steps) id = (await step.run({})).ref?.id ?? id;
  return id;
};

export function masterCases(name: MasterName, cases: Cases): void {
  const of = (subject: Subject): MasterCase => {
    const found = subject.masters[name];
    if (!found) throw new Error(`the subject has no target of ${name}`);
    return found;
  };
  const made = async (subject: Subject, label: string) => {
    const draft = await createDraft(subject, of(subject), label);
    return { draft, id: await runAll(of(subject).target.steps(draft, {})) };
  };
  const changeDraft = async (subject: Subject, id: string) => {
    const { target, changes } = of(subject);
    const current = await target.read(id);
    if (!current) throw new Error('it is not there');
    const wanted = { ...current.record, ...changes };
    const fields = Object.keys(changes) as (keyof Party & string)[];
    const mapped = target.change(current, wanted, fields, await subject.lookups());
    if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems, null, 1));
    return { current, wanted, fields, draft: mapped.draft };
  };

  cases.case(`${name}: a new one is found, and holds what was sent`, async (subject) => {
    const { target } = of(subject);
    const { draft, id } = await made(subject, 'First of All');
    expect((await target.find(draft)).map((hit) => hit.id)).toEqual([id]);
    const read = await target.read(id);
    const wanted = target.carry(of(subject).record('First of All'));
    for (const [field, value] of Object.entries(wanted)) {
      if (['id', 'code', 'category', 'price'].includes(field) || value === undefined) continue;
      expect([field, read?.record[field as keyof Party]]).toEqual([field, value]);
    }
  });

  cases.case(`${name}: carrying is done once: carried again nothing changes`, async (subject) => {
    const { target, record } = of(subject);
    const long = { ...record('L'.repeat(300)) };
    const carried = target.carry(long);
    expect(target.carry(carried)).toEqual(carried);
  });

  cases.case(`${name}: every problem of a new one is told at once, with a fix`, async (subject) => {
    const { target, broken } = of(subject);
    const mapped = target.create(broken.record, await subject.lookups());
    expect(mapped.ok ? [] : mapped.problems.map(({ code }) => code).sort()).toEqual([...broken.codes].sort());
    for (const { fix } of mapped.ok ? [] : mapped.problems) expect(fix).not.toBe('');
  });

  cases.case(
    `${name}: a create whose answer was lost is unknown, and is found afterwards`,
    async (subject) => {
      const { target } = of(subject);
      const draft = await createDraft(subject, of(subject), 'Lost One');
      const [step] = target.steps(draft, {});
      const method = subject.creates ?? 'POST';
      subject.sandbox.faults.add({ system: subject.service, method, fault: { kind: 'drop-after' } });
      expect(isFailure(await rejection(step?.run({}) ?? Promise.resolve()), 'unknown')).toBe(true);
      expect(await target.find(draft)).toHaveLength(1);
    },
  );

  cases.case(`${name}: the look-up compares exactly`, async (subject) => {
    const { target, decoys } = of(subject);
    decoys('Exactly This');
    expect(await target.find(await createDraft(subject, of(subject), 'Exactly This'))).toEqual([]);
  });

  cases.case(
    `${name}: one that was deactivated is found all the same, so that it is not made twice`,
    async (subject) => {
      const { target, deactivate } = of(subject);
      const { draft, id } = await made(subject, 'Sleeping');
      deactivate(id);
      const [hit, ...more] = await target.find(draft);
      expect([hit?.id, hit?.record.status, more.length]).toEqual([id, 'inactive', 0]);
      expect((await target.read(id))?.record.status).toBe('inactive');
    },
  );

  cases.case(`${name}: a change changes its fields and nothing else`, async (subject) => {
    const { id } = await made(subject, 'To Be Changed');
    const { draft, current, wanted, fields } = await changeDraft(subject, id);
    await runAll(of(subject).target.steps(draft, {}));
    const after = await of(subject).target.read(id);
    expect(after?.version).not.toBe(current.version);
    const expected = {
      ...current.record,
      ...Object.fromEntries(fields.map((field) => [field, wanted[field]])),
    };
    expect(after?.record).toEqual(expected);
  });

  cases.case(`${name}: a change of what somebody else changed meanwhile is stale`, async (subject) => {
    const { target, edit } = of(subject);
    const { id } = await made(subject, 'Contested');
    const { draft } = await changeDraft(subject, id);
    subject.sandbox.clock.advance(1_000);
    edit(id);
    expect(isFailure(await rejection(runAll(target.steps(draft, {}))), 'stale')).toBe(true);
  });

  cases.case(`${name}: a change whose answer was lost can be asked for`, async (subject) => {
    const { id } = await made(subject, 'Asked For');
    const { draft } = await changeDraft(subject, id);
    const [step] = of(subject).target.steps(draft, {});
    if (step?.role !== 'fill') throw new Error('a change is a fill');
    expect(await step.probe({})).toBeUndefined();
    for (const method of ['PUT', 'PATCH', 'POST'])
      subject.sandbox.faults.add({ system: subject.service, method, fault: { kind: 'drop-after' } });
    expect(isFailure(await rejection(step.run({})), 'unknown')).toBe(true);
    subject.sandbox.faults.clear();
    expect((await step.probe({}))?.ref?.id).toBe(id);
  });

  cases.case(`${name}: what does not exist is nothing`, async (subject) => {
    expect(await of(subject).target.read(of(subject).unknownId)).toBeUndefined();
  });
}
