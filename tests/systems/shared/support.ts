import type { PlainDate } from '../../../src/domain/time.ts';
import type { DocumentOptions, LinkedDocument, LinkedMaster, Lookups } from '../../../src/engine/ports.ts';
import { createMapping } from '../../../src/mapping/mapping.ts';
import { indexRows, type ReferenceList, type ReferenceRow } from '../../../src/mapping/references.ts';
import type { SystemOptions } from '../../../src/systems/shared/options.ts';
import { pairOf, type Sample, yaml } from '../../config/sample.ts';
import { type World, world } from '../../http/support.ts';
import { memory, queue } from '../entra/support.ts';

/** What a system is made of: the pair of a small config file, caches in memory, a clock that only sleeps move. */
export function optionsFor(
  sample: Sample,
  credentials: Readonly<Record<string, string>>,
  more: { readonly ca?: string; readonly here?: World } = {},
): SystemOptions & { readonly here: World } {
  const pair = pairOf(yaml(sample));
  const here = more.here ?? world();
  const deps = { ...here.deps, cache: memory(), secrets: memory(), mutex: queue() };
  return { pair, credentials, ca: more.ca, mapping: createMapping(pair.mapping), deps, here };
}

export interface LookupFacts {
  readonly mapping?: string | undefined;
  readonly lists?: Partial<Record<ReferenceList, readonly ReferenceRow[]>> | undefined;
  readonly options?: Partial<DocumentOptions> | undefined;
  readonly today?: string | undefined;
  readonly masters?: Readonly<Record<string, LinkedMaster>> | undefined;
  readonly documents?: Readonly<Record<string, LinkedDocument>> | undefined;
}

/** What `map` may look at; masters by `flow:id`, documents by `kind:task`. */
export function lookupsOf(facts: LookupFacts): Lookups {
  const { mapping } = pairOf(
    yaml({ flows: 'suppliers: {}', ...(facts.mapping ? { mapping: facts.mapping } : {}) }),
  );
  return {
    pair: 'acme',
    mapping: createMapping(mapping),
    options: { lines: 'account', postingDate: 'invoice-date', closedPeriod: 'hold', ...facts.options },
    today: (facts.today ?? '2026-09-15') as PlainDate,
    reference: (list) => indexRows(facts.lists?.[list] ?? []),
    master: (flow, id) => facts.masters?.[`${flow}:${id}`],
    document: (kind, task) => facts.documents?.[`${kind}:${task}`],
    siblings: (kind) =>
      Object.entries(facts.documents ?? {})
        .filter(([key]) => key.startsWith(`${kind}:`))
        .map(([key, linked]) => ({ task: key.slice(kind.length + 1), wanted: true, linked })),
  };
}

export const row = (
  code: string,
  name = code,
  data: Readonly<Record<string, string>> = {},
): ReferenceRow => ({
  code,
  name,
  usable: true,
  data,
});
