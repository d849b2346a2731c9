import { otherSide, type Side, sourceSide, targetSide } from '../../domain/document.ts';
import type { Problem } from '../../domain/problem.ts';
import type { StoredDocument } from '../../store/documents.ts';
import type { Link } from '../../store/links.ts';
import type { StoredRecord } from '../../store/records.ts';
import { collectionOf, type Pass } from '../context.ts';
import { drafted } from '../drafting.ts';
import { rebase } from '../merge.ts';
import type { Versioned } from '../ports.ts';
import type { Verdict } from '../verdict.ts';
import { noNeighbours, refOf, seen } from './common.ts';
import { keepInStep } from './in-step.ts';
import { matchRecord } from './match.ts';
import { seenRecord } from './mirror.ts';
import type { Master, MasterSpec } from './spec.ts';
import { writeMaster } from './write.ts';

/** A record that is linked to nothing: it is matched, else created as `create` says. */
export async function firstContact(
  pass: Pass,
  spec: MasterSpec,
  document: StoredDocument,
  here: StoredRecord,
  create: 'always' | 'used' | 'never',
): Promise<Verdict> {
  const record = here.snapshot as Master;
  const matched = await matchRecord(pass, spec, sourceSide(pass.leg), record);
  if (matched.kind === 'problem')
    return { state: 'rejected', problems: [matched.problem], change: seen(here) };
  if (matched.kind === 'one') return linkTo(pass, spec, document, here, matched.id, matched.by);
  if (record.status === 'inactive') return skip(here, 'inactive and not linked');
  if (create !== 'always') {
    return create === 'used' ? skip(here, 'not used on a document yet') : skip(here, 'create: never');
  }
  const port = spec.port(targetSide(pass.leg));
  if (!port) return skip(here, 'this pair does not create it');
  const named = matched.namesake ? { ...record, name: `${record.name} (${record.code})` } : record;
  const mapped = await drafted(pass, port.needs, noNeighbours, (lookups) => port.create(named, lookups));
  if (!mapped.ok) return { state: 'rejected', problems: mapped.problems, change: seen(here) };
  const written = await writeMaster(pass, spec, document, mapped.draft);
  if ('verdict' in written) return written.verdict;
  await addLink(pass, spec, here, written.record, spec.fields(pass.leg));
  return {
    state: 'written',
    problems: mapped.warnings,
    change: { ...seen(here), target: refOf(written.record), posted: 'no' },
    tell: { target: written.record.number, created: true },
    draft: { body: mapped.draft.body },
  };
}

const skip = (here: StoredRecord, why: string): Verdict => ({
  state: 'skipped',
  change: seen(here),
  tell: { why },
});
/** Links to the record that was found; one that is linked already only as an alias by pin, or after a merge. */
export async function linkTo(
  pass: Pass,
  spec: MasterSpec,
  document: StoredDocument,
  here: StoredRecord,
  id: string,
  by: string,
): Promise<Verdict> {
  const side = sourceSide(pass.leg);
  const taken = await pass.store.links.of(pass.pair, spec.flow, otherSide(side), id);
  if (taken) return shareOrMove(pass, spec, here, taken, by);
  const [cin7Id, erpId] = side === 'cin7' ? [here.id, id] : [id, here.id];
  await pass.store.transact((tx) =>
    tx.links.add({
      pair: pass.pair,
      flow: spec.flow,
      cin7Id,
      erpId,
      alias: false,
      cin7Base: {},
      erpBase: {},
    }),
  );
  const link = (await pass.store.links.of(pass.pair, spec.flow, side, here.id)) as Link;
  const verdict = await keepInStep(pass, spec, document, here, link);
  if (verdict === 'link anew') return { state: 'pending', change: seen(here) };
  if (verdict.state !== 'linked' && verdict.state !== 'written') return verdict;
  const state = verdict.counted === 'unchanged' || verdict.state === 'linked' ? 'linked' : 'written';
  return { ...verdict, state, counted: state, tell: { ...verdict.tell, matchedBy: by } };
}

async function shareOrMove(
  pass: Pass,
  spec: MasterSpec,
  here: StoredRecord,
  taken: Link,
  by: string,
): Promise<Verdict> {
  const fromCin7 = sourceSide(pass.leg) === 'cin7';
  const other = fromCin7 ? await spec.source('cin7')?.read(taken.cin7Id) : undefined;
  if (fromCin7 && !other) {
    await pass.store.transact((tx) => tx.links.move(taken, here.id));
    return {
      state: 'linked',
      change: seen(here),
      tell: { why: `took over from ${taken.cin7Id}, which is gone` },
    };
  }
  if (fromCin7 && by === 'pin') {
    const alias = { ...taken, cin7Id: here.id, alias: true, cin7Base: {}, erpBase: {} };
    await pass.store.transact((tx) => tx.links.add(alias));
    return { state: 'linked', change: seen(here), tell: { why: `alias of ${taken.cin7Id}` } };
  }
  const problem: Problem = {
    code: 'master-exists',
    record: `${spec.kind} ${here.number}`,
    field: 'match',
    seen: here.number,
    allowed: [`linked to ${other?.number ?? (fromCin7 ? taken.cin7Id : taken.erpId)}`],
    fix: `two records are one on the other side: merge them, or pin this one: mapping.${spec.flow}: { ${JSON.stringify(here.number)}: <number> }`,
  };
  return { state: 'rejected', problems: [problem], change: seen(here) };
}

/** After a create both sides hold the same: their answers are the baselines. */
async function addLink(
  pass: Pass,
  spec: MasterSpec,
  here: StoredRecord,
  there: Versioned<Master>,
  fields: readonly string[],
): Promise<void> {
  const side: Side = sourceSide(pass.leg);
  const all = [...fields, 'status'];
  const mine = { id: here.id, base: rebase({}, here.snapshot as never, all) };
  const theirs = { id: there.id, base: rebase({}, there.record as never, all) };
  const [cin7, erp] = side === 'cin7' ? [mine, theirs] : [theirs, mine];
  await pass.store.transact(async (tx) => {
    await pass.lease.confirm(tx);
    await tx.links.add({
      pair: pass.pair,
      flow: spec.flow,
      cin7Id: cin7.id,
      erpId: erp.id,
      alias: false,
      cin7Base: cin7.base,
      erpBase: erp.base,
    });
    const of = collectionOf(pass.pair, otherSide(side), spec.flow);
    await tx.records.snapshot(of, seenRecord(there));
  });
}
