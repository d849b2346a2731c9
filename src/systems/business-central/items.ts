import type { Product } from '../../domain/product.ts';
import { tidy } from '../../domain/text.ts';
import { parseInstant } from '../../domain/time.ts';
import type { Source, SourceRow } from '../../engine/ports.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import type { References } from '../../mapping/references.ts';
import { guid, moment } from '../odata/literal.ts';
import { compare, entity } from '../odata/query.ts';
import { stampVersion } from '../shared/version.ts';
import { anything, readRows, readWire } from '../shared/wire.ts';
import { pageSize, title } from './capabilities.ts';
import type { BusinessCentralClient } from './client.ts';
import { isGone } from './errors.ts';
import { company } from './references.ts';
import { type ItemRow, item } from './wire.ts';

const about = { system: title, name: 'item', id: 'id' } as const;

/** Items, sorted by their stamp and paged by the server's own links (AL page 30008). */
export function itemSource(
  client: BusinessCentralClient,
  references: References,
  mapping: Mapping,
): Source<Product> {
  const currency = async () => {
    const setup = await references.load('setup');
    return mapping.back.currency(setup.get(company)?.data?.['localCurrency'] ?? '');
  };
  return {
    paging: 'keyset',
    async *changes(since) {
      const local = await currency();
      const query = {
        count: true,
        orderBy: ['lastModifiedDateTime'],
        filter: since && compare('lastModifiedDateTime', 'ge', moment(since)),
      };
      for await (const page of client.pages(anything, 'items', 'list of items', query, pageSize)) {
        const rows = readRows(page.rows, item, { ...about, status: 200 }, (row) =>
          toRow(row, mapping, local),
        );
        yield { rows, total: page.total, servedAt: page.servedAt };
      }
    },
    async read(id) {
      try {
        const response = await client.get(entity('items', guid(id)), 'item');
        const row = toRow(
          readWire(item, response, { system: title, name: 'item' }),
          mapping,
          await currency(),
        );
        return { ...row, servedAt: response.servedAt };
      } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
      }
    },
  };
}

const toRow = (
  row: ItemRow,
  mapping: Mapping,
  currency: string,
): SourceRow<Product> & { readonly record: Product } => ({
  id: row.id,
  number: row.number,
  version: row['@odata.etag'] ?? stampVersion(row.lastModifiedDateTime, row),
  stamp: parseInstant(row.lastModifiedDateTime),
  record: {
    id: row.id,
    code: mapping.back.sku(row.number),
    name: tidy(row.displayName),
    type: row.type === 'Service' || row.type === 'Non-Inventory' ? 'service' : 'stock',
    unit: row.baseUnitOfMeasureCode === '' ? '' : mapping.back.unit(row.baseUnitOfMeasureCode),
    barcode: row.gtin,
    category: row.itemCategoryCode,
    price: { amount: row.unitPrice, currency },
    status: row.blocked ? 'inactive' : 'active',
  },
});
