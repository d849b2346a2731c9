import { documentId, documentKey, sourceSide, targetSide } from '../../domain/document.ts';
import type { Instant } from '../../domain/time.ts';
import { collectionOf, legOf, type Pass, source, stopIfAsked, target } from '../context.ts';
import { inParallel } from '../in-parallel.ts';
import type { WalkResult } from '../walk.ts';
import { deliverMaster } from './deliver.ts';
import { goneOf, refreshMirror } from './mirror.ts';
import { type MasterFlowName, type MasterSpec, masterSpec } from './spec.ts';

const pageSize = 200;

/** One pass of a master flow: both sides' changes are read, then each changed or open record is brought to rest. */
export async function passMasters(pass: Pass, since: Instant | undefined): Promise<WalkResult> {
  const spec = masterSpec(pass.pairOf, pass.flow as MasterFlowName);
  const walked = await refreshMirror(pass, spec, sourceSide(pass.leg), since);
  await refreshMirror(pass, spec, targetSide(pass.leg));
  for (const id of goneOf(pass, spec, sourceSide(pass.leg))) await workOffMaster(pass, spec, id);
  const of = collectionOf(pass.pair, sourceSide(pass.leg), spec.flow);
  let done = 0;
  for (let after = ''; ; ) {
    const due = { flow: pass.flow, leg: pass.leg, after, limit: pageSize, toPost: [] };
    const ids = await pass.store.records.due(of, due);
    const work = async (id: string) => {
      stopIfAsked(pass);
      if (pass.budget.left-- > 0) await workOffMaster(pass, spec, id);
    };
    for await (const _ of inParallel(ids, target(pass).capabilities.concurrency, work)) {
      pass.progress.at(legOf(pass), ++done, undefined);
    }
    const last = ids.at(-1);
    if (last === undefined || ids.length < pageSize) break;
    after = last;
  }
  return walked ?? { complete: true, rows: 0, mark: await pass.store.records.mark(of), gone: [] };
}

export async function workOffMaster(pass: Pass, spec: MasterSpec, id: string): Promise<void> {
  const of = collectionOf(pass.pair, sourceSide(pass.leg), spec.flow);
  await ensureMasterDocument(pass, spec, id);
  const document = await pass.store.documents.get(documentId(documentKey(pass.pair, spec.kind, id)));
  if (!document) return;
  const version = (await pass.store.records.get(of, id))?.version;
  await deliverMaster(pass, spec, document, pass.options.create);
  if (version !== undefined) await pass.store.transact((tx) => tx.records.handle(of, id, version));
}

/** The document of a master record, stored before anything is done about it. */
export async function ensureMasterDocument(pass: Pass, spec: MasterSpec, id: string): Promise<void> {
  const key = documentKey(pass.pair, spec.kind, id);
  await pass.store.transact(async (tx) => {
    if (await tx.documents.byKey(key)) return;
    const record = await tx.records.get(collectionOf(pass.pair, sourceSide(pass.leg), spec.flow), id);
    await tx.documents.add({
      id: documentId(key),
      key,
      ...legOf(pass),
      kind: spec.kind,
      sourceSystem: source(pass).name,
      sourceId: id,
      task: '',
      number: record?.number ?? id,
      state: 'pending',
      targetSystem: target(pass).name,
      wanted: 'ready',
    });
  });
}
