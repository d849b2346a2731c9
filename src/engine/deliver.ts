import type { Problem } from '../domain/problem.ts';
import { fingerprint } from '../domain/text.ts';
import type { StoredDocument } from '../store/documents.ts';
import { claim } from './claims.ts';
import { complete } from './complete.ts';
import { audit, type Pass, stopIfAsked, target } from './context.ts';
import type { DocumentFlow } from './document-flow.ts';
import { drafted } from './drafting.ts';
import { duplicateNumber, findOut } from './find.ts';
import type { DocumentTarget, Draft, Mapped, Remote } from './ports.ts';
import { bringToRest } from './rest.ts';
import { carryOut, type Delivery, isFollow, stepNamed, suspectCreate } from './steps.ts';
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
  if (document.posted === 'yes') return judgePosted(pass, flow, port, document);
  if (document.wanted !== 'ready') return takeBack(pass, flow, port, document);
  const outside = flow.outside(pass, document);
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

/** An answer is owed from before: it is asked for first, with the draft that had been sent then. */
async function resolveOwed(
  pass: Pass,
  port: DocumentTarget<unknown, Draft>,
  document: StoredDocument,
): Promise<StoredDocument> {
  const intent = await pass.store.intents.ofDocument(document.id);
  if (!intent || intent.step in document.done || !document.draft) return document;
  const draft = document.draft as Draft;
  const step = stepNamed(port.steps(draft, document.done), intent.step);
  if (!step) return document;
  if (isFollow(step)) {
    const outcome = await step.probe(document.done);
    if (!outcome) return document;
    await carryOut(
      pass,
      { document, draft, done: document.done, lookUp: async () => undefined },
      { ...step, probe: async () => outcome },
      true,
    );
    return current(pass, document.id);
  }
  const found = await findOut(pass, port, document, draft, true);
  if (found.kind !== 'adopt') {
    await pass.store.transact((tx) => suspectCreate(tx, pass, document, draft));
    return document;
  }
  const delivery: Delivery = {
    document,
    draft,
    done: document.done,
    lookUp: async () => ({ ref: found.remote.ref }),
  };
  await carryOut(pass, delivery, step, true);
  return current(pass, document.id);
}

/** Posted: what counts is whether the source still says what was posted. Mapping edits never make it look changed. */
async function judgePosted(
  pass: Pass,
  flow: DocumentFlow,
  port: DocumentTarget<unknown, Draft>,
  document: StoredDocument,
): Promise<Verdict> {
  if (pass.replay && document.target) {
    const [remote] = await port.read([document.target]);
    if (!remote && pass.accept !== undefined)
      return write(pass, flow, port, await startAnew(pass, document), undefined);
    if (!remote) return { state: 'diverged', problems: [deleted(flow, document)] };
  }
  const title = flow.title(document.content, document);
  const changes = await flow.changes(pass, document);
  // Other amounts at the target do not go away by looking again: a person settles them.
  const standing = document.problems.filter(({ code }) => code === 'found-different');
  const fromSource: Problem[] =
    document.wanted === 'ready'
      ? changes.map((change) => ({
          code: 'changed-after-posting',
          record: title,
          field: change.field,
          seen: change.to,
          allowed: [change.from],
          fix: `correct it by hand in ${target(pass).title} (credit it and enter it anew), then: ml-connector replay ${document.id} --accept "why"`,
        }))
      : [
          {
            code: 'voided-after-posting',
            record: title,
            seen: document.wanted === 'voided' ? 'voided or removed in Cin7' : 'undone in Cin7',
            fix: `credit it in ${target(pass).title}, then: ml-connector replay ${document.id} --accept "why"`,
          },
        ];
  const problems = [...standing, ...fromSource];
  const state = Object.keys(document.done).length > 0 ? 'written' : 'linked';
  if (problems.length === 0) return { state, counted: 'unchanged', change: { accepted: null } };
  if (pass.accept !== undefined) return acceptDifference(document, state, pass.accept);
  if (document.accepted !== null && document.wanted !== 'ready') return { state, counted: 'unchanged' };
  return { state: 'diverged', problems };
}

const acceptDifference = (document: StoredDocument, state: 'written' | 'linked', why: string): Verdict => ({
  state,
  change: {
    accepted: why,
    ...(document.wanted === 'ready' ? { sentPrint: document.sourcePrint, sent: document.content } : {}),
  },
  tell: { accepted: why, always: true },
});

const deleted = (flow: DocumentFlow, document: StoredDocument): Problem => ({
  code: 'deleted-at-target',
  record: flow.title(document.content, document),
  seen: document.target?.number ?? document.target?.id,
  fix: `if it shall be written again: ml-connector replay ${document.id} --accept "why"`,
});

/** Not ready at the source: nothing of it may stay at the target but what is posted. */
async function takeBack(
  pass: Pass,
  flow: DocumentFlow,
  port: DocumentTarget<unknown, Draft>,
  document: StoredDocument,
): Promise<Verdict> {
  const why = document.wanted === 'voided' ? 'voided at the source' : 'undone at the source';
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
  if (!('posted' in result)) return result;
  await pass.store.transact((tx) =>
    tx.documents.change(document.id, { posted: 'yes', target: result.posted.ref }),
  );
  return judgePosted(pass, flow, port, await current(pass, document.id));
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
  let from = document;
  if (document.target && document.draftPrint !== print) {
    const blocked = await withdrawn(
      pass,
      flow,
      port,
      document,
      mapped.ok ? 'changed before it was posted' : 'it no longer maps',
    );
    if (blocked) return blocked;
    from = await current(pass, document.id);
  }
  if (!mapped.ok) return { state: 'rejected', problems: mapped.problems };
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
    const verdict = await complete(pass, port, from, draft, mapped.warnings, known);
    return { ...verdict, draft: { body: draft.body, totals: draft.totals } };
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
  return drafted(pass, port.needs, neighbours, (lookups) => port.map(document.content, lookups));
}
