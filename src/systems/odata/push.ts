import { z } from 'zod';
import type { FlowName, Leg } from '../../domain/document.ts';
import type { Notice } from '../../domain/notice.ts';
import { parseInstant } from '../../domain/time.ts';
import type {
  Delivery,
  Endpoint,
  FlowLeg,
  Push,
  Reading,
  Subscription,
  Telling,
} from '../../engine/ports.ts';
import type { HttpResponse } from '../../http/ports.ts';
import { readWire } from '../shared/wire.ts';

/** What a set tells a flow. */
export interface PushTopic {
  readonly flow: FlowName;
  /** The leg that needs it. */
  readonly leg: Leg;
  readonly role: Notice['role'];
  /** Whether its ids are those of the records as we know them. */
  readonly ids: boolean;
}

/** The part of the API that keeps subscriptions, which stands above the companies. */
export interface SubscriptionApi {
  readonly title: string;
  /** `/api/v2.0/companies(<id>)/`: what the resources of our company begin with. */
  resourceRoot(): Promise<string>;
  list(): Promise<HttpResponse>;
  send(
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    write: { readonly json?: unknown; readonly version?: string | undefined },
  ): Promise<HttpResponse>;
  /** The sets that can be subscribed to, where the server tells. */
  supported?(): Promise<readonly string[]>;
}

const lifeMs = 3 * 24 * 3_600_000;
const name = 'subscriptions';

const row = z.looseObject({
  '@odata.etag': z.string().nullish(),
  subscriptionId: z.string(),
  notificationUrl: z.string().nullish(),
  resource: z.string().nullish(),
  clientState: z.string().nullish(),
  expirationDateTime: z.string().nullish(),
});

/**
 * Webhooks of the Dynamics 365 Business Central API and of NAV (Microsoft Learn, "Working with webhooks"). The server
 * calls the address with a `validationToken` when a subscription is made and each time it is renewed, within the same
 * request; a subscription lives three days. Notifications hold no data and are not signed: `clientState` is the secret.
 * Any answer but 2xx, 408, 429 and 5xx makes the server drop the subscription.
 */
export function odataPush(
  api: SubscriptionApi,
  topics: Readonly<Record<string, readonly PushTopic[]>>,
): Push {
  const toSubscription = (found: z.output<typeof row>, root: string): Subscription => {
    const url = found.notificationUrl ?? '';
    const resource = found.resource ?? '';
    return {
      id: found.subscriptionId,
      topic: sameStart(resource, root) ? withoutSlash(resource).slice(root.length - 1) : resource,
      url,
      active: true,
      expiresAt: parseInstant(found.expirationDateTime ?? ''),
      version: found['@odata.etag'] ?? undefined,
      fits: (endpoint) => url === endpoint.url && found.clientState === endpoint.secret,
    };
  };
  const read = async (response: HttpResponse): Promise<Subscription> =>
    toSubscription(
      readWire(row, response, { system: api.title, name, effect: 'write' }),
      await api.resourceRoot(),
    );
  const bodyOf = async (topic: string, { url, secret }: Endpoint) => ({
    notificationUrl: url,
    resource: `${await api.resourceRoot()}${topic}`,
    clientState: secret,
  });
  return {
    async topics(legs) {
      const wanted = Object.keys(topics).filter((set) => topics[set]?.some((topic) => isWanted(legs, topic)));
      if (wanted.length === 0 || api.supported === undefined) return wanted;
      const supported = await api.supported();
      return wanted.filter((set) => supported.includes(set));
    },
    read: (delivery) => readDelivery(delivery, topics),
    subscriptions: {
      lifeMs,
      async list() {
        const answer = readWire(z.object({ value: z.array(row) }), await api.list(), {
          system: api.title,
          name,
        });
        const root = await api.resourceRoot();
        return answer.value.map((found) => toSubscription(found, root));
      },
      create: async (topic, endpoint) =>
        read(await api.send('POST', 'subscriptions', { json: await bodyOf(topic, endpoint) })),
      renew: async ({ id, topic, version }, endpoint) =>
        read(
          await api.send('PATCH', pathOf(id), {
            json: await bodyOf(topic, endpoint),
            version: version ?? '*',
          }),
        ),
      async remove({ id, version }) {
        await api.send('DELETE', pathOf(id), { version: version ?? '*' });
      },
    },
  };
}

/** The key is a text, so it stands in quotes. */
const pathOf = (id: string): string => `subscriptions('${encodeURIComponent(id.replaceAll("'", "''"))}')`;
const withoutSlash = (resource: string): string => resource.replace(/^\//, '');
const sameStart = (resource: string, root: string): boolean =>
  withoutSlash(resource).toLowerCase().startsWith(withoutSlash(root).toLowerCase());

const isWanted = (legs: readonly FlowLeg[], topic: PushTopic): boolean =>
  legs.some(({ flow, leg }) => flow === topic.flow && leg === topic.leg);

const notification = z.looseObject({
  clientState: z.string().nullish(),
  resource: z.string(),
  changeType: z.string().nullish(),
});

function readDelivery(delivery: Delivery, topics: Readonly<Record<string, readonly PushTopic[]>>): Reading {
  const token = delivery.query.get('validationToken');
  if (token !== null) return { answer: { status: 200, text: token, type: 'text/plain' }, tellings: [] };
  const parsed = z.looseObject({ value: z.array(notification) }).safeParse(delivery.json);
  if (!parsed.success) return { refused: !delivery.trusted, tellings: [] };
  // Several subscriptions may share one delivery: each must show the secret by itself.
  const own = parsed.data.value.filter(({ clientState }) => delivery.isSecret(clientState ?? ''));
  if (own.length === 0) return { refused: parsed.data.value.length > 0 || !delivery.trusted, tellings: [] };
  return { tellings: own.map((one) => tell(one, topics)) };
}

function tell(
  { resource, changeType }: z.output<typeof notification>,
  topics: Readonly<Record<string, readonly PushTopic[]>>,
): Telling {
  const [, set = '', key = ''] = /\/([A-Za-z]+)(?:\(([^)]*)\))?(?:\?.*)?$/.exec(resource) ?? [];
  const known = topics[set] ?? [];
  const one = changeType !== 'collection' && key !== '';
  const id = key.replaceAll("'", '').toLowerCase();
  return {
    topic: known.length > 0 ? set : 'other',
    notices: known.map(({ flow, role, ids }) => ({
      flow,
      role,
      ...(one && ids ? { id, gone: changeType === 'deleted' } : {}),
    })),
  };
}
