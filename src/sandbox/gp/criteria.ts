import { parseInstant } from '../../domain/time.ts';
import type { Values } from './shapes.ts';

type Comparable = string | number | boolean;

/** What each criterion looks at. */
export type Facts = Readonly<Record<string, Comparable>>;

/** Whether a row fits all criteria; texts compare without case, as SQL Server's collation does. */
export const fits = (criteria: Values, facts: Facts): boolean =>
  Object.entries(criteria).every(
    ([name, restriction]) =>
      name === 'Scope' || allows(restriction as Values, folded(facts[name] ?? ''), /Date$/.test(name)),
  );

function allows(given: Values, fact: Comparable, isDate: boolean): boolean {
  const value = (name: string): Comparable | undefined => {
    const raw = given[name] as Comparable | undefined;
    return raw === undefined ? undefined : isDate ? momentOf(String(raw)) : folded(raw);
  };
  const own = isDate ? momentOf(String(fact)) : fact;
  const checks: readonly [string, (bound: Comparable) => boolean][] = [
    ['EqualValue', (bound) => own === bound],
    ['NotEqualValue', (bound) => own !== bound],
    ['From', (bound) => own >= bound],
    ['To', (bound) => own <= bound],
    ['GreaterThan', (bound) => own > bound],
    ['LessThan', (bound) => own < bound],
    ['Like', (bound) => pattern(String(bound)).test(String(own))],
  ];
  const items = given['Items'] as readonly Comparable[] | undefined;
  if (items && items.length > 0 && !items.map(folded).includes(own)) return false;
  return checks.every(([name, check]) => {
    const bound = value(name);
    return bound === undefined || check(bound);
  });
}

const folded = (value: Comparable): Comparable =>
  typeof value === 'string' ? value.trim().toUpperCase() : value;

/** Without a zone it is UTC. */
const momentOf = (text: string): string => parseInstant(text) ?? text;

const pattern = (like: string): RegExp =>
  new RegExp(
    `^${like
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/%/g, '[^]*')
      .replace(/_/g, '.')}$`,
  );
