import type { Problem } from '../domain/problem.ts';
import type { StoredDocument } from '../store/documents.ts';
import { totalDifferences } from './check.ts';
import { owner } from './claims.ts';
import { type Pass, target } from './context.ts';
import type { Difference, DocumentTarget, Draft, Remote } from './ports.ts';
import type { Verdict } from './verdict.ts';

/** What stands at the target under the draft's natural key, and what that means. */
export type Found =
  | { readonly kind: 'nothing' }
  /** A draft to go on with, as it really is. */
  | { readonly kind: 'adopt'; readonly remote: Remote }
  | { readonly kind: 'settled'; readonly verdict: Verdict };

/**
 * Looks the draft up and judges what is there. Nothing on trust: what is linked to another document, what is posted
 * with another total, and what somebody else drafted are never touched, and of several hits none is taken.
 * `begun`: a create of this document was sent without a clear answer.
 */
export async function findOut<D, B extends Draft>(
  pass: Pass,
  port: DocumentTarget<D, B>,
  document: StoredDocument,
  draft: B,
  begun: boolean,
): Promise<Found> {
  const hits = (await port.find(draft)).filter((hit) => hit.status !== 'void');
  const free: Remote[] = [];
  let other: StoredDocument | undefined;
  for (const hit of hits) {
    const linked = await owner(pass, draft.kind, hit.ref.id);
    if (linked && linked.id !== document.id) other = linked;
    else free.push(hit);
  }
  if (other) return rejected(duplicateNumber(draft, other));
  const [first, ...more] = free;
  if (!first) return { kind: 'nothing' };
  if (more.length > 0) return judgeSeveral(pass, port, draft, free, begun);
  if (first.status === 'posted') return judgePosted(pass, draft, first);
  return judgeDraft(pass, port, draft, first, begun);
}

/** Two drafts after an unclear create are two of ours: the first is taken, the other withdrawn before posting. */
function judgeSeveral<D, B extends Draft>(
  pass: Pass,
  port: DocumentTarget<D, B>,
  draft: B,
  hits: readonly Remote[],
  begun: boolean,
): Found {
  const [first] = hits;
  if (begun && first && hits.every((hit) => isOurs(port, draft, hit)))
    return { kind: 'adopt', remote: first };
  const numbers = hits.map((hit) => hit.ref.number ?? hit.ref.id);
  return rejected({
    code: 'several-found',
    record: draft.title,
    field: 'number',
    seen: numbers.join(', '),
    fix: `decide in ${target(pass).title} which one is right and delete or void the others`,
  });
}

const isOurs = <D, B extends Draft>(port: DocumentTarget<D, B>, draft: B, hit: Remote): boolean =>
  hit.status === 'draft' && (port.compare(draft, hit).length === 0 || port.began?.(draft, hit) === true);

function judgePosted(pass: Pass, draft: Draft, hit: Remote): Found {
  const differences = totalDifferences(draft, hit, pass.options);
  const number = hit.ref.number ?? hit.ref.id;
  if (differences.length === 0 || pass.accept !== undefined) {
    return settled({
      state: 'linked',
      change: { target: hit.ref, posted: 'yes', naturalKey: draft.naturalKey, accepted: pass.accept ?? null },
      tell: { target: number, why: pass.accept ?? 'it had been posted there before' },
    });
  }
  return settled({
    state: 'diverged',
    change: { posted: 'unknown', naturalKey: draft.naturalKey },
    problems: differences.map((difference) => ({
      code: 'found-different',
      record: draft.title,
      field: difference.field,
      seen: `${difference.found} on ${number}`,
      allowed: [difference.expected],
      fix: `correct one of the two, then: ml-connector replay ID --accept "why"`,
    })),
  });
}

function judgeDraft<D, B extends Draft>(
  pass: Pass,
  port: DocumentTarget<D, B>,
  draft: B,
  hit: Remote,
  begun: boolean,
): Found {
  const differences = port.compare(draft, hit);
  if (differences.length === 0 || (begun && port.began?.(draft, hit) === true))
    return { kind: 'adopt', remote: hit };
  return settled({
    state: 'held',
    problems: differences.map((difference) => foreign(pass, draft, hit, difference)),
    change: { naturalKey: draft.naturalKey },
  });
}

const foreign = (pass: Pass, draft: Draft, hit: Remote, difference: Difference): Problem => ({
  code: 'draft-foreign',
  record: draft.title,
  field: difference.field,
  seen: `${difference.found} on draft ${hit.ref.number ?? hit.ref.id}`,
  allowed: [difference.expected],
  fix: `delete that draft in ${target(pass).title}, or finish and post it there by hand`,
});

export const duplicateNumber = (
  draft: Draft,
  other: Pick<StoredDocument, 'id' | 'kind' | 'number'>,
): Problem => ({
  code: 'duplicate-number',
  record: draft.title,
  field: 'number',
  seen: other.number,
  fix: `number already used by ${other.kind} ${other.number} (document ${other.id}): correct the number in Cin7`,
});

const rejected = (problem: Problem): Found => settled({ state: 'rejected', problems: [problem] });
const settled = (verdict: Verdict): Found => ({ kind: 'settled', verdict });
