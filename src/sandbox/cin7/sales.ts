import { minus, sumOf, toNumber } from '../../domain/decimal.ts';
import type { JsonObject } from '../exchange.ts';
import { partTotals } from './amounts.ts';
import { refuse } from './errors.ts';
import { sameText } from './fields.ts';
import { changedSince, changedUntil, isTrue, listAnswer, type Query, sorted } from './paging.ts';
import type { PartRow } from './rows.ts';
import type { SaleRow } from './sale-rows.ts';
import {
  creditStatus,
  fulfilmentStatus,
  saleInvoiceStatus,
  salePaymentStatus,
  saleStatus,
  stageStatus,
} from './sale-status.ts';
import { showFulfilments, showSale, showSaleCredits, showSaleInvoices, showSaleOrder } from './sale-view.ts';
import { printDate, printGuid, printStamp } from './stamps.ts';
import type { World } from './state.ts';
import { inventoryMovements } from './stock-view.ts';

/** `/saleList` and `/sale` (apis/cin7-core.md, section 4). Sales are made by people here: no flow writes one. */
export function getSaleList(world: World, query: Query): JsonObject {
  const since = changedSince(query, 'UpdatedSince');
  const until = changedUntil(query, 'UpdatedUntil');
  const created = changedSince(query, 'CreatedSince');
  const wanted = query.get('search')?.trim().toLowerCase();
  const filters = Object.entries(statusFilters).flatMap(([name, field]) => {
    const value = query.get(name);
    return value === undefined || value === '' ? [] : [{ field, value }];
  });
  const found = world.sales
    .all()
    .filter((row) => since(row.stamp) && until(row.stamp) && created(row.created));
  const rows = sorted(found, world.switches, (row) => ({ stamp: row.stamp, name: row.orderNumber }))
    .map((row) => showListRow(world, row))
    .filter(
      (row) =>
        filters.every(({ field, value }) => sameText(row[field], value)) &&
        (wanted === undefined || searched.some((name) => contains(row[name], wanted))),
    );
  return listAnswer(rows, 'SaleList', query, (row) => row);
}

const contains = (value: unknown, wanted: string): boolean =>
  String(value ?? '')
    .toLowerCase()
    .includes(wanted);

const searched = [
  'OrderNumber',
  'Status',
  'Customer',
  'InvoiceNumber',
  'CustomerReference',
  'CreditNoteNumber',
];

/** By parameter in lower case: the field of the row. */
const statusFilters: Readonly<Record<string, string>> = {
  orderstatus: 'OrderStatus',
  quotestatus: 'QuoteStatus',
  combinedpickstatus: 'CombinedPickingStatus',
  combinedpackstatus: 'CombinedPackingStatus',
  combinedshippingstatus: 'CombinedShippingStatus',
  combinedinvoicestatus: 'CombinedInvoiceStatus',
  creditnotestatus: 'CreditNoteStatus',
  externalid: 'ExternalID',
  status: 'Status',
};

const settled = (part: PartRow): boolean => part.status === 'AUTHORISED' || part.status === 'PAID';

/** One word for several invoices: the last one's number and dates. */
function showListRow(world: World, sale: SaleRow): JsonObject {
  const live = sale.invoices.filter((part) => part.status !== 'VOIDED');
  const last = live.at(-1);
  const gross = (parts: readonly PartRow[]) =>
    sumOf(parts.filter(settled).map((part) => partTotals(part, sale.inclusive).gross));
  const guid = (id: string, place: string) => printGuid(id, place, world.switches.mixedGuidCase);
  const location = world.references.locations.find((row) => row.Name === sale.location);
  return {
    SaleID: guid(sale.id, 'sale list'),
    OrderNumber: sale.orderNumber,
    Status: saleStatus(sale),
    OrderDate: printDate(sale.orderDate),
    InvoiceDate: printDate(last?.date ?? ''),
    Customer: world.customers.get(sale.customerId)?.Name ?? '',
    CustomerID: guid(sale.customerId, 'sale list customer'),
    InvoiceNumber: last?.number ?? null,
    CustomerReference: sale.reference,
    InvoiceAmount: toNumber(minus(gross(sale.invoices), gross(sale.credits))),
    PaidAmount: toNumber(sumOf(sale.invoices.map((part) => part.paid))),
    SaleInvoicesTotalAmount: toNumber(gross(sale.invoices)),
    InvoiceDueDate: printDate(last?.dueDate ?? ''),
    ShipBy: printDate(sale.shipBy),
    BaseCurrency: world.me.Currency,
    CustomerCurrency: sale.currency,
    CreditNoteNumber: sale.credits.filter((part) => part.status !== 'VOIDED').at(-1)?.number ?? null,
    Updated: printStamp(sale.stamp, sale.id),
    QuoteStatus: 'NOT AVAILABLE',
    OrderStatus: sale.voided ? 'VOIDED' : sale.order.status,
    CombinedPickingStatus: stageStatus(sale, 'pick'),
    CombinedPaymentStatus: salePaymentStatus(sale),
    CombinedTrackingNumbers: '',
    CombinedPackingStatus: stageStatus(sale, 'pack'),
    CombinedShippingStatus: stageStatus(sale, 'ship'),
    CombinedInvoiceStatus: saleInvoiceStatus(sale),
    CombinedPaymentTotal: toNumber(sumOf(sale.invoices.map((part) => part.paid))),
    CreditNoteStatus: creditStatus(sale),
    FulFilmentStatus: fulfilmentStatus(sale),
    Type: sale.type,
    SourceChannel: null,
    ExternalID: sale.externalId === '' ? null : sale.externalId,
    OrderLocationID: location === undefined ? null : guid(location.key, 'sale list location'),
  };
}

const saleOf = (world: World, id: string | undefined): SaleRow => {
  if (id === undefined || id === '') return refuse('Required attribute ID is not provided.');
  return world.sales.get(id.toLowerCase()) ?? refuse('Sale with specified ID not found', 404);
};

export function getSale(world: World, query: Query): JsonObject {
  const sale = saleOf(world, query.get('id'));
  world.readings.push({ at: world.tick(), purchaseId: sale.id });
  const movements = isTrue(query, 'HideInventoryMovements') ? [] : inventoryMovements(world, sale.id);
  return showSale(world, sale, isTrue(query, 'CombineAdditionalCharges'), movements);
}

export const getSaleOrder = (world: World, query: Query): JsonObject => {
  const sale = saleOf(world, query.get('saleid'));
  return { SaleID: sale.id, ...showSaleOrder(world, sale, isTrue(query, 'CombineAdditionalCharges')) };
};
export const getSaleInvoices = (world: World, query: Query): JsonObject =>
  showSaleInvoices(world, saleOf(world, query.get('saleid')));
export const getSaleCredits = (world: World, query: Query): JsonObject =>
  showSaleCredits(world, saleOf(world, query.get('saleid')));
export const getFulfilments = (world: World, query: Query): JsonObject =>
  showFulfilments(world, saleOf(world, query.get('saleid')));
