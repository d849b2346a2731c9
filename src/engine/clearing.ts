import type { RemoteRef } from '../domain/document.ts';
import { isFailure } from '../domain/failure.ts';
import type { Problem } from '../domain/problem.ts';
import { fingerprint } from '../domain/text.ts';
import type { StoredDocument } from '../store/documents.ts';
import { type Pass, target } from './context.ts';
import { problemsOf } from './failures.ts';
import type { DocumentTarget, Draft } from './ports.ts';
import type { Delivery } from './steps.ts';
import type { Verdict } from './verdict.ts';
import { withdraw } from './withdraw.ts';

type Port = DocumentTarget<unknown, Draft>;

/** Whether a document that cannot be posted would keep the others of this pass from being posted. */
export const clearsAway = (pass: Pass, port: Pick<Port, 'clears'>): boolean =>
  port.clears === true && pass.options.post;

/**
 * Takes a draft out of the way of the others; where that does not go, it stays, and is held there. `ref`: as we left it.
 */
export async function clearAway(
  pass: Pass,
  port: Port,
  delivery: Delivery,
  ref: RemoteRef,
  verdict: Verdict,
): Promise<Verdict> {
  if (!clearsAway(pass, port)) return verdict;
  const { draft } = delivery;
  const document = { ...delivery.document, target: ref };
  if (await withdraw(pass, port, document, draft, 'it cannot be posted now')) return verdict;
  const fix = `correct the mapping or the set-up of ${target(pass).title}, then: ml-connector replay ${document.id}`;
  const problems = (verdict.problems ?? []).map((problem) =>
    judgedThere.includes(problem.code) ? { ...problem, fix } : problem,
  );
  const change = { target: undefined, posted: 'no', draftPrint: fingerprint(draft.body) } as const;
  return { ...verdict, problems, change: { ...verdict.change, ...change } };
}

/** What the target's refusal to post means: nothing when it is another document's matter or will pass by itself. */
export function refusedPost(pass: Pass, draft: Draft, error: unknown): Verdict | undefined {
  const refused =
    isFailure(error, 'refused') ||
    (isFailure(error, 'held') && error.problems.some(({ code }) => code === 'period-closed'));
  if (!refused) return undefined;
  const fix = `settle it in ${target(pass).title}; it is tried again on every pass`;
  return { state: 'held', problems: problemsOf(error, draft.title, 'post-refused', fix) };
}

/** Found only by writing the document and reading it back. */
const judgedThere: readonly Problem['code'][] = ['totals-differ', 'line-differs'];

/** It was written, found wrong and taken away; the same draft would be found wrong again. */
export const knownWrong = (
  pass: Pass,
  port: Port,
  document: StoredDocument,
  print: string | undefined,
): boolean =>
  clearsAway(pass, port) &&
  pass.replay === undefined &&
  document.state === 'held' &&
  document.target === undefined &&
  document.draftPrint === print &&
  document.problems.length > 0 &&
  document.problems.every(({ code, severity }) => severity || judgedThere.includes(code));
