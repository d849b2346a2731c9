import type { JsonObject } from '../exchange.ts';
import { type CheckedBody, checkBody } from '../odata/body.ts';
import type { EntityType, Related } from '../odata/model.ts';
import type { QueryOptions } from '../odata/options.ts';
import { dialect } from './errors.ts';
import type { Company, World } from './state.ts';

/** Where a request stands: the company, and the record whose part is asked for. */
export interface Scope {
  readonly world: World;
  readonly company: Company;
  readonly parent?: { readonly set: string; readonly row: JsonObject } | undefined;
}

/** One entity set: what can be read, and what can be done with it. What is missing is refused as not offered. */
export interface Resource {
  readonly set: string;
  type(world: World): EntityType;
  /** All rows as the API shows them; under a parent only its own. */
  rows(scope: Scope): readonly JsonObject[];
  /** Refuses queries that the page refuses. */
  readonly guard?: (options: QueryOptions) => void;
  /** Returns the key of the new row. */
  readonly create?: (scope: Scope, body: CheckedBody) => string;
  readonly update?: (scope: Scope, key: string, body: CheckedBody) => void;
  readonly remove?: (scope: Scope, key: string) => void;
  /** By name in lower case, without `microsoft.nav.`. */
  readonly actions?: Readonly<Record<string, (scope: Scope, key: string) => void>>;
  /** What hangs below a row, by navigation name. */
  readonly parts?: Readonly<Record<string, Resource>>;
}

export function rowByKey(resource: Resource, scope: Scope, key: string): JsonObject | undefined {
  const field = resource.type(scope.world).key;
  return resource.rows(scope).find((row) => row[field] === key);
}

/** Checks a body that people or other code hand in, as the API checks its own. */
export const checkedBody = (body: unknown, type: EntityType): CheckedBody =>
  checkBody(body, type, dialect(false));

/** The way from a row to what hangs below it, for `$expand`. */
export const relatedTo =
  (resource: Resource, scope: Scope): Related =>
  (row, navigation) => {
    const part = resource.parts?.[navigation];
    if (part === undefined)
      return { rows: [], related: () => ({ rows: [], related: relatedTo(resource, scope) }) };
    const inner: Scope = { ...scope, parent: { set: resource.set, row } };
    return { rows: part.rows(inner), related: relatedTo(part, inner) };
  };
