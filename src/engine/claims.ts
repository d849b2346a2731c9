import type { StoredDocument } from '../store/documents.ts';
import type { Intent, IntentKey } from '../store/intents.ts';
import type { Tx } from '../store/store.ts';
import { legOf, type Pass, target } from './context.ts';
import type { Draft } from './ports.ts';

export const claimKey = (pass: Pass, draft: Pick<Draft, 'kind' | 'naturalKey'>): IntentKey => ({
  pair: pass.pair,
  target: target(pass).side,
  kind: draft.kind,
  naturalKey: draft.naturalKey,
});

export type ClaimResult = 'claimed' | 'busy' | { readonly owedBy: string };

/**
 * Claims a natural key for a document, so that no two legs or processes create the same thing. `busy`: a live pass has
 * it. `owedBy`: another document's create got no clear answer yet; until that is known the key is not free.
 */
export async function claim(
  tx: Tx,
  pass: Pass,
  document: StoredDocument,
  draft: Draft,
): Promise<ClaimResult> {
  await pass.lease.confirm(tx);
  const key = claimKey(pass, draft);
  const held = await tx.intents.on(key);
  if (held && held.documentId !== document.id) {
    if (held.token !== pass.lease.token && (await tx.intents.isHeld(held.token))) return 'busy';
    if (held.step !== '') return { owedBy: held.documentId };
  }
  await tx.intents.release(document.id, key.naturalKey);
  await tx.intents.claim(newIntent(pass, document, key, '', null));
  return 'claimed';
}

/** Commits that a step is about to be sent: whoever comes after a crash knows that an answer is owed. */
export async function intend(
  tx: Tx,
  pass: Pass,
  document: StoredDocument,
  draft: Draft,
  step: string,
): Promise<void> {
  await pass.lease.confirm(tx);
  await tx.intents.claim(newIntent(pass, document, claimKey(pass, draft), step, pass.clock.now()));
}

/** The step is over, one way or the other: nothing is owed any more. */
export async function settleIntent(
  tx: Tx,
  pass: Pass,
  document: StoredDocument,
  draft: Draft,
): Promise<void> {
  await pass.lease.confirm(tx);
  await tx.intents.claim(newIntent(pass, document, claimKey(pass, draft), '', null));
}

const newIntent = (
  pass: Pass,
  document: StoredDocument,
  key: IntentKey,
  step: string,
  sentAt: Intent['sentAt'],
): Intent => ({ ...key, documentId: document.id, token: pass.lease.token, step, sentAt });

/** Whether another document of ours stands for this record of the target. */
export async function owner(
  pass: Pass,
  kind: Draft['kind'],
  targetId: string,
): Promise<StoredDocument | undefined> {
  const leg = legOf(pass);
  return pass.store.documents.byTarget(leg.pair, target(pass).name, kind, targetId);
}
