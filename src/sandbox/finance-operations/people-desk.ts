import type { Scope } from './entity.ts';
import type { FoType } from './model.ts';
import type { Fields, Row } from './rows.ts';
import { changedRow, rowOf, tableOf, type World } from './state.ts';

export type Body = Record<string, unknown>;

/** How people find and change records. */
export interface Desk {
  readonly world: World;
  /** The main company. */
  readonly main: string;
  readonly scope: Scope;
  companyIn(body: Body): string;
  row(type: FoType, company: string, ...values: (string | number)[]): Row;
  /** A change of content: the record counts as theirs from now on. */
  edit(type: FoType, found: Row, fields: Fields): Row;
  /** A change of its state only. */
  settle(type: FoType, found: Row, fields: Fields): Row;
}

export function createDesk(world: World, main: string): Desk {
  const change = (by: 'person' | 'setup') => (type: FoType, found: Row, fields: Fields) =>
    tableOf(world, type.set).put(changedRow(world, found, by, fields));
  return {
    world,
    main,
    scope: { world, by: 'person', crossCompany: true },
    companyIn: (body) => String(body['dataAreaId'] ?? main).toLowerCase(),
    row: (type, company, ...values) =>
      rowOf(world, type.set, company, ...values) ?? missing(`${type.set} ${values.join(' ')} in ${company}`),
    edit: change('person'),
    settle: change('setup'),
  };
}

export function missing(what: string): never {
  throw new Error(`F&O has no ${what}`);
}
