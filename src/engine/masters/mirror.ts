import type { Side } from '../../domain/document.ts';
import { keysOf } from '../../mapping/masters.ts';
import type { StoredRecord } from '../../store/records.ts';
import { collectionOf, type Pass } from '../context.ts';
import { sideDown } from '../failures.ts';
import type { Versioned } from '../ports.ts';
import { type WalkResult, walk } from '../walk.ts';
import type { Master, MasterSpec } from './spec.ts';

/** Brings our copy of a side's records up to date: once a run, by what changed since the mark. */
export async function refreshMirror(
  pass: Pass,
  spec: MasterSpec,
  side: Side,
  since?: Parameters<typeof walk>[1]['since'],
): Promise<WalkResult | undefined> {
  const source = spec.source(side);
  const once = `walked ${side} ${spec.flow}`;
  if (!source || (pass.once.has(once) && since === undefined)) return undefined;
  pass.once.add(once);
  const walked = await walk(pass, {
    of: collectionOf(pass.pair, side, spec.flow),
    system: pass.pairOf.systems[side],
    source,
    since,
    keys: (record) => keysOf(record),
  }).catch((error) => {
    pass.once.delete(once);
    return sideDown(side, error);
  });
  for (const id of walked.gone) pass.once.add(`${goneFrom(spec, side)}${id}`);
  return walked;
}

const goneFrom = (spec: MasterSpec, side: Side): string => `gone ${side} ${spec.flow} `;

/** What the walk of a side in this run did not show any more, whichever leg had it walked. */
export function goneOf(pass: Pass, spec: MasterSpec, side: Side): string[] {
  const head = goneFrom(spec, side);
  return [...pass.once].filter((entry) => entry.startsWith(head)).map((entry) => entry.slice(head.length));
}

/** A record as we last saw it; read from its system when we do not hold it. */
export async function held(
  pass: Pass,
  spec: MasterSpec,
  side: Side,
  id: string,
): Promise<StoredRecord | undefined> {
  const of = collectionOf(pass.pair, side, spec.flow);
  const record = await pass.store.records.get(of, id);
  if (record?.snapshot !== undefined && !record.gone) return record;
  const fresh = await spec.source(side)?.read(id);
  if (!fresh) return undefined;
  await keep(pass, spec, side, fresh);
  return pass.store.records.get(of, id);
}

/** Keeps a record as its system just told it. */
export async function keep(
  pass: Pass,
  spec: MasterSpec,
  side: Side,
  fresh: Versioned<Master>,
): Promise<void> {
  const of = collectionOf(pass.pair, side, spec.flow);
  await pass.store.transact((tx) => tx.records.snapshot(of, seenRecord(fresh)));
}

export const seenRecord = (fresh: Versioned<Master>) => ({
  id: fresh.id,
  number: fresh.number,
  version: fresh.version,
  stamp: fresh.stamp,
  snapshot: fresh.record,
  keys: keysOf(fresh.record),
});
