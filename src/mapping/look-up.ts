import type { ProblemCode } from '../domain/problem.ts';
import type { Findings } from './findings.ts';
import type { ReferenceIndex, ReferenceList, ReferenceRow } from './references.ts';
import { candidates } from './suggest.ts';

/** What is being mapped, in the words of its own system: the record, and its field such as `line 2 account`. */
export interface At {
  readonly record: string;
  readonly field: string;
}

export interface LookUp {
  readonly at: At;
  /** The code as the config has it. */
  readonly code: string;
  readonly list: ReferenceList;
  readonly index: ReferenceIndex;
  readonly problem: ProblemCode;
  /** What to do when the list lacks the code. */
  readonly fix: string;
}

/**
 * The row of a reference list that a code stands for, if a document may use it now. Otherwise a problem, with the list
 * named as worth a fresh read: what we hold may be older than what somebody put right at the ERP.
 */
export function lookUp(wanted: LookUp, findings: Findings): ReferenceRow | undefined {
  const { at, code, list, index, problem, fix } = wanted;
  const row = index.get(code);
  if (row?.usable) return row;
  findings.add(
    {
      code: problem,
      record: at.record,
      field: at.field,
      seen: row === undefined ? code : `${row.code}: ${row.why ?? 'not usable now'}`,
      allowed: candidates([code, row?.name ?? ''], index),
      fix: row === undefined ? fix : `make ${row.code} usable at the ERP, or ${fix}`,
    },
    list,
  );
  return undefined;
}
