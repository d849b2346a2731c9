import { documentId, documentKey } from '../../domain/document.ts';
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
 * The ERP's record for a Cin7 supplier, customer or product that a document names. One that is not linked yet is
 * matched, or delivered first where its own flow has that leg; elsewhere the document waits for a person.
 */
export async function resolveMaster(
  pass: Pass,
  flow: MasterFlowName,
  cin7Id: string,
  forWhat: string,
  code?: string,
): Promise<Resolved> {
  const spec = masterSpec(pass.pairOf, flow);
  const known = await linkedRecord(pass, spec, cin7Id);
  if (known) return { linked: known };
  if (flow === 'products') return byCode(pass, spec, code ?? '', forWhat);
  return pass.queue.run(`resolve|${flow}|${cin7Id}`, async () => {
    const meanwhile = await linkedRecord(pass, spec, cin7Id);
    if (meanwhile) return { linked: meanwhile };
    await refreshMirror(pass, spec, 'erp');
    const record = await held(pass, spec, 'cin7', cin7Id);
    if (!record) return { problems: [unknown(spec, cin7Id, forWhat, 'it is gone in Cin7')] };
    const problems = await contact(pass, spec, record.snapshot as Master, cin7Id);
    const linked = await linkedRecord(pass, spec, cin7Id);
    if (linked) return { linked };
    return {
      problems: problems.length > 0 ? problems : [unknown(spec, record.number, forWhat, 'no match there')],
    };
  });
}

async function linkedRecord(pass: Pass, spec: MasterSpec, cin7Id: string): Promise<LinkedMaster | undefined> {
  const link = await pass.store.links.of(pass.pair, spec.flow, 'cin7', cin7Id);
  if (!link) return undefined;
  const record = await held(pass, spec, 'erp', link.erpId);
  return record && toLinked(record);
}

/** Delivers it by its own flow where that has the leg, else only links what matches. */
async function contact(
  pass: Pass,
  spec: MasterSpec,
  record: Master,
  cin7Id: string,
): Promise<readonly Problem[]> {
  const options = pass.pairOf.flows[spec.flow];
  if (options?.enabled && options.legs.includes('cin7-to-erp')) {
    const sub: Pass = { ...pass, flow: spec.flow, leg: 'cin7-to-erp', options, kinds: [spec.kind] };
    await ensureMasterDocument(sub, spec, cin7Id);
    const id = documentId(documentKey(pass.pair, spec.kind, cin7Id));
    const document = await pass.store.documents.get(id);
    if (document) await deliverMaster(sub, spec, document, options.create === 'never' ? 'never' : 'always');
    return (await pass.store.documents.get(id))?.problems ?? [];
  }
  const matched = await matchRecord(pass, spec, 'cin7', record);
  if (matched.kind === 'problem') return [matched.problem];
  if (matched.kind === 'none') return [];
  const taken = await pass.store.links.of(pass.pair, spec.flow, 'erp', matched.id);
  const still = taken && (await spec.source('cin7')?.read(taken.cin7Id));
  if (taken && still && matched.by !== 'pin') return [shared(spec, record, still.number)];
  await pass.store.transact(async (tx) => {
    if (taken && !still) return tx.links.move(taken, cin7Id);
    const link = { pair: pass.pair, flow: spec.flow, cin7Id, erpId: matched.id, alias: taken !== undefined };
    return tx.links.add({ ...link, cin7Base: {}, erpBase: {} });
  });
  return [];
}

/** A product needs no link: our copy of the ERP's items carries the SKUs that the mapping gives them. */
async function byCode(pass: Pass, spec: MasterSpec, sku: string, forWhat: string): Promise<Resolved> {
  await refreshMirror(pass, spec, 'erp');
  const of = collectionOf(pass.pair, 'erp', spec.flow);
  const [id, ...more] = await pass.store.records.byKey(of, { type: 'code', value: fold(sku) });
  const record = id !== undefined && more.length === 0 ? await held(pass, spec, 'erp', id) : undefined;
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
