import { z } from 'zod';
import type { Push } from '../../engine/ports.ts';
import { ifMatch } from '../odata/etag.ts';
import { odataPush, type PushTopic } from '../odata/push.ts';
import { printQuery } from '../odata/query.ts';
import { readWire } from '../shared/wire.ts';
import { apiRoot } from './address.ts';
import { title } from './capabilities.ts';
import type { NavClient } from './client.ts';
import { isAbsent } from './errors.ts';
import { headers } from './server.ts';

/**
 * The standard API's sets, where the server has that API; its ids are not the numbers that the published pages know
 * records by, so that each starts a pass. Invoices and ledger entries only tell that something became of our documents.
 * Item ledger entries and journal lines are not among what can be subscribed to.
 */
const topics: Readonly<Record<string, readonly PushTopic[]>> = {
  vendors: [{ flow: 'suppliers', leg: 'erp-to-cin7', role: 'source', ids: false }],
  customers: [{ flow: 'customers', leg: 'erp-to-cin7', role: 'source', ids: false }],
  items: [{ flow: 'inventory', leg: 'erp-to-cin7', role: 'source', ids: false }],
  purchaseInvoices: [{ flow: 'purchases', leg: 'cin7-to-erp', role: 'target', ids: false }],
  salesInvoices: [{ flow: 'sales', leg: 'cin7-to-erp', role: 'target', ids: false }],
  generalLedgerEntries: [
    { flow: 'purchases', leg: 'cin7-to-erp', role: 'target', ids: false },
    { flow: 'sales', leg: 'cin7-to-erp', role: 'target', ids: false },
  ],
};

const supportedName = 'list of sets with webhooks';

/** Nothing where the server has no API (`erp.api: none`, or switched off): polling finds everything there. */
export function navPush(client: NavClient): Push {
  const rootOf = async () => {
    const { api, companyId } = await client.server();
    return { version: api, companyId };
  };
  const push = odataPush(
    {
      title,
      async resourceRoot() {
        const { version, companyId } = await rootOf();
        return `/${apiRoot(version ?? 'v2.0')}/companies(${companyId})/`;
      },
      list: async () =>
        client.http.request({
          method: 'GET',
          url: await above('subscriptions'),
          name: 'subscriptions',
          headers,
        }),
      async send(method, path, { json, version }) {
        const guarded = version === undefined ? headers : { ...headers, ...ifMatch(version) };
        return client.http.request({
          method,
          url: await above(path),
          name: 'subscriptions',
          json,
          headers: guarded,
        });
      },
      supported,
    },
    topics,
  );
  const above = async (path: string) => `${apiRoot((await rootOf()).version ?? 'v2.0')}/${path}`;

  /** What the server itself lists (`webhookSupportedResources`); an old one that has no such list decides by itself. */
  async function supported(): Promise<readonly string[]> {
    const { version, companyId } = await rootOf();
    if (version === undefined) return [];
    const query = printQuery({ other: { $filter: `resource eq '${version}*'` } });
    const url = `api/microsoft/runtime/beta/companies(${companyId})/webhookSupportedResources${query}`;
    try {
      const response = await client.http.request({ method: 'GET', url, name: supportedName, headers });
      const schema = z.object({ value: z.array(z.looseObject({ resource: z.string() })) });
      const { value } = readWire(schema, response, { system: title, name: supportedName });
      return value.map(({ resource }) => resource.split('/').at(-1) ?? '');
    } catch (error) {
      if (isAbsent(error)) return Object.keys(topics);
      throw error;
    }
  }

  const { subscriptions } = push;
  return {
    ...push,
    subscriptions: subscriptions && {
      ...subscriptions,
      list: async () => ((await rootOf()).version === undefined ? [] : subscriptions.list()),
    },
  };
}
