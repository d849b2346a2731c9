import { absolute, compareDecimals, decimal } from '../../domain/decimal.ts';
import { type Entity, type Given, given, givenDecimal, type Scope } from './entity.ts';
import { infolog } from './errors.ts';
import { filledGoods, type Line, type LineNames, lineAmount } from './goods.ts';
import { orderLineType } from './order-model.ts';
import { checkEditable, isMoved, orderOf } from './orders.ts';
import { innerDecimal, type Row, textOf } from './rows.ts';
import { nextOf, type World } from './state.ts';
import { checkReferences, insert, remove, update } from './write.ts';

/** Purchase order lines: apis/dynamics-fo.md, section 9. */
export const orderLines: Entity = {
  type: orderLineType,
  create: (scope, company, fields) => createOrderLine(scope, company, fields),
  update: updateOrderLine,
  remove(scope, row) {
    checkEditable(scope.world, headerOf(scope.world, row.company, row.fields));
    if (isMoved(scope.world, row))
      infolog.rule(scope.world, orderLineType, 'The line was received or invoiced');
    remove(scope, orderLineType, row);
  },
};

const names: LineNames = {
  category: 'ProcurementProductCategoryName',
  quantity: 'OrderedPurchaseQuantity',
  price: 'PurchasePrice',
  priceUnit: 'PurchasePriceQuantity',
  discount: 'LineDiscountAmount',
  discountPercent: 'LineDiscountPercentage',
  unit: 'PurchaseUnitSymbol',
  site: 'ReceivingSiteId',
  warehouse: 'ReceivingWarehouseId',
  account: 'MainAccountIdDisplayValue',
  dimension: 'DefaultLedgerDimensionDisplayValue',
  itemTax: 'SalesTaxItemGroupCode',
  description: 'LineDescription',
};

const lineOf = (world: World, company: string): Line => ({ world, type: orderLineType, company, names });

function headerOf(world: World, company: string, fields: Given): Row {
  const number = given(fields, 'PurchaseOrderNumber') ?? '';
  if (number === '') infolog.mandatory(world, orderLineType, 'PurchaseOrderNumber');
  return (
    orderOf(world, company, number) ??
    infolog.field(
      world,
      orderLineType,
      'PurchaseOrderNumber',
      `The value '${number}' in field 'Purchase order' is not found in the related table 'Purchase orders'.`,
    )
  );
}

export function createOrderLine(scope: Scope, company: string, fields: Given): Row {
  const { world } = scope;
  const order = headerOf(world, company, fields);
  checkEditable(world, order);
  checkReferences(world, orderLineType, company, fields);
  const whole = {
    SalesTaxGroupCode: textOf(order, 'SalesTaxGroupCode'),
    DefaultLedgerDimensionDisplayValue: textOf(order, 'DefaultLedgerDimensionDisplayValue'),
    RequestedDeliveryDate: textOf(order, 'RequestedDeliveryDate'),
    ...fields,
    PurchaseOrderNumber: textOf(order, 'PurchaseOrderNumber'),
  };
  const filled = { ...whole, ...goodsOf(world, order, whole) };
  return insert(scope, orderLineType, company, {
    ...filled,
    ...amountOf(world, company, filled),
    PurchaseOrderLineStatus: 'Backorder',
    InventoryLotId: given(fields, 'ItemNumber') ? `LOT${String(nextOf(world, 'lots')).padStart(8, '0')}` : '',
  });
}

const goodsOf = (world: World, order: Row, fields: Given): Given =>
  filledGoods(
    lineOf(world, order.company),
    fields,
    textOf(order, 'DefaultReceivingSiteId'),
    textOf(order, 'DefaultReceivingWarehouseId'),
  );

/** Reckoned unless the line says that it is not. */
const amountOf = (world: World, company: string, fields: Given): Given =>
  given(fields, 'CalculateLineAmount') === 'No' && fields['LineAmount'] !== undefined
    ? {}
    : { LineAmount: lineAmount(lineOf(world, company), fields) };

function updateOrderLine(scope: Scope, row: Row, fields: Given): Row {
  const { world } = scope;
  const order = headerOf(world, row.company, row.fields);
  checkEditable(world, order);
  checkReferences(world, orderLineType, row.company, fields);
  const merged = { ...row.fields, ...fields };
  const fixed = ['ItemNumber', names.category].some((name) => merged[name] !== row.fields[name]);
  if (fixed && isMoved(world, row)) infolog.rule(world, orderLineType, 'The line was received or invoiced');
  const quantity = givenDecimal(merged, names.quantity) ?? decimal(0);
  const moved = ['received', 'invoiced'].map((name) => absolute(innerDecimal(row, name)));
  if (moved.some((least) => compareDecimals(absolute(quantity), least) < 0))
    infolog.rule(world, orderLineType, 'The quantity cannot be less than what was received or invoiced');
  const filled = { ...merged, ...goodsOf(world, order, merged) };
  const { site, warehouse, unit } = names;
  const kept = Object.fromEntries([site, warehouse, unit].map((name) => [name, filled[name] ?? '']));
  return update(scope, orderLineType, row, { ...fields, ...kept, ...amountOf(world, row.company, filled) });
}
