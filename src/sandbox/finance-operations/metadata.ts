import { type Answer, json } from '../exchange.ts';
import type { Asked, Entity } from './entity.ts';
import { outside } from './errors.ts';
import { type FoField, type FoType, namespace } from './model.ts';
import { typeName } from './reference-model.ts';

/** `/metadata/PublicEntities` and one of them by name (section 5 of the sheet): of the properties only what it lists. */
export function metadata(entities: readonly Entity[], rest: string, request: Asked): Answer {
  const types = entities.map(({ type }) => type);
  if (request.method === 'GET' && rest === 'PublicEntities')
    return json(200, { value: types.map((type) => ({ Name: typeName(type), EntitySetName: type.set })) });
  const name = /^PublicEntities\('(\w+)'\)$/.exec(rest)?.[1];
  const type = types.find((other) => typeName(other) === name);
  if (request.method !== 'GET' || type === undefined) return outside(`${request.origin}${request.path}`);
  return json(200, {
    Name: typeName(type),
    EntitySetName: type.set,
    IsReadOnly: entities.find((entity) => entity.type === type)?.create === undefined,
    Properties: Object.entries(type.fields).map(([field, spec]) => property(type, field, spec)),
  });
}

const property = (type: FoType, name: string, field: FoField) => ({
  Name: name,
  TypeName: field.type === 'enum' ? `${namespace}.${field.enumType}` : edmTypes[field.type],
  IsKey: type.keys.includes(name),
  IsMandatory: field.mandatory === true,
  AllowEdit: !field.readOnly && !field.createOnly,
  AllowEditOnCreate: !field.readOnly,
  IsDimension: false,
});

const edmTypes: Readonly<Record<FoField['type'], string>> = {
  text: 'Edm.String',
  code: 'Edm.String',
  guid: 'Edm.Guid',
  bool: 'Edm.Boolean',
  int: 'Edm.Int64',
  decimal: 'Edm.Decimal',
  date: 'Edm.Date',
  datetime: 'Edm.DateTimeOffset',
  enum: 'Edm.String',
};
