import { absolute, compareDecimals, decimal, isNegative, minus, sumOf } from '../../domain/decimal.ts';
import { type Given, given, givenDecimal } from './entity.ts';
import { infolog } from './errors.ts';
import { invoiceLineType } from './invoice-model.ts';
import { checkOrder } from './invoices.ts';
import { orderLineType } from './order-model.ts';
import { orderOf, pendingFor } from './orders.ts';
import { decimalOf, innerDecimal, type Row, textOf } from './rows.ts';
import { rowOf, type World } from './state.ts';

/** Invoice lines that refer to the line of an order. */

const orderLineOf = (world: World, company: string, fields: Given): Row | undefined =>
  rowOf(
    world,
    orderLineType.set,
    company,
    given(fields, 'PurchaseOrder') ?? '',
    given(fields, 'PurchLineNumber') ?? '',
  );

/** What the order line says, for a line that refers to one. */
export function ofOrder(world: World, header: Row, fields: Given): Given {
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
    ['ProcurementCategoryName', 'ProcurementProductCategoryName'],
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
export function checkRemaining(world: World, header: Row, fields: Given, self?: Row): void {
  const line = orderLineOf(world, header.company, fields);
  if (line === undefined) return;
  const quantity = givenDecimal(fields, 'ReceiveNow') ?? decimal(0);
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
