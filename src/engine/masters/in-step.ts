import { type Side, sourceSide, targetSide } from '../../domain/document.ts';
import type { Problem } from '../../domain/problem.ts';
import { fingerprint } from '../../domain/text.ts';
import type { StoredDocument } from '../../store/documents.ts';
import type { Link } from '../../store/links.ts';
import type { StoredRecord } from '../../store/records.ts';
import { collectionOf, type Pass, target } from '../context.ts';
import { drafted } from '../drafting.ts';
import { merge, rebase } from '../merge.ts';
import type { MasterDraft, Versioned } from '../ports.ts';
import type { Verdict } from '../verdict.ts';
import { noNeighbours, refOf, seen } from './common.ts';
import { seenRecord } from './mirror.ts';
import type { Master, MasterSpec } from './spec.ts';
import { decideStatus } from './status.ts';
import { writeMaster } from './write.ts';

/** Three-way merge of a linked record; costs no call while its side says what it last said. */
export async function keepInStep(
  pass: Pass,
  spec: MasterSpec,
  document: StoredDocument,
  here: StoredRecord,
  link: Link,
): Promise<Verdict | 'link anew'> {
  const [side, thereSide] = [sourceSide(pass.leg), targetSide(pass.leg)];
  const hereBase = side === 'cin7' ? link.cin7Base : link.erpBase;
  const thereBase = side === 'cin7' ? link.erpBase : link.cin7Base;
  const thereId = side === 'cin7' ? link.erpId : link.cin7Id;
  const record = here.snapshot as Master;
  const state = document.state === 'written' ? 'written' : 'linked';
  const change = { ...seen(here), target: { id: thereId, number: document.target?.number } };
  if (!pass.replay && !differs(pass, spec, record, hereBase)) return { state, counted: 'unchanged', change };
  const current = await present(pass, spec, thereSide, thereId);
  if (!current && pass.accept !== undefined) {
    await pass.store.transact((tx) => tx.links.remove(link));
    return 'link anew';
  }
  if (!current) return missing(pass, spec, document, here);
  const otherLeg = pass.pairOf.flows[spec.flow]?.legs.some((leg) => leg !== pass.leg) ?? false;
  const merged = merge({
    here: { side, fields: record as never, stamp: here.stamp ?? undefined, base: hereBase },
    there: { side: thereSide, fields: current.record as never, stamp: current.stamp, base: thereBase },
    fields: spec.fields(pass.leg),
    carry: spec.carry,
    conflicts: pass.options.conflicts,
    accept: pass.accept !== undefined,
    otherLegRuns: otherLeg,
  });
  const status = decideStatus(pass.leg, pass.options, { record, base: hereBase }, current.record);
  const fields = [...merged.write, ...(status.kind === 'write' ? ['status'] : [])];
  const after = await apply(pass, spec, document, current, record, fields);
  if ('verdict' in after) return { ...after.verdict, change: { ...after.verdict.change, ...seen(here) } };
  const settled = [...merged.settled, ...merged.write, 'status'];
  await pass.store.transact(async (tx) => {
    await pass.lease.confirm(tx);
    const bases = {
      here: rebase(hereBase, record as never, settled),
      there: rebase(thereBase, after.record.record as never, settled),
    };
    await tx.links.rebase({
      ...link,
      cin7Base: side === 'cin7' ? bases.here : bases.there,
      erpBase: side === 'cin7' ? bases.there : bases.here,
    });
    const of = collectionOf(pass.pair, thereSide, spec.flow);
    await tx.records.snapshot(of, seenRecord(after.record));
    if (merged.pull.length > 0) await tx.records.handle(of, thereId, undefined);
  });
  const warnings = [...after.warnings, ...(status.kind === 'report' ? [status.problem] : [])];
  const target = refOf(after.record);
  if (merged.conflicts.length > 0) {
    return {
      state: 'conflict',
      problems: conflictProblems(spec, document, record, merged.conflicts, warnings),
      change: { ...change, target },
    };
  }
  return {
    state: fields.length > 0 ? 'written' : state,
    counted: fields.length > 0 ? 'written' : 'unchanged',
    problems: warnings,
    change: { ...change, target },
    tell: fields.length > 0 ? { target: target.number, changed: fields, always: true } : {},
    draft: after.draft,
  };
}

/** The other side's record: our copy, if it was brought up to date in this pass, else read now. */
async function present(
  pass: Pass,
  spec: MasterSpec,
  side: Side,
  id: string,
): Promise<Versioned<Master> | undefined> {
  const copy = await pass.store.records.get(collectionOf(pass.pair, side, spec.flow), id);
  const upToDate = pass.once.has(`walked ${side} ${spec.flow}`) && copy?.snapshotVersion === copy?.version;
  if (!pass.replay && upToDate && copy?.snapshot !== undefined && !copy.gone) {
    const { number, version, stamp, snapshot } = copy;
    return {
      id,
      number,
      version,
      stamp: stamp ?? undefined,
      record: snapshot as Master,
      servedAt: pass.clock.now(),
    };
  }
  return spec.source(side)?.read(id);
}

const differs = (
  pass: Pass,
  spec: MasterSpec,
  record: Master,
  base: Readonly<Record<string, unknown>>,
): boolean => {
  const [now, before] = [spec.carry(record as never), spec.carry(base)];
  return [...spec.fields(pass.leg), 'status'].some(
    (field) =>
      now[field] !== undefined &&
      (!(field in base) || fingerprint(now[field]) !== fingerprint(before[field])),
  );
};

async function apply(
  pass: Pass,
  spec: MasterSpec,
  document: StoredDocument,
  current: Versioned<Master>,
  wanted: Master,
  fields: readonly string[],
): Promise<
  | { readonly record: Versioned<Master>; readonly warnings: readonly Problem[]; readonly draft?: unknown }
  | { readonly verdict: Verdict }
> {
  const port = spec.port(targetSide(pass.leg));
  if (fields.length === 0 || !port) return { record: current, warnings: [] };
  const mapped = await drafted(pass, port.needs, noNeighbours, (lookups) =>
    port.change(current, wanted, fields as never, lookups),
  );
  if (!mapped.ok) return { verdict: { state: 'rejected', problems: mapped.problems } };
  const written = await writeMaster(pass, spec, document, mapped.draft as MasterDraft);
  if ('verdict' in written) return written;
  return { record: written.record, warnings: mapped.warnings, draft: { body: mapped.draft.body } };
}

/** The linked record is gone at the target: a person says what is to happen. */
function missing(pass: Pass, spec: MasterSpec, document: StoredDocument, here: StoredRecord): Verdict {
  return {
    state: 'diverged',
    change: seen(here),
    problems: [
      {
        code: 'deleted-at-target',
        record: `${spec.kind} ${here.number}`,
        seen: document.target?.number ?? document.target?.id,
        fix: `deleted in ${target(pass).title}; to link or create it anew: ml-connector replay ${document.id} --accept "why"`,
      },
    ],
  };
}

const conflictProblems = (
  spec: MasterSpec,
  document: StoredDocument,
  record: Master,
  conflicts: readonly { field: string; here: string; there: string }[],
  warnings: readonly Problem[],
): Problem[] => [
  ...conflicts.map(
    (conflict): Problem => ({
      code: 'changed-both-sides',
      record: `${spec.kind} ${record.name}`,
      field: conflict.field,
      seen: conflict.here,
      allowed: [conflict.there],
      fix: `make both sides equal, or let this side win: ml-connector replay ${document.id} --accept "why"`,
    }),
  ),
  ...warnings,
];
