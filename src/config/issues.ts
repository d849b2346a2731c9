import { z } from 'zod';
import { unmarkKey } from './fields.ts';
import { either, nearest } from './nearest.ts';
import { findPlace } from './places.ts';
import { type Finding, type Reading, spoilt } from './read.ts';
import { bare, choices, expected, inside, type Kind, knownBy, labelsFor, pick } from './shape.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What zod found, in words of the file and with places. */
export function findingsOf(issues: readonly Issue[], schema: z.ZodType, reading: Reading): Finding[] {
  return issues.flatMap((issue) => findingsOfIssue(issue, issue.path, schema, reading));
}

function findingsOfIssue(issue: Issue, path: Path, schema: z.ZodType, reading: Reading): Finding[] {
  const value = valueAt(reading.data, path);
  if (value === spoilt) return [];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey([...path, key], schemaAt(schema, reading.data, path), reading));
  }
  const wanted = schemaAt(schema, reading.data, path);
  if (issue.code === 'invalid_union' && issue.discriminator === undefined) {
    const branch = branchOf(wanted, value);
    const inner = branch === undefined ? [] : (issue.errors[branch] ?? []);
    if (inner.length > 0) {
      return inner.flatMap((deeper) => findingsOfIssue(deeper, [...path, ...deeper.path], schema, reading));
    }
  }
  const { place, path: key } = findPlace(reading.root, path, unmarkKey);
  const discriminator = issue.code === 'invalid_union' ? issue.discriminator : undefined;
  const options =
    discriminator === undefined
      ? choices(wanted)
      : labelsFor(schemaAt(schema, reading.data, path.slice(0, -1)), discriminator);
  const hint = discriminator === undefined ? expected(wanted) : either(options);
  const suggestion = value === undefined || !place.seen ? undefined : nearest(place.seen, options);
  return [
    { offset: place.offset, path: key, message: messageOf(issue, value, hint), expected: hint, suggestion },
  ];
}

function messageOf(issue: Issue, value: unknown, hint: string): string {
  if (value === undefined) return `missing; expected ${hint}`;
  if (value === null) return `has no value; expected ${hint}`;
  if (issue.code === 'custom' || issue.code === 'invalid_format') return issue.message;
  if (issue.code === 'too_small' && issue.origin === 'array') return 'must not be empty';
  if (issue.code === 'too_big' && issue.origin === 'string') return issue.message;
  return `expected ${hint}`;
}

function unknownKey(path: Path, wanted: unknown, reading: Reading): Finding {
  const key = String(path.at(-1));
  const { place, path: where } = findPlace(reading.root, path, unmarkKey);
  const offset = place.keyOffset ?? place.offset;
  const peek = peekAt(valueAt(reading.data, path.slice(0, -1)));
  const object = pick(wanted, 'map', peek);
  const known = object instanceof z.ZodObject ? Object.keys(object.shape) : [];
  const suggestion = nearest(key, known);
  const elsewhere = suggestion === undefined ? knownBy(wanted, key, peek) : [];
  const message =
    elsewhere.length > 0
      ? `unknown key here; it belongs to ${either(elsewhere)}`
      : `unknown key${suggestion === undefined ? `; expected ${either(known)}` : ''}`;
  return { offset, path: where, message, expected: either(known), suggestion };
}

/** The member of a plain union that this kind of value is for. */
function branchOf(schema: unknown, value: unknown): number | undefined {
  const plain = bare(schema);
  if (!(plain instanceof z.ZodUnion)) return undefined;
  const member = pick(plain, kindOfValue(value), peekAt(value));
  const index = plain.options.findIndex((option) => bare(option) === member);
  return index < 0 || kindOfValue(value) === 'scalar' ? undefined : index;
}

/** The schema (with its wrappings) of the value at a path. */
function schemaAt(schema: z.ZodType, data: unknown, path: Path): unknown {
  let wanted: unknown = schema;
  let value = data;
  for (const key of path) {
    wanted = inside(
      pick(wanted, kindOfValue(value), peekAt(value)),
      typeof key === 'number' ? key : String(key),
    );
    value = valueAt(value, [key]);
  }
  return wanted;
}

export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return value;
}

const peekAt =
  (value: unknown) =>
  (key: string): string | undefined => {
    const text = valueAt(value, [key]);
    return typeof text === 'string' ? text : undefined;
  };

function kindOfValue(value: unknown): Kind {
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' && value !== null ? 'map' : 'scalar';
}
