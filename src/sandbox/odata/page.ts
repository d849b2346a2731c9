import type { JsonObject } from '../exchange.ts';
import { compile, fieldOf, order, sortable } from './evaluate.ts';
import type { Dialect, EntityType, Related } from './model.ts';
import type { QueryOptions } from './options.ts';

export interface PageRequest {
  readonly rows: readonly JsonObject[];
  readonly type: EntityType;
  readonly options: QueryOptions;
  readonly related: Related;
  readonly dialect: Dialect;
  /** Rows in one answer at most. */
  readonly pageSize: number;
}

export interface ResultPage {
  readonly rows: readonly JsonObject[];
  /** All rows that the filter lets through, when they were asked for. */
  readonly count?: number | undefined;
  /** Opaque: where the next page begins. It holds the last row's place, so a row added before it does not shift it. */
  readonly next?: { readonly token: string; readonly top?: number | undefined } | undefined;
}

/** Filters, sorts, pages and shapes the rows of a set. */
export function resultPage({ rows, type, options, related, dialect, pageSize }: PageRequest): ResultPage {
  checkShape(type, options, dialect);
  const places = placesOf(type, options, dialect);
  const filtered = options.filter === undefined ? rows : rows.filter(compile(options.filter, type, dialect));
  const sorted = [...filtered].sort((a, b) => compareRows(a, b, places));
  const from =
    options.skiptoken === undefined ? (options.skip ?? 0) : after(sorted, options.skiptoken, places, dialect);
  const wanted = sorted.slice(from, options.top === undefined ? undefined : from + options.top);
  const shown = wanted.slice(0, pageSize);
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => shape(row, type, options, related, dialect)),
    count: options.count ? filtered.length : undefined,
    next:
      wanted.length > shown.length && last !== undefined
        ? {
            token: tokenOf(last, places),
            top: options.top === undefined ? undefined : options.top - shown.length,
          }
        : undefined,
  };
}

interface Place {
  readonly value: (row: JsonObject) => string | number;
  readonly descending: boolean;
}

function placesOf(type: EntityType, options: QueryOptions, dialect: Dialect): Place[] {
  const named = options.orderby.length > 0 ? options.orderby : [{ field: type.order, descending: false }];
  const keys = (type.keys ?? [type.key]).map((field) => ({ field, descending: false }));
  return [...named, ...keys].map(({ field, descending }) => {
    const found = fieldOf(field, type, dialect);
    return { value: (row: JsonObject) => sortable(row[field], found, dialect), descending };
  });
}

function compareRows(a: JsonObject, b: JsonObject, places: readonly Place[]): number {
  for (const { value, descending } of places) {
    const sign = order(value(a), value(b));
    if (sign !== 0) return descending ? -sign : sign;
  }
  return 0;
}

const tokenOf = (row: JsonObject, places: readonly Place[]): string =>
  Buffer.from(JSON.stringify(places.map(({ value }) => value(row)))).toString('base64url');

function after(
  sorted: readonly JsonObject[],
  token: string,
  places: readonly Place[],
  dialect: Dialect,
): number {
  const last = readToken(token, places.length) ?? dialect.errors.badQuery('The skip token is not valid.');
  const index = sorted.findIndex((row) => {
    for (const [i, { value, descending }] of places.entries()) {
      const sign = order(value(row), last[i] ?? '');
      if (sign !== 0) return descending ? sign < 0 : sign > 0;
    }
    return false;
  });
  return index < 0 ? sorted.length : index;
}

function readToken(token: string, length: number): (string | number)[] | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    return Array.isArray(value) && value.length === length ? value : undefined;
  } catch {
    return undefined;
  }
}

/** One row with only the selected fields, and what was expanded. */
export function shape(
  row: JsonObject,
  type: EntityType,
  options: QueryOptions,
  related: Related,
  dialect: Dialect,
): JsonObject {
  const { select } = options;
  const shown: JsonObject = {};
  for (const [name, value] of Object.entries(row)) {
    if (name.startsWith('@') || select === undefined || select.includes('*') || select.includes(name))
      shown[name] = value;
  }
  for (const { navigation, options: inner } of options.expand) {
    const target = type.navigation[navigation];
    if (target === undefined) continue;
    const found = related(row, navigation);
    const whole = {
      ...found,
      type: target.type(),
      options: inner,
      dialect,
      pageSize: Number.POSITIVE_INFINITY,
    };
    const result = resultPage(whole).rows;
    shown[navigation] = target.many ? result : (result[0] ?? null);
  }
  return shown;
}

/** Refuses names that the entity does not have. */
export function checkShape(type: EntityType, options: QueryOptions, dialect: Dialect): void {
  for (const name of options.select ?? []) {
    if (name !== '*' && !Object.hasOwn(type.navigation, name)) fieldOf(name, type, dialect);
  }
  for (const { navigation, options: inner } of options.expand) {
    const target = Object.hasOwn(type.navigation, navigation) ? type.navigation[navigation] : undefined;
    if (target === undefined)
      dialect.errors.badQuery(`Could not find a property named '${navigation}' on type '${type.name}'.`);
    else checkShape(target.type(), inner, dialect);
  }
}
