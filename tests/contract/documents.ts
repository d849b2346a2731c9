import { expect } from '@jest/globals';
import { isFailure } from '../../src/domain/failure.ts';
import type { CreateStep, Done, Draft, FollowStep, Step } from '../../src/engine/ports.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import type { Cases } from './cases.ts';
import type { DocumentCase, DocumentName, Subject } from './subject.ts';

const createOf = (steps: readonly Step[]): CreateStep => {
  const step = steps.find(({ role }) => role === 'create');
  if (step?.role !== 'create') throw new Error('no create');
  return step;
};
const postOf = (steps: readonly Step[]): FollowStep => {
  const step = steps.at(-1);
  if (step?.role !== 'post') throw new Error('no post');
  return step;
};

async function draftOf(subject: Subject, of: DocumentCase, number: string): Promise<Draft> {
  const mapped = of.target.map(of.bill(number), await subject.lookups());
  if (!mapped.ok) throw new Error(JSON.stringify(mapped.problems, null, 1));
  return mapped.draft;
}

async function created(
  subject: Subject,
  of: DocumentCase,
  number: string,
): Promise<{ draft: Draft; done: Done; id: string }> {
  const draft = await draftOf(subject, of, number);
  return { draft, ...(await carriedOut(of, draft, {})) };
}

/** Creates it and fills it, as far as `done` says that it is not. */
async function carriedOut(of: DocumentCase, draft: Draft, begun: Done): Promise<{ done: Done; id: string }> {
  let done = begun;
  for (;;) {
    const step = of.target.steps(draft, done).find(({ name, role }) => role !== 'post' && !(name in done));
    if (!step) break;
    done = { ...done, [step.name]: await step.run(done) };
  }
  return { done, id: done['create']?.ref?.id ?? '' };
}

const strike = (subject: Subject, method: string, fault: Fault, times = 1) =>
  subject.sandbox.faults.add({ system: subject.service, method, fault, times });

const rejection = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

export function documentCases(name: DocumentName, cases: Cases): void {
  const of = (subject: Subject): DocumentCase => {
    const found = subject.documents[name];
    if (!found) throw new Error(`the subject has no target of ${name}`);
    return found;
  };

  cases.case(
    `${name}: mapping asks nobody and reports every problem at once, each with a fix`,
    async (subject) => {
      const lookups = await subject.lookups();
      const before = subject.system.requests();
      const { bill, codes } = of(subject).broken;
      const mapped = of(subject).target.map(bill, lookups);
      expect(mapped.ok).toBe(false);
      const problems = mapped.ok ? [] : mapped.problems;
      expect(problems.map(({ code }) => code).sort()).toEqual([...codes].sort());
      for (const problem of problems) expect(problem.fix).not.toBe('');
      expect(subject.system.requests()).toBe(before);
    },
  );

  cases.case(`${name}: equal documents give equal drafts, and a draft survives storing`, async (subject) => {
    const [a, b] = [
      await draftOf(subject, of(subject), 'same-1'),
      await draftOf(subject, of(subject), 'same-1'),
    ];
    expect(JSON.stringify(a)).toBe(JSON.stringify(b));
    expect(JSON.parse(JSON.stringify(a))).toEqual(a);
  });

  cases.case(
    `${name}: what was created is found by its number and is exactly what was drafted`,
    async (subject) => {
      const { target } = of(subject);
      const { draft, id } = await created(subject, of(subject), 'inv-1');
      const hits = await target.find(draft);
      expect(hits.map(({ ref, status }) => [ref.id, status])).toEqual([[id, 'draft']]);
      const [hit] = hits;
      const [read] = await target.read([{ id }]);
      for (const remote of [hit, read]) {
        expect(remote && target.compare(draft, remote)).toEqual([]);
        expect(remote?.naturalKey).toBe(draft.naturalKey);
        expect(Object.keys(remote?.totals ?? {})).not.toEqual([]);
        expect(draft.totals).toMatchObject(remote?.totals ?? {});
        expect(remote?.currency).toBe(draft.totals.gross.currency);
      }
    },
  );

  cases.case(`${name}: a stored draft is as good as a fresh one`, async (subject) => {
    const { target } = of(subject);
    const draft = JSON.parse(JSON.stringify(await draftOf(subject, of(subject), 'inv-2'))) as Draft;
    const { id } = await carriedOut(of(subject), draft, {});
    const [read] = await target.read([{ id }]);
    expect(read && target.compare(draft, read)).toEqual([]);
  });

  cases.case(`${name}: what a lost create began is known for ours, and completed`, async (subject) => {
    const { target } = of(subject);
    const draft = await draftOf(subject, of(subject), 'begun-1');
    strike(subject, subject.creates ?? 'POST', { kind: 'drop-after' });
    expect(isFailure(await rejection(createOf(target.steps(draft, {})).run({})), 'unknown')).toBe(true);
    const [hit, ...more] = await target.find(draft);
    expect(more).toEqual([]);
    expect(hit && (target.compare(draft, hit).length === 0 || target.began?.(draft, hit))).toBe(true);
    const { id } = await carriedOut(of(subject), draft, { create: { ref: hit?.ref } });
    const [after] = await target.read([{ id }]);
    expect(after && target.compare(draft, after)).toEqual([]);
  });

  cases.case(
    `${name}: a create whose answer was lost is unknown, and is found afterwards`,
    async (subject) => {
      const { target } = of(subject);
      const draft = await draftOf(subject, of(subject), 'lost-1');
      for (const fault of [
        { kind: 'drop-after' },
        { kind: 'error-after', status: 504 },
        { kind: 'truncate' },
      ] as const) {
        strike(subject, subject.creates ?? 'POST', fault);
        expect(isFailure(await rejection(createOf(target.steps(draft, {})).run({})), 'unknown')).toBe(true);
      }
      const hits = await target.find(draft);
      expect(hits).toHaveLength(3);
      for (const hit of hits)
        expect(target.compare(draft, hit).length === 0 || target.began?.(draft, hit)).toBe(true);
    },
  );

  cases.case(`${name}: a create that never arrived is unknown too, and nothing is found`, async (subject) => {
    const { target } = of(subject);
    const draft = await draftOf(subject, of(subject), 'lost-2');
    strike(subject, subject.creates ?? 'POST', { kind: 'drop-before' });
    expect(isFailure(await rejection(createOf(target.steps(draft, {})).run({})), 'unknown')).toBe(true);
    expect(await target.find(draft)).toEqual([]);
  });

  cases.case(`${name}: the look-up compares exactly and leaves none out`, async (subject) => {
    const { target, decoys } = of(subject);
    const draft = await draftOf(subject, of(subject), 'exact-1');
    decoys('exact-1');
    expect(await target.find(draft)).toEqual([]);
    await created(subject, of(subject), 'exact-1');
    await created(subject, of(subject), 'exact-1');
    expect(await target.find(draft)).toHaveLength(2);
  });

  cases.case(`${name}: quotes, ampersands and umlauts in a number do no harm`, async (subject) => {
    const { target } = of(subject);
    const number = "O'Ne&ill #7+%/ü";
    const { draft, id } = await created(subject, of(subject), number);
    expect((await target.find(draft)).map(({ ref }) => ref.id)).toEqual([id]);
  });

  cases.case(`${name}: a number longer than the field stays itself`, async (subject) => {
    const { target } = of(subject);
    const long = 'LONG-'.repeat(20);
    const { draft, id } = await created(subject, of(subject), `${long}A`);
    expect((await target.find(draft)).map(({ ref }) => ref.id)).toEqual([id]);
    expect(await target.find(await draftOf(subject, of(subject), `${long}B`))).toEqual([]);
  });

  cases.case(`${name}: from look-up to posting it takes as many requests as it should`, async (subject) => {
    const { target, calls } = of(subject);
    const draft = await draftOf(subject, of(subject), 'calls-1');
    await target.find(draft);
    const before = subject.system.requests();
    await target.find(draft);
    const { done, id } = await carriedOut(of(subject), draft, {});
    await target.read([{ id }]);
    for (const step of target.steps(draft, done).filter(({ role }) => role === 'post')) await step.run(done);
    expect(subject.system.requests() - before).toBe(calls);
  });

  cases.case(`${name}: posting is seen by probe and by reading, and is not done twice`, async (subject) => {
    const { target } = of(subject);
    const { draft, done, id } = await created(subject, of(subject), 'post-1');
    const post = postOf(target.steps(draft, done));
    expect(await post.probe(done)).toBeUndefined();
    await post.run(done);
    expect((await post.probe(done))?.ref?.id).toBe(id);
    expect((await target.read([{ id }])).map(({ status }) => status)).toEqual(['posted']);
    expect((await target.find(draft)).map(({ status }) => status)).toEqual(['posted']);
    expect(isFailure(await rejection(post.run(done)), 'refused', 'held')).toBe(true);
    expect((subject.sandbox[subject.service] as { accountWrites?: readonly string[] }).accountWrites).toEqual(
      [],
    );
  });

  cases.case(`${name}: a posting whose answer was lost is unknown, and probe tells`, async (subject) => {
    const { target } = of(subject);
    const { draft, done } = await created(subject, of(subject), 'post-2');
    const post = postOf(target.steps(draft, done));
    strike(subject, 'POST', { kind: 'drop-before' });
    expect(isFailure(await rejection(post.run(done)), 'unknown')).toBe(true);
    expect(await post.probe(done)).toBeUndefined();
    strike(subject, 'POST', { kind: 'drop-after' });
    expect(isFailure(await rejection(post.run(done)), 'unknown')).toBe(true);
    expect(await post.probe(done)).toBeDefined();
  });

  cases.case(`${name}: after a pass the final numbers come in one call`, async (subject) => {
    const { target } = of(subject);
    const posted: { draft: Draft; ref: { id: string } }[] = [];
    for (const number of ['set-1', 'set-2']) {
      const { draft, done, id } = await created(subject, of(subject), number);
      await postOf(target.steps(draft, done)).run(done);
      posted.push({ draft, ref: { id } });
    }
    const before = subject.system.requests();
    const settled = (await target.settle?.(posted)) ?? [];
    expect(settled.map(({ ref }) => ref.id).sort()).toEqual(posted.map(({ ref }) => ref.id).sort());
    for (const { ref } of settled) expect(ref.number).toBeTruthy();
    expect(subject.system.requests() - before).toBe(1);
  });

  cases.case(`${name}: a draft is withdrawn only at the version that was seen`, async (subject) => {
    const { target, edit } = of(subject);
    const { draft, id } = await created(subject, of(subject), 'back-1');
    const [seen] = await target.read([{ id }]);
    edit(id);
    expect(isFailure(await rejection(target.withdraw(seen?.ref ?? { id })), 'stale')).toBe(true);
    expect(await target.find(draft)).toHaveLength(1);
    const [now] = await target.read([{ id }]);
    expect(now && target.compare(draft, now).length).toBeGreaterThan(0);
    expect(now && target.began?.(draft, now)).not.toBe(true);
    await target.withdraw(now?.ref ?? { id });
    expect(await target.read([{ id }])).toEqual([]);
    expect(await target.find(draft)).toEqual([]);
  });

  cases.case(
    `${name}: withdrawing what is gone already is no failure, what was posted is one`,
    async (subject) => {
      const { target } = of(subject);
      const first = await created(subject, of(subject), 'back-2');
      await target.withdraw({ id: first.id });
      await target.withdraw({ id: first.id });
      const second = await created(subject, of(subject), 'back-3');
      await postOf(target.steps(second.draft, second.done)).run(second.done);
      expect(isFailure(await rejection(target.withdraw({ id: second.id })), 'refused', 'stale')).toBe(true);
      expect(await target.read([{ id: second.id }])).toHaveLength(1);
    },
  );

  cases.case(`${name}: many are read in few calls, and what is gone is left out`, async (subject) => {
    const { target, unknownId } = of(subject);
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push((await created(subject, of(subject), `many-${n}`)).id);
    const before = subject.system.requests();
    const read = await target.read([...ids, unknownId].map((id) => ({ id })));
    expect(read.map(({ ref }) => ref.id).sort()).toEqual([...ids].sort());
    expect(subject.system.requests() - before).toBe(1);
    expect(await target.read([])).toEqual([]);
  });

  cases.case(`${name}: what was adopted after a lost answer goes on to be posted`, async (subject) => {
    const { target } = of(subject);
    const draft = await draftOf(subject, of(subject), 'adopt-1');
    strike(subject, subject.creates ?? 'POST', { kind: 'drop-after' });
    await rejection(createOf(target.steps(draft, {})).run({}));
    const [hit] = await target.find(draft);
    const done: Record<string, { ref?: { id: string } }> = { create: { ref: hit?.ref ?? { id: '' } } };
    for (const step of target.steps(draft, done)) {
      if (!(step.name in done)) done[step.name] = (await step.run(done)) as { ref?: { id: string } };
    }
    const [after] = await target.read([{ id: hit?.ref.id ?? '' }]);
    expect(after?.status).toBe('posted');
    expect(after?.totals).toEqual(draft.totals);
  });
}
