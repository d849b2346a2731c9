import { sumOf, toNumber } from '../../domain/decimal.ts';
import type { JsonObject } from '../exchange.ts';
import { partTotals } from './amounts.ts';
import { sameText } from './fields.ts';
import { changedSince, changedUntil, listAnswer, type Query, sorted } from './paging.ts';
import {
  headerStatus,
  invoiceStatus,
  paymentStatus,
  receiptsOf,
  receivingStatus,
} from './purchase-status.ts';
import type { PurchaseRow } from './rows.ts';
import { printDate, printGuid, printStamp, readStamp } from './stamps.ts';
import type { World } from './state.ts';

/** `/purchaseList`: headers without lines (apis/cin7-core.md, section 3.2). */
export function getPurchaseList(world: World, query: Query): JsonObject {
  const since = changedSince(query, 'UpdatedSince');
  const until = changedUntil(query, 'UpdatedUntil');
  const wanted = query.get('search')?.trim().toLowerCase();
  const requiredBy = readStamp(query.get('requiredby') ?? '');
  const statuses = statusFilters.flatMap((name) => {
    const value = query.get(name.toLowerCase());
    return value === undefined || value === '' ? [] : [{ name, value }];
  });
  const found = world.purchases.all().filter((row) => since(row.stamp) && until(row.stamp));
  const rows = sorted(found, world.switches, (row) => ({ stamp: row.stamp, name: row.orderNumber }));
  const plain = statuses.length === 0 && wanted === undefined && requiredBy === undefined;
  if (plain) return listAnswer(rows, 'PurchaseList', query, (row) => showRow(world, row));
  const shown = rows
    .map((row) => showRow(world, row))
    .filter(
      (row) =>
        statuses.every(({ name, value }) => sameText(row[name], value)) &&
        (wanted === undefined ||
          searched.some((name) =>
            String(row[name] ?? '')
              .toLowerCase()
              .includes(wanted),
          )) &&
        (requiredBy === undefined ||
          String(row['RequiredBy'] ?? '').slice(0, 10) === requiredBy.slice(0, 10)),
    );
  return listAnswer(shown, 'PurchaseList', query, (row) => row);
}

const statusFilters = [
  'OrderStatus',
  'InvoiceStatus',
  'CreditNoteStatus',
  'UnstockStatus',
  'Status',
  'DropShipTaskID',
];
const searched = ['OrderNumber', 'Status', 'Supplier', 'InvoiceNumber', 'CreditNoteNumber'];

/**
 * Of several invoices the row shows the last one's number and date, all of them in the amount, and no invoice status:
 * what it really shows is not documented, so nobody may rely on it.
 */
function showRow(world: World, purchase: PurchaseRow): JsonObject {
  const mixed = world.switches.mixedGuidCase;
  const invoice = purchase.invoices.at(-1);
  const credit = purchase.credits.at(-1);
  const amount = sumOf(purchase.invoices.map((part) => partTotals(part, purchase.inclusive).gross));
  const word = (status: string | undefined) => (purchase.voided ? 'VOIDED' : (status ?? 'NOT AVAILABLE'));
  return {
    ID: printGuid(purchase.id, 'purchaseList', mixed),
    BlindReceipt: purchase.blindReceipt,
    OrderNumber: purchase.orderNumber,
    Status: headerStatus(purchase),
    OrderDate: printDate(purchase.orderDate),
    InvoiceDate: printDate(invoice?.date ?? ''),
    Supplier: world.suppliers.get(purchase.supplierId)?.Name ?? '',
    SupplierID: printGuid(purchase.supplierId, 'purchaseList supplier', mixed),
    InvoiceNumber: invoice?.number ?? null,
    InvoiceAmount: toNumber(amount),
    PaidAmount: toNumber(sumOf(purchase.invoices.map((part) => part.paid))),
    InvoiceDueDate: printDate(invoice?.dueDate ?? ''),
    RequiredBy: printDate(purchase.requiredBy),
    BaseCurrency: world.me.Currency,
    SupplierCurrency: purchase.currency,
    CreditNoteNumber: credit?.number ?? null,
    OrderStatus: word(purchase.order.status),
    StockReceivedStatus: word(receiptsOf(purchase).at(-1)?.status),
    UnstockStatus: 'NOT AVAILABLE',
    InvoiceStatus: purchase.invoices.length > 1 ? 'NOT AVAILABLE' : word(invoice?.status),
    CreditNoteStatus: word(credit?.status),
    LastUpdatedDate: printStamp(purchase.stamp, purchase.id),
    CombinedReceivingStatus: receivingStatus(purchase),
    CombinedInvoiceStatus: invoiceStatus(purchase),
    CombinedPaymentStatus: paymentStatus(purchase),
    Type: purchase.type,
    IsServiceOnly: purchase.type === 'Service Purchase',
    DropShipTaskID: null,
  };
}
