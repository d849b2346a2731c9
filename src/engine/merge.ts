import type { FlowOptions } from '../config/schema.ts';
import { otherSide, type Side } from '../domain/document.ts';
import { canonicalJson, tidy } from '../domain/text.ts';
import type { Instant } from '../domain/time.ts';
import type { Baseline } from '../store/links.ts';

/** A record of one side, and how far the two sides can carry its fields. */
export interface MergeSide {
  readonly side: Side;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly stamp: Instant | undefined;
  /** The side's fields as it last answered; what is missing was never settled between the sides. */
  readonly base: Baseline;
}

export interface MergeInput {
  /** The side that the leg reads. */
  readonly here: MergeSide;
  /** The side that the leg writes. */
  readonly there: MergeSide;
  readonly fields: readonly string[];
  /** A record as both sides would hold it: cut to the narrower lengths, `undefined` where one has no such field. */
  readonly carry: (fields: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  readonly conflicts: FlowOptions['conflicts'];
  /** A person settled it: this leg's source is right. */
  readonly accept: boolean;
  /** Whether the other leg runs, so that what `there` has may flow back. */
  readonly otherLegRuns: boolean;
}

export interface Merged {
  /** Fields of `there` to be set to what `here` says. */
  readonly write: readonly string[];
  /** Fields that the other leg will bring back. */
  readonly pull: readonly string[];
  /** Both changed, and the policy is to ask. */
  readonly conflicts: readonly { readonly field: string; readonly here: string; readonly there: string }[];
  /** Fields that are the same now, or that stay different on purpose: their baseline may move. */
  readonly settled: readonly string[];
}

/**
 * Three-way merge, field by field. A change is a side's difference from its own baseline. A field without a baseline
 * is first contact: blanks are filled, never made; different values follow the policy.
 */
export function merge(input: MergeInput): Merged {
  const result = {
    write: [] as string[],
    pull: [] as string[],
    conflicts: [] as { field: string; here: string; there: string }[],
    settled: [] as string[],
  };
  const { here, there } = input;
  const values = {
    here: input.carry(here.fields),
    there: input.carry(there.fields),
    hereBase: input.carry(here.base),
    thereBase: input.carry(there.base),
  };
  for (const field of input.fields) {
    const [a, b] = [values.here[field], values.there[field]];
    if (a === undefined || b === undefined) continue;
    const known = field in here.base && field in there.base;
    const changed = known
      ? { here: !same(a, values.hereBase[field]), there: !same(b, values.thereBase[field]) }
      : { here: !blank(a), there: !blank(b) };
    const decision = same(a, b)
      ? 'settled'
      : erpOwns.has(field)
        ? ownerDecides(input)
        : decide(input, changed);
    if (decision === 'conflict') result.conflicts.push({ field, here: String(a), there: String(b) });
    else result[decision].push(field);
  }
  return result;
}

/** What only the ERP gives: it wins whatever the policy, and is never written there. */
const erpOwns: ReadonlySet<string> = new Set(['code']);
const ownerDecides = (input: MergeInput): Decision => (input.here.side === 'erp' ? 'write' : 'settled');

type Decision = 'write' | 'pull' | 'settled' | 'conflict';

function decide(input: MergeInput, changed: { here: boolean; there: boolean }): Decision {
  const keep: Decision = input.otherLegRuns ? 'pull' : 'settled';
  if (!changed.here && !changed.there) return 'settled';
  if (!changed.there) return 'write';
  if (!changed.here) return input.accept ? 'write' : keep;
  if (input.accept) return 'write';
  if (input.conflicts === 'ask') return 'conflict';
  return winner(input) === input.here.side ? 'write' : keep;
}

function winner(input: MergeInput): Side {
  if (input.conflicts === 'cin7-wins') return 'cin7';
  if (input.conflicts === 'erp-wins') return 'erp';
  const [here, there] = [input.here.stamp ?? '', input.there.stamp ?? ''];
  if (here === there) return 'erp';
  return here > there ? input.here.side : otherSide(input.here.side);
}

/** The baselines after a merge: what is settled moves to what the sides hold now, the rest stays open. */
export function rebase(
  before: Baseline,
  now: Readonly<Record<string, unknown>>,
  settled: readonly string[],
): Record<string, unknown> {
  const base: Record<string, unknown> = { ...before };
  for (const field of settled) if (now[field] !== undefined) base[field] = now[field];
  return base;
}

const blank = (value: unknown): boolean => value === null || value === undefined || value === '';
const same = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string'
    ? tidy(a) === tidy(b)
    : canonicalJson(a) === canonicalJson(b);
