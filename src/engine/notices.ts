import { type DocumentKind, type FlowName, type Leg, sourceSide, targetSide } from '../domain/document.ts';
import type { InboxEntry } from '../store/inbox.ts';
import type { Store } from '../store/store.ts';
import { collectionOf, type Pass, source, stopIfAsked, target } from './context.ts';
import { documentFlow } from './document-flows.ts';
import { inParallel } from './in-parallel.ts';
import { workOff } from './pass-documents.ts';
import { rereadMaster } from './replay.ts';
import { settleNumbers } from './settlement.ts';

/** What the inbox holds for one leg. */
export interface ToldOfLeg {
  readonly entries: readonly InboxEntry[];
  /** Records that we know and can read by themselves. */
  readonly ids: readonly string[];
  /** Something was told that only a pass of the flow finds out: a record that we do not know yet, or "something". */
  readonly poll: boolean;
}

/** One leg of a pair, as far as notices go. */
export interface NoticeLeg {
  readonly flow: FlowName;
  readonly leg: Leg;
}

/** A pair by its name, with the type of its ERP. */
export interface NoticePair {
  readonly name: string;
  readonly erp: string;
}

/** Whether a notice of this side concerns the leg: a record that it reads, or a document that it wrote. */
export const concerns = (
  { flow, leg }: NoticeLeg,
  notice: Pick<InboxEntry, 'side' | 'flow' | 'role'>,
): boolean =>
  notice.flow === flow && notice.side === (notice.role === 'source' ? sourceSide(leg) : targetSide(leg));

/**
 * What notices told about a leg. A record is found by its id, else by its number: what a sender names may be a part of
 * the record, and the number is compared exactly.
 */
export async function toldOfLeg(store: Store, pair: NoticePair, leg: NoticeLeg): Promise<ToldOfLeg> {
  const entries = (await store.inbox.open(pair.name, leg.flow)).filter((entry) => concerns(leg, entry));
  const ids = new Set<string>();
  let poll = false;
  for (const entry of entries) {
    const found = await (entry.role === 'source'
      ? knownRecord(store, pair.name, leg, entry)
      : unfinishedDocument(store, pair, leg, entry));
    if (found === 'poll') poll = true;
    else if (found !== undefined) ids.add(found);
  }
  return { entries, ids: [...ids], poll };
}

async function knownRecord(
  store: Store,
  pair: string,
  { flow, leg }: NoticeLeg,
  entry: InboxEntry,
): Promise<string | 'poll'> {
  const of = collectionOf(pair, sourceSide(leg), flow);
  if (entry.id !== '' && (await store.records.get(of, entry.id))) return entry.id;
  const [only, ...others] = entry.number === '' ? [] : await store.records.byNumber(of, entry.number);
  return only !== undefined && others.length === 0 ? only : 'poll';
}

const documentKinds: readonly DocumentKind[] = [
  'order',
  'bill',
  'credit',
  'receipt',
  'invoice',
  'refund',
  'movement',
];

/** A document of ours that is not at rest there is looked at by its flow's pass; of others nothing is to be read. */
async function unfinishedDocument(
  store: Store,
  pair: NoticePair,
  { flow, leg }: NoticeLeg,
  entry: InboxEntry,
): Promise<'poll' | undefined> {
  if (entry.id === '' && entry.number === '') return 'poll';
  const system = targetSide(leg) === 'erp' ? pair.erp : 'cin7';
  const named = entry.number === '' ? [] : await store.documents.matching(entry.number);
  const byId =
    entry.id === ''
      ? []
      : documentKinds.map((kind) => store.documents.byTarget(pair.name, system, kind, entry.id));
  const ours = [...named, ...(await Promise.all(byId))].filter(
    (document) => document?.pair === pair.name && document.flow === flow && document.leg === leg,
  );
  return ours.some((document) => document?.posted !== 'yes' || entry.gone) ? 'poll' : undefined;
}

/** Reads what notices told, as far as the records are known, and delivers what became due. */
export async function workOffNotices(pass: Pass): Promise<void> {
  const { entries, ids } = await toldOfLeg(
    pass.store,
    { name: pass.pair, erp: pass.pairOf.systems.erp.name },
    pass,
  );
  pass.told.entries.push(...entries);
  if (ids.length === 0) return;
  for (const id of ids) pass.told.ids.add(id);
  for await (const _ of inParallel(ids, target(pass).capabilities.concurrency, async (id) => {
    stopIfAsked(pass);
    if (pass.budget.left <= 0) return;
    await reread(pass, id);
    pass.told.ids.delete(id);
  })) {
    // Each has been brought to rest.
  }
  if (pass.noticesOnly && !isMasterFlow(pass.flow)) await settleNumbers(pass, documentFlow(pass));
}

async function reread(pass: Pass, id: string): Promise<void> {
  const { flow } = pass;
  if (isMasterFlow(flow)) return rereadMaster(pass, flow, id);
  await workOff(pass, documentFlow(pass), collectionOf(pass.pair, source(pass).side, flow), id, new Map());
}

const isMasterFlow = (flow: FlowName): flow is 'suppliers' | 'customers' | 'products' =>
  flow === 'suppliers' || flow === 'customers' || flow === 'products';

/** What notices told has been read; with a limit that ran out, it was not. */
export async function settleNotices(pass: Pass): Promise<void> {
  const { entries, ids } = pass.told;
  if (entries.length === 0 || ids.size > 0) return;
  await pass.store.transact((tx) => tx.inbox.settle(entries));
}
