import { otherSide, type Side, sourceSide, targetSide } from '../../domain/document.ts';
import type { Problem } from '../../domain/problem.ts';
import { fingerprint } from '../../domain/text.ts';
import type { StoredDocument } from '../../store/documents.ts';
import type { Link } from '../../store/links.ts';
import type { StoredRecord } from '../../store/records.ts';
import { collectionOf, type Pass, target } from '../context.ts';
import { drafted } from '../drafting.ts';
import { merge, rebase } from '../merge.ts';
import type { MasterDraft, Versioned } from '../ports.ts';
import { bringToRest } from '../rest.ts';
import type { Verdict } from '../verdict.ts';
import { matchRecord } from './match.ts';
import { held, seenRecord } from './mirror.ts';
import type { Master, MasterSpec } from './spec.ts';
import { decideStatus } from './status.ts';
import { adoptOwed, writeMaster } from './write.ts';

/** Brings one master record of the leg's source to rest at the target. */
export async function deliverMaster(
  pass: Pass,
  spec: MasterSpec,
  document: StoredDocument,
  create: 'always' | 'used' | 'never',
): Promise<void> {
  await pass.queue.run(`${spec.kind}|${document.sourceId}`, () =>
    bringToRest(pass, document, `${spec.kind} ${document.number}`, () =>
      settle(pass, spec, document, create),
    ),
  );
}

async function settle(
  pass: Pass,
  spec: MasterSpec,
  document: StoredDocument,
  create: 'always' | 'used' | 'never',
): Promise<Verdict> {
  const side = sourceSide(pass.leg);
  const here = await held(pass, spec, side, document.sourceId);
  const link = await pass.store.links.of(pass.pair, spec.flow, side, document.sourceId);
  if (!here) return vanished(spec, document, link);
  const owed = link ? undefined : await adoptOwed(pass, spec, document);
  if (owed && 'verdict' in owed) return owed.verdict;
  if (owed) return linkTo(pass, spec, document, here, owed.id, 'our own create');
  if (link?.alias) return { state: 'linked', counted: 'unchanged', change: seen(here) };
  if (link) return keepInStep(pass, spec, document, here, link);
  return firstContact(pass, spec, document, here, create);
}

const seen = (here: StoredRecord) => ({ sourceVersion: here.version, number: here.number });

/** Deletions are reported, not mirrored. */
const vanished = (spec: MasterSpec, document: StoredDocument, link: Link | undefined): Verdict => ({
  state: link ? 'linked' : 'skipped',
  counted: 'unchanged',
  problems: link
    ? [
        {
          code: 'deleted',
          severity: 'warning',
          record: `${spec.kind} ${document.number}`,
          seen: 'gone at the source',
          fix: 'nothing is deleted on the other side; remove or block it there by hand if it shall go',
        },
      ]
    : [],
});

async function firstContact(
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
  const mapped = await drafted(pass, port.needs, noNeighbours, (lookups) => port.create(record, lookups));
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
const noNeighbours = { master: () => undefined, document: () => undefined };
const refOf = (record: Versioned<Master>) => ({
  id: record.id,
  number: record.number,
  version: record.version,
});

/** Links to the record that was found; one that is linked already only as an alias by pin, or after a merge. */
async function linkTo(
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

/** Three-way merge of a linked record; costs no call while its side says what it last said. */
async function keepInStep(
  pass: Pass,
  spec: MasterSpec,
  document: StoredDocument,
  here: StoredRecord,
  link: Link,
): Promise<Verdict> {
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
    return firstContact(pass, spec, document, here, 'always');
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
