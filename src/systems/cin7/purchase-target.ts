import type { PurchaseOrder } from '../../domain/order.ts';
import type { Purchase } from '../../domain/purchase.ts';
import { fold } from '../../domain/text.ts';
import { startOf } from '../../domain/time.ts';
import type { Difference, DocumentTarget, Remote } from '../../engine/ports.ts';
import type { Cache } from '../../http/ports.ts';
import type { References } from '../../mapping/references.ts';
import { changedMeanwhile } from '../shared/stale.ts';
import { readRows } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { Cin7Client } from './client.ts';
import { draftedLines, keptLines, type PurchaseDraft } from './purchase-draft.ts';
import { mapPurchase } from './purchase-map.ts';
import { parsePurchase } from './purchase-parse.ts';
import { purchaseSteps } from './purchase-steps.ts';
import { asParameter, purchaseVersion, readPurchase } from './purchases.ts';
import { baseCurrency } from './references.ts';
import { type PurchaseRow, purchaseRow } from './wire.ts';

export interface PurchaseTargetOptions {
  readonly client: Cin7Client;
  readonly references: References;
  /** The additional attribute that keeps the ERP's order number. */
  readonly orderReference: string;
  readonly cache: Cache;
}

/** How long a purchase that was looked into need not be looked into again, unless it changes. */
const rememberedMs = 90 * 24 * 3_600_000;

/**
 * An order of the ERP as a purchase: its header, then the order as a draft, then authorised. Nothing here can be filtered
 * by the ERP's number, so a lost create is found among the supplier's purchases since the order's time, each looked into
 * once. Later edits of the order change a draft; what was authorised stands.
 */
export function purchaseTarget(options: PurchaseTargetOptions): DocumentTarget<PurchaseOrder, PurchaseDraft> {
  const { client, references, orderReference } = options;

  async function read(id: string): Promise<Remote | undefined> {
    const found = await readPurchase(client, id);
    if (!found) return undefined;
    const { detail } = found;
    const purchase = parsePurchase(detail, detail.BaseCurrency || (await baseCurrency(references)));
    return toRemote(purchase, purchaseVersion(detail), orderReference);
  }

  return {
    kind: 'purchase',
    needs: ['setup', 'taxes', 'paymentTerms', 'locations'],
    amends: true,
    map: (order, lookups) => mapPurchase(order, orderReference, lookups),
    async find(draft) {
      const found: Remote[] = [];
      for (const row of await candidates(client, draft)) {
        if (fold(await referenceOf(options, row)) !== fold(draft.reference)) continue;
        const remote = await read(row.ID);
        if (remote && remote.naturalKey === draft.naturalKey) found.push(remote);
      }
      return found;
    },
    async read(refs) {
      const remotes: Remote[] = [];
      for (const { id } of refs) {
        const remote = await read(id);
        if (remote) remotes.push(remote);
      }
      return remotes;
    },
    compare,
    began: (draft, remote) => {
      const purchase = remote.content as Purchase;
      return remote.status === 'draft' && purchase.order.lines.length === 0 && sameHeader(draft, purchase);
    },
    steps: (draft, done) => purchaseSteps(client, draft, done, read),
    /** There is no If-Match: what stands there is read, compared with the version that was seen, and voided at once. */
    async withdraw({ id, version }) {
      const remote = await read(id);
      if (!remote || remote.status === 'void') return;
      const changed = version !== undefined && remote.ref.version !== version;
      if (changed || remote.status === 'posted') throw changedMeanwhile(title, 'purchase');
      await client.remove('/advanced-purchase', 'withdrawal of a purchase', { ID: id, Void: true });
    },
  };
}

/** Live purchases of the supplier that may be ours. */
async function candidates(client: Cin7Client, draft: PurchaseDraft): Promise<PurchaseRow[]> {
  const supplier = draft.body.header.SupplierID.toLowerCase();
  const query = { UpdatedSince: asParameter(startOf(draft.since)) };
  const found: PurchaseRow[] = [];
  for await (const page of client.pages('/purchaseList', 'PurchaseList', 'purchase look-up', query)) {
    const about = { system: title, name: 'purchase list', status: page.response.status, id: 'ID' };
    readRows(page.rows, purchaseRow, about, (row) => {
      if (row.SupplierID === supplier && fold(row.Status) !== 'VOIDED') found.push(row);
      return { id: row.ID, number: row.OrderNumber, version: '' };
    });
  }
  return found;
}

/** What the purchase keeps as the ERP's number: the list does not show it. */
async function referenceOf(options: PurchaseTargetOptions, row: PurchaseRow): Promise<string> {
  const { client, cache, orderReference } = options;
  const key = `cin7:${client.account}:${orderReference}:${row.ID}`;
  const [version, ...known] = ((await cache.get(key)) ?? '').split('|');
  if (version === purchaseVersion(row)) return known.join('|');
  const found = await readPurchase(client, row.ID);
  const reference = found?.detail.AdditionalAttributes[orderReference] ?? '';
  if (found) await cache.set(key, `${purchaseVersion(row)}|${reference}`, rememberedMs);
  return reference;
}

function toRemote(purchase: Purchase, version: string, orderReference: string): Remote {
  const { order, live, currency } = purchase;
  const status =
    !live || order.status === 'voided' ? 'void' : order.status === 'authorised' ? 'posted' : 'draft';
  return {
    ref: { id: purchase.id, number: purchase.orderNumber, version },
    status,
    naturalKey: fold(purchase.attributes[orderReference]),
    currency,
    totals: order.totals,
    content: purchase,
  };
}

const sameHeader = (draft: PurchaseDraft, purchase: Purchase): boolean =>
  headerDifferences(draft, purchase).length === 0;

export function headerDifferences({ body }: PurchaseDraft, purchase: Purchase): Difference[] {
  const { header } = body;
  const fields: readonly [string, string, string | undefined][] = [
    ['supplier', header.SupplierID, purchase.supplier.id],
    ['location', header.Location, purchase.location],
    ['payment terms', header.Terms ?? '', header.Terms === undefined ? '' : purchase.terms],
  ];
  return fields
    .filter(([, expected, found]) => fold(expected) !== fold(found))
    .map(([field, expected, found]) => ({ field, expected, found: found || '-' }));
}

/** Lines have no id and no stable order: those that one side has and the other lacks are told. */
function compare(draft: PurchaseDraft, remote: Remote): Difference[] {
  const purchase = remote.content as Purchase;
  const left = keptLines(purchase);
  const missing = draftedLines(draft.body).filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [
    ...headerDifferences(draft, purchase),
    ...missing.map((line) => ({ field: 'lines', expected: line, found: '-' })),
    ...left.map((line) => ({ field: 'lines', expected: '-', found: line })),
  ];
}
