import type { JsonObject } from '../exchange.ts';
import type { QueryOptions } from '../odata/options.ts';
import type { Entity } from './entity.ts';
import { refusals } from './errors.ts';
import type { FoType } from './model.ts';
import type { Row } from './rows.ts';
import { etagOf, type World } from './state.ts';

/** A row as the API shows it: the tag always, then what was selected. */
export function show(type: FoType, row: Row, select?: readonly string[]): JsonObject {
  const shown: JsonObject = { '@odata.etag': etagOf(row) };
  for (const name of select === undefined || select.includes('*') ? Object.keys(type.fields) : select) {
    const field = type.fields[name];
    if (field !== undefined) shown[name] = value(field.type, name, row);
  }
  return shown;
}

/** The same company comes in either letter case (section 2 of the sheet). */
function value(fieldType: string, name: string, row: Row): unknown {
  if (name === 'dataAreaId') return row.recId % 3 === 0 ? row.company.toUpperCase() : row.company;
  const found = row.fields[name];
  return fieldType === 'decimal' ? Number(found ?? 0) : found;
}

/** With what was expanded: first level only, and only `$select` inside. */
export function showWhole(
  world: World,
  { type, related }: Entity,
  row: Row,
  options: QueryOptions,
): JsonObject {
  const shown = show(type, row, options.select);
  for (const { navigation, options: inner } of options.expand) {
    const target = type.navigation[navigation];
    if (target === undefined) continue;
    const rows = (related?.(world, row, navigation) ?? []).map((found) =>
      show(target.type() as FoType, found, inner.select),
    );
    shown[navigation] = target.many ? rows : (rows[0] ?? null);
  }
  return shown;
}

/** Refuses names that the entity does not have, and what `$expand` cannot do. */
export function checkOptions(type: FoType, options: QueryOptions): void {
  checkSelect(type, options);
  for (const { navigation, options: inner } of options.expand) {
    const target =
      (Object.hasOwn(type.navigation, navigation) ? type.navigation[navigation] : undefined) ??
      refusals.badQuery(`Could not find a property named '${navigation}' on type '${type.name}'.`);
    if (inner.expand.length > 0) refusals.badQuery('Only the first level can be expanded.');
    const more = inner.filter !== undefined || inner.orderby.length > 0 || inner.count;
    if (more || inner.top !== undefined || inner.skip !== undefined)
      refusals.badQuery('Only $select is supported inside $expand.');
    checkSelect(target.type() as FoType, inner);
  }
}

function checkSelect(type: FoType, { select = [] }: QueryOptions): void {
  for (const name of select) {
    if (name === '*' || Object.hasOwn(type.fields, name) || Object.hasOwn(type.navigation, name)) continue;
    refusals.badQuery(`Could not find a property named '${name}' on type '${type.name}'.`);
  }
}
