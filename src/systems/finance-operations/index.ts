import type { FinanceOperationsConfig } from '../../config/schema.ts';
import type { System } from '../../engine/ports.ts';
import type { SystemOptions } from '../shared/options.ts';
import { capabilities, title } from './capabilities.ts';
import { createClient } from './client.ts';
import { pingFinanceOperations } from './ping.ts';
import { productSource } from './products.ts';
import { productTarget } from './products-write.ts';
import { purchaseOrders } from './purchase-orders.ts';
import { financeOperationsPush } from './push.ts';
import { createFinanceOperationsReferences } from './references.ts';
import { vendorInvoices } from './vendor-invoices.ts';
import { vendorSource } from './vendors.ts';
import { vendorTarget } from './vendors-write.ts';

/**
 * Dynamics 365 Finance & Operations: OData data entities. Facts come from Microsoft Learn
 * (MicrosoftDocs/dynamics-365-unified-operations-public, data-entities), from the Common Data Model
 * (microsoft/CDM: core/operationsCommon) and from answers that public projects have recorded.
 */
export function createFinanceOperations(options: SystemOptions): System {
  const { mapping, deps } = options;
  const erp = options.pair.erp as FinanceOperationsConfig;
  const client = createClient(options);
  const references = createFinanceOperationsReferences(client, erp, deps);
  const { defaults, numbering } = erp;
  return {
    side: 'erp',
    name: 'finance-operations',
    title,
    capabilities,
    sources: {
      suppliers: vendorSource(client, mapping, erp),
      products: productSource(client, mapping, erp),
    },
    targets: {
      suppliers: vendorTarget({ client, mapping, numbering: numbering.vendors, defaults: defaults.vendors }),
      products: productTarget({ client, mapping, defaults: defaults.products }),
      orders: purchaseOrders(client, erp),
      bills: vendorInvoices(client, 'bill', erp),
      credits: vendorInvoices(client, 'credit', erp),
    },
    references,
    push: financeOperationsPush(erp),
    ping: (flows) => pingFinanceOperations(client, references, erp, deps, flows),
    async probe() {
      await client.legalEntities();
    },
    requests: () => client.sent(),
    close: () => client.close(),
  };
}
