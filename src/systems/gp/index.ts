import type { GpConfig } from '../../config/schema.ts';
import type { System } from '../../engine/ports.ts';
import type { SystemOptions } from '../shared/options.ts';
import { capabilities, title } from './capabilities.ts';
import type { DocumentConfig } from './document-context.ts';
import { itemSource } from './items.ts';
import { payablesTarget } from './payables.ts';
import { pingGp } from './ping.ts';
import { receiptTarget } from './receipts.ts';
import { createGpReferences, isoReader } from './references.ts';
import { createSbaApi } from './sba/api.ts';
import { createSoapApi } from './soap/api.ts';
import { vendorSource } from './vendors.ts';

/**
 * Dynamics GP on the customer's own servers, through its SOAP Web Services or through SBA. Facts come from Microsoft's
 * documentation of both (learn.microsoft.com/previous-versions/dynamicsgp/developer) and from classes that others generated
 * from the service's WSDL. What GP keeps as drafts is never posted by us, and what is posted is only read.
 */
export function createGp(options: SystemOptions): System {
  const { pair, mapping, deps } = options;
  const erp = pair.erp as GpConfig;
  const api = erp.protocol === 'soap' ? createSoapApi(options) : createSbaApi(options);
  const references = createGpReferences(api, pair, deps);
  const isoOf = isoReader(references, mapping.back.currency);
  const config: DocumentConfig = {
    ...erp,
    receipts: pair.flows.receipts?.enabled === true,
    listsTerms: api.paymentTerms !== undefined,
  };
  const words = { mapping, isoOf, unitSchedules: erp.unitSchedules };
  return {
    side: 'erp',
    name: 'gp',
    title,
    capabilities: { ...capabilities, concurrency: erp.concurrency },
    sources: { suppliers: vendorSource(api, words), products: itemSource(api, words) },
    targets: {
      bills: payablesTarget({ api, config, cache: deps.cache, isoOf }, 'bill'),
      credits: payablesTarget({ api, config, cache: deps.cache, isoOf }, 'credit'),
      receipts: receiptTarget({ api, config, isoOf }),
    },
    references,
    ping: (flows) => pingGp(api, erp, deps, flows),
    async probe() {
      await api.hello();
    },
    requests: () => api.sent(),
    close: () => api.close(),
  };
}
