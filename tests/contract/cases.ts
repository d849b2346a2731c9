import { afterEach, beforeEach, test } from '@jest/globals';
import type { Profile, Subject } from './subject.ts';

/** Registers cases, each on a subject of its own; a deviation is skipped by its name, with its reason in sight. */
export interface Cases {
  case(name: string, run: (subject: Subject) => Promise<void>): void;
}

export function createCases(profile: Profile, setup: () => Promise<Subject>): Cases & { unused(): string[] } {
  const deviations = { ...profile.deviations };
  let subject: Subject | undefined;
  beforeEach(async () => {
    subject = await setup();
  });
  afterEach(async () => {
    await subject?.close();
    subject = undefined;
  });
  return {
    case(name, run) {
      const reason = deviations[name];
      delete deviations[name];
      if (reason !== undefined) return test.skip(`${name} - deviates: ${reason}`, () => {});
      test(name, async () => {
        if (!subject) throw new Error('no subject');
        await run(subject);
      });
    },
    unused: () => Object.keys(deviations),
  };
}
