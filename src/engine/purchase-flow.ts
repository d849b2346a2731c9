import type { Bill } from '../domain/bill.ts';
import type { DocumentKind } from '../domain/document.ts';
import type { Problem } from '../domain/problem.ts';
import type { Purchase } from '../domain/purchase.ts';
import { fold } from '../domain/text.ts';
import { changedFields, routePurchase, titleOfBill } from '../flows/purchases.ts';
import type { StoredDocument } from '../store/documents.ts';
import { legOf, type Pass, source, target } from './context.ts';
import type { DocumentFlow } from './document-flow.ts';
import type { Neighbours } from './drafting.ts';
import { resolveMaster } from './masters/resolve.ts';
import type { DocumentTarget, Draft, LinkedDocument, LinkedMaster, Source } from './ports.ts';
import type { Verdict } from './verdict.ts';

/** Purchases to the ERP: bills and credit notes. */
export function purchaseFlow(pass: Pass): DocumentFlow {
  return {
    placeholder: 'purchase',
    source: required(source(pass).sources.purchases, 'purchases') as Source<unknown>,
    route: (record) => routePurchase(record as Purchase, pass.kinds),
    port: (kind) => portOf(pass, kind),
    outside,
    neighbours: async (_, document) => neighbours(pass, document.content as Bill, document),
    changes: async (_, document) => changes(pass, document),
    title: (content, document) => (content ? titleOfBill(content as Bill) : `purchase ${document.number}`),
  };
}

const required = <T>(port: T | undefined, name: string): T => {
  if (port === undefined) throw new Error(`this pair has no ${name}`);
  return port;
};

function portOf(pass: Pass, kind: DocumentKind): DocumentTarget<unknown, Draft> {
  const { bills, credits } = target(pass).targets;
  const port = kind === 'bill' ? bills : kind === 'credit' ? credits : undefined;
  return required(port, kind) as DocumentTarget<unknown, Draft>;
}

/** Older than `since`, or of a location that the pair does not serve: never touched. */
function outside(pass: Pass, document: StoredDocument): Verdict | undefined {
  const bill = document.content as Bill;
  const { since, only } = pass.options;
  if (since !== undefined && bill.date !== undefined && bill.date < since) {
    return { state: 'skipped', tell: { why: `dated ${bill.date}, before ${since}` } };
  }
  const locations = only.locations;
  if (locations && !locations.some((location) => fold(location) === fold(bill.location))) {
    return {
      state: 'skipped',
      tell: { why: `location ${bill.location ?? '(none)'} is not served by this pair` },
    };
  }
  return undefined;
}

async function neighbours(
  pass: Pass,
  bill: Bill,
  document: StoredDocument,
): Promise<Neighbours | { problems: readonly Problem[] }> {
  const supplier = await resolveMaster(pass, 'suppliers', bill.supplier.id, titleOfBill(bill));
  if ('problems' in supplier) return supplier;
  const products = new Map<string, LinkedMaster>();
  for (const line of bill.lines) {
    if (line.kind !== 'item' || !line.productId || products.has(line.productId)) continue;
    const product = await resolveMaster(pass, 'products', line.productId, titleOfBill(bill), line.sku);
    if (!('problems' in product)) products.set(line.productId, product.linked);
  }
  const siblings = bill.appliesTo ? await pass.store.documents.ofSource(legOf(pass), document.sourceId) : [];
  return {
    master: (flow, id) => (flow === 'suppliers' ? supplier.linked : products.get(id)),
    document: (kind, task) => siblingOf(siblings, kind, task),
  };
}

function siblingOf(
  siblings: readonly StoredDocument[],
  kind: DocumentKind,
  task: string,
): LinkedDocument | undefined {
  const sibling = siblings.find((document) => document.kind === kind && document.task === task);
  return sibling?.target && { ref: sibling.target, posted: sibling.posted === 'yes' };
}

/** A supplier that was merged into another is no change of the bill; one that was exchanged is. */
async function changes(
  pass: Pass,
  document: StoredDocument,
): Promise<{ field: string; from: string; to: string }[]> {
  const [before, after] = [document.sent as Bill | undefined, document.content as Bill];
  if (!before) return [];
  const found = document.sentPrint === document.sourcePrint ? [] : changedFields(before, after);
  const other = found.filter((change) => change.field !== 'supplier');
  if (before.supplier.id === after.supplier.id)
    return document.sentPrint === document.sourcePrint ? [] : orSome(other);
  const still = await source(pass).sources.suppliers?.read(before.supplier.id);
  if (!still) return document.sentPrint === document.sourcePrint ? [] : orSome(other);
  return [...other, { field: 'supplier', from: before.supplier.name, to: after.supplier.name }];
}

/** The fingerprints differ, so something did change, also where no single field shows it. */
const orSome = (found: { field: string; from: string; to: string }[]) =>
  found.length > 0 ? found : [{ field: 'lines', from: 'as posted', to: 'changed' }];
