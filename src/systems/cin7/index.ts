import type { System } from '../../engine/ports.ts';
import type { SystemOptions } from '../shared/options.ts';
import { adjustmentTarget } from './adjustments.ts';
import { capabilities, title } from './capabilities.ts';
import { createClient } from './client.ts';
import { customerSource } from './customers.ts';
import { customerTarget } from './customers-write.ts';
import { movementSource } from './movements.ts';
import { pingCin7 } from './ping.ts';
import { productSource } from './products.ts';
import { productTarget } from './products-write.ts';
import { purchaseTarget } from './purchase-target.ts';
import { purchaseSource } from './purchases.ts';
import { cin7Push } from './push.ts';
import { createCin7References } from './references.ts';
import { saleSource } from './sales.ts';
import { createStock } from './stock.ts';
import { supplierSource } from './suppliers.ts';
import { supplierTarget } from './suppliers-write.ts';

/** Cin7 Core, formerly DEAR Inventory: API V2, https://dearinventory.docs.apiary.io/. */
export function createCin7(options: SystemOptions): System {
  const { pair, deps } = options;
  const { supplierCode: code, orderReference, defaults } = pair.cin7;
  const client = createClient(options);
  const references = createCin7References(client, deps);
  return {
    side: 'cin7',
    name: 'cin7',
    title,
    capabilities,
    sources: {
      suppliers: supplierSource(client, references, code),
      customers: customerSource(client, references),
      products: productSource(client, references),
      purchases: purchaseSource(client, references, orderReference),
      sales: saleSource(client, references),
      movements: movementSource(client, references, pair.flows.inventory?.since),
    },
    targets: {
      suppliers: supplierTarget({ client, references, code, defaults: defaults.suppliers }),
      customers: customerTarget({ client, references, defaults: defaults.customers }),
      products: productTarget({ client, references, defaults: defaults.products }),
      movements: adjustmentTarget(client, defaults.stockAdjustments),
      ...(orderReference === undefined
        ? {}
        : { purchases: purchaseTarget({ client, references, orderReference, cache: deps.cache }) }),
    },
    references,
    stock: createStock(client),
    push: cin7Push(client),
    ping: (flows) => pingCin7(client, pair.cin7.baseUrl, deps, flows),
    async probe() {
      await client.get('/me', 'company settings');
    },
    requests: () => client.sent(),
    close: () => client.close(),
  };
}
