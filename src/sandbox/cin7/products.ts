import type { JsonObject } from '../exchange.ts';
import { isObject } from '../json-body.ts';
import { refuse, unreadable } from './errors.ts';
import { attributeFields, type FieldSpec, readFields, sameText, text, textFrom } from './fields.ts';
import { changedSince, isTrue, listAnswer, type Query, sorted } from './paging.ts';
import { blankFields } from './parties.ts';
import {
  activeAccount,
  activeLocation,
  knownAttributeSet,
  knownBrand,
  knownCategory,
  knownUnit,
  purchaseTaxRule,
  saleTaxRule,
} from './references.ts';
import type { MadeBy, ProductRow } from './rows.ts';
import { printGuid, printStamp } from './stamps.ts';
import type { World } from './state.ts';
import { productMovements } from './stock-view.ts';

/** Products (apis/cin7-core.md, section 2.3). */

const costing = [
  'FIFO',
  'Special - Batch',
  'Special - Serial Number',
  'FIFO - Serial Number',
  'FIFO - Batch',
  'FEFO - Batch',
  'FEFO - Serial Number',
];

const priceTiers: readonly FieldSpec[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => ({
  name: `PriceTier${n}`,
  kind: 'decimal',
}));

const fields: readonly FieldSpec[] = [
  text('SKU', 50, { required: 'always' }),
  text('Name', 256, { required: 'always' }),
  text('Category', 256, { required: 'always', reference: knownCategory }),
  text('Brand', 50, { reference: knownBrand }),
  text('CostingMethod', 50, { required: 'always', values: costing }),
  text('UOM', 50, { required: 'always', reference: knownUnit }),
  text('Status', 50, { required: 'always', values: ['Active', 'Setup required', 'Deprecated'] }),
  text('DropShipMode', 50, { values: ['No Drop Ship', 'Optional Drop Ship', 'Always Drop Ship'] }),
  text('DefaultLocation', 50, { reference: activeLocation }),
  ...['Barcode', 'Tags', 'StockLocator', 'PickZones'].map((name) => text(name, 256)),
  text('DiscountRule', 128),
  text('AttributeSet', 50, { reference: knownAttributeSet }),
  ...attributeFields,
  text('ShortDescription', 500),
  text('Description', 1_000_000),
  text('InternalNote', 4000),
  text('HSCode', 200),
  text('CountryOfOrigin', 256),
  text('CountryOfOriginCode', 10),
  text('WeightUnits', 10, { values: ['oz', 'mg', 'kg', 'lb', 'g'] }),
  text('DimensionsUnits', 10, { values: ['m', 'cm', 'mi', 'mm', 'in', 'ft', 'yd', 'km'] }),
  ...['Length', 'Width', 'Height', 'Weight', 'MinimumBeforeReorder', 'ReorderQuantity'].map(
    (name): FieldSpec => ({ name, kind: 'decimal' }),
  ),
  ...priceTiers,
  text('COGSAccount', 50, { reference: activeAccount('EXPENSE') }),
  text('RevenueAccount', 50, { reference: activeAccount('REVENUE') }),
  text('ExpenseAccount', 50, { reference: activeAccount('EXPENSE') }),
  text('InventoryAccount', 50, { reference: activeAccount('ASSET') }),
  text('PurchaseTaxRule', 50, { reference: purchaseTaxRule }),
  text('SaleTaxRule', 50, { reference: saleTaxRule }),
  { name: 'Sellable', kind: 'bool' },
  { name: 'BillOfMaterial', kind: 'bool' },
];

/** Fixed at creation; on PUT it is ignored. */
const type = text('Type', 50, { required: 'always', values: ['Stock', 'Service'] });

export function getProducts(world: World, query: Query): JsonObject {
  const id = query.get('id')?.toLowerCase();
  const has = (parameter: string) => query.get(parameter)?.toLowerCase() ?? '';
  const changed = changedSince(query, 'ModifiedSince');
  const all = isTrue(query, 'IncludeDeprecated');
  const rows = world.products
    .all()
    .filter(
      (row) =>
        (id === undefined || row.ID === id) &&
        row.Name.toLowerCase().includes(has('name')) &&
        row.SKU.toLowerCase().includes(has('sku')) &&
        (all || row.Status !== 'Deprecated') &&
        changed(row.stamp),
    );
  const order = sorted(rows, world.switches, (row) => ({ stamp: row.stamp, name: row.Name }));
  const withMovements = isTrue(query, 'IncludeMovements');
  return listAnswer(order, 'Products', query, (row) => ({
    ...showProduct(world, row, isTrue(query, 'IncludeSuppliers')),
    ...(withMovements ? { Movements: productMovements(world, row.ID) } : {}),
  }));
}

export function postProduct(world: World, body: JsonObject): JsonObject {
  // The documents' own sample sends them; live it is refused (section 2.3).
  if (body['Suppliers'] !== undefined) refuse('Suppliers is invalid');
  return answerOf(world, createProduct(world, body, 'api'));
}

export function createProduct(world: World, body: JsonObject, madeBy: MadeBy): ProductRow {
  const read = readFields(world, [...fields, type], body, 'create');
  if (!hasPrice(body)) refuse('Required attribute PriceTiers is not provided.');
  checkSku(world, String(read['SKU']), undefined);
  const row = {
    ...blankFields(fields),
    Sellable: true,
    ...read,
    ...tiersOf(body),
    ID: world.newId(),
    Suppliers: [],
    CreatedDate: world.now(),
    stamp: world.stamp(),
    madeBy,
  };
  return world.products.put(row as unknown as ProductRow);
}

export function putProduct(world: World, body: JsonObject): JsonObject {
  const id = textFrom(body, 'ID');
  if (id === '') refuse('Required attribute ID is not provided.');
  const before = world.products.get(id) ?? refuse('Product with specified ID not found', 404);
  return answerOf(world, changeProduct(world, before, body));
}

/** Only what the body brings changes; a list of suppliers replaces the one that was there. */
export function changeProduct(world: World, before: ProductRow, body: JsonObject): ProductRow {
  const read = readFields(world, fields, body, 'update');
  if (read['SKU'] !== undefined) checkSku(world, String(read['SKU']), before.ID);
  const sent = body['Suppliers'];
  if (sent !== undefined && !(Array.isArray(sent) && sent.every(isObject))) return unreadable('Suppliers');
  return world.products.put({
    ...before,
    ...read,
    ...tiersOf(body),
    Suppliers: (sent as JsonObject[] | undefined) ?? before.Suppliers,
    stamp: world.stamp(),
  } as ProductRow);
}

const hasPrice = (body: JsonObject): boolean =>
  isObject(body['PriceTiers']) || priceTiers.some(({ name }) => body[name] !== undefined);

/** `PriceTiers{name: n}` is another way to send `PriceTier1` to `10`. */
function tiersOf(body: JsonObject): JsonObject {
  if (!isObject(body['PriceTiers'])) return {};
  return Object.fromEntries(
    Object.values(body['PriceTiers']).map((price, i) => [`PriceTier${i + 1}`, price]),
  );
}

function checkSku(world: World, sku: string, self: string | undefined): void {
  if (world.products.find((row) => row.ID !== self && sameText(row.SKU, sku)))
    refuse(`Product with SKU '${sku}' already exists. SKU must be unique.`);
}

const answerOf = (world: World, row: ProductRow): JsonObject => ({
  Total: 1,
  Page: 1,
  Products: [showProduct(world, row, true)],
});

const nulls = new Set([
  'COGSAccount',
  'RevenueAccount',
  'ExpenseAccount',
  'InventoryAccount',
  'Brand',
  'DiscountRule',
]);

function showProduct(world: World, row: ProductRow, withSuppliers: boolean): JsonObject {
  const { stamp, madeBy: _madeBy, Suppliers, ...rest } = row;
  const shown = Object.entries(rest).map(([name, value]) => [
    name,
    value === '' && nulls.has(name) ? null : value,
  ]);
  const tiers = priceTiers.map(({ name }, i) => [`Tier ${i + 1}`, row[name] ?? 0]);
  return {
    ...Object.fromEntries(shown),
    ID: printGuid(row.ID, 'Products', world.switches.mixedGuidCase),
    PriceTiers: Object.fromEntries(tiers),
    AverageCost: 0,
    LastModifiedOn: printStamp(stamp, row.ID),
    Suppliers: withSuppliers ? Suppliers : [],
  };
}
