import type { Draft, Say } from './draft.ts';
import { checkSides } from './erp.ts';
import { checkFlows } from './flows.ts';
import { checkMapping } from './mapping.ts';
import { checkPairs } from './pairs.ts';

/** Every rule that one field alone cannot break. */
export function checkAll(draft: Draft, say: Say): void {
  for (const [index, pair] of (draft.pairs ?? []).entries()) {
    if (pair === undefined) continue;
    const at = ['pairs', index];
    checkFlows(pair, at, say);
    checkSides(pair, at, say);
    checkMapping(pair, at, say);
  }
  checkPairs(draft, say);
  if (draft.state !== undefined && draft.state === draft.vault)
    say(['vault'], 'must be another file than state');
}
