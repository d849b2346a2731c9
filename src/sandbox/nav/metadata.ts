import type { EntityType, Field } from '../odata/model.ts';
import type { PageType, WebService } from './services.ts';

/** `$metadata`: names, types, lengths and keys of what is published. */

const edmTypes: Readonly<Record<Field['type'], string>> = {
  guid: 'Edm.Guid',
  text: 'Edm.String',
  code: 'Edm.String',
  decimal: 'Edm.Decimal',
  int: 'Edm.Int32',
  bool: 'Edm.Boolean',
  date: 'Edm.Date',
  datetime: 'Edm.DateTimeOffset',
  enum: 'Edm.String',
};

function property(name: string, field: Field, key: boolean): string {
  const attributes = [
    `Name="${name}"`,
    `Type="${edmTypes[field.type]}"`,
    ...(key ? ['Nullable="false"'] : []),
    ...(field.length === undefined ? [] : [`MaxLength="${field.length}"`]),
    ...(field.type === 'decimal' ? ['Scale="Variable"'] : []),
  ];
  return `<Property ${attributes.join(' ')} />`;
}

function entityType(name: string, type: EntityType, keys: readonly string[]): string {
  const properties = Object.entries(type.fields).map(([field, spec]) =>
    property(field, spec, keys.includes(field)),
  );
  const references = keys.map((key) => `<PropertyRef Name="${key}" />`).join('');
  return `<EntityType Name="${name}"><Key>${references}</Key>${properties.join('')}</EntityType>`;
}

const document = (namespace: string, body: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices><Schema Namespace="${namespace}" xmlns="http://docs.oasis-open.org/odata/ns/edm">${body}</Schema></edmx:DataServices></edmx:Edmx>`;

const companyType =
  '<EntityType Name="Company"><Key><PropertyRef Name="Name" /></Key><Property Name="Name" Type="Edm.String" Nullable="false" MaxLength="30" /><Property Name="Evaluation_Company" Type="Edm.Boolean" /><Property Name="Display_Name" Type="Edm.String" MaxLength="250" /><Property Name="Id" Type="Edm.Guid" /><Property Name="Business_Profile_Id" Type="Edm.String" MaxLength="250" /></EntityType>';

export function pageMetadata(
  services: readonly (readonly [WebService, PageType])[],
  codeunits: readonly string[],
): string {
  const types = services.map(([{ name }, type]) => entityType(name, type, type.keys));
  const actions = codeunits.map(
    (name) =>
      `<Action Name="${name}"><Parameter Name="templateName" Type="Edm.String" /><Parameter Name="batchName" Type="Edm.String" /><ReturnType Type="Edm.String" /></Action>`,
  );
  const sets = [
    '<EntitySet Name="Company" EntityType="NAV.Company" />',
    ...services.map(([{ name }]) => `<EntitySet Name="${name}" EntityType="NAV.${name}" />`),
    ...codeunits.map((name) => `<ActionImport Name="${name}" Action="NAV.${name}" />`),
  ];
  return document(
    'NAV',
    `${companyType}${types.join('')}${actions.join('')}<EntityContainer Name="NAV">${sets.join('')}</EntityContainer>`,
  );
}

export function apiMetadata(
  entities: readonly { readonly set: string; readonly type: EntityType }[],
): string {
  const local = ({ name }: EntityType) => name.replace(/^Microsoft\.NAV\./, '');
  const types = entities.map(({ type }) => entityType(local(type), type, [type.key]));
  const sets = entities.map(({ set, type }) => `<EntitySet Name="${set}" EntityType="${type.name}" />`);
  return document(
    'Microsoft.NAV',
    `${types.join('')}<EntityContainer Name="NAV">${sets.join('')}</EntityContainer>`,
  );
}
