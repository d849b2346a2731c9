import type { JsonObject } from '../exchange.ts';
import { type Cin7Error, problem, refuse } from './errors.ts';
import { readFields, sameText, text } from './fields.ts';
import { listAnswer, type Query } from './paging.ts';
import type { ReferenceRow } from './rows.ts';
import { printGuid } from './stamps.ts';
import type { ReferenceListName, World } from './state.ts';

/** Reference lists (apis/cin7-core.md, section 2.4), and the checks by which other records name their rows. */

interface ListShape {
  readonly list: ReferenceListName;
  readonly key: string;
}

export const referencePaths: Readonly<Record<string, ListShape>> = {
  'ref/account': { list: 'accounts', key: 'AccountsList' },
  'ref/tax': { list: 'taxRules', key: 'TaxRuleList' },
  'ref/paymentterm': { list: 'paymentTerms', key: 'PaymentTermList' },
  'ref/unit': { list: 'units', key: 'UnitList' },
  'ref/category': { list: 'categories', key: 'CategoryList' },
  'ref/brand': { list: 'brands', key: 'BrandList' },
  'ref/location': { list: 'locations', key: 'LocationList' },
  'ref/pricetier': { list: 'priceTiers', key: 'PriceTiers' },
  'ref/attributeset': { list: 'attributeSets', key: 'AttributeSetList' },
  'ref/productavailability': { list: 'availability', key: 'ProductAvailabilityList' },
};

export function getReferences(world: World, { list, key }: ListShape, query: Query): JsonObject {
  const code = query.get('code');
  let rows = world.references[list].all();
  if (list === 'accounts' && code !== undefined) {
    rows = rows.filter((row) => sameText(row.key, code));
    // An unknown code is an error here, not an empty list (section 2.4).
    if (rows.length === 0) refuse('Account with specified ID not found', 404);
  }
  const name = query.get('name');
  if (name !== undefined) rows = rows.filter((row) => row.Name.toLowerCase().startsWith(name.toLowerCase()));
  if (list === 'availability') rows = availabilityFilter(rows, query);
  return listAnswer(rows, key, query, (row) => shown(world, row, list));
}

function availabilityFilter(rows: readonly ReferenceRow[], query: Query): ReferenceRow[] {
  const exact = (['Location', 'Batch', 'Category', 'Sku', 'ID'] as const).flatMap((field) => {
    const value = query.get(field.toLowerCase());
    return value === undefined ? [] : [{ field: field === 'Sku' ? 'SKU' : field, value }];
  });
  return rows.filter((row) => exact.every(({ field, value }) => sameText(row[field], value)));
}

function shown(world: World, row: ReferenceRow, list: ReferenceListName): JsonObject {
  const { key: _key, ...fields } = row;
  const id = fields['ID'];
  return typeof id === 'string'
    ? { ...fields, ID: printGuid(id, list, world.switches.mixedGuidCase) }
    : fields;
}

/** `POST /ref/unit|category|brand`: names are unique without case; the answer is the bare row. */
export function postReference(
  world: World,
  list: 'units' | 'categories' | 'brands',
  body: JsonObject,
): JsonObject {
  const { Name } = readFields(
    world,
    [text('Name', list === 'categories' ? 256 : 50, { required: 'always' })],
    body,
    'create',
  );
  const what = list === 'units' ? 'unit' : list === 'brands' ? 'brand' : 'category';
  const label = what.charAt(0).toUpperCase() + what.slice(1);
  if (world.references[list].find((row) => sameText(row.Name, String(Name))))
    refuse(`This ${what} already exists. ${label} name must be unique.`);
  const id = world.newId();
  world.references[list].put({ key: id, ID: id, Name: String(Name) });
  return { ID: id, Name };
}

/** Finds a row by its name, without case. */
export const byName = (world: World, list: ReferenceListName, name: string): ReferenceRow | undefined =>
  world.references[list].find((row) => sameText(row.Name, name));

/** A check for `FieldSpec.reference`: the row's own spelling, or the error in Cin7's words. */
const named =
  (
    list: ReferenceListName,
    wrong: (value: string) => string,
    fits: (row: ReferenceRow) => boolean = () => true,
  ) =>
  (world: World, value: string): string | Cin7Error => {
    const row = byName(world, list, value);
    return row !== undefined && fits(row) ? row.Name : problem(wrong(value), 404);
  };

export const activeTerm = named(
  'paymentTerms',
  (name) => `Active payment term with name ${name} was not found in Payment Terms reference book`,
  (row) => row['IsActive'] === true,
);
export const purchaseTaxRule = named(
  'taxRules',
  (name) => `Tax rule '${name}' was not found in Taxation rules reference book`,
  (row) => row['IsActive'] === true && row['IsTaxForPurchase'] === true,
);
export const saleTaxRule = named(
  'taxRules',
  (name) => `Tax rule '${name}' was not found in Taxation rules reference book`,
  (row) => row['IsActive'] === true && row['IsTaxForSale'] === true,
);
export const activeLocation = named(
  'locations',
  (name) => `Location '${name}' was not found in Locations reference book`,
  (row) => row['IsDeprecated'] !== true,
);
export const knownCategory = named('categories', () => 'Category not found.');
export const knownBrand = named('brands', (name) => `Brand '${name}' was not found in reference book`);
export const knownUnit = named(
  'units',
  (name) => `Unit '${name}' was not found in Units of measure reference book`,
);
export const knownAttributeSet = named(
  'attributeSets',
  (name) => `Attribute set '${name}' was not found in reference book`,
);
export const knownPriceTier = named(
  'priceTiers',
  (name) => `Price tier '${name}' was not found in reference book`,
);

/** An active account by its code, of one of the classes. */
export const activeAccount =
  (...classes: string[]) =>
  (world: World, code: string): string | Cin7Error => {
    const row = world.references.accounts.get(code);
    if (row === undefined || row['Status'] !== 'ACTIVE' || !classes.includes(String(row['Class'])))
      return problem(`Account '${code}' was not found in Chart of Accounts`, 404);
    return row.key;
  };

/** Only the account that the system set up for it; another liability account is refused (section 2.1). */
export const systemAccount =
  (name: 'Accounts payable' | 'Accounts receivable') =>
  (world: World, code: string): string | Cin7Error => {
    const row = world.references.accounts.get(code);
    return row !== undefined && row['Status'] === 'ACTIVE' && row['SystemAccount'] === name
      ? row.key
      : problem(`Account '${code}' is not a valid ${name} account`, 404);
  };
