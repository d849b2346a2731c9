import { Failure, isFailure } from '../domain/failure.ts';
import { shift } from '../domain/time.ts';
import type { StoredDocument } from '../store/documents.ts';
import type { Tx } from '../store/store.ts';
import { auditable } from './audit-body.ts';
import { intend, settleIntent } from './claims.ts';
import { audit, type Pass, stopIfAsked, target } from './context.ts';
import type { Done, Draft, FollowStep, Outcome, Step } from './ports.ts';

/** A delivery in progress: the document as stored, the draft, and the outcomes of the steps that are done. */
export interface Delivery<B extends Draft = Draft> {
  readonly document: StoredDocument;
  readonly draft: B;
  done: Done;
  /** Looks the draft up at the target after a create without a clear answer. */
  readonly lookUp: () => Promise<Outcome | undefined>;
  /** What it creates cannot be withdrawn: it is not sent again while a slow server may still carry it out. */
  readonly patient?: boolean | undefined;
}

/** How often a step is sent at most in one pass, looked up in between. */
const sends = 3;
const pauseMs = 2_000;

/**
 * Carries out one remote write. The intent is committed before it is sent and the checkpoint after it came back; an
 * answer that is owed is looked up before anything else, so a create is never repeated blindly.
 * @throws Failure when it was refused, when nothing could be sent, or when it stays unclear.
 */
export async function carryOut(pass: Pass, delivery: Delivery, step: Step, owed: boolean): Promise<Outcome> {
  let unclear = owed;
  for (let send = 1; ; send++) {
    if (unclear) {
      const outcome = await wasApplied(delivery, step);
      if (outcome) return checkpoint(pass, delivery, step, outcome, 'found');
    }
    if (unclear && delivery.patient && step.role === 'create') throw stillUnclear(pass, step);
    stopIfAsked(pass);
    await commitIntent(pass, delivery, step);
    try {
      return await checkpoint(pass, delivery, step, await step.run(delivery.done), 'done');
    } catch (error) {
      if (!isFailure(error)) throw error;
      if (error.kind !== 'unknown') {
        await pass.store.transact((tx) => settleIntent(tx, pass, delivery.document, delivery.draft));
        throw error;
      }
      if (send >= sends) throw error;
      pass.log.info('no clear answer, looking whether it was done', {
        step: step.name,
        document: delivery.document.id,
      });
      await pass.clock.sleep(pauseMs * send, pass.signal);
      unclear = true;
    }
  }
}

const stillUnclear = (pass: Pass, step: Step): Failure =>
  new Failure({ kind: 'unknown', system: target(pass).title, message: `no clear answer to ${step.name}` });

const wasApplied = (delivery: Delivery, step: Step): Promise<Outcome | undefined> =>
  step.role === 'create' ? delivery.lookUp() : step.probe(delivery.done);

async function commitIntent(pass: Pass, delivery: Delivery, step: Step): Promise<void> {
  const { document, draft } = delivery;
  await pass.store.transact(async (tx) => {
    const before = step.role === 'create' ? await tx.intents.ofDocument(document.id) : undefined;
    await intend(tx, pass, document, draft, step.name);
    if (before?.step === step.name) await suspectCreate(tx, pass, document, draft);
  });
}

/** A create that was sent before without a clear answer may still be carried out by a slow server. */
export async function suspectCreate(
  tx: Tx,
  pass: Pass,
  document: StoredDocument,
  draft: Draft,
): Promise<void> {
  const minutes = target(pass).capabilities.lateCommitMinutes;
  await tx.intents.suspect({
    pair: pass.pair,
    documentId: document.id,
    draft,
    until: shift(pass.clock.now(), minutes * 60_000),
  });
}

async function checkpoint(
  pass: Pass,
  delivery: Delivery,
  step: Step,
  outcome: Outcome,
  how: 'done' | 'found',
): Promise<Outcome> {
  const { document, draft } = delivery;
  delivery.done = { ...delivery.done, [step.name]: outcome };
  await pass.store.transact(async (tx) => {
    await pass.lease.confirm(tx);
    await tx.documents.change(document.id, {
      done: delivery.done,
      ...(outcome.ref ? { target: outcome.ref } : {}),
      ...(step.role === 'post' ? { posted: 'yes' } : {}),
    });
    await audit(tx, pass, document, `step ${step.name}`, {
      outcome: how === 'done' ? 'applied' : 'had been applied',
      target: outcome.ref?.number ?? outcome.ref?.id,
      ...(step.role === 'create' ? { request: auditable(draft.body) } : {}),
    });
  });
  return outcome;
}

/** The step by that name, if it is still to be done. */
export const stepNamed = (steps: readonly Step[], name: string): Step | undefined =>
  steps.find((step) => step.name === name);

export const isFollow = (step: Step): step is FollowStep => step.role !== 'create';
