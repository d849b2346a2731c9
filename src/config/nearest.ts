import { distance } from 'fastest-levenshtein';

/** The one of `known` that `seen` was probably meant to be; nothing when all are too far off. */
export function nearest(seen: string, known: Iterable<string>): string | undefined {
  const wanted = seen.toLowerCase();
  const limit = Math.max(2, Math.floor(seen.length / 3));
  let best: { readonly name: string; readonly far: number } | undefined;
  for (const name of known) {
    const far = distance(wanted, name.toLowerCase());
    if (far <= limit && far < name.length && (best === undefined || far < best.far)) best = { name, far };
  }
  return best?.name;
}

/** `a`, `a or b`, `a, b or c`. */
export const either = (names: readonly string[]): string => join(names, 'or');

/** `a`, `a and b`, `a, b and c`. */
export const all = (names: readonly string[]): string => join(names, 'and');

function join(names: readonly string[], word: string): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} ${word} ${last}`;
}
