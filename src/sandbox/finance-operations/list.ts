import type { JsonObject } from '../exchange.ts';
import { compile, fieldOf, order, sortable } from '../odata/evaluate.ts';
import type { QueryOptions } from '../odata/options.ts';
import type { Entity, Scope } from './entity.ts';
import { dialect } from './errors.ts';
import type { FoType } from './model.ts';
import type { Row } from './rows.ts';
import { checkOptions, showWhole } from './show.ts';
import { tableOf, type World } from './state.ts';

export interface Page {
  readonly rows: readonly JsonObject[];
  readonly count: number;
  /** How many rows to skip for the next page, and how many are still wanted. */
  readonly next?: { readonly skip: number; readonly top?: number | undefined } | undefined;
}

/** Rows that the caller sees: without `cross-company=true` only those of its own company. */
export function visibleRows({ world, crossCompany }: Scope, { type, rows }: Entity): readonly Row[] {
  const forbidden = world.forbidden.get(type.set);
  if (forbidden === 'empty') return [];
  const all = rows?.(world) ?? tableOf(world, type.set).all();
  if (type.keys[0] !== 'dataAreaId' || crossCompany) return all;
  const own = world.switches.defaultCompany.toLowerCase();
  return all.filter((row) => row.company === own);
}

/**
 * Filters, sorts and cuts. The pages count rows, as the web library's own do: a row that comes or goes in front of the
 * next page shifts it. (From memory of that library; the sheet only says that the link is opaque.)
 */
export function pageOf(
  scope: Scope,
  entity: Entity,
  options: QueryOptions,
  query: string,
  size: number,
): Page {
  const { world } = scope;
  const { type } = entity;
  checkOptions(type, options);
  const skip = options.skip ?? 0;
  const wanted = sortedRows(scope, entity, options, query, skip > 0);
  const end = options.top === undefined ? wanted.length : Math.min(wanted.length, skip + options.top);
  const last = Math.min(end, skip + size);
  return {
    rows: wanted.slice(skip, last).map((row) => showWhole(world, entity, row, options)),
    count: wanted.length,
    next:
      last < end
        ? { skip: last, top: options.top === undefined ? undefined : options.top - (last - skip) }
        : undefined,
  };
}

/** What was found and sorted last, per state of the table: the next page needs it again. */
const remembered = new WeakMap<readonly Row[], Map<string, readonly Row[]>>();

function sortedRows(
  scope: Scope,
  entity: Entity,
  options: QueryOptions,
  query: string,
  later: boolean,
): readonly Row[] {
  const { type } = entity;
  const filter = options.filter === undefined ? undefined : compile(options.filter, type, dialect);
  const places = placesOf(scope.world, type, options, later);
  const rows = visibleRows(scope, entity);
  const key = `${query} ${later}`;
  const known = remembered.get(rows)?.get(key);
  if (known !== undefined) return known;
  const found = filter === undefined ? rows : rows.filter((row) => filter(row.fields));
  const keyed = found.map((row) => ({ row, values: places.map(({ value }) => value(row)) }));
  keyed.sort((a, b) => {
    for (const [i, { descending }] of places.entries()) {
      const sign = order(a.values[i] ?? '', b.values[i] ?? '');
      if (sign !== 0) return descending ? -sign : sign;
    }
    return 0;
  });
  const sorted = keyed.map(({ row }) => row);
  remembered.set(rows, new Map([[key, sorted]]));
  return sorted;
}

interface Place {
  readonly value: (row: Row) => string | number;
  readonly descending: boolean;
}

/** Ties are broken by nothing that could be relied on: on later pages the other way round, unless the switch is off. */
function placesOf(world: World, type: FoType, options: QueryOptions, later: boolean): Place[] {
  const named = options.orderby.map(({ field, descending }) => {
    const found = fieldOf(field, type, dialect);
    return { value: (row: Row) => sortable(row.fields[field], found, dialect), descending };
  });
  const descending = later && world.switches.pagesOverlap;
  return [...named, { value: (row) => String(row.recId), descending }];
}
