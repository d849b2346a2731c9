import type { Posted } from '../domain/document.ts';
import type { Problem } from '../domain/problem.ts';
import type { StoredDocument } from '../store/documents.ts';
import { afterRounding, lineProblems, roundingGap, totalDifferences, totalsProblems } from './check.ts';
import { clearAway, clearsAway, refusedPost } from './clearing.ts';
import { type Pass, target } from './context.ts';
import { findOut } from './find.ts';
import type { DocumentTarget, Draft, Outcome, Remote, Step } from './ports.ts';
import { carryOut, type Delivery } from './steps.ts';
import { sweepSuspects } from './suspects.ts';
import type { Verdict } from './verdict.ts';

type Port = DocumentTarget<unknown, Draft>;

/**
 * From a claimed draft to the end: looked up, created or adopted, filled, read back, compared, posted. Every remote
 * step is behind an intent and a checkpoint, so it goes on where it stopped.
 */
export async function complete(
  pass: Pass,
  port: Port,
  document: StoredDocument,
  draft: Draft,
  warnings: readonly Problem[],
  known: Remote | undefined,
): Promise<Verdict> {
  const suspected = (await pass.store.intents.suspects({ documentId: document.id })).length > 0;
  const delivery: Delivery = {
    document,
    draft,
    done: document.done,
    lookUp: async () => {
      const found = await findOut(pass, port, document, draft, true);
      if (found.kind === 'settled') throw new Settled(found.verdict);
      return found.kind === 'adopt' ? { ref: found.remote.ref } : undefined;
    },
  };
  try {
    const seen = await ensureThere(pass, port, delivery, suspected);
    return await finish(pass, port, delivery, warnings, seen ?? known);
  } catch (error) {
    if (error instanceof Settled) return error.verdict;
    throw error;
  }
}

/** What the look-up found settles the document: nothing is to be sent. */
class Settled extends Error {
  readonly verdict: Verdict;
  constructor(verdict: Verdict) {
    super('settled');
    this.verdict = verdict;
  }
}

/** Makes sure that the draft is at the target. @returns it, if it was found there rather than created. */
async function ensureThere(
  pass: Pass,
  port: Port,
  delivery: Delivery,
  begun: boolean,
): Promise<Remote | undefined> {
  const create = port.steps(delivery.draft, delivery.done).find((step) => step.role === 'create');
  if (!create || create.name in delivery.done) return undefined;
  const found = await findOut(pass, port, delivery.document, delivery.draft, begun);
  if (found.kind === 'settled') throw new Settled(found.verdict);
  if (found.kind === 'adopt') {
    await carryOut(pass, { ...delivery, lookUp: async () => ({ ref: found.remote.ref }) }, create, true);
    delivery.done = { ...delivery.done, [create.name]: { ref: found.remote.ref } };
    return found.remote;
  }
  const { hold } = delivery.draft;
  if (hold && clearsAway(pass, port)) throw new Settled({ state: 'held', problems: [hold] });
  await carryOut(pass, delivery, create, false);
  return undefined;
}

async function finish(
  pass: Pass,
  port: Port,
  delivery: Delivery,
  warnings: readonly Problem[],
  seen: Remote | undefined,
): Promise<Verdict> {
  const filled = await carryOutAll(pass, port, delivery, 'fill');
  const ref = refOf(delivery);
  const current = !filled && seen?.ref.id === ref.id ? seen : undefined;
  let remote = current ?? (await port.read([ref]))[0];
  if (!remote && port.vanishes) return written(delivery, ref, 'unknown', warnings);
  if (!remote || remote.status === 'void') return gone(pass, delivery);
  if (remote.status === 'posted') return postedByHand(pass, delivery, remote, warnings);
  const rounded = await bookRounding(pass, port, delivery, remote);
  if (rounded) remote = rounded.remote;
  const notes = rounded ? [...warnings, rounded.note] : warnings;
  const held = hold(pass, port, delivery, remote, rounded !== undefined);
  if (held) return clearAway(pass, port, delivery, refOf(delivery), held);
  if (rest(port, delivery, 'finish', 'post')) await sweepSuspects(pass, port, delivery.document, ref.id);
  const finished = await carryOutAll(pass, port, delivery, 'finish');
  const posted = pass.options.post && (await post(pass, port, delivery));
  const final = finished || posted ? refOf(delivery) : remote.ref;
  return written(delivery, final, posted ? 'yes' : 'no', notes);
}

async function post(pass: Pass, port: Port, delivery: Delivery): Promise<boolean> {
  try {
    return await carryOutAll(pass, port, delivery, 'post');
  } catch (error) {
    const refused = clearsAway(pass, port) ? refusedPost(pass, delivery.draft, error) : undefined;
    if (!refused) throw error;
    throw new Settled(await clearAway(pass, port, delivery, refOf(delivery), refused));
  }
}

/** Carries out what is left of one role; asks again after each, since an outcome may change what comes next. */
async function carryOutAll(pass: Pass, port: Port, delivery: Delivery, role: Step['role']): Promise<boolean> {
  let any = false;
  for (;;) {
    const step = port
      .steps(delivery.draft, delivery.done)
      .find((candidate) => candidate.role === role && !(candidate.name in delivery.done));
    if (!step) return any;
    await carryOut(pass, delivery, step, false);
    any = true;
  }
}

/** Whether a step of one of these roles is still to be done. */
const rest = (port: Port, delivery: Delivery, ...roles: Step['role'][]): boolean =>
  port
    .steps(delivery.draft, delivery.done)
    .some((step) => roles.includes(step.role) && !(step.name in delivery.done));

const refOf = (delivery: Delivery) => {
  const refs = Object.values(delivery.done).flatMap((outcome: Outcome) => (outcome.ref ? [outcome.ref] : []));
  const ref = refs.at(-1);
  if (!ref) throw new Error(`${delivery.draft.title}: no step returned where it stands`);
  return ref;
};

function hold(
  pass: Pass,
  port: Port,
  delivery: Delivery,
  remote: Remote,
  rounded: boolean,
): Verdict | undefined {
  const { draft } = delivery;
  const system = target(pass).title;
  const lines = port.compare(draft, remote);
  const limit = pass.options.rounding?.limit;
  const totals =
    rounded && limit !== undefined
      ? afterRounding(draft, remote, limit)
      : totalDifferences(draft, remote, pass.options);
  const problems = [
    ...totalsProblems(draft, totals, system),
    ...lineProblems(draft, rounded ? [] : lines, system),
    ...(draft.hold ? [draft.hold] : []),
    ...(remote.status === 'pending' ? [approval(delivery, remote, system)] : []),
  ];
  if (problems.length === 0) return undefined;
  return { state: 'held', problems, change: { target: remote.ref, posted: 'no' } };
}

const approval = (delivery: Delivery, remote: Remote, system: string): Problem => ({
  code: 'approval-pending',
  record: delivery.draft.title,
  seen: remote.ref.number ?? remote.ref.id,
  fix: `approve it in ${system}; the next pass goes on`,
});

/** Books a gap within the limit on the rounding account, if the flow has one, and reads the document again. */
async function bookRounding(
  pass: Pass,
  port: Port,
  delivery: Delivery,
  remote: Remote,
): Promise<{ remote: Remote; note: Problem } | undefined> {
  const rounding = pass.options.rounding;
  if (!rounding || !port.round) return undefined;
  const note = (amount: string): Problem => ({
    code: 'rounding-booked',
    record: delivery.draft.title,
    seen: amount,
    fix: `booked on account ${rounding.account}`,
  });
  if ('rounding' in delivery.done)
    return { remote, note: note(String(delivery.done['rounding']?.['amount'] ?? '')) };
  const gap = roundingGap(delivery.draft, remote, rounding.limit);
  if (!gap || port.compare(delivery.draft, remote).length > 0) return undefined;
  const step = { ...port.round(delivery.draft, gap, rounding.account), name: 'rounding' };
  await carryOut(
    pass,
    delivery,
    { ...step, run: async (done) => ({ ...(await step.run(done)), amount: gap.amount }) },
    false,
  );
  const [after] = await port.read([remote.ref]);
  return after ? { remote: after, note: note(`${gap.amount} ${gap.currency}`) } : undefined;
}

const gone = (pass: Pass, delivery: Delivery): Verdict => ({
  state: 'diverged',
  problems: [
    {
      code: 'deleted-at-target',
      record: delivery.draft.title,
      seen: delivery.document.target?.number ?? delivery.document.target?.id,
      fix: `somebody deleted it in ${target(pass).title}; to write it again: ml-connector replay ${delivery.document.id} --accept "why"`,
    },
  ],
});

function postedByHand(pass: Pass, delivery: Delivery, remote: Remote, warnings: readonly Problem[]): Verdict {
  const differences = totalDifferences(delivery.draft, remote, pass.options);
  if (differences.length === 0) return written(delivery, remote.ref, 'yes', warnings);
  return {
    state: 'diverged',
    change: { target: remote.ref, posted: 'yes' },
    problems: differences.map((difference) => ({
      code: 'found-different',
      record: delivery.draft.title,
      field: difference.field,
      seen: difference.found,
      allowed: [difference.expected],
      fix: `it was posted by hand with other amounts; to accept: ml-connector replay ${delivery.document.id} --accept "why"`,
    })),
  };
}

function written(
  delivery: Delivery,
  ref: NonNullable<Outcome['ref']>,
  posted: Posted,
  warnings: readonly Problem[],
): Verdict {
  const { totals, baseNet } = delivery.draft;
  const already = delivery.document.state === 'written' && delivery.document.posted === posted;
  return {
    state: 'written',
    counted: already ? 'unchanged' : 'written',
    problems: warnings,
    change: { target: ref, posted, unsettled: posted === 'yes' },
    tell: {
      target: ref.number ?? ref.id,
      posted,
      net: totals.net,
      tax: totals.tax,
      total: totals.gross,
      ...(baseNet ? { cin7NetInBaseCurrency: baseNet } : {}),
    },
  };
}
