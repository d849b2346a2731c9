import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { Kind } from './shape.ts';

/** Small questions about YAML nodes, asked of one document. */
export interface Nodes {
  /** What an alias stands for, else the node itself; nothing for an alias without an anchor. */
  resolve(node: unknown): unknown;
  /** The text of a scalar as written: no number, date or yes/no is read out of it. */
  text(node: unknown): string | undefined;
  /** The pairs of a map, with those of `<<` in its place; own keys come before merged ones of the same name. */
  pairs(node: YAMLMap, same: (key: string) => string): MergedPair[];
}

export interface MergedPair {
  readonly pair: Pair;
  /** Came in through `<<`. */
  readonly merged: boolean;
}

export function nodesOf(document: Document.Parsed): Nodes {
  // An alias is looked for in the whole document each time.
  const known = new Map<unknown, unknown>();
  function resolve(node: unknown): unknown {
    if (!isAlias(node)) return node;
    if (!known.has(node)) known.set(node, node.resolve(document));
    return known.get(node);
  }

  function text(node: unknown): string | undefined {
    const scalar = resolve(node);
    return isScalar(scalar) ? written(scalar) : undefined;
  }

  /** The maps behind `<<`; nothing if there is anything else, then it is a key like others. */
  function mergedMaps(value: unknown): YAMLMap[] | undefined {
    const aim = resolve(value);
    if (isMap(aim)) return [aim];
    const maps = isSeq(aim) ? aim.items.map(resolve) : [undefined];
    return maps.every((map) => isMap(map)) ? maps : undefined;
  }

  /** A map that was merged once adds nothing the second time, so none is gone into twice. */
  function expand(pairs: readonly Pair[], merged: boolean, done: Set<unknown>): MergedPair[] {
    return pairs.flatMap((pair): MergedPair[] => {
      const maps = text(pair.key) === '<<' ? mergedMaps(pair.value) : undefined;
      if (maps === undefined) return [{ pair, merged }];
      return maps.flatMap((map) => (done.has(map) ? [] : expand(map.items, true, done.add(map))));
    });
  }

  return {
    resolve,
    text,
    pairs(node, same) {
      const name = (pair: Pair) => same(text(pair.key) ?? '');
      const own = new Set(node.items.map(name));
      return expand(node.items, false, new Set([node])).filter(
        ({ pair, merged }) => !merged || !own.has(name(pair)),
      );
    },
  };
}

export const written = (node: Scalar): string =>
  node.type === 'PLAIN' || typeof node.value !== 'string' ? (node.source ?? '') : node.value;

export function kindOfNode(node: unknown): Kind {
  if (isMap(node)) return 'map';
  return isSeq(node) ? 'list' : 'scalar';
}

export function offsetOf(node: unknown): number | undefined {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined;
}
