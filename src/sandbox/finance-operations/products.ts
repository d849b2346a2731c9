import { checkDefaultDimension } from './dimensions.ts';
import { type Entity, type Given, given, type Scope } from './entity.ts';
import { infolog } from './errors.ts';
import { initialFields } from './model.ts';
import { productType, releasedCreationType, releasedType } from './product-model.ts';
import { type Row, textOf } from './rows.ts';
import { changedRow, rowOf, tableOf, type World } from './state.ts';
import { checkReferences, insert, update } from './write.ts';

/** Shared products and their releases: apis/dynamics-fo.md, section 8. */

/** Name and description: of every company at once. */
export const products: Entity = {
  type: productType,
  create: (scope, _company, fields) => insert(scope, productType, '', named(fields)),
  update: (scope, row, fields) => update(scope, productType, row, fields),
};

/** Company data. A new one needs a shared product that is there already. */
export const releasedProducts: Entity = {
  type: releasedType,
  create(scope, company, fields) {
    const { world } = scope;
    const shared = sharedOf(world, given(fields, 'ProductNumber') ?? '');
    if (shared === undefined)
      return infolog.field(
        world,
        releasedType,
        'ProductNumber',
        `The value '${given(fields, 'ProductNumber') ?? ''}' in field 'Product number' is not found in the related table 'Products'.`,
      );
    checkReleased(scope, company, fields);
    return release(scope, company, fields, shared);
  },
  update(scope, row, fields) {
    checkReleased(scope, row.company, fields);
    const unit = given(fields, 'InventoryUnitSymbol');
    if (unit !== undefined && unit !== textOf(row, 'InventoryUnitSymbol') && isUsed(scope.world, row))
      infolog.field(
        scope.world,
        releasedType,
        'InventoryUnitSymbol',
        'The inventory unit cannot be changed because transactions exist.',
      );
    return update(scope, releasedType, row, fields);
  },
};

/** Makes the shared product, unless there is one of that number, and releases it. Not for changes. */
export const releasedProductCreations: Entity = {
  type: releasedCreationType,
  rows: creationRows,
  create(scope, company, fields) {
    const { world } = scope;
    for (const [name, field] of Object.entries(releasedCreationType.fields)) {
      if (field.mandatory && (given(fields, name) ?? '') === '')
        infolog.mandatory(world, releasedCreationType, name);
    }
    checkReferences(world, releasedCreationType, company, fields);
    if (rowOf(world, 'ReleasedProductsV2', company, given(fields, 'ItemNumber') ?? '') !== undefined)
      infolog.exists(world, releasedCreationType, `Item number: ${given(fields, 'ItemNumber')}`);
    const known = sharedOf(world, given(fields, 'ProductNumber') ?? '');
    const shared = known ?? insert(scope, productType, '', named(pick(productType.fields, fields)));
    const released = release(scope, company, pick(releasedType.fields, fields), shared);
    return creationRow(released, shared);
  },
};

const pick = (names: object, fields: Given): Given =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => Object.hasOwn(names, name)));

const named = (fields: Given): Given => ({
  ProductSearchName: (given(fields, 'ProductName') ?? '').slice(0, 20),
  ...fields,
});

const sharedOf = (world: World, number: string): Row | undefined => rowOf(world, 'ProductsV2', '', number);

function release(scope: Scope, company: string, fields: Given, shared: Row): Row {
  const search = textOf(shared, 'ProductSearchName');
  return insert(scope, releasedType, company, {
    SearchName: search,
    ...fields,
    ProductSearchName: search,
    ProductNumber: textOf(shared, 'ProductNumber'),
    ...Object.fromEntries(
      ['ProductType', 'ProductSubType', 'ServiceType'].map((name) => [name, textOf(shared, name)]),
    ),
  });
}

function checkReleased({ world }: Scope, _company: string, fields: Given): void {
  const field = 'DefaultLedgerDimensionDisplayValue';
  checkDefaultDimension(world, releasedType, field, given(fields, field));
}

function isUsed(world: World, item: Row): boolean {
  const number = textOf(item, 'ItemNumber').toLowerCase();
  const names = (row: Row) =>
    row.company === item.company && textOf(row, 'ItemNumber').toLowerCase() === number;
  return (
    tableOf(world, 'PurchaseOrderLinesV2').all().some(names) ||
    tableOf(world, 'VendorInvoiceLines').all().some(names) ||
    world.posted.all().some(({ lines }) => lines.some(names))
  );
}

const views = new WeakMap<Row, { readonly shared: Row; readonly view: Row }>();

/** Released products with what their shared products say. */
function creationRows(world: World): readonly Row[] {
  return tableOf(world, 'ReleasedProductsV2')
    .all()
    .flatMap((released) => {
      const shared = sharedOf(world, textOf(released, 'ProductNumber'));
      return shared === undefined ? [] : [creationRow(released, shared)];
    });
}

function creationRow(released: Row, shared: Row): Row {
  const known = views.get(released);
  if (known?.shared === shared) return known.view;
  const fields = { ...shared.fields, ...released.fields };
  const initial = initialFields(releasedCreationType);
  const view: Row = {
    ...released,
    fields: Object.fromEntries(
      Object.keys(initial).map((name) => [name, fields[name] ?? initial[name] ?? '']),
    ),
  };
  views.set(released, { shared, view });
  return view;
}

/** Blocked for purchase in the default order settings, which no entity here shows. */
export const setBlocked = (world: World, item: Row, blocked: boolean): Row =>
  tableOf(world, 'ReleasedProductsV2').put(changedRow(world, item, 'person', {}, { blocked }));
