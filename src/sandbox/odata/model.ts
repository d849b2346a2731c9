import type { JsonObject } from '../exchange.ts';

export type FieldType = 'guid' | 'text' | 'code' | 'decimal' | 'int' | 'bool' | 'date' | 'datetime' | 'enum';

export interface Field {
  readonly type: FieldType;
  /** Longest text or code. */
  readonly length?: number | undefined;
  /** Members of an enum as they are written in JSON. */
  readonly members?: readonly string[] | undefined;
  /** The enum's name, where a dialect wants it in front of a literal. */
  readonly enumType?: string | undefined;
  readonly readOnly?: boolean | undefined;
}

export interface EntityType {
  /** `vendor`; errors and the context name it. */
  readonly name: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** Names of what can be expanded. */
  readonly navigation: Readonly<Record<string, Navigation>>;
  /** The field that rows come sorted by, as in the table's key. */
  readonly order: string;
  /** The field that identifies a row: makes the order total. */
  readonly key: string;
  /** All key fields, where one alone does not identify a row. Default: `key`. */
  readonly keys?: readonly string[] | undefined;
}

export interface Navigation {
  readonly type: () => EntityType;
  readonly many: boolean;
  /** Whether it may stand in the body of an insert. */
  readonly deep?: boolean | undefined;
}

/** What differs between OData servers. */
export interface Dialect {
  /** Whether `or` may join conditions on different fields. */
  readonly orAcrossFields: boolean;
  readonly ignoreCase: boolean;
  readonly functions: readonly string[];
  /** Whether `not` may stand before a condition. Default false. */
  readonly not?: boolean | undefined;
  /** Whether `*` in a text after `eq` or `ne` stands for any characters. Default false. */
  readonly wildcard?: boolean | undefined;
  /** The namespace of enum literals: `Namespace.Type'Member'`. Default: literals are texts. */
  readonly enums?: string | undefined;
  /** Whether a text that is too long is cut instead of refused. Default false. */
  readonly cut?: boolean | undefined;
  readonly errors: ODataErrors;
}

/** How a server puts its refusals; each throws. */
export interface ODataErrors {
  badQuery(text: string): never;
  badBody(text: string): never;
  readOnly(field: string): never;
  tooLong(field: string, length: number, value: string): never;
  notAMember(field: string, value: string, members: readonly string[]): never;
}

/** What a navigation of a row leads to: its rows, and the way on from these. */
export type Related = (
  row: JsonObject,
  navigation: string,
) => { readonly rows: readonly JsonObject[]; readonly related: Related };

export const text = (length: number): Field => ({ type: 'text', length });
export const code = (length: number): Field => ({ type: 'code', length });
export const oneOf = (...members: string[]): Field => ({ type: 'enum', members });
export const guid: Field = { type: 'guid' };
export const decimalField: Field = { type: 'decimal' };
export const intField: Field = { type: 'int' };
export const bool: Field = { type: 'bool' };
export const date: Field = { type: 'date' };
export const datetime: Field = { type: 'datetime' };
export const fixed = (field: Field): Field => ({ ...field, readOnly: true });
