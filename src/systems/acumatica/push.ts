import type { Notice } from '../../domain/notice.ts';
import { tidy } from '../../domain/text.ts';
import type { Delivery, Endpoint, FlowLeg, Push, Reading } from '../../engine/ports.ts';

/**
 * Push notifications (Acumatica Integration Development Guide, "Push Notifications"): set up on SM302000 over a generic
 * inquiry. The body is not signed; one secret header is all that proves the sender. A change is one row in `Deleted` and
 * one in `Inserted`, with the columns of the inquiry; up to five tries, and an administrator can send it again for two
 * days, with the same `Id`.
 */
export const acumaticaPush = (): Push => ({ topics: async () => [], read: readDelivery, instructions });

type Fields = Readonly<Record<string, unknown>>;

function readDelivery({ json, trusted }: Delivery): Reading {
  if (!trusted) return { refused: true, tellings: [] };
  if (!isFields(json)) return { tellings: [{ topic: 'unreadable', notices: [] }] };
  const inserted = rowsOf(json['Inserted']);
  const deleted = rowsOf(json['Deleted']);
  const there = new Set(inserted.flatMap((row) => noticesOf(row, false)).map(keyOf));
  const gone = deleted.flatMap((row) => noticesOf(row, true)).filter((notice) => !there.has(keyOf(notice)));
  const notices = [...inserted.flatMap((row) => noticesOf(row, false)), ...gone];
  const key = text(json, 'Id');
  const topic = notices.length > 0 ? text(json, 'Query') || 'query' : 'other';
  return { tellings: [{ topic, notices, key: key === '' ? undefined : key.toLowerCase() }] };
}

const keyOf = ({ flow, role, id, number }: Notice): string => [flow, role, id, number].join('|');

/** By the columns: `OrderNbr` an order, `RefNbr` or `ReferenceNbr` a bill, `InventoryID` an item, `VendorID` a vendor. */
function noticesOf(row: Fields, gone: boolean): Notice[] {
  const order = text(row, 'OrderNbr', 'OrderNumber');
  if (order !== '')
    return [
      { flow: 'purchases', role: 'source', id: order.toLowerCase(), gone },
      { flow: 'purchases', role: 'target', number: order, gone },
    ];
  const bill = text(row, 'ReferenceNbr', 'RefNbr');
  if (bill !== '') return [{ flow: 'purchases', role: 'target', number: bill, gone }];
  const item = text(row, 'InventoryID', 'InventoryCD');
  if (item !== '') return [{ flow: 'products', role: 'source', id: item.toLowerCase(), gone }];
  const vendor = text(row, 'VendorID', 'AcctCD', 'BAccountCD');
  return vendor === '' ? [] : [{ flow: 'suppliers', role: 'source', id: vendor.toLowerCase(), gone }];
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const rowsOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);
/** Columns of an inquiry may be named with blanks. */
function text(row: Fields, ...names: string[]): string {
  for (const [name, value] of Object.entries(row)) {
    const plain = name.replace(/[^A-Za-z]/g, '').toLowerCase();
    if (names.some((wanted) => wanted.toLowerCase() === plain)) return tidy(String(value ?? ''));
  }
  return '';
}

function instructions({ base, secret }: Endpoint, legs: readonly FlowLeg[]): string[] {
  const flows = new Set(legs.map(({ flow }) => flow));
  const inquiries = [
    flows.has('suppliers') ? 'ML-Vendors: table Vendor, columns AcctCD and LastModifiedDateTime.' : '',
    flows.has('products')
      ? 'ML-Items: table InventoryItem, columns InventoryCD and LastModifiedDateTime.'
      : '',
    flows.has('purchases')
      ? 'ML-Orders: table POOrder, columns OrderType, OrderNbr, Status, LastModifiedDateTime.'
      : '',
    flows.has('purchases')
      ? 'ML-Bills: table APInvoice, columns DocType, RefNbr, Status, LastModifiedDateTime.'
      : '',
  ];
  return [
    'Acumatica, Push Notifications (SM302000): name ML-CONNECTOR, destination type Webhook.',
    `Address: ${base}`,
    'Header name: x-webhook-secret',
    `Header value: ${secret}`,
    'Source: generic inquiries (SM208000), each of one table, without aggregation:',
    ...inquiries.filter((line) => line !== '').map((line) => `  ${line}`),
    'Then set Active. "Webhooks" of Acumatica (SM304000) is something else: it receives.',
  ];
}
