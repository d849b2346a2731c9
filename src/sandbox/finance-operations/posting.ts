import { absolute, compareDecimals, isZero, plus } from '../../domain/decimal.ts';
import { invoiceLineType, invoiceType } from './invoice-model.ts';
import { linesOfInvoice } from './invoices.ts';
import { orderLineType, orderType } from './order-model.ts';
import { linesOfOrder, orderOf } from './orders.ts';
import { decimalOf, innerDecimal, isYes, type Row, textOf } from './rows.ts';
import { changedRow, keyOf, nextOf, type PostedInvoice, rowOf, tableOf, type World } from './state.ts';

/** What people do with orders and invoices inside; nothing of it can be done through the API. */

/** Posts a pending invoice: it leaves the sets that the API shows, and its order lines count as invoiced. */
export function postInvoice(world: World, invoice: Row): PostedInvoice {
  const reference = textOf(invoice, 'HeaderReference');
  const lines = linesOfInvoice(world, invoice);
  if (lines.length === 0) throw new Error(`invoice ${reference} has no lines`);
  if (isYes(invoice, 'IsOnHold')) throw new Error(`invoice ${reference} is on hold`);
  for (const line of lines) {
    invoiced(world, line);
    tableOf(world, invoiceLineType.set).remove(keyOf(invoiceLineType, line));
  }
  tableOf(world, invoiceType.set).remove(keyOf(invoiceType, invoice));
  const voucher = `${invoice.company.toUpperCase()}-APIN-${String(nextOf(world, 'vouchers')).padStart(6, '0')}`;
  return world.posted.put({ header: invoice, lines, voucher, postedAs: world.tick() });
}

function invoiced(world: World, line: Row): void {
  const number = textOf(line, 'PurchaseOrder');
  const row = rowOf(world, orderLineType.set, line.company, number, textOf(line, 'PurchLineNumber'));
  if (number === '' || row === undefined) return;
  const total = plus(innerDecimal(row, 'invoiced'), decimalOf(line, 'ReceiveNow'));
  const received = innerDecimal(row, 'received');
  const more = compareDecimals(absolute(total), absolute(received)) > 0 ? total : received;
  moveLine(world, row, { invoiced: total, received: more });
  const order = orderOf(world, line.company, number);
  if (order !== undefined) settleOrder(world, order);
}

export function moveLine(world: World, row: Row, inner: Row['inner']): Row {
  return tableOf(world, orderLineType.set).put(changedRow(world, row, 'setup', {}, inner));
}

/** The status of an order follows from that of its lines. */
export function settleOrder(world: World, order: Row): Row {
  if (textOf(order, 'PurchaseOrderStatus') === 'Canceled') return order;
  const lines = linesOfOrder(world, order).map((line) => {
    const status = statusOf(line);
    if (status === textOf(line, 'PurchaseOrderLineStatus')) return line;
    return tableOf(world, orderLineType.set).put(
      changedRow(world, line, 'setup', { PurchaseOrderLineStatus: status }),
    );
  });
  const statuses = lines.map((line) => textOf(line, 'PurchaseOrderLineStatus'));
  const all = (...wanted: string[]) =>
    lines.length > 0 && statuses.every((status) => wanted.includes(status));
  const status = all('Invoiced') ? 'Invoiced' : all('Invoiced', 'Received') ? 'Received' : 'Backorder';
  return tableOf(world, orderType.set).put(
    changedRow(world, order, 'setup', { PurchaseOrderStatus: status }),
  );
}

function statusOf(line: Row): string {
  const ordered = absolute(decimalOf(line, 'OrderedPurchaseQuantity'));
  const reached = (name: string) =>
    !isZero(innerDecimal(line, name)) && compareDecimals(absolute(innerDecimal(line, name)), ordered) >= 0;
  return reached('invoiced') ? 'Invoiced' : reached('received') ? 'Received' : 'Backorder';
}
