import { dateOf } from '../../domain/time.ts';
import { checkDefaultDimension } from './dimensions.ts';
import { type Entity, type Given, given, type Scope } from './entity.ts';
import { infolog } from './errors.ts';
import { orderLineType, orderType } from './order-model.ts';
import { type Company, innerDecimal, type Row, textOf } from './rows.ts';
import { companyOf, nextOf, rowOf, tableOf, type World } from './state.ts';
import { inLanguage } from './vendors.ts';
import { insert, noon, remove, update } from './write.ts';

/** Purchase orders: apis/dynamics-fo.md, section 9. */
export const orders: Entity = {
  type: orderType,
  // The answer to the POST says `None`, later reads say `Backorder`.
  create(scope, company, fields) {
    const row = createOrder(scope, company, fields);
    return { ...row, fields: { ...row.fields, PurchaseOrderStatus: 'None' } };
  },
  update: updateOrder,
  remove(scope, row) {
    checkEditable(scope.world, row);
    if (textOf(row, 'DocumentApprovalStatus') === 'Confirmed')
      infolog.rule(
        scope.world,
        orderType,
        `Purchase order ${numberOf(row)} is confirmed and cannot be deleted`,
      );
    const lines = linesOfOrder(scope.world, row);
    if (lines.some((line) => isMoved(scope.world, line)))
      infolog.rule(
        scope.world,
        orderType,
        `Purchase order ${numberOf(row)} cannot be deleted: it was received or invoiced`,
      );
    for (const line of lines) tableOf(scope.world, orderLineType.set).remove(lineKey(line));
    remove(scope, orderType, row);
  },
  related: (world, row) => linesOfOrder(world, row),
};

export function createOrder(scope: Scope, companyId: string, fields: Given): Row {
  const { world } = scope;
  const company = companyOf(world, companyId);
  const account = given(fields, 'OrderVendorAccountNumber') ?? '';
  if (account === '') infolog.mandatory(world, orderType, 'OrderVendorAccountNumber');
  const vendor =
    rowOf(world, 'VendorsV2', companyId, account) ??
    infolog.notFound(world, orderType, 'OrderVendorAccountNumber', account);
  checkNotHeld(world, vendor, ['All', 'PurchOrder']);
  checkDimension(world, fields);
  const draft = company.changeManagement;
  const row = insert(scope, orderType, companyId, {
    InvoiceVendorAccountNumber:
      textOf(vendor, 'InvoiceVendorAccountNumber') || textOf(vendor, 'VendorAccountNumber'),
    PurchaseOrderName: textOf(vendor, 'VendorOrganizationName'),
    CurrencyCode: textOf(vendor, 'CurrencyCode'),
    LanguageId: textOf(vendor, 'LanguageId'),
    PaymentTermsName: textOf(vendor, 'DefaultPaymentTermsName'),
    SalesTaxGroupCode: textOf(vendor, 'SalesTaxGroupCode'),
    DefaultReceivingSiteId: textOf(vendor, 'DefaultPurchaseSiteId'),
    DefaultReceivingWarehouseId: textOf(vendor, 'DefaultProcumentWarehouseId'),
    DefaultLedgerDimensionDisplayValue: textOf(vendor, 'DefaultLedgerDimensionDisplayValue'),
    ArePricesIncludingSalesTax: textOf(vendor, 'ArePricesIncludingSalesTax'),
    VendorPostingProfileId: 'GEN',
    AccountingDate: noon(dateOf(world.now())),
    ...fields,
    ...inLanguage(world, fields),
    PurchaseOrderNumber: orderNumber(world, company, fields, scope.by === 'api'),
    PurchaseOrderStatus: 'Backorder',
    DocumentApprovalStatus: draft ? 'Draft' : 'Approved',
    IsChangeManagementActive: draft ? 'Yes' : 'No',
  });
  checkWarehouse(world, row);
  return row;
}

function updateOrder(scope: Scope, row: Row, fields: Given): Row {
  checkEditable(scope.world, row);
  checkDimension(scope.world, fields);
  const changed = update(scope, orderType, row, { ...fields, ...inLanguage(scope.world, fields) });
  checkWarehouse(scope.world, changed);
  return changed;
}

const checkDimension = (world: World, fields: Given): void => {
  const field = 'DefaultLedgerDimensionDisplayValue';
  checkDefaultDimension(world, orderType, field, given(fields, field));
};

function checkWarehouse(world: World, order: Row): void {
  const [site, id] = [textOf(order, 'DefaultReceivingSiteId'), textOf(order, 'DefaultReceivingWarehouseId')];
  const row = id === '' ? undefined : rowOf(world, 'Warehouses', order.company, id);
  if (
    site !== '' &&
    row !== undefined &&
    textOf(row, 'OperationalSiteId').toLowerCase() !== site.toLowerCase()
  )
    infolog.rule(world, orderType, `Warehouse ${id} is not attached to site ${site}`);
}

/** With an automatic sequence a given number is refused: the stricter reading of the sheet. */
function orderNumber(world: World, company: Company, fields: Given, strict: boolean): string {
  const number = given(fields, 'PurchaseOrderNumber') ?? '';
  if (number !== '' && company.orderNumbers === 'automatic' && strict)
    infolog.field(
      world,
      orderType,
      'PurchaseOrderNumber',
      'Number sequence does not allow numbers to be entered manually.',
    );
  if (number !== '') return number;
  if (company.orderNumbers === 'manual') return infolog.mandatory(world, orderType, 'PurchaseOrderNumber');
  for (;;) {
    const next = `${company.id.toUpperCase()}-${String(nextOf(world, `orders ${company.id}`)).padStart(6, '0')}`;
    if (rowOf(world, orderType.set, company.id, next) === undefined) return next;
  }
}

/** `holds`: what must not be on hold for this. */
export function checkNotHeld(world: World, vendor: Row, holds: readonly string[]): void {
  const status = textOf(vendor, 'OnHoldStatus');
  if (holds.includes(status))
    infolog.rule(
      world,
      orderType,
      `Vendor ${textOf(vendor, 'VendorAccountNumber')} is on hold for '${status}' and cannot be used`,
    );
}

/** Invoiced and cancelled orders cannot be edited; orders in review and finalised ones neither. */
export function checkEditable(world: World, order: Row): void {
  const status = textOf(order, 'PurchaseOrderStatus');
  const approval = textOf(order, 'DocumentApprovalStatus');
  const bar = ['Invoiced', 'Canceled'].includes(status)
    ? status
    : ['InReview', 'InExternalReview', 'Finalized'].includes(approval)
      ? approval
      : undefined;
  if (bar !== undefined)
    infolog.rule(
      world,
      orderType,
      `Purchase order ${numberOf(order)} cannot be edited: its status is ${bar}`,
    );
}

const numberOf = (order: Row): string => textOf(order, 'PurchaseOrderNumber');

export const orderOf = (world: World, company: string, number: string): Row | undefined =>
  rowOf(world, orderType.set, company, number);

export const linesOfOrder = (world: World, order: Row): readonly Row[] =>
  tableOf(world, orderLineType.set)
    .all()
    .filter((line) => line.company === order.company && sameNumber(line, numberOf(order)));

const sameNumber = (line: Row, number: string): boolean =>
  textOf(line, 'PurchaseOrderNumber').toLowerCase() === number.toLowerCase();

const lineKey = (line: Row): string =>
  [line.company, textOf(line, 'PurchaseOrderNumber'), textOf(line, 'LineNumber')].join('\u0000');

/** Received, invoiced, or named by an invoice that waits to be posted. */
export const isMoved = (world: World, line: Row): boolean =>
  innerDecimal(line, 'received') !== '0' ||
  innerDecimal(line, 'invoiced') !== '0' ||
  pendingFor(world, line).length > 0;

/** The invoice lines, not posted yet, that refer to an order line. */
export const pendingFor = (world: World, line: Row): readonly Row[] =>
  tableOf(world, 'VendorInvoiceLines')
    .all()
    .filter(
      (row) =>
        row.company === line.company &&
        textOf(row, 'PurchaseOrder').toLowerCase() === textOf(line, 'PurchaseOrderNumber').toLowerCase() &&
        textOf(row, 'PurchLineNumber') === textOf(line, 'LineNumber'),
    );
