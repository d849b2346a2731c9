import type { Decimal } from '../../domain/decimal.ts';
import type { SandboxRequest } from '../exchange.ts';
import type { FoType } from './model.ts';
import type { Fields, MadeBy, Row } from './rows.ts';
import type { World } from './state.ts';

/** What a part of a batch has as well as a request of its own. */
export type Asked = Pick<SandboxRequest, 'method' | 'path' | 'query' | 'origin' | 'headers' | 'text'>;

/** On whose behalf something is done. */
export interface Scope {
  readonly world: World;
  readonly by: MadeBy;
  /** Whether `cross-company=true` stands in the URL. */
  readonly crossCompany: boolean;
}

/** One entity set: what can be done with it. What is missing is refused as not offered. */
export interface Entity {
  readonly type: FoType;
  /** Default: the rows of its table. */
  readonly rows?: (world: World) => readonly Row[];
  /** `given`: what was sent, checked and cut; the company is known to exist. */
  readonly create?: (scope: Scope, company: string, given: Given) => Row;
  readonly update?: (scope: Scope, row: Row, given: Given) => Row;
  readonly remove?: (scope: Scope, row: Row) => void;
  /** What a navigation leads to. */
  readonly related?: (world: World, row: Row, navigation: string) => readonly Row[];
}

/** Fields as they were sent, in the form in which they are kept. */
export type Given = Fields;

export const given = (fields: Given, name: string): string | undefined => {
  const value = fields[name];
  return value === undefined || value === null ? undefined : String(value);
};

export const givenDecimal = (fields: Given, name: string): Decimal | undefined =>
  given(fields, name) as Decimal | undefined;
