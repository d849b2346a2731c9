import type { FlowName } from '../../domain/document.ts';
import type { Notice } from '../../domain/notice.ts';
import { tidy } from '../../domain/text.ts';
import type { Delivery, FlowLeg, Push, Reading, Telling } from '../../engine/ports.ts';
import type { Cin7Client } from './client.ts';
import { webhookSubscriptions } from './subscriptions.ts';

/**
 * Cin7's webhooks (API Blueprint, "Webhooks"): not signed, in no order, and perhaps more than once. Types and payloads as
 * the blueprint lists them; some pages of the help centre still spell `Authorized`.
 */
export const cin7Push = (client: Cin7Client): Push => ({
  topics: async (legs) => topicsOf(legs),
  read: readDelivery,
  subscriptions: webhookSubscriptions(client),
});

const topics: Readonly<Record<FlowName, readonly string[]>> = {
  suppliers: ['Supplier/Updated'],
  customers: ['Customer/Updated'],
  products: ['Product/Updated'],
  purchases: [
    'Purchase/OrderAuthorised',
    'Purchase/InvoiceAuthorised',
    'Purchase/CreditNoteAuthorised',
    'Purchase/Updated',
  ],
  receipts: ['Purchase/StockReceivedAuthorised', 'Purchase/Updated'],
  sales: ['Sale/InvoiceAuthorised', 'Sale/CreditNoteAuthorised', 'Sale/Voided', 'Sale/Undo'],
  inventory: [
    'Stock/AvailableStockLevelChanged',
    'Sale/ShipmentAuthorised',
    'Purchase/StockReceivedAuthorised',
  ],
};

export const topicsOf = (legs: readonly FlowLeg[]): string[] => [
  ...new Set(legs.flatMap(({ flow, leg }) => (leg === 'cin7-to-erp' ? topics[flow] : []))),
];

type Fields = Readonly<Record<string, unknown>>;

function readDelivery({ json, trusted }: Delivery): Reading {
  if (!trusted) return { refused: true, tellings: [] };
  // The stock levels come as an array without any envelope.
  if (Array.isArray(json)) return { tellings: [{ topic: stockLevels, notices: notices([stockLevels], {}) }] };
  if (!isFields(json)) return { tellings: [{ topic: 'unreadable', notices: [] }] };
  const topic = typeOf(json['EventType']);
  return { tellings: [{ topic, notices: tell(topic, json) }] };
}

const stockLevels = 'Stock/AvailableStockLevelChanged';

/** As the API spells it; a type that we do not know is counted as `other`. */
function typeOf(text: unknown): string {
  const wanted = String(text ?? '')
    .replace(/ized$/i, 'ised')
    .toLowerCase();
  return (
    Object.values(topics)
      .flat()
      .find((topic) => topic.toLowerCase() === wanted) ?? 'other'
  );
}

/** The list of an `Updated` event, by the type's first word; that of purchases really is named after customers. */
const lists: Readonly<Record<string, readonly string[]>> = {
  'Supplier/Updated': ['SupplierDetailsList'],
  'Customer/Updated': ['CustomerDetailsList'],
  'Product/Updated': ['ProductDetailsList'],
  'Purchase/Updated': ['CustomerDetailsList', 'PurchaseDetailsList'],
};

function tell(topic: string, event: Fields): Telling['notices'] {
  const names = lists[topic];
  if (names === undefined) return notices([topic], event);
  const rows = names.map((name) => event[name]).find(Array.isArray) as readonly unknown[] | undefined;
  const records = (rows ?? []).filter(isFields);
  return records.length === 0 ? notices([topic], {}) : records.flatMap((row) => notices([topic], inner(row)));
}

/** Suppliers and customers stand one level deeper, beside their addresses and contacts. */
const inner = (row: Fields): Fields => {
  const { Supplier: supplier, Customer: customer } = row;
  return isFields(supplier) ? supplier : isFields(customer) ? customer : row;
};

function notices(types: readonly string[], record: Fields): Notice[] {
  const flows = (Object.keys(topics) as FlowName[]).filter((flow) =>
    topics[flow].some((topic) => types.includes(topic)),
  );
  return flows.map((flow) => ({ flow, role: 'source', ...named(flow, record) }));
}

/** Stock has no record of its own: it is read as a whole. */
function named(flow: FlowName, record: Fields): Pick<Notice, 'id' | 'number'> {
  if (flow === 'inventory') return {};
  const first = (...names: string[]) => tidy(String(names.map((name) => record[name]).find(Boolean) ?? ''));
  const id = first('ID', 'TaskID', 'SaleID', 'SaleTaskID', 'PurchaseID').toLowerCase();
  if (flow !== 'purchases' && flow !== 'receipts' && flow !== 'sales') return { id };
  // The task of an event may be a part of the purchase, so the number is what it is found by.
  return { id, number: first('PurchaseOrderNumber', 'SaleOrderNumber', 'OrderNumber') };
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
