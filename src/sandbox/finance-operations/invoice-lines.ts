import { decimal, isNegative, isZero } from '../../domain/decimal.ts';
import { type Entity, type Given, given, givenDecimal, type Scope } from './entity.ts';
import { infolog } from './errors.ts';
import { filledGoods, type Line, type LineNames, lineAmount } from './goods.ts';
import { invoiceLineType, invoiceType } from './invoice-model.ts';
import { checkOpen } from './invoices.ts';
import { checkRemaining, ofOrder } from './order-matching.ts';
import { type Row, textOf } from './rows.ts';
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
