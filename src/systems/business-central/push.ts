import type { Push } from '../../engine/ports.ts';
import { odataPush, type PushTopic } from '../odata/push.ts';
import { title } from './capabilities.ts';
import type { BusinessCentralClient } from './client.ts';

/**
 * The sets that can be subscribed to are listed in Microsoft Learn, "Working with webhooks in Dynamics 365 Business
 * Central"; credit memos and lines are not among them. What the invoices tell is only what became of ours.
 */
const topics: Readonly<Record<string, readonly PushTopic[]>> = {
  vendors: [{ flow: 'suppliers', leg: 'erp-to-cin7', role: 'source', ids: true }],
  items: [{ flow: 'products', leg: 'erp-to-cin7', role: 'source', ids: true }],
  purchaseInvoices: [{ flow: 'purchases', leg: 'cin7-to-erp', role: 'target', ids: true }],
};

export const businessCentralPush = (client: BusinessCentralClient): Push =>
  odataPush(
    {
      title,
      resourceRoot: async () => `/api/v2.0/companies(${await client.companyId()})/`,
      list: () => client.above('GET', 'subscriptions'),
      send: (method, path, write) => client.above(method, path, write),
    },
    topics,
  );
