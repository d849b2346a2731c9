import { collectionOf, type Pass, source, stopIfAsked } from './context.ts';
import { documentFlow } from './document-flows.ts';
import { workOffMaster } from './masters/pass.ts';
import { type MasterFlowName, masterSpec } from './masters/spec.ts';
import { workOff } from './pass-documents.ts';

/**
 * Delivers the documents that were asked for again: the source is read afresh, the target is looked at even if all
 * seems well, and every guard is in force. Moves no mark.
 */
export async function replayPass(pass: Pass): Promise<undefined> {
  const records = new Set<string>();
  for (const id of pass.replay ?? []) {
    const document = await pass.store.documents.get(id);
    if (document) records.add(document.sourceId);
  }
  for (const id of records) {
    stopIfAsked(pass);
    if (pass.flow === 'suppliers' || pass.flow === 'customers' || pass.flow === 'products') {
      await rereadMaster(pass, pass.flow, id);
    } else {
      await workOff(
        pass,
        documentFlow(pass),
        collectionOf(pass.pair, source(pass).side, pass.flow),
        id,
        new Map(),
      );
    }
  }
  return undefined;
}

/** Reads a master record afresh and brings it to rest. */
export async function rereadMaster(pass: Pass, flow: MasterFlowName, id: string): Promise<void> {
  const spec = masterSpec(pass.pairOf, flow);
  const fresh = await spec.source(source(pass).side)?.read(id);
  const of = collectionOf(pass.pair, source(pass).side, flow);
  await pass.store.transact(async (tx) => {
    if (fresh) await tx.records.snapshot(of, { ...fresh, snapshot: fresh.record });
    else await tx.records.gone(of, id);
  });
  await workOffMaster(pass, spec, id);
}
