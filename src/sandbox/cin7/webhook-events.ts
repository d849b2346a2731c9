import type { JsonObject } from '../exchange.ts';
import { type Change, changesOf } from '../push/watch.ts';
import type { PartRow, PartyRow, ProductRow, PurchaseRow, ReceiptRow } from './rows.ts';
import type { SaleRow } from './sale-rows.ts';
import type { World } from './state.ts';
import type { MovementRow } from './stock-rows.ts';

/** What webhooks tell about a change: type and payload (apis/cin7-core.md, section 6). */
export interface WebhookEvent {
  readonly type: string;
  readonly payload: unknown;
}

export interface WatchedRows {
  readonly suppliers: readonly PartyRow[];
  readonly customers: readonly PartyRow[];
  readonly products: readonly ProductRow[];
  readonly purchases: readonly PurchaseRow[];
  readonly sales: readonly SaleRow[];
  readonly movements: readonly MovementRow[];
}

export const watchedRows = (world: World): WatchedRows => ({
  suppliers: world.suppliers.all(),
  customers: world.customers.all(),
  products: world.products.all(),
  purchases: world.purchases.all(),
  sales: world.sales.all(),
  movements: world.movements.all(),
});

export function webhookEvents(world: World, before: WatchedRows, after: WatchedRows): WebhookEvent[] {
  const byId = ({ ID }: { readonly ID: string }) => ID;
  const byKey = ({ id }: { readonly id: string }) => id;
  return [
    ...changesOf(before.suppliers, after.suppliers, byId).flatMap((change) => party('Supplier', change)),
    ...changesOf(before.customers, after.customers, byId).flatMap((change) => party('Customer', change)),
    ...changesOf(before.products, after.products, byId).flatMap(product),
    ...changesOf(before.purchases, after.purchases, byKey).flatMap((change) => purchase(world, change)),
    ...changesOf(before.sales, after.sales, byKey).flatMap(sale),
    ...(before.movements === after.movements ? [] : [stockLevels]),
  ];
}

/** A bare array, without EventType. */
const stockLevels: WebhookEvent = {
  type: 'Stock/AvailableStockLevelChanged',
  payload: [{ SKU: 'any', Location: 'any', OnHand: 0, Available: 0, Category: '', MaxRows: 1 }],
};

function party(what: 'Supplier' | 'Customer', { after }: Change<PartyRow>): WebhookEvent[] {
  if (after === undefined) return [];
  const { stamp, madeBy: _, Addresses, Contacts, ...fields } = after;
  const EventType = `${what}/Updated`;
  const record = { ...fields, ID: after.ID.toUpperCase(), LastModifiedOn: stamp };
  const list = [{ [what]: record, Addresses, Contacts }];
  return [
    {
      type: EventType,
      payload: { [`NumberOf${what}s`]: 1, [`${what}DetailsList`]: list, EventType },
    },
  ];
}

function product({ before, after }: Change<ProductRow>): WebhookEvent[] {
  if (after === undefined) return [];
  const EventType = 'Product/Updated';
  const Event = before === undefined ? 'Creation' : 'Update';
  const row = { Event, ID: after.ID.toUpperCase(), SKU: after.SKU, Name: after.Name };
  return [{ type: EventType, payload: { NumberOfProducts: 1, ProductDetailsList: [row], EventType } }];
}

const isAuthorised = (part: PartRow | ReceiptRow | undefined): boolean =>
  part?.status === 'AUTHORISED' || part?.status === 'PAID';

/** The parts that are authorised now and were not before. */
const newlyAuthorised = <Part extends PartRow | ReceiptRow>(
  before: readonly Part[],
  after: readonly Part[],
): Part[] =>
  after.filter((part) => isAuthorised(part) && !isAuthorised(before.find(({ task }) => task === part.task)));

function purchase(world: World, { before, after }: Change<PurchaseRow>): WebhookEvent[] {
  if (after === undefined) return [];
  const supplier = world.suppliers.get(after.supplierId);
  const contact = supplier?.Contacts[0];
  const event = (name: string, task: string, more: JsonObject = {}): WebhookEvent => ({
    type: `Purchase/${name}`,
    payload: {
      TaskID: task.toUpperCase(),
      PurchaseOrderNumber: after.orderNumber,
      SupplierName: supplier?.Name ?? null,
      SupplierContactName: contact?.['Name'] ?? null,
      SupplierContactEmail: contact?.['Email'] ?? null,
      ...more,
      EventType: `Purchase/${name}`,
    },
  });
  const header = {
    ID: after.id.toUpperCase(),
    OrderNumber: after.orderNumber,
    Supplier: supplier?.Name ?? null,
    OrderDate: after.orderDate,
  };
  const EventType = 'Purchase/Updated';
  const numbered = (name: string, field: string, parts: readonly PartRow[]) =>
    parts.map((part) => event(name, part.task, { [field]: part.number }));
  const receipts = (row: PurchaseRow | undefined) => [...(row?.stockReceived ?? []), ...(row?.putAway ?? [])];
  return [
    ...(isAuthorised(after.order) && !isAuthorised(before?.order)
      ? [event('OrderAuthorised', after.id)]
      : []),
    ...numbered(
      'InvoiceAuthorised',
      'InvoiceNumber',
      newlyAuthorised(before?.invoices ?? [], after.invoices),
    ),
    ...numbered(
      'CreditNoteAuthorised',
      'CreditNoteNumber',
      newlyAuthorised(before?.credits ?? [], after.credits),
    ),
    ...newlyAuthorised(receipts(before), receipts(after)).map(({ task }) =>
      event('StockReceivedAuthorised', task, { InvoiceNumber: null }),
    ),
    // The list really is called after customers.
    { type: EventType, payload: { NumberOfPurchase: 1, CustomerDetailsList: [header], EventType } },
  ];
}

function sale({ before, after }: Change<SaleRow>): WebhookEvent[] {
  if (after === undefined) return [];
  const SaleID = after.id.toUpperCase();
  const named = { SaleID, SaleOrderNumber: after.orderNumber };
  const event = (name: string, fields: JsonObject): WebhookEvent => ({
    type: `Sale/${name}`,
    payload: { ...fields, EventType: `Sale/${name}` },
  });
  const invoices = newlyAuthorised(before?.invoices ?? [], after.invoices);
  const credits = newlyAuthorised<PartRow>(before?.credits ?? [], after.credits);
  const undone = (before?.invoices ?? []).filter(
    (part) =>
      isAuthorised(part) &&
      after.invoices.some(({ task, status }) => task === part.task && status === 'DRAFT'),
  );
  const shipped = after.fulfilments.filter(
    ({ task, ship }) =>
      ship === 'AUTHORISED' && before?.fulfilments.find((one) => one.task === task)?.ship !== 'AUTHORISED',
  );
  const otherNames = { TenantID: 'sandbox', OrderNumber: after.orderNumber };
  return [
    ...invoices.map(({ task, number }) =>
      event('InvoiceAuthorised', { SaleTaskID: task.toUpperCase(), ...otherNames, InvoiceNumber: number }),
    ),
    ...credits.map(({ task, number }) =>
      event('CreditNoteAuthorised', { ...named, TaskID: task.toUpperCase(), CreditNoteNumber: number }),
    ),
    ...shipped.map(({ task }) =>
      event('ShipmentAuthorised', { SaleTaskID: task.toUpperCase(), ...otherNames, InvoiceNumber: null }),
    ),
    ...(after.voided && !before?.voided ? [event('Voided', named)] : []),
    ...(undone.length > 0 ? [event('Undo', named)] : []),
  ];
}
