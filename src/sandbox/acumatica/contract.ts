/** What a contract says of a field; names and versions are those of the official endpoint definitions. */
export interface Field {
  readonly type: FieldType;
  /** First version that has it. */
  readonly since?: string | undefined;
  /** Last version that has it. */
  readonly until?: string | undefined;
  /** A single version in between that lacks it. */
  readonly absent?: string | undefined;
  /** Reckoned by the site: what is sent is passed over in silence. */
  readonly computed?: boolean | undefined;
}

export type FieldType = 'string' | 'int' | 'decimal' | 'boolean' | 'datetime' | 'guid';

export interface EntityModel {
  /** Name of the record in messages: `AP Transactions`. */
  readonly title: string;
  readonly fields: Readonly<Record<string, Field>>;
  readonly linked: Readonly<Record<string, EntityModel>>;
  readonly details: Readonly<Record<string, DetailModel>>;
}

export interface DetailModel extends EntityModel {
  /** What tells rows apart besides `id`; none: only `id` does. */
  readonly keys: readonly string[];
}

export interface TopModel extends EntityModel {
  readonly name: string;
  readonly screen: string;
  readonly keys: readonly string[];
}

/** The versions of `Default` that a 2025 R2 site serves side by side. There is no 21.200. */
export const endpointVersions = [
  '20.200.001',
  '22.200.001',
  '23.200.001',
  '24.200.001',
  '25.200.001',
] as const;

export const inVersion = (field: Field, version: string): boolean =>
  (field.since === undefined || version >= field.since) &&
  (field.until === undefined || version <= field.until) &&
  field.absent !== version;

/** The field of that name, if this version has it. */
export function fieldIn(model: EntityModel, name: string, version: string): Field | undefined {
  const field = Object.hasOwn(model.fields, name) ? model.fields[name] : undefined;
  return field !== undefined && inVersion(field, version) ? field : undefined;
}

const all =
  (type: FieldType) =>
  (names: string, more: Omit<Field, 'type'> = {}): Record<string, Field> =>
    Object.fromEntries(names.split(/\s+/).map((name) => [name, { type, ...more }]));

export const strings = all('string');
export const ints = all('int');
export const decimals = all('decimal');
export const booleans = all('boolean');
export const datetimes = all('datetime');

export const part = (
  title: string,
  fields: Record<string, Field>,
  more: Partial<Pick<EntityModel, 'linked' | 'details'>> = {},
): EntityModel => ({ title, fields, linked: {}, details: {}, ...more });

export const detail = (
  title: string,
  fields: Record<string, Field>,
  keys: readonly string[] = [],
): DetailModel => ({
  ...part(title, fields),
  keys,
});

export const top = (
  [name, screen, title, ...keys]: readonly [name: string, screen: string, title: string, ...keys: string[]],
  fields: Record<string, Field>,
  more: Partial<Pick<EntityModel, 'linked' | 'details'>> = {},
): TopModel => ({ ...part(title, fields, more), name, screen, keys });

/** `VendorID` as messages call it: `Vendor ID`. */
export const labelOf = (name: string): string =>
  labels[name] ?? name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2');

const labels: Readonly<Record<string, string>> = {
  VendorRef: 'Vendor Ref.',
  VendorID: 'Vendor',
  BranchID: 'Branch',
  PostPeriod: 'Post Period',
  CurrencyID: 'Currency',
  WarehouseID: 'Warehouse',
  UOM: 'UOM',
};
