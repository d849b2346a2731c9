import { type Bill, titleOfBill } from '../domain/bill.ts';
import { type DocumentKind, openStates } from '../domain/document.ts';
import { type PurchaseOrder, titleOfOrder } from '../domain/order.ts';
import type { Problem } from '../domain/problem.ts';
import type { Product } from '../domain/product.ts';
import type { Purchase } from '../domain/purchase.ts';
import { fold } from '../domain/text.ts';
import { changedFields, type FieldChange, routePurchase } from '../flows/purchases.ts';
import type { StoredDocument } from '../store/documents.ts';
import { legOf, type Pass, source, target } from './context.ts';
import type { DocumentFlow } from './document-flow.ts';
import type { Neighbours } from './drafting.ts';
import { held } from './masters/mirror.ts';
import { resolveMaster } from './masters/resolve.ts';
import { masterSpec } from './masters/spec.ts';
import type { DocumentTarget, Draft, LinkedDocument, LinkedMaster, Source } from './ports.ts';
import type { Verdict } from './verdict.ts';

type Content = Bill | PurchaseOrder;

const titleOf = (content: Content): string =>
  content.kind === 'order' ? titleOfOrder(content) : titleOfBill(content);

/** Purchases to the ERP: orders, bills and credit notes. */
export function purchaseFlow(pass: Pass): DocumentFlow {
  return {
    placeholder: 'purchase',
    source: required(source(pass).sources.purchases, 'purchases') as Source<unknown>,
    route: (record) => routePurchase(record as Purchase, pass.kinds),
    port: (kind) => portOf(pass, kind),
    outside: async (_, document) => outsideFlow(pass, document) ?? (await echo(pass, document)),
    neighbours: async (_, document) => orderNeighbours(pass, document.content as Content, document),
    changes: async (_, document) => changesSince(pass, document),
    differences: (before, after) => changedFields(before as Content, after as Content),
    title: (content, document) => (content ? titleOf(content as Content) : `purchase ${document.number}`),
  };
}

export const required = <T>(port: T | undefined, name: string): T => {
  if (port === undefined) throw new Error(`this pair has no ${name}`);
  return port;
};

const portNames = { order: 'orders', bill: 'bills', credit: 'credits' } as const;

function portOf(pass: Pass, kind: DocumentKind): DocumentTarget<unknown, Draft> {
  const name = kind === 'order' || kind === 'bill' || kind === 'credit' ? portNames[kind] : undefined;
  return required(name && target(pass).targets[name], kind) as DocumentTarget<unknown, Draft>;
}

/** The purchase of an order that we brought from the ERP comes back in its list; its bills are Cin7's own. */
async function echo(pass: Pass, document: StoredDocument): Promise<Verdict | undefined> {
  if (document.kind !== 'order') return undefined;
  const ours = await pass.store.documents.byTarget(
    pass.pair,
    source(pass).name,
    'purchase',
    document.sourceId,
  );
  return ours && { state: 'skipped', tell: { why: `it came from the ERP as ${ours.number}` } };
}

/** Older than `since`, or of a location that the pair does not serve: never touched. */
export function outsideFlow(pass: Pass, document: StoredDocument): Verdict | undefined {
  const bill = document.content as Content;
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

export async function orderNeighbours(
  pass: Pass,
  content: Content,
  document: StoredDocument,
): Promise<Neighbours | { problems: readonly Problem[] }> {
  const lines = content.lines.filter(({ kind }) => kind === 'item');
  const found = await partners(pass, content.supplier.id, lines, document, titleOf(content));
  if ('problems' in found) return found;
  const { strangers, ...neighbours } = found;
  const { receipts, inventory } = pass.pairOf.flows;
  const doubtful =
    receipts?.enabled || inventory?.enabled
      ? new Set(lines.flatMap(({ productId }) => productId || []))
      : pass.options.lines === 'item'
        ? strangers
        : new Set<string>();
  const told = await withServices(pass, content, doubtful);
  return {
    ...neighbours,
    content:
      told.kind === 'order' && pass.leg === 'cin7-to-erp'
        ? { ...told, lines: await withAccounts(pass, told.lines) }
        : told,
  };
}

/** What stands at the target for whom and what a document names. `strangers`: products that it does not have. */
export async function partners(
  pass: Pass,
  supplierId: string,
  lines: readonly { readonly productId?: string | undefined; readonly sku?: string | undefined }[],
  document: StoredDocument,
  title: string,
): Promise<
  (Neighbours & { readonly strangers: ReadonlySet<string> }) | { readonly problems: readonly Problem[] }
> {
  const supplier = await resolveMaster(pass, 'suppliers', supplierId, title);
  if ('problems' in supplier) return supplier;
  const products = new Map<string, LinkedMaster>();
  const strangers = new Set<string>();
  for (const line of lines) {
    if (!line.productId || products.has(line.productId)) continue;
    const product = await resolveMaster(pass, 'products', line.productId, title, line.sku);
    if ('problems' in product) strangers.add(line.productId);
    else products.set(line.productId, product.linked);
  }
  const siblings = await pass.store.documents.ofSource(legOf(pass), document.sourceId);
  return {
    strangers,
    master: (flow, id) => (flow === 'suppliers' ? supplier.linked : products.get(id)),
    document: (kind, task) =>
      linkedTo(siblings.find((sibling) => sibling.kind === kind && sibling.task === task)),
    siblings: (kind) =>
      siblings
        .filter((sibling) => sibling.kind === kind)
        .map((sibling) => ({
          task: sibling.task,
          wanted: sibling.wanted === 'ready' && sibling.state !== 'skipped',
          open: openStates.some((state) => state === sibling.state),
          linked: linkedTo(sibling),
        })),
  };
}

/** Cin7 tells which products are services: they need no item at the target, and nobody receives them into stock. */
async function withServices<C extends Content>(
  pass: Pass,
  content: C,
  products: ReadonlySet<string>,
): Promise<C> {
  if (products.size === 0 || pass.leg !== 'cin7-to-erp') return content;
  const spec = masterSpec(pass.pairOf, 'products');
  const services = new Set<string>();
  for (const id of products) {
    const product = (await held(pass, spec, 'cin7', id))?.snapshot as Product | undefined;
    if (product?.type === 'service') services.add(id);
  }
  const lines = content.lines.map((line) =>
    services.has(line.productId ?? '') ? { ...line, service: true } : line,
  );
  return { ...content, lines };
}

/** Lines of orders and receipts are booked on their product's own account, where it names one (LEDGER 2). */
export async function withAccounts<L extends { readonly productId?: string | undefined }>(
  pass: Pass,
  lines: readonly L[],
): Promise<L[]> {
  const spec = masterSpec(pass.pairOf, 'products');
  const told: L[] = [];
  for (const line of lines) {
    const product =
      line.productId && ((await held(pass, spec, 'cin7', line.productId))?.snapshot as Product | undefined);
    const own = product && (product.type === 'stock' ? product.inventoryAccount : product.expenseAccount);
    told.push(own ? { ...line, account: own } : line);
  }
  return told;
}

export function linkedTo(sibling: StoredDocument | undefined): LinkedDocument | undefined {
  if (!sibling?.target) return undefined;
  const { target: ref, done } = sibling;
  return { ref, posted: sibling.posted === 'yes', draft: sibling.draft as Draft | undefined, done };
}

/** A supplier that was merged into another is no change of the bill; one that was exchanged is. */
export async function changesSince(pass: Pass, document: StoredDocument): Promise<FieldChange[]> {
  const [before, after] = [document.sent as Content | undefined, document.content as Content];
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
const orSome = (found: FieldChange[]) =>
  found.length > 0 ? found : [{ field: 'lines', from: 'as posted', to: 'changed' }];
