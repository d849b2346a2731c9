import { targetSide } from '../../domain/document.ts';
import type { Problem } from '../../domain/problem.ts';
import { fingerprint } from '../../domain/text.ts';
import { shift } from '../../domain/time.ts';
import type { StoredDocument } from '../../store/documents.ts';
import { claim } from '../claims.ts';
import { collectionOf, type Pass, target } from '../context.ts';
import type { MasterDraft, MasterTarget, Outcome, Versioned } from '../ports.ts';
import { carryOut, type Delivery } from '../steps.ts';
import type { Verdict } from '../verdict.ts';
import { seenRecord } from './mirror.ts';
import type { Master, MasterSpec } from './spec.ts';

type Written = { readonly record: Versioned<Master> } | { readonly verdict: Verdict };

/** Creates or changes a master record, step by step behind intents; a create is looked up first. */
export async function writeMaster(
  pass: Pass,
  spec: MasterSpec,
  document: StoredDocument,
  draft: MasterDraft,
): Promise<Written> {
  const port = spec.port(targetSide(pass.leg)) as MasterTarget<Master>;
  return pass.queue.run(`${draft.kind}|${draft.naturalKey}`, async () => {
    const claimed = await pass.store.transact(async (tx) => {
      const result = await claim(tx, pass, document, draft);
      if (result === 'claimed') {
        const print = fingerprint(draft.body);
        await tx.documents.change(document.id, {
          draft,
          draftPrint: print,
          naturalKey: draft.naturalKey,
          done: {},
        });
      }
      return result;
    });
    if (claimed !== 'claimed')
      return { verdict: { state: 'pending', tell: { why: 'another delivery has it' } } };
    const delivery: Delivery<MasterDraft> = {
      document,
      draft,
      done: {},
      lookUp: () => lookUp(pass, spec, port, draft),
      patient: true,
    };
    const before = draft.current === undefined ? await taken(pass, spec, port, draft) : undefined;
    if (before) return before;
    return carryOutAll(pass, port, delivery);
  });
}

async function carryOutAll(
  pass: Pass,
  port: MasterTarget<Master>,
  delivery: Delivery<MasterDraft>,
): Promise<Written> {
  const { draft } = delivery;
  let id = draft.current?.id;
  let record: Versioned<Master> | undefined;
  for (;;) {
    const step = port.steps(draft, delivery.done).find((candidate) => !(candidate.name in delivery.done));
    if (!step) break;
    const outcome = await carryOut(pass, delivery as never, step, false);
    id = outcome.ref?.id ?? id;
    record = (outcome['record'] as Versioned<Master> | undefined) ?? record;
  }
  const after = record ?? (id === undefined ? undefined : await port.read(id));
  if (!after) throw new Error(`${draft.title}: it cannot be read after it was written`);
  return { record: after };
}

/** Somebody else's record under the same natural key: it is linked on the next pass, never made a second time. */
async function taken(
  pass: Pass,
  spec: MasterSpec,
  port: MasterTarget<Master>,
  draft: MasterDraft,
): Promise<{ verdict: Verdict } | undefined> {
  const hits = await port.find(draft);
  if (hits.length === 0) return undefined;
  for (const hit of hits) await remember(pass, spec, hit);
  return { verdict: { state: 'rejected', problems: [exists(spec, draft, hits)] } };
}

/** What a create without a clear answer left behind: the one record there that nothing is linked to. */
async function lookUp(
  pass: Pass,
  spec: MasterSpec,
  port: MasterTarget<Master>,
  draft: MasterDraft,
): Promise<Outcome | undefined> {
  const free: Versioned<Master>[] = [];
  for (const hit of await port.find(draft)) {
    if (!(await pass.store.links.of(pass.pair, spec.flow, targetSide(pass.leg), hit.id))) free.push(hit);
  }
  const [first, ...more] = free;
  if (!first || more.length > 0) return undefined;
  return { ref: { id: first.id, number: first.number, version: first.version }, record: first };
}

/**
 * Before anything else: what an earlier pass created and could not link any more, or sent without a clear answer, is
 * looked up. While a slow server may still carry the create out, it is not sent again.
 */
export async function adoptOwed(
  pass: Pass,
  spec: MasterSpec,
  document: StoredDocument,
): Promise<{ readonly id: string } | { readonly verdict: Verdict } | undefined> {
  const intent = await pass.store.intents.ofDocument(document.id);
  const draft = document.draft as MasterDraft | undefined;
  const port = spec.port(targetSide(pass.leg));
  if (!intent || intent.step === '' || !draft || draft.current || !port) return undefined;
  const created = Object.values(document.done).find((outcome) => outcome.ref)?.ref;
  const outcome = created
    ? { ref: created, record: await port.read(created.id) }
    : await lookUp(pass, spec, port, draft);
  const record = outcome?.record as Versioned<Master> | undefined;
  if (record) {
    await remember(pass, spec, record);
    return { id: record.id };
  }
  const { lateCommitMinutes } = target(pass).capabilities;
  const until = intent.sentAt === null ? undefined : shift(intent.sentAt, lateCommitMinutes * 60_000);
  if (created || until === undefined || pass.clock.now() > until) return undefined;
  const problem: Problem = {
    code: 'unclear-answer',
    record: draft.title,
    seen: `sent at ${intent.sentAt}, no answer, not there yet`,
    fix: `nothing: it is looked for on every pass, and sent again after ${until}`,
  };
  return { verdict: { state: 'failed', problems: [problem], keepClaim: true } };
}

async function remember(pass: Pass, spec: MasterSpec, record: Versioned<Master>): Promise<void> {
  const of = collectionOf(pass.pair, targetSide(pass.leg), spec.flow);
  await pass.store.transact((tx) => tx.records.snapshot(of, seenRecord(record)));
}

const exists = (spec: MasterSpec, draft: MasterDraft, hits: readonly Versioned<Master>[]): Problem => ({
  code: 'master-exists',
  record: draft.title,
  field: 'name',
  seen: draft.title,
  allowed: hits.map((hit) => `${hit.record.code} ${hit.record.name}`.trim()),
  fix: `it exists already: pin it in the config under mapping.${spec.flow}, or rename one of them`,
});
