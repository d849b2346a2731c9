import { zero } from '../../domain/decimal.ts';
import type { EntityType, Field } from '../odata/model.ts';

export const namespace = 'Microsoft.Dynamics.DataEntities';

/** What stands where no date is (apis/dynamics-fo.md, section 5). */
export const noDay = '1900-01-01T12:00:00Z';
export const noMoment = '1900-01-01T00:00:00Z';

export interface FoField extends Field {
  /** What it has unless something is sent. */
  readonly initial: string | number | null;
  /** A date: kept at noon. */
  readonly day?: boolean | undefined;
  /** Must be filled in on create. */
  readonly mandatory?: boolean | undefined;
  /** Cannot be changed after that. */
  readonly createOnly?: boolean | undefined;
}

/** A field whose value must be the code of a row of another table. */
export interface Reference {
  /** The set where its values are. */
  readonly to: string;
  /** As Infolog calls the field and the other table. */
  readonly label: string;
  readonly related: string;
}

export interface FoType extends EntityType {
  readonly set: string;
  /** The AOT's name, which Infolog uses. */
  readonly entity: string;
  /** `Vendors (VendTable)` */
  readonly table: string;
  readonly keys: readonly string[];
  readonly fields: Readonly<Record<string, FoField>>;
  readonly references: Readonly<Record<string, Reference>>;
}

export interface TypeSpec {
  readonly set: string;
  readonly name: string;
  readonly entity: string;
  readonly table: string;
  readonly keys: readonly string[];
  readonly fields: Readonly<Record<string, FoField>>;
  readonly references?: Readonly<Record<string, readonly [to: string, label: string, related: string]>>;
  readonly navigation?: EntityType['navigation'];
}

export function defineType(spec: TypeSpec): FoType {
  const references = Object.entries(spec.references ?? {}).map(([field, [to, label, related]]) => [
    field,
    { to, label, related },
  ]);
  return {
    ...spec,
    name: `${namespace}.${spec.name}`,
    navigation: spec.navigation ?? {},
    references: Object.fromEntries(references) as FoType['references'],
    order: spec.keys[0] ?? '',
    key: spec.keys.at(-1) ?? '',
  };
}

type Fields = Record<string, FoField>;

const each = (list: string, make: (length: number) => FoField): Fields =>
  Object.fromEntries(
    list
      .trim()
      .split(/\s+/)
      .map((entry) => {
        const [name = '', length = '60'] = entry.split(':');
        return [name, make(Number(length))];
      }),
  );

/** `Name:20 Other`: names with their lengths, 60 where none is given. */
export const texts = (list: string): Fields =>
  each(list, (length) => ({ type: 'text', length, initial: '' }));
export const decimals = (list: string): Fields => each(list, () => ({ type: 'decimal', initial: zero }));
export const ints = (list: string): Fields => each(list, () => ({ type: 'int', initial: 0 }));
export const days = (list: string): Fields =>
  each(list, () => ({ type: 'datetime', day: true, initial: noDay }));
export const moments = (list: string): Fields => each(list, () => ({ type: 'datetime', initial: noMoment }));
export const yesNo = (list: string, initial: 'Yes' | 'No' = 'No'): Fields =>
  each(list, () => ({ type: 'enum', enumType: 'NoYes', members: ['No', 'Yes'], initial }));
export const oneOf = (enumType: string, initial: string | null, ...members: string[]): FoField => ({
  type: 'enum',
  enumType,
  members,
  initial,
});

const changed = (fields: Fields, more: Partial<FoField>): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { ...field, ...more }]));

/** Sending one of these is refused. */
export const readOnly = (fields: Fields): Fields => changed(fields, { readOnly: true });
export const mandatory = (fields: Fields): Fields => changed(fields, { mandatory: true });
export const createOnly = (fields: Fields): Fields => changed(fields, { createOnly: true });

/** Key fields: to be filled in unless something numbers them, and never changed. */
export const keys = (list: string): Fields => createOnly(texts(list));

export const initialFields = (type: FoType): Record<string, string | number | null> =>
  Object.fromEntries(Object.entries(type.fields).map(([name, field]) => [name, field.initial]));
