import { isWarning, type Problem } from '../domain/problem.ts';
import type { ReferenceList } from './references.ts';

/** Gathers everything that is wrong with one document, so that it is told at once. */
export class Findings {
  readonly problems: Problem[] = [];
  readonly warnings: Problem[] = [];
  /** The lists in which a value was missing: worth a fresh look before anything is rejected. */
  readonly missing = new Set<ReferenceList>();

  /** `missing`: the reference list in which the value was not found. */
  add(problem: Problem, missing?: ReferenceList): void {
    (isWarning(problem) ? this.warnings : this.problems).push(problem);
    if (missing !== undefined && !isWarning(problem)) this.missing.add(missing);
  }
}
