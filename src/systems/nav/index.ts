import type { NavConfig } from '../../config/schema.ts';
import type { Bill } from '../../domain/bill.ts';
import type { SalesDocument } from '../../domain/sale.ts';
import type { System } from '../../engine/ports.ts';
import type { SystemOptions } from '../shared/options.ts';
import { capabilities, title } from './capabilities.ts';
import { createClient } from './client.ts';
import type { Agreed } from './group-context.ts';
import { groupShapes } from './group-shape.ts';
import { groupTarget } from './groups.ts';
import { itemJournalTarget } from './item-journal.ts';
import { itemLedger, itemStock } from './item-ledger.ts';
import { createJournal } from './journal.ts';
import { partySource } from './parties.ts';
import { partyTarget } from './parties-write.ts';
import { customerShape, vendorShape } from './party-shape.ts';
import { pingNav } from './ping.ts';
import { navPush } from './push.ts';
import { createNavReferences } from './references.ts';

/**
 * Dynamics NAV 2017 to current versions of Business Central, on premises or online: published pages (OData V4), and the
 * standard API where there is one. Facts come from Microsoft Learn
 * (https://learn.microsoft.com/dynamics365/business-central/dev-itpro/webservices/web-services) and from Microsoft's AL
 * sources in microsoft/BCApps.
 */
export function createNav(options: SystemOptions): System {
  const { mapping, deps, credentials, pair } = options;
  const erp = pair.erp as NavConfig;
  const client = createClient(options);
  const user = erp.deployment === 'on-premises' && erp.auth !== 'oauth' ? credentials['username'] : undefined;
  const references = createNavReferences(client, deps, user);
  const parties = { client, references, mapping };
  const purchases = {
    client,
    mapping,
    references,
    journal: createJournal(client, 'purchases'),
    agreed: agreed(),
  };
  const sales = { client, mapping, references, journal: createJournal(client, 'sales'), agreed: agreed() };
  const stockClearing = pair.flows.inventory?.enabled ? erp.stockClearing : undefined;
  const bills = { ...purchases, stockClearing };
  const invoices = { ...sales, stockClearing: undefined };
  return {
    side: 'erp',
    name: 'nav',
    title,
    capabilities,
    sources: {
      suppliers: partySource(client, references, mapping, vendorShape),
      customers: partySource(client, references, mapping, customerShape),
    },
    targets: {
      suppliers: partyTarget({ ...parties, shape: vendorShape, defaults: erp.defaults.vendors }),
      customers: partyTarget({ ...parties, shape: customerShape, defaults: erp.defaults.customers }),
      bills: groupTarget<Bill>({ ...bills, shape: groupShapes.bills }),
      credits: groupTarget<Bill>({ ...bills, shape: groupShapes.credits }),
      invoices: groupTarget<SalesDocument>({ ...invoices, shape: groupShapes.invoices }),
      refunds: groupTarget<SalesDocument>({ ...invoices, shape: groupShapes.refunds }),
      movements: itemJournalTarget(client),
    },
    references,
    stock: itemStock(client, itemLedger(client, references, mapping)),
    push: navPush(client),
    ping: (flows) => pingNav(client, deps, flows),
    async probe() {
      await client.http.request({ method: 'GET', url: 'ODataV4/Company', name: 'list of companies' });
    },
    requests: () => client.http.sent(),
    close: () => client.http.close(),
  };
}

const agreed = (): Agreed => new Map();
