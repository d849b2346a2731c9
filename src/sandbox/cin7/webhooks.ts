import type { JsonObject } from '../exchange.ts';
import { refuse } from './errors.ts';
import { readFields, text, textFrom } from './fields.ts';
import type { Query } from './paging.ts';
import type { World } from './state.ts';

/** `/webhooks`: kept and shown, secrets included, as Cin7 does; webhook-sender.ts delivers (apis/cin7-core.md, section 6). */

const sale = [
  'Created',
  'QuoteAuthorised',
  'OrderAuthorised',
  'Voided',
  'Backordered',
  'ShipmentAuthorised',
  'InvoiceAuthorised',
  'PickAuthorised',
  'PackAuthorised',
  'CreditNoteAuthorised',
  'Undo',
  'PartialPaymentReceived',
  'FullPaymentReceived',
  'AttachmentAdded',
  'AdditionalAttributesChanged',
  'ShipmentTrackingNumberChanged',
];
const purchase = [
  'OrderAuthorised',
  'InvoiceAuthorised',
  'StockReceivedAuthorised',
  'CreditNoteAuthorised',
  'Updated',
];
const types = [
  ...sale.map((name) => `Sale/${name}`),
  ...purchase.map((name) => `Purchase/${name}`),
  'Customer/Updated',
  'Supplier/Updated',
  'Product/Updated',
  'Stock/AvailableStockLevelChanged',
];

const fields = [
  text('Type', 100, { required: 'always', values: types }),
  { name: 'IsActive', kind: 'bool', required: 'create' } as const,
  text('ExternalURL', 2000, { required: 'always' }),
  text('ExternalAuthorizationType', 20, {
    required: 'always',
    values: ['noauth', 'basicauth', 'bearerauth'],
  }),
  text('ExternalUserName', 256),
  text('ExternalPassword', 256),
  text('ExternalBearerToken', 2000),
];

const most = 5;

const shown = (world: World, key: string): JsonObject => {
  const { key: _key, ...row } = world.webhooks.get(key) ?? refuse('Webhook with specified ID not found', 404);
  return row;
};

export const getWebhooks = (world: World): JsonObject => ({
  Webhooks: world.webhooks.all().map((row) => shown(world, row.key)),
});

export function postWebhook(world: World, body: JsonObject): JsonObject {
  const read = readFields(world, fields, body, 'create');
  if (world.webhooks.all().filter((row) => row['Type'] === read['Type']).length >= most)
    refuse(`You have reached the maximum of ${most} webhooks of type ${String(read['Type'])}.`);
  const ID = world.newId();
  world.webhooks.put({
    key: ID,
    ID,
    Name: String(read['Type']),
    ...read,
    ExternalHeaders: body['ExternalHeaders'] ?? [],
  });
  return shown(world, ID);
}

export function putWebhook(world: World, body: JsonObject): JsonObject {
  const id = textFrom(body, 'ID').toLowerCase();
  const before = world.webhooks.get(id) ?? refuse('Webhook with specified ID not found', 404);
  const headers = body['ExternalHeaders'] === undefined ? {} : { ExternalHeaders: body['ExternalHeaders'] };
  world.webhooks.put({ ...before, ...readFields(world, fields, body, 'update'), ...headers });
  return shown(world, id);
}

export function deleteWebhook(world: World, query: Query): JsonObject {
  const id = query.get('id') ?? '';
  const row = shown(world, id);
  world.webhooks.remove(id);
  return row;
}
