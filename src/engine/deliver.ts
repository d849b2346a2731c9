import { fingerprint } from '../domain/text.ts';
import type { StoredDocument } from '../store/documents.ts';
import { claim } from './claims.ts';
import { knownWrong } from './clearing.ts';
import { complete } from './complete.ts';
import { audit, type Pass, stopIfAsked } from './context.ts';
import type { DocumentFlow } from './document-flow.ts';
import { drafted } from './drafting.ts';
import { duplicateNumber } from './find.ts';
import { resolveOwed } from './owed.ts';
import type { DocumentTarget, Done, Draft, Mapped, Remote } from './ports.ts';
import { deleted, isFinal, judgePosted } from './posted.ts';
import { bringToRest } from './rest.ts';
import type { Verdict } from './verdict.ts';
import { withdraw } from './withdraw.ts';

/**
 * Brings one document to rest: the life of a document of DESIGN 5, from what the store holds to exactly one state.
 * `known`: what was just read of it at the target.
 */
export async function deliver(pass: Pass, flow: DocumentFlow, id: string, known?: Remote): Promise<void> {
  const document = await pass.store.documents.get(id);
  if (!document) return;
  await bringToRest(pass, document, flow.title(document.content, document), () =>
    settle(pass, flow, document, known),
  );
}

const current = async (pass: Pass, id: string): Promise<StoredDocument> =>
  (await pass.store.documents.get(id)) as StoredDocument;

async function settle(
  pass: Pass,
  flow: DocumentFlow,
  stored: StoredDocument,
  known: Remote | undefined,
): Promise<Verdict> {
  const port = flow.port(stored.kind);
  const document = await resolveOwed(pass, port, stored);
  if (isFinal(document)) {
    const judged = await judgePosted(pass, flow, port, document);
    return judged === 'write again'
      ? write(pass, flow, port, await startAnew(pass, document), undefined)
      : judged;
  }
  if (document.wanted !== 'ready') return takeBack(pass, flow, port, document);
  const outside = await flow.outside(pass, document);
  if (outside && !document.target) return outside;
  const wasDeleted = document.problems.some((problem) => problem.code === 'deleted-at-target');
  const again = pass.accept !== undefined && wasDeleted ? await startAnew(pass, document) : document;
  return write(pass, flow, port, again, known);
}

/** A person decided that what was deleted at the target is to be written again. */
async function startAnew(pass: Pass, document: StoredDocument): Promise<StoredDocument> {
  await pass.store.transact(async (tx) => {
    await pass.lease.confirm(tx);
    await tx.documents.change(document.id, { target: undefined, done: {}, posted: 'no', draftPrint: null });
    await audit(tx, pass, document, 'written again', { accepted: pass.accept });
  });
  return current(pass, document.id);
}

/**
 * Not ready at the source: nothing of it may stay at the target but what is posted, and what is changed in place there once
 * the source is ready again.
 */
async function takeBack(
  pass: Pass,
  flow: DocumentFlow,
  port: DocumentTarget<unknown, Draft>,
  document: StoredDocument,
): Promise<Verdict> {
  const why = document.wanted === 'voided' ? 'voided at the source' : 'undone at the source';
  if (document.wanted === 'waiting' && port.amends) return { state: 'waiting', tell: { why } };
  const blocked = await withdrawn(pass, flow, port, document, why);
  if (blocked) return blocked;
  return { state: document.wanted === 'voided' ? 'skipped' : 'waiting', tell: { why } };
}

async function withdrawn(
  pass: Pass,
  flow: DocumentFlow,
  port: DocumentTarget<unknown, Draft>,
  document: StoredDocument,
  why: string,
): Promise<Verdict | undefined> {
  if (!document.target || !document.draft) return undefined;
  stopIfAsked(pass);
  const result = await withdraw(pass, port, document, document.draft as Draft, why);
  if (!result) return undefined;
  if (!('final' in result)) return result;
  const change = { posted: port.amends ? 'unknown' : result.posted, target: result.final } as const;
  await pass.store.transact((tx) => tx.documents.change(document.id, change));
  const judged = await judgePosted(
    { ...pass, replay: undefined },
    flow,
    port,
    await current(pass, document.id),
  );
  return judged === 'write again' ? undefined : judged;
}

async function write(
  pass: Pass,
  flow: DocumentFlow,
  port: DocumentTarget<unknown, Draft>,
  document: StoredDocument,
  known: Remote | undefined,
): Promise<Verdict> {
  const mapped = await draftOf(pass, flow, port, document);
  const print = mapped.ok ? fingerprint(mapped.draft.body) : undefined;
  const changed = document.target !== undefined && document.draftPrint !== print;
  if (changed) {
    const blocked = await makeWay(pass, flow, port, document, mapped);
    if (blocked) return blocked;
  }
  if (!mapped.ok) return { state: 'rejected', problems: mapped.problems };
  if (knownWrong(pass, port, document, print)) return { state: 'held', problems: document.problems };
  const from = changed ? await current(pass, document.id) : document;
  const { draft } = mapped;
  return pass.queue.run(`${draft.kind}|${draft.naturalKey}`, async () => {
    const claimed = await pass.store.transact(async (tx) => {
      const result = await claim(tx, pass, from, draft);
      if (result === 'claimed' && !from.target) {
        const sent = { sent: from.content, sentPrint: from.sourcePrint };
        await tx.documents.change(from.id, {
          draft,
          draftPrint: print ?? null,
          naturalKey: draft.naturalKey,
          ...sent,
        });
      }
      return result;
    });
    if (claimed === 'busy') return { state: 'pending', tell: { why: 'another pass has it' } };
    if (claimed !== 'claimed') return owedByAnother(pass, draft, claimed.owedBy);
    // What was read before it changed may have the same id as what is written in its place.
    const seen = changed ? undefined : known;
    const verdict = await complete(pass, port, from, draft, mapped.warnings, seen);
    return { ...verdict, draft: { body: draft.body, totals: draft.totals } };
  });
}

/** An older version stands at the target: it is changed in place where the target takes that, else withdrawn. */
async function makeWay(
  pass: Pass,
  flow: DocumentFlow,
  port: DocumentTarget<unknown, Draft>,
  document: StoredDocument,
  mapped: Mapped<Draft>,
): Promise<Verdict | undefined> {
  if (!port.amends) {
    const why = mapped.ok ? 'changed before it was posted' : 'it no longer maps';
    return withdrawn(pass, flow, port, document, why);
  }
  if (!mapped.ok || !document.target) return undefined;
  const [remote] = await port.read([document.target]);
  if (remote?.status === 'draft' || remote?.status === 'pending') {
    await beginAnew(pass, document, mapped.draft);
    return undefined;
  }
  if (!remote && !port.vanishes) return { state: 'diverged', problems: [deleted(flow, document)] };
  const change = { posted: 'unknown' } as const;
  await pass.store.transact((tx) => tx.documents.change(document.id, change));
  const judged = await judgePosted({ ...pass, replay: undefined }, flow, port, { ...document, ...change });
  return judged === 'write again' ? undefined : judged;
}

/**
 * The steps behind the create are done once more, now towards the new draft. What they had left behind stands as `former`
 * with the create: it tells what at the target is ours.
 */
async function beginAnew(pass: Pass, document: StoredDocument, draft: Draft): Promise<void> {
  const { create, ...others } = document.done as Done;
  const former = Object.keys(others).length > 0 ? others : create?.['former'];
  await pass.store.transact(async (tx) => {
    await pass.lease.confirm(tx);
    const done = { create: { ...(create ?? { ref: document.target }), ...(former ? { former } : {}) } };
    const sent = { sent: document.content, sentPrint: document.sourcePrint };
    await tx.documents.change(document.id, { done, draft, draftPrint: fingerprint(draft.body), ...sent });
    await audit(tx, pass, document, 'amended', { target: document.target?.number ?? document.target?.id });
  });
}

async function owedByAnother(pass: Pass, draft: Draft, owedBy: string): Promise<Verdict> {
  const other = await pass.store.documents.get(owedBy);
  return {
    state: 'rejected',
    problems: [duplicateNumber(draft, other ?? { id: owedBy, kind: draft.kind, number: '?' })],
  };
}

async function draftOf(
  pass: Pass,
  flow: DocumentFlow,
  port: DocumentTarget<unknown, Draft>,
  document: StoredDocument,
): Promise<Mapped<Draft>> {
  const neighbours = await flow.neighbours(pass, document);
  if ('problems' in neighbours) return { ok: false, problems: neighbours.problems, missing: [] };
  return drafted(pass, port.needs, neighbours, (lookups) =>
    port.map(neighbours.content ?? document.content, lookups),
  );
}
