import { compareDecimals, decimal } from '../../domain/decimal.ts';
import { type EntityModel, type Field, fieldIn } from './contract.ts';
import { refusals } from './errors.ts';
import type { Comparison, Condition, Literal } from './filter.ts';
import type { Value } from './rows.ts';
import { type Shown, valueAt } from './shown.ts';

export interface Evaluation {
  readonly model: EntityModel;
  readonly version: string;
  readonly utcOffset: string;
  readonly ignoreCase: boolean;
}

/** The condition as a test of one record. @throws Refusal 500 for names and types that do not fit. */
export function compile(condition: Condition, of: Evaluation): (record: Shown) => boolean {
  switch (condition.op) {
    case 'and':
    case 'or': {
      const left = compile(condition.left, of);
      const right = compile(condition.right, of);
      return condition.op === 'and'
        ? (record) => left(record) && right(record)
        : (record) => left(record) || right(record);
    }
    case 'custom':
      return (record) =>
        holds(
          condition.comparison,
          order(String(record.custom?.[condition.field] ?? ''), condition.value.value),
        );
    case 'call':
      return callOf(condition, of);
    case 'compare':
      return comparisonOf(condition, of);
  }
}

/** The field at a path through linked entities. Rows of details cannot be filtered: the guide calls it unpredictable. */
export function fieldAt(model: EntityModel, path: string, version: string): Field {
  const [first = '', ...rest] = path.split('/');
  if (Object.hasOwn(model.details, first))
    refusals.badQuery(`The field '${path}' belongs to a detail entity and cannot be used in a filter.`);
  const linked = Object.hasOwn(model.linked, first) ? model.linked[first] : undefined;
  if (rest.length > 0 && linked !== undefined) return fieldAt(linked, rest.join('/'), version);
  const field = rest.length === 0 ? fieldIn(model, first, version) : undefined;
  return (
    field ?? refusals.badQuery(`Could not find a property named '${path}' on type 'Default.${model.title}'.`)
  );
}

function callOf(
  { name, field, text }: Condition & { op: 'call' },
  of: Evaluation,
): (record: Shown) => boolean {
  if (fieldAt(of.model, field, of.version).type !== 'string')
    refusals.badQuery(`No function signature for the function with name '${name}' matches the arguments.`);
  const wanted = cased(text, of);
  return (record) => {
    const found = cased(String(valueAt(record, field) ?? ''), of);
    if (name === 'startswith') return found.startsWith(wanted);
    return name === 'endswith' ? found.endsWith(wanted) : found.includes(wanted);
  };
}

const edmTypes: Readonly<Record<Literal['kind'], string>> = {
  string: 'Edm.String',
  number: 'Edm.Decimal',
  boolean: 'Edm.Boolean',
  stamp: 'Edm.DateTimeOffset',
  date: 'Edm.Date',
  guid: 'Edm.Guid',
};

const literalsOf: Readonly<Record<Field['type'], readonly Literal['kind'][]>> = {
  string: ['string'],
  guid: ['guid'],
  int: ['number'],
  decimal: ['number'],
  boolean: ['boolean'],
  datetime: ['stamp', 'date'],
};

function comparisonOf(
  { field: path, comparison, value }: Condition & { op: 'compare' },
  of: Evaluation,
): (record: Shown) => boolean {
  const field = fieldAt(of.model, path, of.version);
  const fits =
    literalsOf[field.type].includes(value.kind) && (value.kind !== 'date' || of.version >= '25.200.001');
  if (!fits)
    refusals.badQuery(
      `A binary operator with incompatible types was detected. Found operand types '${edmTypes[literalsOf[field.type][0] ?? 'string']}' and '${edmTypes[value.kind]}' for operator kind '${comparison}'.`,
    );
  const wanted = literalOf(value, of);
  return (record) => {
    const found = sortable(field, valueAt(record, path), of);
    // A value that is not there fits nothing but `ne`, as in the database.
    return found === undefined ? comparison === 'ne' : holds(comparison, order(found, wanted));
  };
}

function literalOf({ kind, value }: Literal, of: Evaluation): string | number {
  if (kind === 'number') return Number(value);
  if (kind === 'string') return cased(value, of);
  if (kind !== 'stamp' && kind !== 'date') return value;
  const at = momentOf(value, of);
  return Number.isNaN(at) ? refusals.badQuery(`Unrecognized 'Edm.DateTimeOffset' literal '${value}'.`) : at;
}

/** Without an offset it is the site's own time. */
function momentOf(text: string, { utcOffset }: Evaluation): number {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.test(text)) return Number.NaN;
  const whole = text.length === 10 ? `${text}T00:00:00` : text;
  return Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(whole) ? whole : `${whole}${utcOffset}`);
}

/** A value in a form that compares as the database does; nothing where there is none. */
export function sortable(field: Field, value: Value, of: Evaluation): string | number | undefined {
  if (value === undefined || value === '') return field.type === 'string' && value === '' ? '' : undefined;
  if (field.type === 'datetime') return momentOf(String(value), of);
  if (field.type === 'decimal' || field.type === 'int') return Number(value);
  return field.type === 'string' ? cased(String(value), of) : String(value);
}

const cased = (text: string, { ignoreCase }: Evaluation): string =>
  ignoreCase ? text.trimEnd().toUpperCase() : text;

export function order(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return compareDecimals(decimal(a), decimal(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

function holds(comparison: Comparison, sign: number): boolean {
  switch (comparison) {
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
