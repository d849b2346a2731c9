import {
  absolute,
  compareDecimals,
  decimal,
  isNegative,
  isZero,
  minus,
  sumOf,
} from '../../domain/decimal.ts';
import { type Entity, type Given, given, givenDecimal, type Scope } from './entity.ts';
import { infolog } from './errors.ts';
import { filledGoods, type Line, type LineNames, lineAmount } from './goods.ts';
import { invoiceLineType, invoiceType } from './invoice-model.ts';
import { checkOpen, checkOrder } from './invoices.ts';
import { orderLineType } from './order-model.ts';
import { orderOf, pendingFor } from './orders.ts';
import { decimalOf, innerDecimal, type Row, textOf } from './rows.ts';
import { rowOf, type World } from './state.ts';
import { checkReferences, insert, remove, update } from './write.ts';

/** Lines of vendor invoices that are not posted: apis/dynamics-fo.md, section 10. */
export const invoiceLines: Entity = {
  type: invoiceLineType,
  create: (scope, company, fields) => createInvoiceLine(scope, company, fields),
  update: updateInvoiceLine,
  remove(scope, row) {
    checkOpen(scope.world, headerOf(scope.world, row.company, row.fields));
    remove(scope, invoiceLineType, row);
  },
  related: (world, row) => [headerOf(world, row.company, row.fields)],
};

const names: LineNames = {
  category: 'ProcurementCategoryName',
  quantity: 'ReceiveNow',
  price: 'UnitPrice',
  priceUnit: 'PriceUnit',
  discount: 'Discount',
  discountPercent: 'DiscountPercent',
  unit: 'Unit',
  site: 'InventorySiteId',
  warehouse: 'InventoryWarehouseId',
  account: 'MainAccountDisplayValue',
  dimension: 'DimensionDisplayValue',
  itemTax: 'ItemSalesTax',
  description: 'ItemName',
};

const lineOf = (world: World, company: string): Line => ({ world, type: invoiceLineType, company, names });

function headerOf(world: World, company: string, fields: Given): Row {
  const reference = given(fields, 'HeaderReference') ?? '';
  if (reference === '') infolog.mandatory(world, invoiceLineType, 'HeaderReference');
  return (
    rowOf(world, invoiceType.set, company, reference) ??
    infolog.field(
      world,
      invoiceLineType,
      'HeaderReference',
      `The value '${reference}' in field 'Header reference' is not found in the related table 'Vendor invoice headers'.`,
    )
  );
}

export function createInvoiceLine(scope: Scope, company: string, fields: Given): Row {
  const { world } = scope;
  const header = headerOf(world, company, fields);
  checkOpen(world, header);
  checkReferences(world, invoiceLineType, company, fields);
  const whole: Given = {
    PriceUnit: '1',
    SalesTaxGroup: textOf(header, 'SalesTaxGroup'),
    DimensionDisplayValue: textOf(header, 'DimensionDisplayValue'),
    ...ofOrder(world, header, fields),
    ...fields,
    InvoiceAccount: textOf(header, 'InvoiceAccount'),
    HeaderReference: textOf(header, 'HeaderReference'),
    Currency: given(fields, 'Currency') || textOf(header, 'Currency'),
  };
  const filled = filledLine(world, header, whole);
  return insert(scope, invoiceLineType, company, { ...filled, ...amountsOf(world, company, filled) });
}

/** Goods, currency and quantity of a whole line, checked. */
function filledLine(world: World, header: Row, fields: Given, self?: Row): Given {
  const { company } = header;
  if (given(fields, 'Currency')?.toLowerCase() !== textOf(header, 'Currency').toLowerCase())
    infolog.rule(
      world,
      invoiceLineType,
      `The line's currency differs from the invoice's, ${textOf(header, 'Currency')}`,
    );
  const quantity = givenDecimal(fields, names.quantity) ?? decimal(0);
  if (isZero(quantity)) infolog.mandatory(world, invoiceLineType, names.quantity);
  if (isNegative(quantity) && !world.switches.negativeQuantities)
    infolog.rule(world, invoiceLineType, 'Negative quantities are not allowed on vendor invoice lines');
  checkHierarchy(world, fields);
  checkRemaining(world, header, fields, self);
  return {
    ...fields,
    ...filledGoods(lineOf(world, company), fields, textOf(header, 'Site'), textOf(header, 'Warehouse')),
  };
}

/** A category is named together with its hierarchy; lines of an order take both from there. */
function checkHierarchy(world: World, fields: Given): void {
  const category = given(fields, names.category) ?? '';
  const hierarchy = given(fields, 'ProcurementCategoryHierarchyName') ?? '';
  if (category === '') return;
  const row = rowOf(world, 'ProcurementProductCategories', '', category);
  const known = row === undefined ? '' : textOf(row, 'ProductCategoryHierarchyName');
  if (row !== undefined && known.toLowerCase() !== hierarchy.toLowerCase())
    infolog.field(
      world,
      invoiceLineType,
      'ProcurementCategoryHierarchyName',
      `Category '${category}' does not belong to the hierarchy '${hierarchy}'.`,
    );
}

const orderLineOf = (world: World, company: string, fields: Given): Row | undefined =>
  rowOf(
    world,
    orderLineType.set,
    company,
    given(fields, 'PurchaseOrder') ?? '',
    given(fields, 'PurchLineNumber') ?? '',
  );

/** What the order line says, for a line that refers to one. */
function ofOrder(world: World, header: Row, fields: Given): Given {
  const number = given(fields, 'PurchaseOrder') ?? '';
  const position = given(fields, 'PurchLineNumber') ?? '0';
  if (number === '' && position === '0') return {};
  const order = orderOf(world, header.company, number);
  if (order === undefined)
    return infolog.field(
      world,
      invoiceLineType,
      'PurchaseOrder',
      `The value '${number}' in field 'Purchase order' is not found in the related table 'Purchase orders'.`,
    );
  checkOrder(world, order, textOf(header, 'InvoiceAccount'), textOf(header, 'Currency'));
  checkMatchable(world, order);
  const line = orderLineOf(world, header.company, fields);
  if (line === undefined)
    return infolog.field(
      world,
      invoiceLineType,
      'PurchLineNumber',
      `Purchase order ${number} has no line ${position}.`,
    );
  for (const [ours, theirs] of [
    ['ItemNumber', 'ItemNumber'],
    [names.category, 'ProcurementProductCategoryName'],
  ] as const) {
    const sent = given(fields, ours);
    if (sent !== undefined && sent.toLowerCase() !== textOf(line, theirs).toLowerCase())
      infolog.rule(
        world,
        invoiceLineType,
        `Line ${position} of purchase order ${number} is not of '${sent}'`,
      );
  }
  const category = textOf(line, 'ProcurementProductCategoryName');
  const row = category === '' ? undefined : rowOf(world, 'ProcurementProductCategories', '', category);
  return {
    ItemNumber: textOf(line, 'ItemNumber'),
    ProcurementCategoryName: category,
    ProcurementCategoryHierarchyName: row ? textOf(row, 'ProductCategoryHierarchyName') : '',
    LineDescription: textOf(line, 'LineDescription'),
    Unit: textOf(line, 'PurchaseUnitSymbol'),
    UnitPrice: decimalOf(line, 'PurchasePrice'),
    PriceUnit: decimalOf(line, 'PurchasePriceQuantity'),
    Discount: decimalOf(line, 'LineDiscountAmount'),
    DiscountPercent: decimalOf(line, 'LineDiscountPercentage'),
    SalesTaxGroup: textOf(line, 'SalesTaxGroupCode'),
    ItemSalesTax: textOf(line, 'SalesTaxItemGroupCode'),
    DimensionDisplayValue: textOf(line, 'DefaultLedgerDimensionDisplayValue'),
    MainAccountDisplayValue: textOf(line, 'MainAccountIdDisplayValue'),
    InventorySiteId: textOf(line, 'ReceivingSiteId'),
    InventoryWarehouseId: textOf(line, 'ReceivingWarehouseId'),
  };
}

/** Drafts and orders in review cannot be invoiced; whether others must be confirmed is a switch. */
function checkMatchable(world: World, order: Row): void {
  const approval = textOf(order, 'DocumentApprovalStatus');
  const status = textOf(order, 'PurchaseOrderStatus');
  const confirmed = approval === 'Confirmed';
  const barred =
    ['Draft', 'InReview', 'Rejected', 'InExternalReview', 'Finalized'].includes(approval) ||
    (world.switches.matchNeedsConfirmation && !confirmed);
  if (barred || status === 'Canceled')
    infolog.rule(
      world,
      invoiceLineType,
      `Purchase order ${textOf(order, 'PurchaseOrderNumber')} cannot be invoiced: it is ${status === 'Canceled' ? status : approval}`,
    );
}

/** Not more than was ordered and is on no other invoice. */
function checkRemaining(world: World, header: Row, fields: Given, self?: Row): void {
  const line = orderLineOf(world, header.company, fields);
  if (line === undefined) return;
  const quantity = givenDecimal(fields, names.quantity) ?? decimal(0);
  const pending = pendingFor(world, line).filter((row) => row.recId !== self?.recId);
  const taken = sumOf([
    innerDecimal(line, 'invoiced'),
    ...pending.map((row) => decimalOf(row, 'ReceiveNow')),
  ]);
  const left = minus(decimalOf(line, 'OrderedPurchaseQuantity'), taken);
  if (isNegative(quantity) === isNegative(left) && compareDecimals(absolute(quantity), absolute(left)) <= 0)
    return;
  infolog.rule(
    world,
    invoiceLineType,
    `The quantity ${quantity} exceeds the remaining quantity ${left} of line ${textOf(line, 'LineNumber')} of purchase order ${textOf(line, 'PurchaseOrderNumber')}`,
  );
}

/** The sheet does not tell which wins: here quantity and price, unless the switch says that a sent NetAmount is kept. */
function amountsOf(world: World, company: string, fields: Given): Given {
  const sent = givenDecimal(fields, 'NetAmount') ?? givenDecimal(fields, 'Amount');
  const net =
    sent !== undefined && world.switches.invoiceAmounts === 'sent'
      ? sent
      : lineAmount(lineOf(world, company), fields);
  return { NetAmount: net, Amount: net };
}

function updateInvoiceLine(scope: Scope, row: Row, fields: Given): Row {
  const { world } = scope;
  const header = headerOf(world, row.company, row.fields);
  checkOpen(world, header);
  checkReferences(world, invoiceLineType, row.company, fields);
  const moved = ['PurchaseOrder', 'PurchLineNumber'].some((name) => fields[name] !== undefined);
  const merged = {
    ...row.fields,
    ...(moved ? ofOrder(world, header, { ...row.fields, ...fields }) : {}),
    ...fields,
  };
  const filled = filledLine(world, header, merged, row);
  const kept = Object.fromEntries(
    [names.site, names.warehouse, names.unit].map((name) => [name, filled[name] ?? '']),
  );
  return update(scope, invoiceLineType, row, {
    ...fields,
    ...kept,
    ...amountsOf(world, row.company, filled),
  });
}
