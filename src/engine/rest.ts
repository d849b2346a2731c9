import { type Failure, isFailure } from '../domain/failure.ts';
import type { StoredDocument } from '../store/documents.ts';
import { Interrupted, type Pass, SideDown, target } from './context.ts';
import { judgeFailure, problemsOf, unexpected } from './failures.ts';
import { LeaseLost } from './leases.ts';
import { conclude, type Verdict } from './verdict.ts';

/**
 * Works out what comes of a document and stores it. What concerns only this document ends in one of its states; it
 * never ends the pass.
 * @throws SideDown, Interrupted, LeaseLost: these end the pass, and the document stays as it was.
 */
export async function bringToRest(
  pass: Pass,
  document: StoredDocument,
  title: string,
  settle: () => Promise<Verdict>,
): Promise<void> {
  try {
    await conclude(pass, document, await settle());
  } catch (error) {
    if (error instanceof SideDown || error instanceof Interrupted || error instanceof LeaseLost) throw error;
    const failure = isFailure(error) ? error : unexpected(error, target(pass).title);
    if (!isFailure(error)) {
      pass.log.error('unexpected error in one document', { document: document.id, error: failure.message });
    }
    await conclude(pass, document, await failed(pass, document.id, title, failure));
  }
}

/** Refused with a draft of ours there, or allowed later only: `held`. With nothing there, or without a clear answer: `failed`. */
async function failed(pass: Pass, id: string, title: string, error: Failure): Promise<Verdict> {
  const failure = await judgeFailure(pass, error);
  const [document, intent] = [await pass.store.documents.get(id), await pass.store.intents.ofDocument(id)];
  const drafted = document?.target !== undefined && document.posted !== 'yes';
  const clear = failure.kind === 'refused' || failure.kind === 'held' || failure.kind === 'stale';
  const where = drafted ? `in ${failure.system}` : `in ${failure.system} or in the mapping`;
  return {
    state: failure.kind === 'held' || (drafted && clear) ? 'held' : 'failed',
    problems: problemsOf(
      failure,
      title,
      drafted ? 'post-refused' : 'refused',
      `settle it ${where}; it is tried again on every pass`,
    ),
    keepClaim: intent !== undefined && intent.step !== '' && !(intent.step in (document?.done ?? {})),
  };
}
