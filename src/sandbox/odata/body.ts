import { type Decimal, decimal } from '../../domain/decimal.ts';
import { parseInstant } from '../../domain/time.ts';
import type { JsonObject } from '../exchange.ts';
import { isGuid } from '../ids.ts';
import { isObject } from '../json-body.ts';
import type { Dialect, EntityType, Field, FieldType } from './model.ts';

/** One field of a body, checked and as the server stores it, in the order in which it was sent. */
export interface Entry {
  readonly field: string;
  /** Codes trimmed and in upper case; decimals as text. */
  readonly value: string | boolean | number;
}

export interface CheckedBody {
  readonly entries: readonly Entry[];
  /** Children to be inserted with it. */
  readonly deep: Readonly<Record<string, readonly JsonObject[]>>;
}

/** Refuses what the entity does not take: unknown and read-only fields, wrong types, texts too long, unknown members. */
export function checkBody(body: unknown, type: EntityType, dialect: Dialect): CheckedBody {
  if (!isObject(body)) return dialect.errors.badBody('The request body must be a JSON object.');
  const entries: Entry[] = [];
  const deep: Record<string, JsonObject[]> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name.includes('@')) continue;
    const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
    if (field !== undefined) {
      if (field.readOnly) dialect.errors.readOnly(name);
      entries.push({ field: name, value: checked(name, value, field, dialect) });
      continue;
    }
    const navigation = Object.hasOwn(type.navigation, name) ? type.navigation[name] : undefined;
    if (navigation === undefined) return dialect.errors.badBody(unknownProperty(name, type));
    if (!navigation.deep)
      return dialect.errors.badBody(`The navigation property '${name}' cannot be written here.`);
    if (!Array.isArray(value) || !value.every(isObject))
      return dialect.errors.badBody(`The property '${name}' must be an array of objects.`);
    deep[name] = value;
  }
  return { entries, deep };
}

const unknownProperty = (name: string, type: EntityType): string =>
  `The property '${name}' does not exist on type '${type.name}'. Make sure to only use property names that are defined by the type.`;

/** `null` is refused for every field: the servers differ, and nobody needs it. */
function checked(name: string, value: unknown, field: Field, dialect: Dialect): string | boolean | number {
  const [edm, read] = readers[field.type];
  const found = read(value);
  if (found === undefined)
    return dialect.errors.badBody(
      `Cannot convert the value ${JSON.stringify(value)} of '${name}' to the expected type '${edm}'.`,
    );
  if (field.type === 'enum' && !field.members?.includes(String(found)))
    dialect.errors.notAMember(name, String(found), field.members ?? []);
  if (field.type === 'text' || field.type === 'code') return sized(name, String(found), field, dialect);
  return found;
}

type Reader = (value: unknown) => string | boolean | number | undefined;

const string: Reader = (value) => (typeof value === 'string' ? value : undefined);

/** The type's name in messages, and its value; nothing if the JSON value is of another type. */
const readers: Readonly<Record<FieldType, readonly [string, Reader]>> = {
  text: ['Edm.String', string],
  code: ['Edm.String', string],
  enum: ['Edm.String', string],
  guid: [
    'Edm.Guid',
    (value) => (typeof value === 'string' && isGuid(value) ? value.toLowerCase() : undefined),
  ],
  bool: ['Edm.Boolean', (value) => (typeof value === 'boolean' ? value : undefined)],
  int: ['Edm.Int32', (value) => (Number.isInteger(value) ? (value as number) : undefined)],
  decimal: ['Edm.Decimal', (value) => (typeof value === 'number' ? decimal(value) : undefined)],
  date: ['Edm.Date', (value) => (typeof value === 'string' && isDate(value) ? value : undefined)],
  datetime: ['Edm.DateTimeOffset', (value) => (typeof value === 'string' ? parseInstant(value) : undefined)],
};

function sized(name: string, value: string, field: Field, dialect: Dialect): string {
  const stored = field.type === 'code' ? value.trim().toUpperCase() : value;
  if (field.length !== undefined && stored.length > field.length && dialect.cut)
    return stored.slice(0, field.length);
  if (field.length !== undefined && stored.length > field.length)
    dialect.errors.tooLong(name, field.length, stored);
  return stored;
}

function isDate(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

export const textOf = (entry: Entry): string => String(entry.value);
export const decimalOf = (entry: Entry): Decimal => entry.value as Decimal;
