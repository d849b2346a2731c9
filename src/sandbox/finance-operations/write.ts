import { dateOf, parseInstant, shift } from '../../domain/time.ts';
import { isObject } from '../json-body.ts';
import { checkBody } from '../odata/body.ts';
import type { Given, Scope } from './entity.ts';
import { dialect, infolog, labelOf, refusals } from './errors.ts';
import { type FoType, noDay } from './model.ts';
import type { Fields, Row } from './rows.ts';
import { changedRow, keyOf, newRow, rowOf, tableOf, type World } from './state.ts';

/** Reading a body and writing a record, the same for every entity. */

/**
 * The time zone of the environment: a date that is not sent at noon in UTC may become the day before. The sheet only
 * warns of shifts; here they happen, eight hours behind UTC.
 */
const zoneMs = -8 * 3_600_000;

/** Checks names, types and enum members, cuts texts, and puts dates at noon. */
export function readBody(type: FoType, body: unknown): Given {
  if (isObject(body)) {
    for (const [name, value] of Object.entries(body)) {
      if (type.fields[name]?.type !== 'datetime' || typeof value !== 'string') continue;
      if (!/(Z|[+-]\d\d:\d\d)$/.test(value) || parseInstant(value) === undefined)
        dialect.errors.badBody(
          `Cannot convert the literal '${value}' to the expected type 'Edm.DateTimeOffset'.`,
        );
    }
  }
  const { entries } = checkBody(body, type, dialect);
  return Object.fromEntries(
    entries.map(({ field, value }) => [
      field,
      stored(type, field, typeof value === 'boolean' ? String(value) : value),
    ]),
  );
}

function stored(type: FoType, name: string, value: string | number): string | number {
  const field = type.fields[name];
  if (typeof value === 'number') return value;
  if (field?.type === 'text') return value.trimEnd();
  if (field?.type !== 'datetime') return value;
  const at = parseInstant(value);
  if (at === undefined || at < '1900-01-02') return field.initial ?? noDay;
  return field.day ? noon(dateOf(shift(at, zoneMs))) : at.replace(/\.000Z$/, 'Z');
}

export const noon = (date: string): string => `${date}T12:00:00Z`;

/** Refuses values that name nothing. Units are told apart by case too. */
export function checkReferences(world: World, type: FoType, company: string, fields: Given): void {
  for (const [field, { to }] of Object.entries(type.references)) {
    const value = fields[field];
    if (value === undefined || value === null || value === '') continue;
    const row = rowOf(world, to, company, value);
    const exact = to === 'UnitsOfMeasure' && row?.fields['UnitSymbol'] !== value;
    if (row === undefined || exact) infolog.notFound(world, type, field, String(value));
  }
}

/** Puts a new record into its table. */
export function insert(
  scope: Scope,
  type: FoType,
  company: string,
  fields: Fields,
  inner: Row['inner'] = {},
): Row {
  const { world, by } = scope;
  for (const [name, field] of Object.entries(type.fields)) {
    if (field.mandatory && blank(fields[name])) infolog.mandatory(world, type, name);
  }
  checkReferences(world, type, company, fields);
  const { dataAreaId: _company, ...rest } = fields;
  const row = newRow(world, type, company, by, rest, inner);
  const table = tableOf(world, type.set);
  if (table.get(keyOf(type, row)) !== undefined) infolog.exists(world, type, keyText(type, row));
  return table.put(row);
}

const blank = (value: unknown): boolean =>
  value === undefined || value === '' || value === 0 || value === '0';

const keyText = (type: FoType, row: Row): string =>
  type.keys
    .filter((name) => name !== 'dataAreaId')
    .map((name) => `${labelOf(type, name)}: ${row.fields[name]}`)
    .join(', ');

/** Changes a record: keys and what is set once stay; what must be filled in cannot be emptied. */
export function update(scope: Scope, type: FoType, row: Row, fields: Fields, inner: Row['inner'] = {}): Row {
  const { world, by } = scope;
  conflict(scope, type);
  for (const [name, value] of Object.entries(fields)) {
    const field = type.fields[name];
    const before = name === 'dataAreaId' ? row.company : row.fields[name];
    if (field?.createOnly && String(value).toLowerCase() !== String(before).toLowerCase())
      infolog.field(world, type, name, `Field '${labelOf(type, name)}' cannot be changed.`);
    if (field?.mandatory && blank(value)) infolog.mandatory(world, type, name);
  }
  checkReferences(world, type, row.company, fields);
  const { dataAreaId: _company, ...rest } = fields;
  return tableOf(world, type.set).put(changedRow(world, row, by, rest, inner));
}

export function remove(scope: Scope, type: FoType, row: Row): void {
  conflict(scope, type);
  tableOf(scope.world, type.set).remove(keyOf(type, row));
}

function conflict({ world, by }: Scope, type: FoType): void {
  if (by !== 'api' || world.switches.updateConflicts <= 0) return;
  world.switches.updateConflicts--;
  infolog.conflict(world, type);
}

/** The company of a new record: the one in the body, else the user's own. Another one needs `cross-company=true`. */
export function companyFor({ world, crossCompany, by }: Scope, type: FoType, fields: Given): string {
  if (type.keys[0] !== 'dataAreaId') return '';
  const own = world.switches.defaultCompany.toLowerCase();
  const company = String(fields['dataAreaId'] ?? own).toLowerCase();
  if (world.companies.get(company) === undefined)
    infolog.field(world, type, 'dataAreaId', `The company '${company}' does not exist.`);
  if (by === 'api' && company !== own && !crossCompany)
    refusals.badRequest(`The company '${company}' can only be reached with cross-company=true.`);
  return company;
}
