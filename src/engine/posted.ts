import type { Problem } from '../domain/problem.ts';
import type { StoredDocument } from '../store/documents.ts';
import { type Pass, target } from './context.ts';
import type { DocumentFlow } from './document-flow.ts';
import type { DocumentTarget, Draft } from './ports.ts';
import type { Verdict } from './verdict.ts';

/** What is there cannot be changed by us any more: posted, or gone from where it could be read. */
export const isFinal = (document: StoredDocument): boolean =>
  document.posted === 'yes' || (document.posted === 'unknown' && document.target !== undefined);

/** Posted: what counts is whether the source still says what was posted. Mapping edits never make it look changed. */
export async function judgePosted(
  pass: Pass,
  flow: DocumentFlow,
  port: DocumentTarget<unknown, Draft>,
  document: StoredDocument,
): Promise<Verdict | 'write again'> {
  if (pass.replay && document.target && !port.vanishes) {
    const [remote] = await port.read([document.target]);
    if (!remote && pass.accept !== undefined) return 'write again';
    if (!remote) return { state: 'diverged', problems: [deleted(flow, document)] };
    if (remote.status === 'void')
      return pass.accept === undefined
        ? { state: 'diverged', problems: [reversed(flow, document)] }
        : acceptDifference(document, 'written', pass.accept);
  }
  const title = flow.title(document.content, document);
  const changes = await flow.changes(pass, document);
  // Other amounts at the target do not go away by looking again: a person settles them.
  const standing = document.problems.filter(({ code }) => code === 'found-different');
  const fromSource: Problem[] =
    document.wanted === 'ready'
      ? changes.map((change) => ({
          code: 'changed-after-posting',
          record: title,
          field: change.field,
          seen: change.to,
          allowed: [change.from],
          fix: `correct it by hand in ${target(pass).title} (credit it and enter it anew), then: ml-connector replay ${document.id} --accept "why"`,
        }))
      : [
          {
            code: 'voided-after-posting',
            record: title,
            seen: document.wanted === 'voided' ? 'voided or removed in Cin7' : 'undone in Cin7',
            fix: `credit it in ${target(pass).title}, then: ml-connector replay ${document.id} --accept "why"`,
          },
        ];
  const problems = [...standing, ...fromSource];
  const state = Object.keys(document.done).length > 0 ? 'written' : 'linked';
  if (problems.length === 0) return { state, counted: 'unchanged', change: { accepted: null } };
  if (pass.accept !== undefined) return acceptDifference(document, state, pass.accept);
  if (document.accepted !== null && document.wanted !== 'ready') return { state, counted: 'unchanged' };
  return { state: 'diverged', problems };
}

const acceptDifference = (document: StoredDocument, state: 'written' | 'linked', why: string): Verdict => ({
  state,
  change: {
    accepted: why,
    ...(document.wanted === 'ready' ? { sentPrint: document.sourcePrint, sent: document.content } : {}),
  },
  tell: { accepted: why, always: true },
});

/** Reversed by other hands: what stands there instead is theirs to say. */
export const reversed = (flow: DocumentFlow, document: StoredDocument): Problem => ({
  ...deleted(flow, document),
  seen: `${document.target?.number ?? document.target?.id}: reversed in the ledger`,
  fix: `enter there by hand what shall stand instead, then: ml-connector replay ${document.id} --accept "why"`,
});

export const deleted = (flow: DocumentFlow, document: StoredDocument): Problem => ({
  code: 'deleted-at-target',
  record: flow.title(document.content, document),
  seen: document.target?.number ?? document.target?.id,
  fix: `if it shall be written again: ml-connector replay ${document.id} --accept "why"`,
});
