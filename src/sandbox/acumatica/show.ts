import type { JsonObject } from '../exchange.ts';
import { type EntityModel, inVersion, type TopModel } from './contract.ts';
import { chosen, type Query } from './query.ts';
import type { Value } from './rows.ts';
import type { Shown } from './shown.ts';
import { shownValue } from './values.ts';

export interface Showing {
  readonly version: string;
  readonly utcOffset: string;
  /** `/AcumaticaERP/entity/Default/24.200.001` */
  readonly base: string;
}

/** An empty field is `{}`: it has no `value` at all. */
export const wrap = (value: Value): JsonObject => (value === undefined || value === '' ? {} : { value });

/** A record in contract form. `only` narrows the fields of the top level further: an answer to a write. */
export function showRecord(
  model: TopModel,
  record: Shown,
  query: Query,
  showing: Showing,
  only?: ReadonlySet<string>,
): JsonObject {
  return {
    ...showPart(model, record, query, showing, '', 1, only),
    custom: customOf(
      record,
      query.custom.filter((name) => !name.includes('/')),
    ),
    _links: {
      self: `${showing.base}/${model.name}/${record.id}`,
      'files:put': `${showing.base}/files/${model.screen}/${model.name}/${record.id}/{filename}`,
    },
  };
}

function showPart(
  model: EntityModel,
  record: Shown,
  query: Query,
  showing: Showing,
  path: string,
  rowNumber: number,
  only?: ReadonlySet<string>,
): JsonObject {
  const names = only ?? chosen(query, path);
  const shown: JsonObject = { id: record.id, rowNumber, note: { value: record.note ?? '' } };
  for (const [name, field] of Object.entries(model.fields)) {
    if (!inVersion(field, showing.version) || (names !== undefined && !names.has(name))) continue;
    shown[name] = wrap(shownValue(field, record.values[name], showing.utcOffset));
  }
  for (const [name, part] of Object.entries(model.linked)) {
    const inner = path === '' ? name : `${path}/${name}`;
    const linked = record.linked?.[name];
    if (query.expand.has(inner) && linked !== undefined)
      shown[name] = { ...showPart(part, linked, query, showing, inner, 1), custom: {} };
  }
  for (const [name, part] of Object.entries(model.details)) {
    const inner = path === '' ? name : `${path}/${name}`;
    if (!query.expand.has(inner)) continue;
    const wanted = query.custom.filter((field) => field.startsWith(`${inner}/`));
    shown[name] = (record.details?.[name] ?? []).map((row, i) => ({
      ...showPart(part, row, query, showing, inner, i + 1),
      custom: customOf(
        row,
        wanted.map((field) => field.slice(inner.length + 1)),
      ),
    }));
  }
  return shown;
}

function customOf(record: Shown, names: readonly string[]): JsonObject {
  const custom: Record<string, JsonObject> = {};
  for (const name of names) {
    const [view = '', field = ''] = name.split('.');
    const value = record.custom?.[name];
    custom[view] = {
      ...custom[view],
      [field]: { type: 'CustomStringField', ...(value === undefined || value === '' ? {} : { value }) },
    };
  }
  return custom;
}
