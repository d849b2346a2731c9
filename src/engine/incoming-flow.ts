import { type IncomingOrder, type PurchaseOrder, titleOfOrder } from '../domain/order.ts';
import { routeIncoming } from '../flows/incoming-orders.ts';
import { changedFields } from '../flows/purchases.ts';
import type { StoredDocument } from '../store/documents.ts';
import { type Pass, source, target } from './context.ts';
import type { DocumentFlow } from './document-flow.ts';
import type { DocumentTarget, Draft, Source } from './ports.ts';
import { changesSince, orderNeighbours, outsideFlow, required } from './purchase-flow.ts';
import type { Verdict } from './verdict.ts';

/** Orders of the ERP into Cin7, never one that came from there. */
export function incomingFlow(pass: Pass): DocumentFlow {
  return {
    placeholder: 'order',
    source: required(source(pass).sources.orders, 'orders') as Source<unknown>,
    route: (record) => routeIncoming(record as IncomingOrder),
    port: () => required(target(pass).targets.purchases, 'purchases') as DocumentTarget<unknown, Draft>,
    outside: async (_, document) => outsideFlow(pass, document) ?? (await echo(pass, document)),
    neighbours: async (_, document) => orderNeighbours(pass, document.content as PurchaseOrder, document),
    changes: async (_, document) => changesSince(pass, document),
    differences: (before, after) => changedFields(before as PurchaseOrder, after as PurchaseOrder),
    title: (content, document) =>
      content ? titleOfOrder(content as PurchaseOrder) : `order ${document.number}`,
  };
}

/** An order that we wrote into the ERP comes back in its list. */
async function echo(pass: Pass, document: StoredDocument): Promise<Verdict | undefined> {
  const ours = await pass.store.documents.byTarget(pass.pair, source(pass).name, 'order', document.sourceId);
  return ours && { state: 'skipped', tell: { why: `it came from Cin7 as ${ours.number}` } };
}
