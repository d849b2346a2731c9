import { type Decimal, decimal, isZero, minus, over, roundTo, times } from '../../domain/decimal.ts';
import { checkDefaultDimension, checkLedgerAccount } from './dimensions.ts';
import { type Given, given, givenDecimal } from './entity.ts';
import { infolog } from './errors.ts';
import type { FoType } from './model.ts';
import { isYes, type Row, textOf } from './rows.ts';
import { rowOf, type World } from './state.ts';

/** What order lines and invoice lines have in common, under the names that each has for it. */
export interface LineNames {
  readonly category: string;
  readonly quantity: string;
  readonly price: string;
  readonly priceUnit: string;
  readonly discount: string;
  readonly discountPercent: string;
  readonly unit: string;
  readonly site: string;
  readonly warehouse: string;
  readonly account: string;
  readonly dimension: string;
  readonly itemTax: string;
  readonly description: string;
}

export interface Line {
  readonly world: World;
  readonly type: FoType;
  readonly company: string;
  readonly names: LineNames;
}

/**
 * What a line has unless something was sent, be it a blank, for its item or category; refused when it names neither or both, or what
 * cannot be bought. `fields` are those of the whole line, `site` and `warehouse` what its header says.
 */
export function filledGoods(line: Line, fields: Given, site: string, warehouse: string): Given {
  const { world, type, company, names } = line;
  const number = given(fields, 'ItemNumber') ?? '';
  const category = given(fields, names.category) ?? '';
  if ((number === '') === (category === ''))
    return infolog.rule(world, type, 'Either an item number or a procurement category must be specified.');
  checkDefaultDimension(world, type, names.dimension, given(fields, names.dimension));
  const account = given(fields, names.account) ?? '';
  if (number === '') {
    if (rowOf(world, 'ProcurementProductCategories', '', category) === undefined)
      return infolog.notFound(world, type, names.category, category);
    checkLedgerAccount(world, type, company, names.account, account);
    return {};
  }
  if (account !== '')
    infolog.field(world, type, names.account, 'A main account can only be specified on category lines.');
  const item =
    rowOf(world, 'ReleasedProductsV2', company, number) ??
    infolog.notFound(world, type, 'ItemNumber', number);
  return itemDefaults(line, fields, item, site, warehouse);
}

function itemDefaults(
  line: Line,
  fields: Given,
  item: Row,
  headerSite: string,
  headerWarehouse: string,
): Given {
  const { world, type, names } = line;
  const number = textOf(item, 'ItemNumber');
  if (textOf(item, 'ProductSubType') === 'ProductMaster')
    infolog.rule(world, type, `Item '${number}' is a product master: a variant must be specified`);
  if (item.inner['blocked'] === true)
    infolog.rule(world, type, `Item '${number}' is blocked for 'Purchase order'.`);
  const warehouse = given(fields, names.warehouse) || headerWarehouse;
  const site = given(fields, names.site) || siteOf(line, warehouse) || headerSite;
  checkStorage(line, item, site, warehouse);
  const unit = given(fields, names.unit) || textOf(item, 'PurchaseUnitSymbol');
  const inventory = textOf(item, 'InventoryUnitSymbol');
  if (unit !== inventory && !canConvert(world, item, unit, inventory))
    infolog.rule(
      world,
      type,
      `Unit conversion from ${unit} to ${inventory} does not exist for item ${number}`,
    );
  return {
    [names.price]: textOf(item, 'PurchasePrice'),
    [names.priceUnit]: textOf(item, 'PurchasePriceQuantity'),
    [names.itemTax]: textOf(item, 'PurchaseSalesTaxItemGroupCode'),
    [names.description]: nameOf(world, item),
    ...fields,
    [names.unit]: unit,
    [names.site]: site,
    [names.warehouse]: warehouse,
  };
}

const nameOf = (world: World, item: Row): string => {
  const shared = rowOf(world, 'ProductsV2', '', textOf(item, 'ProductNumber'));
  return shared === undefined ? textOf(item, 'SearchName') : textOf(shared, 'ProductName');
};

/** In either direction, for this product or for all. */
function canConvert(world: World, item: Row, one: string, other: string): boolean {
  const product = textOf(item, 'ProductNumber');
  const ways = [
    [one, other],
    [other, one],
  ] as const;
  return ways.some(
    ([from, to]) =>
      rowOf(world, 'UnitOfMeasureConversions', '', from, to) !== undefined ||
      rowOf(world, 'ProductSpecificUnitOfMeasureConversions', '', product, from, to) !== undefined,
  );
}

const siteOf = ({ world, company }: Line, warehouse: string): string => {
  const row = warehouse === '' ? undefined : rowOf(world, 'Warehouses', company, warehouse);
  return row === undefined ? '' : textOf(row, 'OperationalSiteId');
};

/** Stocked items need a site, and a warehouse must lie at it. */
function checkStorage(line: Line, item: Row, site: string, warehouse: string): void {
  const { world, type, company } = line;
  const group = rowOf(world, 'StorageDimensionGroups', '', textOf(item, 'StorageDimensionGroupName'));
  const model = rowOf(world, 'ItemModelGroups', company, textOf(item, 'ItemModelGroupId'));
  if (warehouse !== '' && site !== '' && siteOf(line, warehouse).toLowerCase() !== site.toLowerCase())
    infolog.rule(world, type, `Warehouse ${warehouse} is not attached to site ${site}`);
  if (textOf(item, 'ProductType') === 'Service' || (model !== undefined && !isYes(model, 'Stocked'))) return;
  for (const [dimension, value] of [
    ['Site', site],
    ['Warehouse', warehouse],
  ] as const) {
    if (group !== undefined && isYes(group, dimension) && value === '')
      infolog.rule(
        world,
        type,
        `Inventory dimension ${dimension} is mandatory and must consequently be specified.`,
      );
  }
}

/**
 * Quantity at price, less discount and percent, in cents. The discount is per unit, as the price is
 * (https://innovation-product-documentation.azurewebsites.net/PRI-NetPricePerUnit.html: "amount discount expressed in
 * order unit per price quantity"); the sheet does not tell, so that it is a switch.
 */
export function lineAmount({ world, names }: Line, fields: Given): Decimal {
  const value = (name: string) => givenDecimal(fields, name) ?? decimal(0);
  const unit = value(names.priceUnit);
  const perUnit = world.switches.discounts === 'per-unit';
  const quantity = value(names.quantity);
  const price = perUnit ? minus(value(names.price), value(names.discount)) : value(names.price);
  const gross = over(times(quantity, price), isZero(unit) ? decimal(1) : unit);
  const reduced = perUnit ? gross : minus(gross, value(names.discount));
  const share = over(minus(decimal(100), value(names.discountPercent)), decimal(100));
  return roundTo(times(reduced, share), 2);
}
