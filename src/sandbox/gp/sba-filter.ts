import { parseInstant } from '../../domain/time.ts';

export type SbaRow = Readonly<Record<string, unknown>>;

const compare: Readonly<Record<string, (a: string | number, b: string | number) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
};

/** `Field op value`, joined by `and`. Nothing when it cannot be read. */
export function sbaFilter(text: string, fields: ReadonlySet<string>): ((row: SbaRow) => boolean) | undefined {
  const conditions = splitAnd(text).map((condition) => parseCondition(condition, fields));
  if (conditions.includes(undefined)) return undefined;
  return (row) => conditions.every((condition) => condition?.(row));
}

/** Outside of quotes. */
const splitAnd = (text: string): string[] => text.split(/\s+and\s+(?=(?:[^']*'[^']*')*[^']*$)/i);

function parseCondition(text: string, fields: ReadonlySet<string>): ((row: SbaRow) => boolean) | undefined {
  const match = /^\s*(\w+)\s+(eq|ne|gt|ge|lt|le)\s+('(?:[^']|'')*'|\S+)\s*$/i.exec(text);
  if (!match) return undefined;
  const [, name = '', operator = '', raw = ''] = match;
  const test = compare[operator.toLowerCase()];
  if (!fields.has(name) || !test) return undefined;
  const value = raw.startsWith("'") ? raw.slice(1, -1).replace(/''/g, "'") : raw;
  return (row) => {
    const own = row[name];
    if (typeof own === 'number') return test(own, Number(value));
    if (typeof own === 'boolean') return test(String(own), value.toLowerCase());
    return test(comparable(String(own)), comparable(value));
  };
}

/** Dates by their moment, texts without case. */
const comparable = (text: string): string =>
  parseInstant(text.length === 10 ? `${text}T00:00:00` : text) ?? text.trim().toUpperCase();
