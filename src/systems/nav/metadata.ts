import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** A published page as `$metadata` tells it. */
export interface Service {
  readonly keys: readonly string[];
  /** Longest text by field, 0 where it has none. */
  readonly fields: Readonly<Record<string, number>>;
}

/** What a server publishes: pages by service name, and the names of actions (codeunits). */
export interface Published {
  readonly services: Readonly<Record<string, Service>>;
  readonly actions: readonly string[];
}

interface Named {
  readonly Name: string;
}

interface EntityType extends Named {
  readonly Key?: { readonly PropertyRef?: readonly Named[] };
  readonly Property?: readonly (Named & { readonly MaxLength?: string })[];
}

interface Schema {
  readonly EntityType?: readonly EntityType[];
  readonly Action?: readonly Named[];
  readonly EntityContainer?: readonly {
    readonly EntitySet?: readonly (Named & { readonly EntityType: string })[];
    readonly ActionImport?: readonly Named[];
  }[];
}

const many = [
  'Schema',
  'EntityType',
  'PropertyRef',
  'Property',
  'EntityContainer',
  'EntitySet',
  'Action',
  'ActionImport',
];

/** Reads a metadata document of OData v4 (CSDL); nothing when it is none. Keys are fields that a page need not show. */
export function readMetadata(xml: string): Published | undefined {
  if (XMLValidator.validate(xml) !== true) return undefined;
  const parser = new XMLParser({
    removeNSPrefix: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: false,
    isArray: (name, _path, _leaf, isAttribute) => !isAttribute && many.includes(name),
  });
  const document = parser.parse(xml) as {
    readonly Edmx?: { readonly DataServices?: { readonly Schema?: readonly Schema[] } };
  };
  const schemas = document.Edmx?.DataServices?.Schema;
  if (schemas === undefined) return undefined;
  const types = new Map(
    schemas.flatMap(({ EntityType = [] }) => EntityType.map((type) => [type.Name, type])),
  );
  const containers = schemas.flatMap(({ EntityContainer = [] }) => EntityContainer);
  const services: Record<string, Service> = {};
  for (const set of containers.flatMap(({ EntitySet = [] }) => EntitySet)) {
    const type = types.get(set.EntityType.slice(set.EntityType.lastIndexOf('.') + 1));
    if (type) services[set.Name] = toService(type);
  }
  const actions = [
    ...schemas.flatMap(({ Action = [] }) => Action),
    ...containers.flatMap(({ ActionImport = [] }) => ActionImport),
  ].map(({ Name }) => Name);
  return { services, actions: [...new Set(actions)] };
}

const toService = ({ Key, Property = [] }: EntityType): Service => ({
  keys: (Key?.PropertyRef ?? []).map(({ Name }) => Name),
  fields: Object.fromEntries(Property.map(({ Name, MaxLength }) => [Name, Number(MaxLength ?? 0) || 0])),
});
