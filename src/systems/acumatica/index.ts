import type { AcumaticaConfig } from '../../config/schema.ts';
import type { System } from '../../engine/ports.ts';
import type { SystemOptions } from '../shared/options.ts';
import { capabilities, title } from './capabilities.ts';
import { createClient } from './client.ts';
import { billTarget, orderTarget } from './documents.ts';
import { incomingOrders } from './incoming-orders.ts';
import { itemSource } from './items.ts';
import { pingAcumatica } from './ping.ts';
import { acumaticaPush } from './push.ts';
import { createAcumaticaReferences } from './references.ts';
import { vendorSource } from './vendors.ts';
import { vendorTarget } from './vendors-write.ts';

/**
 * Acumatica Cloud ERP: contract-based REST API, endpoint Default. Facts come from Acumatica's Integration Development
 * Guide (help.acumatica.com) and from the official endpoint definitions in
 * Acumatica/AcumaticaRESTAPIClientForCSharp:EndpointMetadata.
 */
export function createAcumatica(options: SystemOptions): System {
  const { mapping, deps } = options;
  const erp = options.pair.erp as AcumaticaConfig;
  const client = createClient(options);
  const references = createAcumaticaReferences(client, deps);
  const documents = { client, mapping, config: erp };
  return {
    side: 'erp',
    name: 'acumatica',
    title,
    capabilities,
    sources: {
      suppliers: vendorSource(client, references, mapping, deps),
      products: itemSource(client, mapping, deps.clock),
      orders: incomingOrders(client, references, mapping, deps.clock),
    },
    targets: {
      suppliers: vendorTarget({ client, references, mapping, config: erp, deps }),
      orders: orderTarget(documents),
      bills: billTarget(documents, 'bill'),
      credits: billTarget(documents, 'credit'),
    },
    references,
    push: acumaticaPush(),
    ping: (flows) => pingAcumatica(client, references, erp, deps, flows),
    async probe() {
      await client.offer();
    },
    requests: () => client.sent(),
    close: () => client.close(),
  };
}
