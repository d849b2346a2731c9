import { type Answer, type JsonObject, json } from '../exchange.ts';
import type { Call } from './call.ts';
import { refusals } from './errors.ts';
import { compile, order, sortable } from './evaluate.ts';
import { byAddress, evaluationOf, rowsOf } from './find.ts';
import { type Query, readQuery } from './query.ts';
import { showRecord } from './show.ts';
import type { Shown } from './shown.ts';

/** Reads: sheet, section 6. A list has neither total nor next link. */

export function queryOf({ request, model, version, world, resource }: Call): Query {
  return readQuery(model, request.query, version, (name) =>
    world.ignored.push(`${request.method} ${resource.name}: query ${name}`),
  );
}

export function list(call: Call): Answer {
  const query = queryOf(call);
  const { switches } = call.world;
  const wide = [...query.expand].filter((path) =>
    switches.notOptimised.includes(`${call.resource.name}/${path}`),
  );
  if (wide.length > 0) refusals.notOptimised(wide);
  const fits = query.filter === undefined ? () => true : compile(query.filter, evaluationOf(call));
  const rows = inOrder(call, rowsOf(call).filter(fits));
  const end = query.top === undefined ? undefined : query.skip + query.top;
  return json(
    200,
    rows.slice(query.skip, end).map((row) => shown(call, row, query)),
  );
}

function inOrder(call: Call, rows: readonly Shown[]): readonly Shown[] {
  if (call.world.switches.order === 'made') return rows;
  const of = evaluationOf(call);
  const keyed = rows.map((row) => ({
    row,
    keys: call.model.keys.map((key) => {
      const field = call.model.fields[key];
      return (field === undefined ? undefined : sortable(field, row.values[key], of)) ?? '';
    }),
  }));
  keyed.sort((a, b) => {
    for (const [i, key] of a.keys.entries()) {
      const sign = order(key, b.keys[i] ?? '');
      if (sign !== 0) return sign;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}

/** A record that is not there is 500. */
export function single(call: Call): Answer {
  const query = queryOf(call);
  return json(200, shown(call, byAddress(call, call.rest) ?? refusals.noEntity(), query));
}

export const shown = (call: Call, row: Shown, query: Query, only?: ReadonlySet<string>): JsonObject =>
  showRecord(
    call.model,
    row,
    query,
    { version: call.version, utcOffset: call.world.switches.utcOffset, base: call.base },
    only,
  );

/** The custom fields that the site's forms have. */
export function adHocSchema({ resource, world }: Call): Answer {
  const custom: Record<string, Record<string, object>> = {};
  const own = resource.name === 'Bill' ? ['Bill/CurrentDocument.TaxZoneID'] : [];
  for (const field of [...own, ...world.switches.customFields]) {
    const [entity, path = ''] = field.split('/');
    const [view = '', name = ''] = path.split('.');
    if (entity !== resource.name) continue;
    custom[view] = {
      ...custom[view],
      [name]: { viewName: view, fieldName: name, type: 'CustomStringField' },
    };
  }
  return json(200, { custom });
}
