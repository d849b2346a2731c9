import { decimal } from '../../domain/decimal.ts';
import type { Product } from '../../domain/product.ts';
import { tidy } from '../../domain/text.ts';
import { parseInstant } from '../../domain/time.ts';
import type { Source, SourceRow, Versioned } from '../../engine/ports.ts';
import type { HttpResponse } from '../../http/ports.ts';
import type { References } from '../../mapping/references.ts';
import { stampVersion } from '../shared/version.ts';
import { readRows, readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { Cin7Client } from './client.ts';
import { another } from './errors.ts';
import { baseCurrency } from './references.ts';
import { type ProductRow, product, readList } from './wire.ts';

/** Products: the list shows whole records (API Blueprint, "Product"); deprecated ones only when asked for. */
export function productSource(client: Cin7Client, references: References): Source<Product> {
  return {
    paging: 'offset',
    async *changes(since) {
      const query = { ModifiedSince: since?.replace(/Z$/, ''), IncludeDeprecated: true };
      const base = await baseCurrency(references);
      for await (const page of client.pages('/product', 'Products', 'product list', query)) {
        const about = { system: title, name: 'product', status: page.response.status, id: 'ID' };
        const rows = readRows(page.rows, product, about, (row) => toRow(row, base));
        yield { rows, total: page.total, servedAt: page.response.servedAt };
      }
    },
    async read(id) {
      const found = await readProduct(client, id);
      return found && toVersioned(found.row, found.response, await baseCurrency(references));
    },
  };
}

export const readProducts = (rows: readonly unknown[], response: HttpResponse): ProductRow[] =>
  rows.map((json) =>
    readWire(product, { status: response.status, json }, { system: title, name: 'product' }),
  );

/** The product as it is now, or nothing. */
export async function readProduct(
  client: Cin7Client,
  id: string,
): Promise<{ readonly row: ProductRow; readonly response: HttpResponse } | undefined> {
  const response = await client.get('/product', 'product', { ID: id, IncludeDeprecated: true });
  const rows = readProducts(readList(response, 'Products', 'product').rows, response);
  const row = rows.find(({ ID }) => ID === id.toLowerCase());
  if (!row && rows.length > 0) throw another('product');
  return row && { row, response };
}

export function toVersioned(row: ProductRow, response: HttpResponse, base: string): Versioned<Product> {
  const { id, number, version, stamp, record } = toRow(row, base);
  return { id, number, version, stamp, record, servedAt: response.servedAt };
}

const toRow = (row: ProductRow, base: string): SourceRow<Product> & { readonly record: Product } => ({
  id: row.ID,
  number: row.SKU,
  version: productVersion(row),
  stamp: parseInstant(row.LastModifiedOn),
  record: toProduct(row, base),
});

export const productVersion = (row: ProductRow): string => stampVersion(row.LastModifiedOn, row);

export const toProduct = (row: ProductRow, base: string): Product => ({
  id: row.ID,
  code: row.SKU,
  name: tidy(row.Name),
  type: /^service$/i.test(row.Type) ? 'service' : 'stock',
  unit: tidy(row.UOM),
  barcode: tidy(row.Barcode),
  category: tidy(row.Category),
  price:
    row.PriceTier1 === null || row.PriceTier1 === undefined || base === ''
      ? undefined
      : { amount: decimal(row.PriceTier1), currency: base },
  status: /^deprecated$/i.test(row.Status) ? 'inactive' : 'active',
  ...(row.InventoryAccount ? { inventoryAccount: row.InventoryAccount } : {}),
  ...(row.ExpenseAccount ? { expenseAccount: row.ExpenseAccount } : {}),
});
