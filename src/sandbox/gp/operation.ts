import { type Facts, fits } from './criteria.ts';
import { refuse } from './faults.ts';
import * as model from './model.ts';
import type { FieldType, Values } from './shapes.ts';
import { idOf, type World } from './state.ts';

/** One operation of the service: what it takes before and after `context`, and what its result says. */
export interface Operation {
  readonly first: Readonly<Record<string, FieldType>>;
  readonly last?: Readonly<Record<string, FieldType>> | undefined;
  /** Writes are held against what the serializer skipped. */
  readonly writes: boolean;
  /** Works without a company. */
  readonly anyCompany?: boolean | undefined;
  /** The content of `<OperationResult>`, or a whole element where it needs attributes; nothing for creates. */
  run(world: World, given: Values): string | undefined;
}

export function list<R>(
  criteria: FieldType,
  rows: (world: World) => readonly R[],
  facts: (row: R, world: World) => Facts,
  show: (world: World, row: R) => string,
): Operation {
  return {
    first: { criteria },
    writes: false,
    run(world, given) {
      if (given['criteria'] === undefined)
        return refuse.system('Object reference not set to an instance of an object.');
      const found = rows(world).filter((row) => fits(given['criteria'] as Values, facts(row, world)));
      const sorted = found.map((row) => ({ row, id: String(facts(row, world)['$key'] ?? '') }));
      sorted.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
      return sorted
        .slice(0, world.switches.listCap)
        .map(({ row }) => show(world, row))
        .join('');
    },
  };
}

export function byKey<R>(
  key: FieldType,
  what: string,
  find: (world: World, id: string) => R | undefined,
  show: (world: World, row: R) => string,
): Operation {
  return {
    first: { key },
    writes: false,
    run(world, given) {
      const id = idOf((given['key'] as Values | undefined)?.['Id']);
      return show(world, find(world, id) ?? refuse.notFound(what, id));
    },
  };
}

export const create = (
  name: string,
  type: FieldType,
  run: (world: World, values: Values) => void,
): Operation => ({
  first: { [name]: type },
  last: { policy: model.policy },
  writes: true,
  run(world, given) {
    const values = given[name] as Values | undefined;
    if (values === undefined) return refuse.system('Object reference not set to an instance of an object.');
    run(world, values);
    return undefined;
  },
});
