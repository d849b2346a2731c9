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

/** One value that is wrong, and every record in which it stands. */
export interface Case {
  readonly seen?: string | undefined;
  readonly allowed: readonly string[];
  /** `ID` stands for the document's id where there are several. */
  readonly fix: string;
  readonly records: readonly CaseRecord[];
}

export interface CaseRecord {
  readonly id: string;
  readonly record: string;
  readonly field?: string | undefined;
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
  const cases = groupBy(entries, caseKey).map(toCase);
  return {
    code: problem.code,
    sentence: problemCodes[problem.code][1],
    warning: isWarning(problem),
    states: [...new Set(entries.map(({ document }) => document.state))],
    documents: new Set(entries.map(({ document }) => document.id)).size,
    cases: cases.sort((a, b) => b.records.length - a.records.length),
  };
}

const caseKey = (entry: Entry): string =>
  JSON.stringify([entry.problem.seen, entry.problem.allowed, generalFix(entry)]);

/** The fix without the document's own id, so that one line serves all of them. */
const generalFix = ({ document, problem }: Entry): string => problem.fix.replaceAll(document.id, 'ID');

function toCase(entries: readonly [Entry, ...Entry[]]): Case {
  const [first] = entries;
  const { seen, allowed = [], fix } = first.problem;
  const records = uniqueBy(
    entries.map(({ document, problem }) => ({
      id: document.id,
      record: problem.record,
      field: problem.field,
    })),
    ({ id, field }) => `${id} ${field}`,
  );
  const alone = new Set(records.map(({ id }) => id)).size === 1;
  return { seen, allowed, fix: alone ? fix : generalFix(first), records };
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

const uniqueBy = <T>(items: readonly T[], keyOf: (item: T) => string): T[] => [
  ...new Map(items.map((item) => [keyOf(item), item])).values(),
];
