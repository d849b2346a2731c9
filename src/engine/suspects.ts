import type { StoredDocument } from '../store/documents.ts';
import type { Suspect } from '../store/intents.ts';
import { owner } from './claims.ts';
import { audit, type Pass } from './context.ts';
import type { DocumentTarget, Draft } from './ports.ts';

/**
 * Looks for drafts that a slow server made after all of a create that we gave up, and withdraws them: only drafts that
 * nothing is linked to and whose content is exactly what we had sent.
 */
export async function sweepSuspects<D, B extends Draft>(
  pass: Pass,
  port: DocumentTarget<D, B>,
  document: StoredDocument,
  keep: string | undefined,
): Promise<void> {
  for (const suspect of await pass.store.intents.suspects({ documentId: document.id })) {
    await sweepOne(pass, port, document, suspect, keep);
  }
}

async function sweepOne<D, B extends Draft>(
  pass: Pass,
  port: DocumentTarget<D, B>,
  document: StoredDocument,
  suspect: Suspect,
  keep: string | undefined,
): Promise<void> {
  const overdue = pass.clock.now() > suspect.until;
  const draft = suspect.draft as B;
  for (const hit of await port.find(draft)) {
    if (hit.ref.id === keep || hit.status !== 'draft') continue;
    if (await owner(pass, draft.kind, hit.ref.id)) continue;
    if (port.compare(draft, hit).length > 0 && port.began?.(draft, hit) !== true) continue;
    await port.withdraw(hit.ref);
    await pass.store.transact((tx) =>
      audit(tx, pass, document, 'withdrawn', {
        target: hit.ref.number ?? hit.ref.id,
        why: 'a second copy, made late from a request that had got no answer',
      }),
    );
  }
  if (overdue) await pass.store.transact((tx) => tx.intents.acquit(suspect.id));
}
