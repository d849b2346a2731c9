import { compareDecimals, decimal } from '../../domain/decimal.ts';
import { parseInstant } from '../../domain/time.ts';
import type { JsonObject } from '../exchange.ts';
import { isGuid } from '../ids.ts';
import type { Comparison, Condition, Literal } from './filter.ts';
import type { Dialect, EntityType, Field } from './model.ts';

/** Turns a filter into a test, after checking it against the entity: unknown fields and wrong literals are refused. */
export function compile(
  condition: Condition,
  type: EntityType,
  dialect: Dialect,
): (row: JsonObject) => boolean {
  if (condition.op === 'compare') return comparison(condition, type, dialect);
  if (condition.op === 'call') return functionCall(condition, type, dialect);
  if (condition.op === 'not') {
    if (!dialect.not) dialect.errors.badQuery("The operator 'not' is not supported.");
    const inner = compile(condition.inner, type, dialect);
    return (row) => !inner(row);
  }
  if (condition.op === 'or' && !dialect.orAcrossFields && fieldsOf(condition).size > 1)
    dialect.errors.badQuery(
      "The expression uses 'or' across different fields. Filters on different fields can only be combined with 'and'.",
    );
  const left = compile(condition.left, type, dialect);
  const right = compile(condition.right, type, dialect);
  return condition.op === 'and' ? (row) => left(row) && right(row) : (row) => left(row) || right(row);
}

function fieldsOf(condition: Condition): Set<string> {
  if (condition.op === 'compare' || condition.op === 'call') return new Set([condition.field]);
  if (condition.op === 'not') return fieldsOf(condition.inner);
  return new Set([...fieldsOf(condition.left), ...fieldsOf(condition.right)]);
}

export function fieldOf(name: string, type: EntityType, dialect: Dialect): Field {
  const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
  return (
    field ?? dialect.errors.badQuery(`Could not find a property named '${name}' on type '${type.name}'.`)
  );
}

function functionCall(
  { name, field, value }: Condition & { op: 'call' },
  type: EntityType,
  dialect: Dialect,
): (row: JsonObject) => boolean {
  if (!dialect.functions.includes(name))
    return dialect.errors.badQuery(`An unknown function with name '${name}' was found.`);
  const { type: fieldType } = fieldOf(field, type, dialect);
  if (fieldType !== 'text' && fieldType !== 'code')
    dialect.errors.badQuery(
      `No function signature for the function with name '${name}' matches the specified arguments.`,
    );
  const wanted = caseOf(value, dialect);
  return (row) => {
    const found = caseOf(String(row[field] ?? ''), dialect);
    if (name === 'startswith') return found.startsWith(wanted);
    return name === 'endswith' ? found.endsWith(wanted) : found.includes(wanted);
  };
}

function comparison(
  { field, comparison: op, value }: Condition & { op: 'compare' },
  type: EntityType,
  dialect: Dialect,
): (row: JsonObject) => boolean {
  const found = fieldOf(field, type, dialect);
  const wanted = comparable(value, found, dialect);
  if (wanted === undefined)
    dialect.errors.badQuery(
      `A binary operator with incompatible types was detected. The value ${JSON.stringify(value.value)} does not suit '${field}'.`,
    );
  if (dialect.enums !== undefined && found.type === 'enum' && op !== 'eq' && op !== 'ne')
    dialect.errors.badQuery(`An enum can only be compared with 'eq' and 'ne', not with '${op}'.`);
  if (
    dialect.wildcard &&
    value.kind === 'string' &&
    value.value.includes('*') &&
    (op === 'eq' || op === 'ne')
  ) {
    const pattern = wildcards(String(wanted));
    return (row) => pattern.test(String(sortable(row[field], found, dialect))) === (op === 'eq');
  }
  return (row) => holds(op, order(sortable(row[field], found, dialect), wanted ?? ''));
}

const wildcards = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );

/** A literal as `sortable` shows the values of the field; nothing if it is of another type. */
function comparable(value: Literal, field: Field, dialect: Dialect): string | number | undefined {
  switch (field.type) {
    case 'text':
    case 'code':
      return value.kind === 'string' ? caseOf(value.value, dialect) : undefined;
    case 'enum':
      return isMember(value, field, dialect) ? caseOf(value.value, dialect) : undefined;
    case 'guid':
      return value.kind === 'literal' && isGuid(value.value) ? value.value.toLowerCase() : undefined;
    case 'date':
      return value.kind === 'literal' && /^\d{4}-\d\d-\d\d$/.test(value.value) ? value.value : undefined;
    case 'datetime':
      return value.kind === 'literal' && /(Z|[+-]\d\d:\d\d)$/.test(value.value)
        ? parseInstant(value.value)
        : undefined;
    case 'bool':
      return value.kind === 'word' && value.value !== 'null' ? value.value : undefined;
    default:
      return value.kind === 'literal' && /^-?\d+(\.\d+)?$/.test(value.value)
        ? Number(value.value)
        : undefined;
  }
}

const isMember = (value: Literal, field: Field, { enums }: Dialect): boolean =>
  enums === undefined
    ? value.kind === 'string'
    : value.kind === 'enum' &&
      value.type === `${enums}.${field.enumType}` &&
      field.members?.includes(value.value) === true;

/** A value of a row in a form that compares as the server's own type does. */
export function sortable(value: unknown, field: Field, dialect: Dialect): string | number {
  if (field.type === 'decimal' || field.type === 'int') return Number(value ?? 0);
  if (field.type === 'datetime') return parseInstant(String(value ?? '')) ?? '';
  if (field.type === 'bool') return value === true ? 'true' : 'false';
  return caseOf(String(value ?? ''), dialect);
}

const caseOf = (value: string, dialect: Dialect): string =>
  dialect.ignoreCase ? value.toUpperCase() : value;

export function order(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return compareDecimals(decimal(a), decimal(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

function holds(op: Comparison, sign: number): boolean {
  switch (op) {
    case 'eq':
      return sign === 0;
    case 'ne':
      return sign !== 0;
    case 'gt':
      return sign > 0;
    case 'ge':
      return sign >= 0;
    case 'lt':
      return sign < 0;
    case 'le':
      return sign <= 0;
  }
}
