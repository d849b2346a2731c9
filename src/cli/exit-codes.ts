import { attentionStates } from '../domain/document.ts';
import type { PassReport } from '../engine/report.ts';

/** What a script may rely on; the first that applies, in this order. Signals: 130, 143. */
export const exitCodes = {
  usage: 2,
  unexpected: 1,
  unreachable: 4,
  attention: 3,
  busy: 75,
  ok: 0,
} as const;

export function exitCodeOf(passes: readonly PassReport[]): number {
  if (passes.some(({ cause }) => cause === 'error')) return exitCodes.unexpected;
  if (passes.some(({ cause }) => cause === 'unreachable')) return exitCodes.unreachable;
  if (passes.some((pass) => attentionStates.some((state) => pass[state] > 0))) return exitCodes.attention;
  return passes.some(({ outcome, cause }) => outcome === 'busy' || cause === 'superseded')
    ? exitCodes.busy
    : exitCodes.ok;
}
