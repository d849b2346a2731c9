import { type Answer, type JsonObject, json } from '../exchange.ts';
import type { Asked, Entity } from './entity.ts';
import { outside } from './errors.ts';
import { type FoField, type FoType, namespace } from './model.ts';
import { typeName } from './reference-model.ts';

/** `/metadata/...` (section 5 of the sheet): lists, and one by name; of the properties only what the sheet names. */
export function metadata(entities: readonly Entity[], rest: string, request: Asked): Answer {
  const nothing = () => outside(`${request.origin}${request.path}`);
  const [, list = '', name] = /^(\w+)(?:\('(\w+)'\))?$/.exec(rest) ?? [];
  const rows = Object.hasOwn(lists, list) ? lists[list]?.(entities) : undefined;
  if (request.method !== 'GET' || rows === undefined) return nothing();
  if (name === undefined) return json(200, { value: rows });
  const row = rows.find((other) => other['Name'] === name);
  return row === undefined ? nothing() : json(200, row);
}

const lists: Readonly<Record<string, (entities: readonly Entity[]) => JsonObject[]>> = {
  DataEntities: (entities) =>
    entities.map(({ type, create, update }) => ({
      Name: type.entity,
      PublicEntityName: typeName(type),
      PublicCollectionName: type.set,
      IsReadOnly: create === undefined && update === undefined,
    })),
  PublicEntities: (entities) =>
    entities.map(({ type, create, update }) => ({
      Name: typeName(type),
      EntitySetName: type.set,
      IsReadOnly: create === undefined && update === undefined,
      Properties: Object.entries(type.fields).map(([field, spec]) => property(type, field, spec)),
    })),
  PublicEnumerations: (entities) =>
    [...enumsOf(entities)].map(([Name, members]) => ({
      Name,
      Members: members.map((member, Value) => ({ Name: member, Value })),
    })),
};

function enumsOf(entities: readonly Entity[]): Map<string, readonly string[]> {
  const fields = entities.flatMap(({ type }) => Object.values(type.fields));
  return new Map(
    fields.flatMap(({ enumType, members }) =>
      enumType === undefined || members === undefined ? [] : [[enumType, members] as const],
    ),
  );
}

const property = (type: FoType, name: string, field: FoField) => ({
  Name: name,
  TypeName: typeOf(field),
  IsKey: type.keys.includes(name),
  IsMandatory: field.mandatory === true,
  AllowEdit: !field.readOnly && !field.createOnly,
  AllowEditOnCreate: !field.readOnly,
  IsDimension: false,
});

const typeOf = (field: FoField): string =>
  field.type === 'enum' ? `${namespace}.${field.enumType}` : edmTypes[field.type];

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

/** `/data/$metadata`: types, enums and sets; no lengths, as the sheet says. */
export function schema(entities: readonly Entity[]): Answer {
  const enums = [...enumsOf(entities)].map(
    ([name, members]) =>
      `<EnumType Name="${name}">${members.map((member, i) => `<Member Name="${member}" Value="${i}"/>`).join('')}</EnumType>`,
  );
  const types = entities.map(({ type }) => {
    const keys = type.keys.map((name) => `<PropertyRef Name="${name}"/>`).join('');
    const properties = Object.entries(type.fields).map(
      ([name, field]) =>
        `<Property Name="${name}" Type="${typeOf(field)}"${type.keys.includes(name) ? ' Nullable="false"' : ''}/>`,
    );
    const navigations = Object.entries(type.navigation).map(([name, { type: target, many }]) => {
      const to = target().name;
      return `<NavigationProperty Name="${name}" Type="${many ? `Collection(${to})` : to}"/>`;
    });
    return `<EntityType Name="${typeName(type)}"><Key>${keys}</Key>${properties.join('')}${navigations.join('')}</EntityType>`;
  });
  const sets = entities.map(({ type }) => `<EntitySet Name="${type.set}" EntityType="${type.name}"/>`);
  const text =
    '<?xml version="1.0" encoding="utf-8"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>' +
    `<Schema Namespace="${namespace}" xmlns="http://docs.oasis-open.org/odata/ns/edm">${enums.join('')}${types.join('')}` +
    `<EntityContainer Name="Resources">${sets.join('')}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`;
  return {
    status: 200,
    text,
    headers: { 'content-type': 'application/xml; charset=utf-8', 'odata-version': '4.0' },
  };
}
