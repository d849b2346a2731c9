import type { Purchase } from '../../domain/purchase.ts';
import { fold } from '../../domain/text.ts';
import { type Instant, parseInstant } from '../../domain/time.ts';
import type { Source, SourceRow, Versioned } from '../../engine/ports.ts';
import type { HttpResponse } from '../../http/ports.ts';
import type { References } from '../../mapping/references.ts';
import { stampVersion } from '../shared/version.ts';
import { readRows, readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { Cin7Client } from './client.ts';
import { another, saysMissing } from './errors.ts';
import { parsePurchase } from './purchase-parse.ts';
import { baseCurrency } from './references.ts';
import { type PurchaseDetail, type PurchaseRow, purchase, purchaseRow } from './wire.ts';

/**
 * Purchases: the list shows headers only, each document is a read of its own (API Blueprint, "Purchase List" and
 * "Advanced Purchase"; the latter serves Simple, Advanced and Service purchases alike).
 */
export function purchaseSource(
  client: Cin7Client,
  references: References,
  orderReference?: string | undefined,
): Source<Purchase> {
  return {
    paging: 'offset',
    async *changes(since) {
      const query = { UpdatedSince: since && asParameter(since) };
      for await (const page of client.pages('/purchaseList', 'PurchaseList', 'purchase list', query)) {
        const about = { system: title, name: 'purchase list', status: page.response.status, id: 'ID' };
        const rows = readRows(page.rows, purchaseRow, about, toRow);
        yield { rows, total: page.total, servedAt: page.response.servedAt };
      }
    },
    async read(id): Promise<Versioned<Purchase> | undefined> {
      const found = await readPurchase(client, id);
      if (!found) return undefined;
      const { detail, response } = found;
      const parsed = parsePurchase(detail, detail.BaseCurrency || (await baseCurrency(references)));
      const cameFrom = orderReference === undefined ? undefined : parsed.attributes[orderReference];
      const record = cameFrom ? { ...parsed, cameFrom } : parsed;
      return {
        id: detail.ID,
        number: detail.OrderNumber,
        version: purchaseVersion(detail),
        stamp: parseInstant(detail.LastUpdatedDate),
        record,
        servedAt: response.servedAt,
      };
    },
  };
}

/** The purchase as it is now, or nothing. */
export async function readPurchase(
  client: Cin7Client,
  id: string,
): Promise<{ readonly detail: PurchaseDetail; readonly response: HttpResponse } | undefined> {
  const name = 'purchase';
  const response = await client.get('/advanced-purchase', name, { ID: id }).catch(orMissing);
  if (response === undefined || response.status === 204) return undefined;
  const detail = readWire(purchase, response, { system: title, name });
  if (detail.ID !== id.toLowerCase()) throw another(name);
  return { detail, response };
}

function orMissing(error: unknown): undefined {
  if (saysMissing(error)) return undefined;
  throw error;
}

const toRow = (row: PurchaseRow): SourceRow<Purchase> => ({
  id: row.ID,
  number: row.OrderNumber,
  version: purchaseVersion(row),
  stamp: parseInstant(row.LastUpdatedDate),
  early: early(row),
});

/**
 * A row of the list and the document read by id must have one version while nothing changes in between. So it is made
 * of the stamp and of fields that both print with one meaning. Payments are left out: they move the stamp anyway.
 */
export const purchaseVersion = (source: PurchaseRow | PurchaseDetail): string =>
  stampVersion(source.LastUpdatedDate, [
    fold(source.OrderNumber),
    fold(source.Status),
    source.SupplierID,
    fold(source.CombinedInvoiceStatus),
    fold(source.CombinedReceivingStatus),
  ]);

const nothingInvoiced = ['NOT INVOICED', 'NOT AVAILABLE'];
const nothingReceived = ['NOT RECEIVED', 'NOT AVAILABLE'];

/**
 * Rows that nothing can become of yet: no authorised order, nothing invoiced, nothing received. The `Combined...` words
 * are only a hint, so whatever says anything else is read.
 */
function early(row: PurchaseRow): 'waiting' | 'voided' | undefined {
  if (fold(row.Status) === 'VOIDED') return 'voided';
  const untouched =
    fold(row.OrderStatus) !== 'AUTHORISED' &&
    nothingInvoiced.includes(fold(row.CombinedInvoiceStatus)) &&
    nothingReceived.includes(fold(row.CombinedReceivingStatus));
  return untouched ? 'waiting' : undefined;
}

/** `yyyy-MM-ddTHH:mm:ss.fff`, in UTC (API Blueprint, "Date format"). */
export const asParameter = (at: Instant): string => at.replace(/Z$/, '');
