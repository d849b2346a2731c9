import { decimal } from '../../domain/decimal.ts';
import { createInvoiceLine, invoiceLines } from './invoice-lines.ts';
import { invoiceLineType, invoiceType } from './invoice-model.ts';
import { createInvoice, invoices, removeInvoice } from './invoices.ts';
import { createOrderLine, orderLines } from './order-lines.ts';
import { orderLineType, orderType } from './order-model.ts';
import { createOrder, linesOfOrder, orders } from './orders.ts';
import { type Body, type Desk, missing } from './people-desk.ts';
import { moveLine, postInvoice, settleOrder } from './posting.ts';
import { type Row, textOf } from './rows.ts';
import { type PostedInvoice, rowOf, tableOf } from './state.ts';
import { readBody } from './write.ts';

/** Orders and invoices, with what only people can do: receive, confirm, cancel, post. */
export interface DocumentPeople {
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
}

export function documentPeople({ world, main, scope, companyIn, row, edit, settle }: Desk): DocumentPeople {
  const invoiceOf = (name: string, company = main): Row =>
    rowOf(world, invoiceType.set, company, name) ??
    tableOf(world, invoiceType.set).find(
      (other) => other.company === company.toLowerCase() && textOf(other, 'InvoiceNumber') === name,
    ) ??
    missing(`pending invoice ${name}`);
  const orderOf = (number: string, company = main) => row(orderType, company, number);
  const moveAll = (order: Row, inner: (line: Row) => Row['inner']) => {
    for (const line of linesOfOrder(world, order)) moveLine(world, line, inner(line));
    return settleOrder(world, order);
  };

  return {
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
  };
}
