import { describe, expect, test } from '@jest/globals';
import { createCases } from './cases.ts';
import { documentCases } from './documents.ts';
import { failureCases } from './failures.ts';
import { masterCases } from './masters.ts';
import { referenceCases } from './references.ts';
import { sourceCases } from './sources.ts';
import type { Profile, Subject } from './subject.ts';

/**
 * The contract that every system keeps (src/engine/ports.ts). A system's own file says what it has, how its stand-in is
 * worked, and where it deviates, with the reason; it has no cases of its own.
 */
export function contract(name: string, profile: Profile, setup: () => Promise<Subject>): void {
  describe(`the contract: ${name}`, () => {
    const cases = createCases(profile, setup);
    for (const source of profile.sources) sourceCases(source, cases);
    for (const master of profile.masters) masterCases(master, cases);
    for (const document of profile.documents) documentCases(document, cases);
    referenceCases(cases);
    failureCases(cases);
    cases.case('the profile is what the system has', async ({ system }) => {
      expect(Object.keys(system.sources).sort()).toEqual([...profile.sources].sort());
      expect(Object.keys(system.targets).sort()).toEqual([...profile.documents, ...profile.masters].sort());
    });
    const unused = cases.unused();
    test('every deviation names a case', () => expect(unused).toEqual([]));
  });
}
