import { fold } from '../domain/text.ts';
import type { Mapping, MappingTable } from './mapping.ts';

/** A value that Cin7 knows and a table of the mapping is for. */
export interface Occurrence {
  readonly table: MappingTable;
  /** The account code, unit, tax rule, ... as Cin7 prints it. Among accounts, '' is a line without one. */
  readonly value: string;
  /** What people call it, where the value is a code. */
  readonly name?: string | undefined;
  /** Where it stands: `bill INV-77 of Tea Co (PO-00012)`. */
  readonly where: readonly string[];
  /** Whether a document of a flow of this pair needs it; else it only exists in Cin7. */
  readonly used: boolean;
}

/** The line of `accounts` for lines without an account. */
export const defaultLine = 'default';

export const mappingTables = [
  'accounts',
  'units',
  'taxes',
  'paymentTerms',
  'currencies',
  'locations',
  'suppliers',
  'customers',
  'products',
] as const satisfies readonly MappingTable[];

/** Each value once, in the order of the tables; then the keys of the config that occur nowhere. */
export function gather(occurrences: readonly Occurrence[], mapping: Mapping): Occurrence[] {
  return mappingTables.flatMap((table) => {
    const byValue = new Map<string, Occurrence>();
    const listed = mapping.keys(table).map((value) => ({ table, value, where: [], used: false }));
    for (const item of [...occurrences.filter((other) => other.table === table), ...listed]) {
      const next = item.value === '' && table === 'accounts' ? { ...item, value: defaultLine } : item;
      const key = fold(next.value);
      if (key === '') continue;
      const before = byValue.get(key);
      byValue.set(key, before === undefined ? next : merge(before, next));
    }
    return [...byValue.values()];
  });
}

const merge = (a: Occurrence, b: Occurrence): Occurrence => ({
  ...a,
  name: a.name ?? b.name,
  where: [...new Set([...a.where, ...b.where])],
  used: a.used || b.used,
});

/** `bill INV-77 and 3 more`; `config` for a key that occurs nowhere. */
export function whereText(where: readonly string[]): string {
  const [first = 'config', ...others] = where;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
