import { expect } from '@jest/globals';
import type { ReferenceList } from '../../src/mapping/references.ts';
import type { Cases } from './cases.ts';

export function referenceCases(cases: Cases): void {
  cases.case('references: every list that is offered is read, by GET alone, and kept', async (subject) => {
    const { references } = subject.system;
    expect([...references.lists].sort()).toEqual(Object.keys(subject.references).sort());
    subject.sandbox.journal.clear();
    for (const list of references.lists) {
      const { has, unusable } = subject.references[list] ?? { has: '' };
      const index = await references.load(list);
      expect([list, index.get(has)?.usable]).toEqual([list, true]);
      expect(index.get(has.toLowerCase())?.code).toBe(index.get(has)?.code);
      if (unusable !== undefined)
        expect(index.get(unusable)).toMatchObject({ usable: false, why: expect.stringMatching(/./) });
    }
    const asked = subject.sandbox.journal.find({ system: subject.service });
    expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(['GET']));
    const before = subject.system.requests();
    for (const list of references.lists) await references.load(list);
    expect(subject.system.requests()).toBe(before);
  });

  cases.case('references: a fresh look asks the system', async (subject) => {
    const { references } = subject.system;
    const list = references.lists[0] as ReferenceList;
    await references.load(list);
    const before = subject.system.requests();
    await references.load(list, { fresh: true });
    expect(subject.system.requests()).toBeGreaterThan(before);
  });
}
