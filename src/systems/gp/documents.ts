import type { RemoteRef } from '../../domain/document.ts';
import { Failure, isFailure } from '../../domain/failure.ts';
import type { Step } from '../../engine/ports.ts';
import { changedMeanwhile } from '../shared/stale.ts';
import type { DocumentName, GpApi, GpDocumentRow, GpDocuments } from './api.ts';
import { title } from './capabilities.ts';
import type { GpDraft } from './draft.ts';
import { nextBatch } from './numbers.ts';

type Written = { readonly batch: string };

/**
 * One create with everything in it; nothing is ever posted by us. A document whose posting date lies in a period that is
 * known to be closed is not sent at all.
 */
export const createStep = <D extends Written, Row extends GpDocumentRow>(
  api: GpApi,
  documents: GpDocuments<D, Row>,
  draft: GpDraft<D>,
): Step => ({
  role: 'create',
  name: 'create',
  async run() {
    if (draft.hold) {
      const message = `${draft.title} was not sent: its period is closed.`;
      throw new Failure({ kind: 'held', system: title, message, problems: [draft.hold] });
    }
    const { prepare, kind, document, id } = draft;
    for (const { item, vendor } of prepare ?? []) await api.assignItem?.(item, vendor);
    const batch = await createInBatch(api, documents, kind as DocumentName, document);
    return { ref: { id, number: id }, batch };
  },
});

const mostBatches = 9;

/** A batch that somebody posts, edits or approves takes nothing: then the next suffix is tried. */
async function createInBatch<D extends Written, Row extends GpDocumentRow>(
  api: GpApi,
  documents: GpDocuments<D, Row>,
  kind: DocumentName,
  document: D,
): Promise<string> {
  for (let nth = 1; ; nth++) {
    const batch = nextBatch(document.batch, nth);
    try {
      await documents.create({ ...document, batch });
      return batch;
    } catch (error) {
      if (!isFailure(error, 'refused') || nth >= mostBatches || !(await api.isBusy?.(kind, batch)))
        throw error;
    }
  }
}

/**
 * Takes back what is not posted, where the service can. SOAP has no operation for it: then a person deletes it, and the
 * next pass writes what is wanted.
 */
export async function withdraw<D, Row extends GpDocumentRow>(
  documents: GpDocuments<D, Row>,
  { id, version }: RemoteRef,
  what: string,
): Promise<void> {
  const row = await documents.read(id);
  if (row === undefined || row.state === 'void') return;
  if (row.state === 'posted' || (version !== undefined && row.version !== version))
    throw changedMeanwhile(title, what);
  if (documents.remove) return documents.remove(id);
  const message = `${title}'s Web Services cannot delete the unposted ${what} ${id}.`;
  throw new Failure({
    kind: 'held',
    system: title,
    message,
    problems: [
      {
        code: 'withdraw-by-hand',
        record: what,
        seen: id,
        fix: `delete ${id} in ${title} (it is not posted yet); the next pass goes on from there`,
      },
    ],
  });
}
