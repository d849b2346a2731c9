import { type DocumentKind, documentId, documentKey, openStates } from '../domain/document.ts';
import { type Failure, isFailure } from '../domain/failure.ts';
import { type Instant, millis } from '../domain/time.ts';
import type { StoredDocument } from '../store/documents.ts';
import type { Collection, StoredRecord } from '../store/records.ts';
import { collectionOf, legOf, type Pass, SideDown, source, stopIfAsked, target } from './context.ts';
import { deliver } from './deliver.ts';
import type { DocumentFlow } from './document-flow.ts';
import { judgeFailure, problemsOf, sideDown } from './failures.ts';
import { inParallel } from './in-parallel.ts';
import { followLedgers } from './ledgers.ts';
import type { Remote, Versioned } from './ports.ts';
import { readBack } from './read-back.ts';
import { settleNumbers } from './settlement.ts';
import { sweepSuspects } from './suspects.ts';
import { keepPlaceholder, syncDocuments } from './sync.ts';
import { type WalkResult, walk } from './walk.ts';

const pageSize = 200;

export interface DocumentPassOptions {
  readonly floor: Instant | undefined;
  readonly since: Instant | undefined;
}

/** One pass of a flow whose records become documents: walk and store first, then deliver what is due. */
export async function passDocuments(
  pass: Pass,
  flow: DocumentFlow,
  options: DocumentPassOptions,
): Promise<WalkResult> {
  const of = collectionOf(pass.pair, source(pass).side, pass.flow);
  const walked = await walk(pass, {
    of,
    system: source(pass),
    source: flow.source,
    floor: options.floor,
    since: options.since,
    onDue: async (tx, rows) => {
      for (const row of rows) {
        const known = await tx.documents.ofSource(legOf(pass), row.id);
        if (known.length === 0) await keepPlaceholder(tx, pass, row, flow.placeholder, 'pending');
      }
    },
  }).catch((error) => sideDown(source(pass).side, error));
  await deliverDue(pass, flow, of);
  return walked;
}

async function deliverDue(pass: Pass, flow: DocumentFlow, of: Collection): Promise<void> {
  const atTarget = await readBack(pass, flow);
  await followLedgers(pass, flow);
  const work = { flow: pass.flow, leg: pass.leg, limit: pageSize, toPost: kindsToPost(pass, flow) };
  let done = 0;
  for (let after = ''; ; ) {
    const ids = await pass.store.records.due(of, { ...work, after });
    for await (const _ of inParallel(ids, target(pass).capabilities.concurrency, (id) =>
      workOff(pass, flow, of, id, atTarget),
    )) {
      pass.progress.at(legOf(pass), ++done, undefined);
    }
    const last = ids.at(-1);
    if (last === undefined || ids.length < pageSize) break;
    after = last;
  }
  await sweepRest(pass, flow);
  await settleNumbers(pass, flow);
}

/** One record: read it if the store does not hold this version, bring its documents in step, deliver each. */
export async function workOff(
  pass: Pass,
  flow: DocumentFlow,
  of: Collection,
  id: string,
  atTarget: ReadonlyMap<string, Remote | undefined>,
): Promise<void> {
  stopIfAsked(pass);
  if (pass.budget.left <= 0) return;
  const record = await pass.store.records.get(of, id);
  const fresh = record !== undefined && record.handled === record.version && !isAsked(pass, id);
  if (!fresh && !(await refresh(pass, flow, of, id, record))) return;
  const documents = await pass.store.documents.ofSource(legOf(pass), id);
  const placeholder = pass.replay && documentId(documentKey(pass.pair, flow.placeholder, id));
  for (const document of inOrder(pass, documents)) {
    const asked =
      pass.replay === undefined || pass.replay.has(document.id) || pass.replay.has(placeholder ?? '');
    if (!asked) continue;
    if (!isDue(pass, flow, document)) {
      if (!fresh) count(pass, document);
      continue;
    }
    if (pass.budget.left <= 0) return;
    pass.budget.left--;
    stopIfAsked(pass);
    const known = document.target && atTarget.get(document.target.id);
    await deliver(pass, flow, document.id, known);
  }
}

/** To be read afresh whatever the list says. */
const isAsked = (pass: Pass, id: string): boolean => pass.replay !== undefined || pass.told.ids.has(id);

const inOrder = (pass: Pass, documents: readonly StoredDocument[]): StoredDocument[] =>
  documents
    .filter((document) => pass.kinds.includes(document.kind))
    .sort(
      (a, b) => pass.kinds.indexOf(a.kind) - pass.kinds.indexOf(b.kind) || (a.number < b.number ? -1 : 1),
    );

/** What the flow posts: also what it wrote while it did not post yet. */
const kindsToPost = (pass: Pass, flow: DocumentFlow): DocumentKind[] =>
  pass.options.post ? pass.kinds.filter((kind) => !flow.port(kind).amends) : [];

const isDue = (pass: Pass, flow: DocumentFlow, document: StoredDocument): boolean =>
  openStates.some((state) => state === document.state) ||
  pass.replay !== undefined ||
  (document.state === 'written' &&
    document.posted === 'no' &&
    document.target !== undefined &&
    kindsToPost(pass, flow).includes(document.kind));

/** Looked at and left as it was. */
function count(pass: Pass, document: StoredDocument): void {
  const same = document.state === 'written' || document.state === 'linked' ? 'unchanged' : document.state;
  pass.touched.set(document.id, same);
}

/** @returns false when there is nothing to deliver: the record has become no document yet. */
async function refresh(
  pass: Pass,
  flow: DocumentFlow,
  of: Collection,
  id: string,
  record: StoredRecord | undefined,
): Promise<boolean> {
  const known = await pass.store.documents.ofSource(legOf(pass), id);
  const real = known.some((document) => document.kind !== flow.placeholder);
  if (record?.early && !real && !isAsked(pass, id)) {
    const state = record.early === 'voided' ? 'skipped' : 'waiting';
    await rest(pass, flow, of, record, state, record.version);
    return false;
  }
  const fresh = await readSource(pass, flow, id);
  if (isFailure(fresh)) {
    await unreadable(pass, flow, { id, number: record?.number ?? id, version: record?.version ?? '' }, fresh);
    return real;
  }
  const version = fresh ? handledVersion(pass, fresh, record) : (record?.version ?? 'gone');
  const synced = { id, number: fresh?.number ?? record?.number ?? id, version: fresh?.version ?? version };
  const routed = fresh ? flow.route(fresh.record) : [];
  if (routed.length === 0 && !real) {
    await rest(pass, flow, of, synced, fresh ? 'waiting' : 'skipped', version);
    return false;
  }
  await pass.store.transact(async (tx) => {
    await pass.lease.confirm(tx);
    await syncDocuments(tx, pass, synced, known, routed, flow);
    if (fresh && isNewer(fresh, record)) await tx.records.see(of, [rowOf(fresh)], 'read');
    await tx.records.handle(of, id, version);
  });
  return true;
}

/** The detail tells of a change that the list did not show yet; one stamp is one version, however each side prints it. */
const isNewer = (fresh: Versioned<unknown>, record: StoredRecord | undefined): boolean =>
  !record || fresh.stamp === undefined || record.stamp === null || fresh.stamp > record.stamp;

/**
 * The version under which a freshly read record counts as worked off. A stamp that is hardly older than the read may
 * be carried by a second change that came after it: such a record is read once more by the next walk.
 */
function handledVersion(pass: Pass, fresh: Versioned<unknown>, record: StoredRecord | undefined): string {
  const version = isNewer(fresh, record) ? fresh.version : (record?.version ?? fresh.version);
  const grain = source(pass).capabilities.stampGrainMs;
  const settled = fresh.stamp === undefined || millis(fresh.servedAt) - millis(fresh.stamp) > grain;
  return settled ? version : `${version} (just now)`;
}

const rowOf = (fresh: Versioned<unknown>) => ({
  id: fresh.id,
  number: fresh.number,
  version: fresh.version,
  stamp: fresh.stamp,
});

async function rest(
  pass: Pass,
  flow: DocumentFlow,
  of: Collection,
  record: { id: string; number: string; version: string },
  state: 'waiting' | 'skipped',
  version: string,
): Promise<void> {
  const id = await pass.store.transact(async (tx) => {
    await tx.records.handle(of, record.id, version);
    return keepPlaceholder(tx, pass, record, flow.placeholder, state);
  });
  pass.touched.set(id, state);
}

/** The record as it is now, nothing if it is gone, or what the source said instead of this one record. */
async function readSource(
  pass: Pass,
  flow: DocumentFlow,
  id: string,
): Promise<Versioned<unknown> | Failure | undefined> {
  try {
    return await flow.source.read(id);
  } catch (error) {
    const failure = await judgeFailure(pass, error);
    if (failure.kind === 'refused') return failure;
    throw new SideDown(source(pass).side, failure);
  }
}

/** One record that the source refuses to show, or shows in an odd shape, keeps nobody else waiting. */
async function unreadable(
  pass: Pass,
  flow: DocumentFlow,
  record: { id: string; number: string; version: string },
  failure: Failure,
): Promise<void> {
  const title = `${flow.placeholder} ${record.number}`;
  const fix = `open it in ${failure.system}; it is read again on every pass`;
  const problems = problemsOf(failure, title, 'refused', fix);
  const id = await pass.store.transact((tx) =>
    keepPlaceholder(tx, pass, record, flow.placeholder, 'failed', problems),
  );
  pass.touched.set(id, 'failed');
}

async function sweepRest(pass: Pass, flow: DocumentFlow): Promise<void> {
  for (const suspect of await pass.store.intents.suspects({ pair: pass.pair })) {
    const document = await pass.store.documents.get(suspect.documentId);
    if (!document || document.flow !== pass.flow || document.leg !== pass.leg) continue;
    await sweepSuspects(pass, flow.port(document.kind), document, document.target?.id).catch((error) =>
      judgeFailure(pass, error),
    );
  }
}
