import type { DocumentState } from '../domain/document.ts';
import { isWarning, type Problem } from '../domain/problem.ts';
import type { DocumentChange, StoredDocument } from '../store/documents.ts';
import { audit, type Pass } from './context.ts';

/** What came of a delivery. */
export interface Verdict {
  readonly state: DocumentState;
  readonly problems?: readonly Problem[];
  readonly change?: DocumentChange;
  /** What the audit entry tells besides. */
  readonly tell?: Readonly<Record<string, unknown>>;
  /** How the pass counts it, where that is not the state: a document that stays as it is counts as `unchanged`. */
  readonly counted?: DocumentState;
  /** An answer is still owed: the claim stays. */
  readonly keepClaim?: boolean;
  readonly draft?: unknown;
}

/**
 * Stores what came of a document, in one transaction with its audit entry and the release of its claim. The audit
 * gets an entry only when the outcome is another than before.
 */
export async function conclude(pass: Pass, document: StoredDocument, verdict: Verdict): Promise<void> {
  const problems = verdict.problems ?? [];
  const changed = isNews(document, verdict, problems);
  await pass.store.transact(async (tx) => {
    await pass.lease.confirm(tx);
    await tx.documents.change(document.id, { ...verdict.change, state: verdict.state, problems });
    if (!verdict.keepClaim) await tx.intents.release(document.id);
    if (changed) {
      await audit(tx, pass, document, verdict.state, {
        ...(problems.length > 0 ? { problems: problems.map(tellProblem) } : {}),
        ...(document.sourceVersion ? { sourceVersion: document.sourceVersion } : {}),
        ...verdict.tell,
      });
    }
  });
  pass.touched.set(document.id, verdict.counted ?? verdict.state, verdict.draft);
}

function isNews(document: StoredDocument, verdict: Verdict, problems: readonly Problem[]): boolean {
  if (verdict.tell?.['always'] === true) return true;
  if (document.state !== verdict.state && document.state !== 'pending') return true;
  if (document.state === 'pending' && verdict.counted !== 'unchanged') return true;
  const print = (list: readonly Problem[]) =>
    JSON.stringify(
      list
        .filter((problem) => !isWarning(problem))
        .map((problem) => [problem.code, problem.field, problem.seen]),
    );
  return print(document.problems) !== print(problems);
}

const tellProblem = (problem: Problem) => ({
  code: problem.code,
  field: problem.field,
  seen: problem.seen,
  ...(problem.severity ? { severity: problem.severity } : {}),
});
