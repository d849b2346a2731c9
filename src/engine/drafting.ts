import type { DocumentKind } from '../domain/document.ts';
import type { Problem } from '../domain/problem.ts';
import { dateOf } from '../domain/time.ts';
import type { ReferenceIndex, ReferenceList } from '../mapping/references.ts';
import { indexRows } from '../mapping/references.ts';
import { type Pass, target } from './context.ts';
import type { LinkedDocument, LinkedMaster, Lookups, Mapped, Sibling } from './ports.ts';

export interface Neighbours {
  /** The document with what only its neighbours know; default: as it is stored. */
  readonly content?: unknown;
  master(flow: 'suppliers' | 'customers' | 'products', sourceId: string): LinkedMaster | undefined;
  document(kind: DocumentKind, task: string): LinkedDocument | undefined;
  siblings(kind: DocumentKind): readonly Sibling[];
}

/**
 * Maps a document with the reference lists that it needs. A value that seems missing in cached lists is read again,
 * once a pass and list, before anything is rejected for it; so is the range of open dates before anything is held for it.
 */
export async function drafted<D>(
  pass: Pass,
  needs: readonly ReferenceList[],
  neighbours: Neighbours,
  map: (lookups: Lookups) => Mapped<D>,
): Promise<Mapped<D>> {
  const lists = new Map<ReferenceList, ReferenceIndex>();
  const { references } = target(pass);
  const load = async (list: ReferenceList, fresh: boolean) => {
    lists.set(list, await references.load(list, { fresh }));
  };
  for (const list of needs) if (references.lists.includes(list)) await load(list, false);
  const lookups: Lookups = {
    pair: pass.pair,
    mapping: pass.pairOf.mapping,
    options: pass.options,
    today: dateOf(pass.clock.now()),
    reference: (list) => lists.get(list) ?? indexRows([]),
    ...neighbours,
  };
  const first = map(lookups);
  const doubted = first.ok ? (isHeld(first.draft) ? heldBy : []) : first.missing;
  const stale = doubted.filter((list) => lists.has(list) && !pass.once.has(`fresh ${list}`));
  if (stale.length === 0) return first;
  for (const list of stale) {
    pass.once.add(`fresh ${list}`);
    await load(list, true);
  }
  return map(lookups);
}

/** Where the dates on which may be posted stand. */
const heldBy: readonly ReferenceList[] = ['setup'];

const isHeld = (draft: unknown): boolean =>
  typeof draft === 'object' && draft !== null && 'hold' in draft && draft.hold !== undefined;

/** Problems of what a document depends on, as a mapping that failed. */
export const unmapped = (problems: readonly Problem[]): Mapped<never> => ({
  ok: false,
  problems,
  missing: [],
});
