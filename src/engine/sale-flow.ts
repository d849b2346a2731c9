import type { DocumentKind } from '../domain/document.ts';
import type { Problem } from '../domain/problem.ts';
import { type Sale, type SalesDocument, titleOfSale } from '../domain/sale.ts';
import type { FieldChange } from '../flows/purchases.ts';
import { changedInSale, routeSale } from '../flows/sales.ts';
import type { StoredDocument } from '../store/documents.ts';
import { legOf, type Pass, source, target } from './context.ts';
import type { DocumentFlow } from './document-flow.ts';
import type { Neighbours } from './drafting.ts';
import { resolveMaster } from './masters/resolve.ts';
import type { DocumentTarget, Draft, Source } from './ports.ts';
import { linkedTo, outsideFlow, required } from './purchase-flow.ts';

/** Sales to the ERP: invoices and credit notes of customers. */
export function saleFlow(pass: Pass): DocumentFlow {
  return {
    placeholder: 'sale',
    source: required(source(pass).sources.sales, 'sales') as Source<unknown>,
    route: (record) => routeSale(record as Sale, pass.kinds),
    port: (kind) => portOf(pass, kind),
    outside: (_, document) => outsideFlow(pass, document),
    neighbours: (_, document) => customerOf(pass, document),
    changes: (_, document) => changesSince(pass, document),
    differences: (before, after) => changedInSale(before as SalesDocument, after as SalesDocument),
    title: (content, document) =>
      content ? titleOfSale(content as SalesDocument) : `sale ${document.number}`,
  };
}

const portNames = { invoice: 'invoices', refund: 'refunds' } as const;

function portOf(pass: Pass, kind: DocumentKind): DocumentTarget<unknown, Draft> {
  const name = kind === 'invoice' || kind === 'refund' ? portNames[kind] : undefined;
  return required(name && target(pass).targets[name], kind) as DocumentTarget<unknown, Draft>;
}

async function customerOf(
  pass: Pass,
  document: StoredDocument,
): Promise<Neighbours | { readonly problems: readonly Problem[] }> {
  const content = document.content as SalesDocument;
  const customer = await resolveMaster(pass, 'customers', content.customer.id, titleOfSale(content));
  if ('problems' in customer) return customer;
  const siblings = await pass.store.documents.ofSource(legOf(pass), document.sourceId);
  return {
    master: (flow) => (flow === 'customers' ? customer.linked : undefined),
    document: (kind, task) =>
      linkedTo(siblings.find((sibling) => sibling.kind === kind && sibling.task === task)),
    siblings: (kind) =>
      siblings
        .filter((sibling) => sibling.kind === kind)
        .map((sibling) => ({
          task: sibling.task,
          wanted: sibling.wanted === 'ready' && sibling.state !== 'skipped',
          linked: linkedTo(sibling),
        })),
  };
}

/** A customer that was merged into another is no change of the invoice; one that was exchanged is. */
async function changesSince(pass: Pass, document: StoredDocument): Promise<FieldChange[]> {
  const [before, after] = [document.sent as SalesDocument | undefined, document.content as SalesDocument];
  if (!before) return [];
  const same = document.sentPrint === document.sourcePrint;
  const found = same ? [] : changedInSale(before, after).filter(({ field }) => field !== 'customer');
  if (before.customer.id !== after.customer.id) {
    const still = await source(pass).sources.customers?.read(before.customer.id);
    const exchanged = { field: 'customer', from: before.customer.name, to: after.customer.name };
    if (still) return [...found, exchanged];
  }
  if (same || found.length > 0) return found;
  // The fingerprints differ, so something did change, also where no single field shows it.
  return [{ field: 'lines', from: 'as posted', to: 'changed' }];
}
