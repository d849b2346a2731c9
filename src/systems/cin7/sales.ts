import type { Sale } from '../../domain/sale.ts';
import { fold } from '../../domain/text.ts';
import { parseInstant } from '../../domain/time.ts';
import type { Source, SourceRow, Versioned } from '../../engine/ports.ts';
import type { HttpResponse } from '../../http/ports.ts';
import type { References } from '../../mapping/references.ts';
import { stampVersion } from '../shared/version.ts';
import { readRows, readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { Cin7Client } from './client.ts';
import { another, saysMissing } from './errors.ts';
import { asParameter } from './purchases.ts';
import { baseCurrency } from './references.ts';
import { orderNumberOf, parseSale } from './sale-parse.ts';
import { type SaleDetail, type SaleRow, sale, saleRow } from './wire-sales.ts';

/** Sales: the list shows headers only, each sale is a read of its own (API Blueprint, "Sale List" and "Sale"). */
export function saleSource(client: Cin7Client, references: References): Source<Sale> {
  return {
    paging: 'offset',
    async *changes(since) {
      const query = { UpdatedSince: since && asParameter(since) };
      for await (const page of client.pages('/saleList', 'SaleList', 'sale list', query)) {
        const about = { system: title, name: 'sale list', status: page.response.status, id: 'SaleID' };
        const rows = readRows(page.rows, saleRow, about, toRow);
        yield { rows, total: page.total, servedAt: page.response.servedAt };
      }
    },
    async read(id): Promise<Versioned<Sale> | undefined> {
      const found = await readSale(client, id);
      if (!found) return undefined;
      const { detail, response } = found;
      const stamp = detail.LastModifiedOn || detail.Updated;
      return {
        id: detail.ID,
        number: orderNumberOf(detail),
        version: versionOf(stamp, orderNumberOf(detail), detail),
        stamp: parseInstant(stamp),
        record: parseSale(detail, detail.BaseCurrency || (await baseCurrency(references))),
        servedAt: response.servedAt,
      };
    },
  };
}

/** The sale as it is now, or nothing. */
export async function readSale(
  client: Cin7Client,
  id: string,
): Promise<{ readonly detail: SaleDetail; readonly response: HttpResponse } | undefined> {
  const name = 'sale';
  const query = { ID: id, HideInventoryMovements: true };
  const response = await client.get('/sale', name, query).catch(orMissing);
  if (response === undefined || response.status === 204) return undefined;
  const detail = readWire(sale, response, { system: title, name });
  if (detail.ID !== id.toLowerCase()) throw another(name);
  return { detail, response };
}

function orMissing(error: unknown): undefined {
  if (saysMissing(error)) return undefined;
  throw error;
}

const toRow = (row: SaleRow): SourceRow<Sale> => ({
  id: row.SaleID,
  number: row.OrderNumber,
  version: versionOf(row.Updated, row.OrderNumber, row),
  stamp: parseInstant(row.Updated),
  early: early(row),
});

/** Of fields that the list and the sale read by id print with one meaning. */
const versionOf = (
  stamp: string,
  orderNumber: string,
  state: Pick<SaleRow, 'Status' | 'CustomerID'>,
): string => stampVersion(stamp, [fold(orderNumber), fold(state.Status), state.CustomerID]);

const nothingInvoiced = ['NOT INVOICED', 'NOT AVAILABLE', ''];

/** Nothing can become of a sale that has no number of an invoice or credit note; the words alone are only a hint. */
function early(row: SaleRow): 'waiting' | 'voided' | undefined {
  if (fold(row.Status) === 'VOIDED') return 'voided';
  const untouched =
    row.InvoiceNumber === '' &&
    row.CreditNoteNumber === '' &&
    nothingInvoiced.includes(fold(row.CombinedInvoiceStatus));
  return untouched ? 'waiting' : undefined;
}
