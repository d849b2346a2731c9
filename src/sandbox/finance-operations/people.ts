import { decimal } from '../../domain/decimal.ts';
import type { Scope } from './entity.ts';
import { createInvoiceLine, invoiceLines } from './invoice-lines.ts';
import { invoiceLineType, invoiceType } from './invoice-model.ts';
import { createInvoice, invoices, removeInvoice } from './invoices.ts';
import type { FoType } from './model.ts';
import { createOrderLine, orderLines } from './order-lines.ts';
import { orderLineType, orderType } from './order-model.ts';
import { createOrder, linesOfOrder, orders } from './orders.ts';
import { moveLine, postInvoice, settleOrder } from './posting.ts';
import { productType, releasedCreationType, releasedType } from './product-model.ts';
import { products, releasedProductCreations, releasedProducts, setBlocked } from './products.ts';
import { accountType } from './reference-model.ts';
import { type Company, type Fields, type Row, textOf } from './rows.ts';
import { defaultChart, fillCompany, putAccount, putReference, removeReference, setFormats } from './setup.ts';
import { changedRow, companyOf, type PostedInvoice, rowOf, tableOf, type World } from './state.ts';
import { vendorType } from './vendor-model.ts';
import { createVendor, vendors } from './vendors.ts';
import { readBody } from './write.ts';

type Body = Record<string, unknown>;

/**
 * What people at F&O do, in the API's field names. Records are named by account, item, order number or HeaderReference
 * (an invoice also by its number); `dataAreaId` in a body, else the last argument, names a company other than the main one.
 */
export interface FinanceOperationsPeople {
  /** Default: a company of pounds sterling that numbers vendors and orders itself. */
  addCompany(id: string, more?: Partial<Omit<Company, 'id'>>): Company;
  /** Numbering, change management and the like. */
  changeCompany(id: string, changes: Partial<Omit<Company, 'id'>>): Company;
  addVendor(fields: Body): Row;
  /** The same party as a vendor of another company. */
  shareVendor(account: string, company: string, fields?: Body): Row;
  editVendor(account: string, fields: Body, company?: string): Row;
  holdVendor(account: string, status?: string, company?: string): Row;
  deleteVendor(account: string, company?: string): void;
  /** A product, shared and released; groups and units have defaults, and prices may stand here too. */
  addProduct(fields: Body): Row;
  /** Company data of a released product. */
  editProduct(item: string, fields: Body, company?: string): Row;
  /** Name and description. */
  renameProduct(product: string, fields: Body): Row;
  blockProduct(item: string, blocked?: boolean, company?: string): Row;
  addOrder(fields: Body, lines?: readonly Body[]): Row;
  editOrder(number: string, fields: Body, company?: string): Row;
  editOrderLine(number: string, line: number, fields: Body, company?: string): Row;
  deleteOrder(number: string, company?: string): void;
  /** Line number -> quantity; without: all of everything. */
  receiveOrder(number: string, quantities?: Readonly<Record<string, string>>, company?: string): Row;
  /** As if invoiced in full by hand. */
  invoiceOrder(number: string, company?: string): Row;
  cancelOrder(number: string, company?: string): Row;
  setApproval(
    number: string,
    status: 'Draft' | 'InReview' | 'Rejected' | 'Approved' | 'InExternalReview' | 'Confirmed' | 'Finalized',
    company?: string,
  ): Row;
  addInvoice(fields: Body, lines?: readonly Body[]): Row;
  editInvoice(invoice: string, fields: Body, company?: string): Row;
  editInvoiceLine(invoice: string, line: number, fields: Body, company?: string): Row;
  deleteInvoice(invoice: string, company?: string): void;
  /** `Submitted` or `Approved`: it cannot be edited any more. */
  reviewInvoice(
    invoice: string,
    status: 'Draft' | 'Submitted' | 'Approved' | 'Rejected',
    company?: string,
  ): Row;
  /** Posted, it is gone from what the API shows. */
  postInvoice(invoice: string, company?: string): PostedInvoice;
  addAccount(fields: Body): Row;
  editAccount(account: string, fields: Fields, chart?: string): Row;
  suspendAccount(account: string, suspended?: boolean): Row;
  addDimension(name: string, values: Readonly<Record<string, string>>): void;
  /** The dimensions of the active formats, in their order; without names no format is active. */
  setDimensionFormat(names: readonly string[] | undefined, delimiter?: string): void;
  /** A row of a reference list: `addTo('PaymentTerms', { Name: 'Net45' })`. */
  addTo(set: string, fields: Fields, company?: string): Row;
  removeFrom(set: string, values: readonly string[], company?: string): void;
  /** The user may not read this set: it is refused, or looks empty. Without `how` the user may again. */
  forbid(set: string, how?: 'refused' | 'empty'): void;
}

export function financeOperationsPeople(world: World, main: string): FinanceOperationsPeople {
  const scope: Scope = { world, by: 'person', crossCompany: true };
  const companyIn = (body: Body, company = main) => String(body['dataAreaId'] ?? company).toLowerCase();
  const row = (type: FoType, company: string, ...values: (string | number)[]): Row =>
    rowOf(world, type.set, company, ...values) ?? missing(`${type.set} ${values.join(' ')} in ${company}`);
  const invoiceOf = (name: string, company = main): Row =>
    rowOf(world, invoiceType.set, company, name) ??
    tableOf(world, invoiceType.set).find(
      (other) => other.company === company.toLowerCase() && textOf(other, 'InvoiceNumber') === name,
    ) ??
    missing(`pending invoice ${name}`);
  const orderOf = (number: string, company = main) => row(orderType, company, number);
  const edit = (type: FoType, found: Row, fields: Fields, inner: Row['inner'] = {}) =>
    tableOf(world, type.set).put(changedRow(world, found, 'person', fields, inner));
  const settle = (type: FoType, found: Row, fields: Fields) =>
    tableOf(world, type.set).put(changedRow(world, found, 'setup', fields));
  const moveAll = (order: Row, inner: (line: Row) => Row['inner']) => {
    for (const line of linesOfOrder(world, order)) moveLine(world, line, inner(line));
    return settleOrder(world, order);
  };

  return {
    addCompany(id, more = {}) {
      const company = world.companies.put({
        ...blankCompany,
        name: id.toUpperCase(),
        ...more,
        id: id.toLowerCase(),
      });
      fillCompany(world, company);
      return company;
    },
    changeCompany: (id, changes) => world.companies.put({ ...companyOf(world, id), ...changes }),
    addVendor: (body) =>
      createVendor(scope, companyIn(body), readBody(vendorType, { VendorGroupId: '10', ...body })),
    shareVendor(account, company, body = {}) {
      const known = row(vendorType, main, account);
      const name = textOf(known, 'VendorOrganizationName');
      const fields = { VendorOrganizationName: name, VendorGroupId: '10', ...body };
      return createVendor(scope, company, readBody(vendorType, fields), textOf(known, 'VendorPartyNumber'));
    },
    editVendor: (account, body, company = main) =>
      vendors.update?.(scope, row(vendorType, company, account), readBody(vendorType, body)) ??
      missing(account),
    holdVendor: (account, status = 'All', company = main) =>
      edit(vendorType, row(vendorType, company, account), { OnHoldStatus: status }),
    deleteVendor: (account, company = main) => vendors.remove?.(scope, row(vendorType, company, account)),
    addProduct(body) {
      const company = companyIn(body);
      const number = String(body['ItemNumber'] ?? body['ProductNumber'] ?? '');
      const own = (name: string) => Object.hasOwn(releasedCreationType.fields, name);
      const split = (wanted: boolean) =>
        Object.fromEntries(Object.entries(body).filter(([name]) => own(name) === wanted));
      const made = { ...blankProduct, ItemNumber: number, ProductNumber: number, ...split(true) };
      releasedProductCreations.create?.(scope, company, readBody(releasedCreationType, made));
      const released = row(releasedType, company, number);
      const rest = readBody(releasedType, split(false));
      return Object.keys(rest).length === 0
        ? released
        : (releasedProducts.update?.(scope, released, rest) ?? released);
    },
    editProduct: (item, body, company = main) =>
      releasedProducts.update?.(scope, row(releasedType, company, item), readBody(releasedType, body)) ??
      missing(item),
    renameProduct: (product, body) =>
      products.update?.(scope, row(productType, '', product), readBody(productType, body)) ??
      missing(product),
    blockProduct: (item, blocked = true, company = main) =>
      setBlocked(world, row(releasedType, company, item), blocked),
    addOrder(body, lines = []) {
      const company = companyIn(body);
      const order = createOrder(scope, company, readBody(orderType, body));
      const PurchaseOrderNumber = textOf(order, 'PurchaseOrderNumber');
      for (const [i, line] of lines.entries()) {
        const whole = { LineNumber: i + 1, ...line, PurchaseOrderNumber };
        createOrderLine(scope, company, readBody(orderLineType, whole));
      }
      return order;
    },
    editOrder: (number, body, company) =>
      orders.update?.(scope, orderOf(number, company), readBody(orderType, body)) ?? missing(number),
    editOrderLine: (number, line, body, company = main) =>
      orderLines.update?.(scope, row(orderLineType, company, number, line), readBody(orderLineType, body)) ??
      missing(number),
    deleteOrder: (number, company) => orders.remove?.(scope, orderOf(number, company)),
    receiveOrder: (number, quantities, company) =>
      moveAll(orderOf(number, company), (line) => {
        const all = quantities === undefined ? textOf(line, 'OrderedPurchaseQuantity') : undefined;
        const quantity = all ?? quantities?.[textOf(line, 'LineNumber')];
        return quantity === undefined ? {} : { received: decimal(quantity) };
      }),
    invoiceOrder: (number, company) =>
      moveAll(orderOf(number, company), (line) => {
        const all = decimal(textOf(line, 'OrderedPurchaseQuantity'));
        return { received: all, invoiced: all };
      }),
    cancelOrder(number, company) {
      const order = orderOf(number, company);
      for (const line of linesOfOrder(world, order))
        edit(orderLineType, line, { PurchaseOrderLineStatus: 'Canceled' });
      return edit(orderType, order, { PurchaseOrderStatus: 'Canceled' });
    },
    setApproval: (number, status, company) =>
      settle(orderType, orderOf(number, company), { DocumentApprovalStatus: status }),
    addInvoice(body, lines = []) {
      const company = companyIn(body);
      const invoice = createInvoice(scope, company, readBody(invoiceType, body));
      const HeaderReference = textOf(invoice, 'HeaderReference');
      for (const [i, line] of lines.entries()) {
        const whole = { InvoiceLineNumber: i + 1, ...line, HeaderReference };
        createInvoiceLine(scope, company, readBody(invoiceLineType, whole));
      }
      return invoice;
    },
    editInvoice: (invoice, body, company) =>
      invoices.update?.(scope, invoiceOf(invoice, company), readBody(invoiceType, body)) ?? missing(invoice),
    editInvoiceLine(invoice, line, body, company = main) {
      const reference = textOf(invoiceOf(invoice, company), 'HeaderReference');
      const found = row(invoiceLineType, company, reference, line);
      edit(invoiceType, invoiceOf(invoice, company), {});
      return invoiceLines.update?.(scope, found, readBody(invoiceLineType, body)) ?? missing(invoice);
    },
    deleteInvoice: (invoice, company) => removeInvoice(scope, invoiceOf(invoice, company)),
    reviewInvoice: (invoice, status, company) =>
      settle(invoiceType, invoiceOf(invoice, company), { VendorInvoiceReviewStatus: status }),
    postInvoice: (invoice, company) => postInvoice(world, invoiceOf(invoice, company)),
    addAccount: (body) => putAccount(world, body as Fields),
    editAccount: (account, fields, chart = defaultChart) =>
      edit(accountType, row(accountType, '', chart, account), fields),
    suspendAccount: (account, suspended = true) =>
      edit(accountType, row(accountType, '', defaultChart, account), {
        IsSuspended: suspended ? 'Yes' : 'No',
      }),
    addDimension(name, values) {
      putReference(world, 'FinancialDimensions', '', { DimensionName: name });
      for (const [DimensionValue, Description] of Object.entries(values))
        putReference(world, 'FinancialDimensionValues', '', {
          FinancialDimension: name,
          DimensionValue,
          Description,
        });
    },
    setDimensionFormat(names, delimiter = '-') {
      putReference(world, 'DimensionParameters', '', { Key: '0', DimensionSegmentDelimiter: delimiter });
      setFormats(world, names, delimiter);
    },
    addTo: (set, fields, company = main) => putReference(world, set, company, fields),
    removeFrom: (set, values, company = main) => removeReference(world, set, company, ...values),
    forbid(set, how) {
      if (how === undefined) world.forbidden.delete(set);
      else world.forbidden.set(set, how);
    },
  };
}

function missing(what: string): never {
  throw new Error(`F&O has no ${what}`);
}

const blankCompany: Omit<Company, 'id'> = {
  name: '',
  country: 'GBR',
  currency: 'GBP',
  chart: defaultChart,
  vendorNumbers: 'automatic',
  orderNumbers: 'automatic',
  changeManagement: false,
};

const blankProduct = {
  ProductName: 'Product',
  ItemModelGroupId: 'FIFO',
  ProductGroupId: 'Goods',
  StorageDimensionGroupName: 'SiteWH',
  TrackingDimensionGroupName: 'None',
  InventoryUnitSymbol: 'ea',
  PurchaseUnitSymbol: 'ea',
  SalesUnitSymbol: 'ea',
  BOMUnitSymbol: 'ea',
} as const;
