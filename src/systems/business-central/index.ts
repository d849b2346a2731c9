import type { BusinessCentralConfig } from '../../config/schema.ts';
import type { System } from '../../engine/ports.ts';
import type { SystemOptions } from '../shared/options.ts';
import { capabilities, title } from './capabilities.ts';
import { createClient } from './client.ts';
import { itemSource } from './items.ts';
import { pingBusinessCentral } from './ping.ts';
import { purchaseCreditMemos } from './purchase-credit-memos.ts';
import { purchaseInvoices } from './purchase-invoices.ts';
import { businessCentralPush } from './push.ts';
import { createBusinessCentralReferences } from './references.ts';
import { vendorSource } from './vendors.ts';
import { vendorTarget } from './vendors-write.ts';

/**
 * Dynamics 365 Business Central online: API v2.0. Facts come from Microsoft Learn
 * (https://learn.microsoft.com/dynamics365/business-central/dev-itpro/api-reference/v2.0/) and from Microsoft's AL
 * sources: the API pages in microsoft/ALAppExtensions:Apps/W1/APIV2, the base application in microsoft/BCApps.
 */
export function createBusinessCentral(options: SystemOptions): System {
  const { mapping, deps } = options;
  const erp = options.pair.erp as BusinessCentralConfig;
  const client = createClient(options);
  const references = createBusinessCentralReferences(client, deps);
  return {
    side: 'erp',
    name: 'business-central',
    title,
    capabilities,
    sources: {
      suppliers: vendorSource(client, references, mapping),
      products: itemSource(client, references, mapping),
    },
    targets: {
      suppliers: vendorTarget({ client, references, mapping, defaults: erp.defaults.vendors }),
      bills: purchaseInvoices(client),
      credits: purchaseCreditMemos(client),
    },
    references,
    push: businessCentralPush(client),
    ping: (flows) => pingBusinessCentral(client, erp, deps, flows),
    async probe() {
      await client.companies();
    },
    requests: () => client.sent(),
    close: () => client.close(),
  };
}
