import { z } from 'zod';
import type { Endpoint, Subscription, Subscriptions } from '../../engine/ports.ts';
import { readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { Cin7Client } from './client.ts';
import { guid, list, text } from './wire.ts';

const webhook = z.object({
  ID: guid(),
  Type: text(),
  IsActive: z.boolean().nullish(),
  ExternalURL: text(),
  ExternalAuthorizationType: text(),
  ExternalPassword: text(),
  ExternalBearerToken: text(),
  ExternalHeaders: list(z.object({ Key: text(), Value: text() })),
});

type Webhook = z.output<typeof webhook>;

const name = 'webhooks';

/** `/webhooks` (API Blueprint): five per type at most; after six failed deliveries Cin7 switches one off. */
export const webhookSubscriptions = (client: Cin7Client): Subscriptions => {
  const all = async (): Promise<Subscription[]> => {
    const response = await client.get('/webhooks', name);
    const { Webhooks } = readWire(z.object({ Webhooks: list(webhook) }), response, { system: title, name });
    return Webhooks.map(toSubscription);
  };
  const written = async (topic: string, endpoint: Endpoint, id?: string): Promise<Subscription> => {
    const body = { ...(id === undefined ? {} : { ID: id }), ...bodyOf(topic, endpoint) };
    await client.send(id === undefined ? 'POST' : 'PUT', '/webhooks', name, body);
    const rows = (await all()).filter((row) => row.topic === topic && row.url === endpoint.url);
    const found = rows.find((row) => row.id === id) ?? rows.at(-1);
    return found ?? { id: id ?? '', topic, url: endpoint.url, active: false, fits: () => false };
  };
  return {
    perTopic: 5,
    list: all,
    create: (topic, endpoint) => written(topic, endpoint),
    renew: ({ id, topic }, endpoint) => written(topic, endpoint, id),
    async remove({ id }) {
      await client.remove('/webhooks', name, { ID: id });
    },
  };
};

const headerName = 'x-webhook-secret';
const userName = 'ml-connector';

function bodyOf(Type: string, { auth, url, secret }: Endpoint) {
  const types = { path: 'noauth', header: 'noauth', basic: 'basicauth', bearer: 'bearerauth' } as const;
  return {
    Type,
    IsActive: true,
    ExternalURL: url,
    ExternalAuthorizationType: types[auth],
    ...(auth === 'basic' ? { ExternalUserName: userName, ExternalPassword: secret } : {}),
    ...(auth === 'bearer' ? { ExternalBearerToken: secret } : {}),
    ExternalHeaders: auth === 'header' ? [{ Key: headerName, Value: secret }] : [],
  };
}

const toSubscription = (row: Webhook): Subscription => ({
  id: row.ID,
  topic: row.Type,
  url: row.ExternalURL,
  active: row.IsActive !== false,
  fits: (endpoint) => row.ExternalURL === endpoint.url && shows(row, endpoint),
});

function shows(row: Webhook, { auth, secret }: Endpoint): boolean {
  const type = row.ExternalAuthorizationType.toLowerCase();
  if (auth === 'bearer') return type === 'bearerauth' && row.ExternalBearerToken === secret;
  if (auth === 'basic') return type === 'basicauth' && row.ExternalPassword === secret;
  if (auth === 'path') return type === 'noauth';
  return row.ExternalHeaders.some(({ Key, Value }) => Key.toLowerCase() === headerName && Value === secret);
}
