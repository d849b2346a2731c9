import { isGuid } from '../ids.ts';
import type { Call } from './call.ts';
import { exceptionAnswer, refuse } from './errors.ts';
import { compile } from './evaluate.ts';
import type { Input } from './input.ts';
import type { Query } from './query.ts';
import type { Shown } from './shown.ts';
import { sameCode } from './state.ts';

/** The record that a body means: by `id`, else by all key fields, else by `$filter`: sheet, section 5. */
export function targetOf(call: Call, input: Input, query: Query): Shown | undefined {
  const rows = rowsOf(call);
  const byId = input.id === undefined ? undefined : rows.find((row) => row.id === input.id);
  if (byId !== undefined) return byId;
  const { keys } = call.model;
  const sent = keys.map((key) => input.values[key]);
  if (sent.every((value) => value !== undefined && value !== '')) return byKeys(call, sent.map(String));
  if (query.filter === undefined) return undefined;
  const [found, ...others] = rows.filter(compile(query.filter, evaluationOf(call)));
  if (others.length > 0)
    refuse(
      exceptionAnswer(
        'More than one entity satisfies the condition.',
        'PX.Api.ContractBased.MoreThanOneEntitySatisfiesTheConditionException',
      ),
    );
  return found;
}

/** By `/key1/key2`, `/key1|key2`, or `/id`. */
export function byAddress(call: Call, parts: readonly string[]): Shown | undefined {
  const keys = parts.flatMap((part) => part.split('|'));
  if (keys.length === 1 && isGuid(keys[0] ?? '')) {
    const id = (keys[0] ?? '').toLowerCase();
    const found = rowsOf(call).find((row) => row.id === id);
    if (found !== undefined) return found;
  }
  return keys.length === call.model.keys.length ? byKeys(call, keys) : undefined;
}

const byKeys = (call: Call, values: readonly string[]): Shown | undefined =>
  rowsOf(call).find((row) =>
    call.model.keys.every((key, i) => sameCode(String(row.values[key] ?? ''), values[i] ?? '')),
  );

export const rowsOf = ({ resource, site, world }: Call): readonly Shown[] => resource.all(site, world);

export const evaluationOf = ({ model, version, world }: Call) => ({
  model,
  version,
  utcOffset: world.switches.utcOffset,
  ignoreCase: world.switches.filtersIgnoreCase,
});
