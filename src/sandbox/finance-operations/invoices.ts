import { dateOf } from '../../domain/time.ts';
import { checkDefaultDimension } from './dimensions.ts';
import { type Entity, type Given, given, type Scope } from './entity.ts';
import { infolog } from './errors.ts';
import { invoiceLineType, invoiceType } from './invoice-model.ts';
import { checkNotHeld, orderOf } from './orders.ts';
import { type Row, textOf } from './rows.ts';
import { keyOf, nextOf, rowOf, tableOf, type World } from './state.ts';
import { insert, noon, remove, update } from './write.ts';

/** Vendor invoices that are not posted: apis/dynamics-fo.md, section 10. */
export const invoices: Entity = {
  type: invoiceType,
  create: (scope, company, fields) => createInvoice(scope, company, fields),
  update: updateInvoice,
  remove: removeInvoice,
  related: (world, row) => linesOfInvoice(world, row),
};

export function createInvoice(scope: Scope, company: string, fields: Given): Row {
  const { world } = scope;
  for (const name of ['InvoiceAccount', 'InvoiceNumber'])
    if ((given(fields, name) ?? '') === '') infolog.mandatory(world, invoiceType, name);
  const account = given(fields, 'InvoiceAccount') ?? '';
  const vendor =
    rowOf(world, 'VendorsV2', company, account) ??
    infolog.notFound(world, invoiceType, 'InvoiceAccount', account);
  checkNotHeld(world, vendor, ['All', 'Invoice']);
  checkHeader(world, company, fields);
  const order = orderFor(world, company, fields);
  checkNumber(world, company, account, given(fields, 'InvoiceNumber') ?? '');
  return insert(scope, invoiceType, company, {
    VendorAccount: order ? textOf(order, 'OrderVendorAccountNumber') : textOf(vendor, 'VendorAccountNumber'),
    Currency: textOf(order ?? vendor, 'CurrencyCode'),
    TermsOfPayment: order ? textOf(order, 'PaymentTermsName') : textOf(vendor, 'DefaultPaymentTermsName'),
    MethodOfPayment: textOf(vendor, 'DefaultVendorPaymentMethodName'),
    SalesTaxGroup: textOf(order ?? vendor, 'SalesTaxGroupCode'),
    DimensionDisplayValue: order ? textOf(order, 'DefaultLedgerDimensionDisplayValue') : '',
    IsPricesIncludeSalesTax: textOf(order ?? vendor, 'ArePricesIncludingSalesTax'),
    PostingProfile: 'GEN',
    Date: noon(dateOf(world.now())),
    ...fields,
    VendorName: textOf(vendor, 'VendorOrganizationName'),
    HeaderReference: referenceFor(world, company, fields),
  });
}

/** Kept when it was sent, unless the switch says that the server chooses its own. */
function referenceFor(world: World, company: string, fields: Given): string {
  const sent = given(fields, 'HeaderReference') ?? '';
  if (sent !== '' && world.switches.headerReferences === 'kept') return sent;
  return `${company.toUpperCase()}-VIH-${String(nextOf(world, 'invoice headers')).padStart(8, '0')}`;
}

function checkHeader(world: World, company: string, fields: Given): void {
  const field = 'DimensionDisplayValue';
  checkDefaultDimension(world, invoiceType, field, given(fields, field));
  const [site, id] = [given(fields, 'Site') ?? '', given(fields, 'Warehouse') ?? ''];
  const row = id === '' ? undefined : rowOf(world, 'Warehouses', company, id);
  if (
    site !== '' &&
    row !== undefined &&
    textOf(row, 'OperationalSiteId').toLowerCase() !== site.toLowerCase()
  )
    infolog.rule(world, invoiceType, `Warehouse ${id} is not attached to site ${site}`);
}

/** The order that the header names: of the same vendor and currency. */
function orderFor(world: World, company: string, fields: Given): Row | undefined {
  const number = given(fields, 'PurchaseOrderNumber') ?? '';
  if (number === '') return undefined;
  const order =
    orderOf(world, company, number) ?? infolog.notFound(world, invoiceType, 'PurchaseOrderNumber', number);
  checkOrder(world, order, given(fields, 'InvoiceAccount') ?? '', given(fields, 'Currency') ?? '');
  return order;
}

export function checkOrder(world: World, order: Row, account: string, currency: string): void {
  const number = textOf(order, 'PurchaseOrderNumber');
  if (textOf(order, 'InvoiceVendorAccountNumber').toLowerCase() !== account.toLowerCase())
    infolog.rule(world, invoiceType, `Purchase order ${number} has another invoice account than ${account}`);
  if (currency !== '' && textOf(order, 'CurrencyCode').toLowerCase() !== currency.toLowerCase())
    infolog.rule(
      world,
      invoiceType,
      `The currency ${currency} differs from that of purchase order ${number}, ${textOf(order, 'CurrencyCode')}`,
    );
}

/** One invoice of a number for an account, posted or not. */
function checkNumber(world: World, company: string, account: string, number: string, self?: Row): void {
  if (!world.switches.rejectDuplicateInvoices) return;
  const same = (row: Row) =>
    row.company === company.toLowerCase() &&
    textOf(row, 'InvoiceAccount').toLowerCase() === account.toLowerCase() &&
    textOf(row, 'InvoiceNumber').toLowerCase() === number.toLowerCase();
  const pending = tableOf(world, invoiceType.set)
    .all()
    .some((row) => row.recId !== self?.recId && same(row));
  if (pending || world.posted.all().some(({ header }) => same(header)))
    infolog.field(
      world,
      invoiceType,
      'InvoiceNumber',
      `Invoice number ${number} for vendor account ${account} already exists.`,
    );
}

function updateInvoice(scope: Scope, row: Row, fields: Given): Row {
  const { world } = scope;
  checkOpen(world, row);
  const merged = { ...row.fields, ...fields };
  checkHeader(world, row.company, merged);
  orderFor(world, row.company, merged);
  const number = given(fields, 'InvoiceNumber');
  if (number !== undefined) checkNumber(world, row.company, textOf(row, 'InvoiceAccount'), number, row);
  return update(scope, invoiceType, row, fields);
}

export function removeInvoice(scope: Scope, row: Row): void {
  checkOpen(scope.world, row);
  for (const line of linesOfInvoice(scope.world, row))
    tableOf(scope.world, invoiceLineType.set).remove(keyOf(invoiceLineType, line));
  remove(scope, invoiceType, row);
}

/** What is in the workflow belongs to its people. */
export function checkOpen(world: World, invoice: Row): void {
  const status = textOf(invoice, 'VendorInvoiceReviewStatus');
  if (status === 'Submitted' || status === 'Approved')
    infolog.rule(
      world,
      invoiceType,
      `Invoice ${textOf(invoice, 'InvoiceNumber')} cannot be edited: its review status is ${status}`,
    );
}

export const linesOfInvoice = (world: World, invoice: Row): readonly Row[] => {
  const reference = textOf(invoice, 'HeaderReference').toLowerCase();
  return tableOf(world, invoiceLineType.set)
    .all()
    .filter(
      (line) =>
        line.company === invoice.company && textOf(line, 'HeaderReference').toLowerCase() === reference,
    );
};
