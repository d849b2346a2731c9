import type { DocumentReport, DocumentState } from '../domain/document.ts';
import { isWarning, type Problem, type ProblemCode, problemCodes } from '../domain/problem.ts';

/** Everything that happened for one reason. */
export interface Cause {
  readonly code: ProblemCode;
  /** What the code means, as declared with it. */
  readonly sentence: string;
  readonly warning: boolean;
  /** States of the documents concerned. */
  readonly states: readonly DocumentState[];
  readonly documents: number;
  readonly cases: readonly Case[];
}

/** Everything that one thing to do puts right. */
export interface Case {
  /** `ID` stands for the document's id where there are several. */
  readonly fix: string;
  readonly records: readonly CaseRecord[];
}

export interface CaseRecord {
  readonly id: string;
  readonly record: string;
  readonly field?: string | undefined;
  readonly seen?: string | undefined;
  readonly allowed: readonly string[];
}

type Told = Pick<DocumentReport, 'id' | 'state' | 'problems'>;

interface Entry {
  readonly document: Told;
  readonly problem: Problem;
}

/** The problems of documents by cause: what keeps most documents waiting comes first, warnings come last. */
export function causesOf(documents: readonly Told[]): Cause[] {
  const entries = documents.flatMap((document) =>
    document.problems.map((problem) => ({ document, problem })),
  );
  const groups = groupBy(entries, ({ problem }) => `${problem.code} ${isWarning(problem)}`);
  const causes = groups.map(toCause);
  return causes.sort(
    (a, b) =>
      Number(a.warning) - Number(b.warning) || b.documents - a.documents || (a.code < b.code ? -1 : 1),
  );
}

function toCause(entries: readonly [Entry, ...Entry[]]): Cause {
  const [{ problem }] = entries;
  const cases = groupBy(entries, generalFix).map(toCase);
  return {
    code: problem.code,
    sentence: problemCodes[problem.code][1],
    warning: isWarning(problem),
    states: [...new Set(entries.map(({ document }) => document.state))],
    documents: new Set(entries.map(({ document }) => document.id)).size,
    cases: cases.sort((a, b) => b.records.length - a.records.length),
  };
}

/** The fix without the document's own id, so that one line serves all of them. */
const generalFix = ({ document, problem }: Entry): string => problem.fix.replaceAll(document.id, 'ID');

function toCase(entries: readonly [Entry, ...Entry[]]): Case {
  const records = entries.map(({ document: { id }, problem: { record, field, seen, allowed = [] } }) => ({
    id,
    record,
    field,
    seen,
    allowed,
  }));
  const [first] = entries;
  const alone = records.every(({ id }) => id === first.document.id);
  return { fix: alone ? first.problem.fix : generalFix(first), records };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}
