import { documentId, documentKey, otherSide, sourceSide, targetSide } from '../../domain/document.ts';
import type { Problem } from '../../domain/problem.ts';
import { fold } from '../../domain/text.ts';
import type { StoredRecord } from '../../store/records.ts';
import { collectionOf, type Pass } from '../context.ts';
import type { LinkedMaster } from '../ports.ts';
import { deliverMaster } from './deliver.ts';
import { matchRecord } from './match.ts';
import { held, refreshMirror } from './mirror.ts';
import { ensureMasterDocument } from './pass.ts';
import { type Master, type MasterFlowName, type MasterSpec, masterSpec } from './spec.ts';

export type Resolved = { readonly linked: LinkedMaster } | { readonly problems: readonly Problem[] };

/**
 * The target's record for a supplier, customer or product that a document of the source names. One that is not linked
 * yet is matched, or delivered first where its own flow has this leg; elsewhere the document waits for a person.
 */
export async function resolveMaster(
  pass: Pass,
  flow: MasterFlowName,
  sourceId: string,
  forWhat: string,
  code?: string,
): Promise<Resolved> {
  const spec = masterSpec(pass.pairOf, flow);
  const known = await linkedRecord(pass, spec, sourceId);
  if (known) return { linked: known };
  // Who comes second must not look before the first one's walk has ended.
  if (flow === 'products')
    return pass.queue.run(`resolve|${flow}`, () => byCode(pass, spec, code ?? '', forWhat));
  return pass.queue.run(`resolve|${flow}|${sourceId}`, async () => {
    const meanwhile = await linkedRecord(pass, spec, sourceId);
    if (meanwhile) return { linked: meanwhile };
    await refreshMirror(pass, spec, targetSide(pass.leg));
    const record = await held(pass, spec, sourceSide(pass.leg), sourceId);
    if (!record) return { problems: [unknown(spec, sourceId, forWhat, 'it is gone at the source')] };
    const problems = await contact(pass, spec, record.snapshot as Master, sourceId);
    const linked = await linkedRecord(pass, spec, sourceId);
    if (linked) return { linked };
    return {
      problems: problems.length > 0 ? problems : [unknown(spec, record.number, forWhat, 'no match there')],
    };
  });
}

async function linkedRecord(
  pass: Pass,
  spec: MasterSpec,
  sourceId: string,
): Promise<LinkedMaster | undefined> {
  const side = sourceSide(pass.leg);
  const link = await pass.store.links.of(pass.pair, spec.flow, side, sourceId);
  if (!link) return undefined;
  const record = await held(pass, spec, otherSide(side), side === 'cin7' ? link.erpId : link.cin7Id);
  return record && toLinked(record);
}

/** Delivers it by its own flow where that has the leg, else only links what matches. */
async function contact(
  pass: Pass,
  spec: MasterSpec,
  record: Master,
  sourceId: string,
): Promise<readonly Problem[]> {
  const options = pass.pairOf.flows[spec.flow];
  if (!options?.enabled || !options.legs.includes(pass.leg)) return linkOnly(pass, spec, record, sourceId);
  const sub: Pass = { ...pass, flow: spec.flow, options, kinds: [spec.kind] };
  await ensureMasterDocument(sub, spec, sourceId);
  const id = documentId(documentKey(pass.pair, spec.kind, sourceId));
  const document = await pass.store.documents.get(id);
  if (document) await deliverMaster(sub, spec, document, options.create === 'never' ? 'never' : 'always');
  return (await pass.store.documents.get(id))?.problems ?? [];
}

async function linkOnly(
  pass: Pass,
  spec: MasterSpec,
  record: Master,
  sourceId: string,
): Promise<readonly Problem[]> {
  const side = sourceSide(pass.leg);
  const matched = await matchRecord(pass, spec, side, record);
  if (matched.kind === 'problem') return [matched.problem];
  if (matched.kind === 'none') return [];
  const taken = await pass.store.links.of(pass.pair, spec.flow, otherSide(side), matched.id);
  const still = taken && (await spec.source('cin7')?.read(taken.cin7Id));
  if (taken && still && (matched.by !== 'pin' || side === 'erp')) return [shared(spec, record, still.number)];
  const [cin7Id, erpId] = side === 'cin7' ? [sourceId, matched.id] : [matched.id, sourceId];
  await pass.store.transact(async (tx) => {
    if (taken && !still) return tx.links.move(taken, cin7Id);
    const link = { pair: pass.pair, flow: spec.flow, cin7Id, erpId, alias: taken !== undefined };
    return tx.links.add({ ...link, cin7Base: {}, erpBase: {} });
  });
  return [];
}

/** A product needs no link: on both sides our copies carry the SKUs that the mapping gives them. */
async function byCode(pass: Pass, spec: MasterSpec, sku: string, forWhat: string): Promise<Resolved> {
  await refreshMirror(pass, spec, targetSide(pass.leg));
  const of = collectionOf(pass.pair, targetSide(pass.leg), spec.flow);
  const [id, ...more] = await pass.store.records.byKey(of, { type: 'code', value: fold(sku) });
  const record =
    id !== undefined && more.length === 0 ? await held(pass, spec, targetSide(pass.leg), id) : undefined;
  if (!record) return { problems: [unknown(spec, sku, forWhat, 'no such item there')] };
  return { linked: toLinked(record) };
}

const toLinked = (record: StoredRecord): LinkedMaster => ({
  ref: { id: record.id, number: record.number },
  record: record.snapshot as Master,
});

const unknown = (spec: MasterSpec, seen: string, forWhat: string, why: string): Problem => ({
  code: 'master-unknown',
  record: forWhat,
  field: spec.kind,
  seen: `${seen}: ${why}`,
  fix: `create it in the ERP, or pin it in the config: mapping.${spec.flow}: { ${JSON.stringify(seen)}: <number> }`,
});

const shared = (spec: MasterSpec, record: Master, other: string): Problem => ({
  code: 'master-exists',
  record: `${spec.kind} ${record.name}`,
  field: 'match',
  seen: record.name,
  allowed: [`linked to ${other}`],
  fix: `if both are one, pin it: mapping.${spec.flow}: { ${JSON.stringify(record.name)}: <number> }`,
});
