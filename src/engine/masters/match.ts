import { otherSide, type Side } from '../../domain/document.ts';
import type { Problem } from '../../domain/problem.ts';
import { fold } from '../../domain/text.ts';
import { decideMatch, keysOf, type MatchKey, normalName } from '../../mapping/masters.ts';
import { collectionOf, type Pass } from '../context.ts';
import { held } from './mirror.ts';
import type { Master, MasterSpec } from './spec.ts';

export type Matched =
  /** `namesake`: what bears the same name is another one's, so that a new one needs a name of its own. */
  | { readonly kind: 'none'; readonly namesake?: boolean }
  | { readonly kind: 'one'; readonly id: string; readonly by: string }
  | { readonly kind: 'problem'; readonly problem: Problem };

/**
 * First contact: finds the other side's record by pin, shared code, tax number, name with e-mail or phone, or by a name
 * that is unique on both sides. Ambiguous ones are told with their candidates, never guessed.
 */
export async function matchRecord(
  pass: Pass,
  spec: MasterSpec,
  side: Side,
  record: Master,
): Promise<Matched> {
  const there = collectionOf(pass.pair, otherSide(side), spec.flow);
  const here = collectionOf(pass.pair, side, spec.flow);
  const keys = keysOf(record);
  const candidates = new Map<string, readonly string[]>();
  for (const key of keys) candidates.set(keyText(key), await pass.store.records.byKey(there, key));
  const nameKey = keys.find((key) => key.type === 'name');
  const unique = {
    here: nameKey
      ? (await others(pass, spec, side, record.id, await pass.store.records.byKey(here, nameKey))) === 0
      : false,
    there: nameKey ? (candidates.get(keyText(nameKey)) ?? []).length <= 1 : false,
  };
  const pin = await pinned(pass, spec, side, record);
  const decision = decideMatch({
    keys,
    pin,
    candidates: (key) => candidates.get(keyText(key)) ?? [],
    uniqueName: unique,
    matchOn: pass.pairOf.flows[spec.flow]?.matchOn ?? ['code', 'taxNumber', 'name', 'email', 'phone'],
  });
  if (decision.kind === 'none' || decision.kind === 'one') return decision;
  if (decision.by === 'name' && (await areOthers(pass, spec, side, decision.ids)))
    return { kind: 'none', namesake: true };
  if (pin && decision.ids.length === 0)
    return { kind: 'problem', problem: pinnedToNothing(spec, record, pin.code) };
  return { kind: 'problem', problem: await ambiguous(pass, spec, side, record, decision.ids) };
}

/** Cin7 keeps the names of customers apart: those of this name there may all belong to other customers of the ERP. */
async function areOthers(pass: Pass, spec: MasterSpec, side: Side, ids: readonly string[]): Promise<boolean> {
  if (spec.flow !== 'customers' || side !== 'erp' || ids.length === 0) return false;
  for (const id of ids)
    if (!(await pass.store.links.of(pass.pair, spec.flow, otherSide(side), id))) return false;
  return true;
}

/** How many other records of the same name there are still: one that was merged away has left our copy standing. */
async function others(
  pass: Pass,
  spec: MasterSpec,
  side: Side,
  self: string,
  ids: readonly string[],
): Promise<number> {
  const source = spec.source(side);
  let left = 0;
  for (const id of ids) {
    if (id === self) continue;
    if (!source || (await source.read(id))) return ++left;
    await pass.store.transact((tx) => tx.records.gone(collectionOf(pass.pair, side, spec.flow), id));
  }
  return left;
}

const keyText = (key: MatchKey): string => `${key.type}:${key.value}`;

/**
 * The ids that a pin of the mapping names: none, one, or several records of that code. Products need none here: their
 * systems give and take SKUs through the mapping already.
 */
async function pinned(
  pass: Pass,
  spec: MasterSpec,
  side: Side,
  record: Master,
): Promise<{ readonly code: string; readonly ids: readonly string[] } | undefined> {
  if (spec.flow === 'products') return undefined;
  const { mapping } = pass.pairOf;
  const there = collectionOf(pass.pair, otherSide(side), spec.flow);
  if (side === 'cin7') {
    const code = mapping.pin(spec.flow, record.name);
    return code === undefined
      ? undefined
      : { code, ids: await pass.store.records.byKey(there, { type: 'code', value: fold(code) }) };
  }
  const name = mapping.keys(spec.flow).find((key) => fold(mapping.pin(spec.flow, key)) === fold(record.code));
  if (name === undefined) return undefined;
  return {
    code: name,
    ids: await pass.store.records.byKey(there, { type: 'name', value: normalName(name) }),
  };
}

const pinnedToNothing = (spec: MasterSpec, record: Master, code: string): Problem => ({
  code: 'master-unknown',
  record: `${spec.kind} ${record.name}`,
  field: 'match',
  seen: `pinned to ${code}, which is not there`,
  fix: `correct its line in the config under mapping.${spec.flow}, or remove it`,
});

async function ambiguous(
  pass: Pass,
  spec: MasterSpec,
  side: Side,
  record: Master,
  ids: readonly string[],
): Promise<Problem> {
  const names: string[] = [];
  for (const id of ids.slice(0, 5)) {
    const candidate = (await held(pass, spec, otherSide(side), id))?.snapshot as Master | undefined;
    names.push(candidate ? `${candidate.code} ${candidate.name}`.trim() : id);
  }
  const cin7Key = side === 'cin7' ? (spec.flow === 'products' ? record.code : record.name) : 'name in Cin7';
  return {
    code: 'master-ambiguous',
    record: `${spec.kind} ${record.name}`,
    field: 'match',
    seen: record.name,
    allowed: names,
    fix: `pin it in the config: mapping.${spec.flow}: { ${JSON.stringify(cin7Key)}: <number> }`,
  };
}
