import type { FinanceOperationsConfig } from '../../config/schema.ts';
import type { Product } from '../../domain/product.ts';
import { fingerprint, fold, tidy } from '../../domain/text.ts';
import type { Instant } from '../../domain/time.ts';
import type { Source, SourceRow, Versioned } from '../../engine/ports.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import { text } from '../odata/literal.ts';
import { all, equal } from '../odata/query.ts';
import { readRows, readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { FinanceOperationsClient } from './client.ts';
import { idOf, partsOf } from './ids.ts';
import { productsOf } from './product-names.ts';
import { type Scan, scanSet } from './scan.ts';
import { stamped } from './vendors.ts';
import { type ProductRow, type ReleasedProductRow, releasedProduct } from './wire.ts';

export const releasedSet = 'ReleasedProductsV2';
export const releasedFields = Object.keys(releasedProduct.shape).filter((field) => !field.startsWith('@'));

/** A released product with the shared product that it is a release of: only that one has a name. */
export interface Item {
  readonly released: ReleasedProductRow;
  readonly product: ProductRow | undefined;
}

export type ProductOptions = Pick<FinanceOperationsConfig, 'crossCompany' | 'modifiedField'>;

/** Released products by full scans, as vendors; their names come from the shared products, page by page. */
export function productSource(
  client: FinanceOperationsClient,
  mapping: Mapping,
  options: ProductOptions,
): Source<Product> {
  const scan: Scan = {
    set: releasedSet,
    name: 'list of released products',
    select: releasedFields,
    keys: ['ProductNumber', 'ItemNumber'],
    same: 'ProductNumber',
    ...options,
  };
  const about = { system: title, name: 'released product', status: 200, id: 'ItemNumber' };
  return {
    paging: options.modifiedField === undefined ? 'scan' : 'keyset',
    async *changes(since) {
      const sorted = options.modifiedField === undefined || since === undefined;
      for await (const page of scanSet(client, scan, since)) {
        const products = await productsOf(client, page.rows.flatMap(numberIn), sorted);
        const rows = readRows(page.rows, releasedProduct, about, (released) =>
          toRow({ released, product: products.get(fold(released.ProductNumber)) }, mapping),
        );
        yield {
          rows: rows.map((row, index) => stamped(row, page.rows[index], options)),
          total: page.total,
          servedAt: page.servedAt,
        };
      }
    },
    async read(id) {
      const found = await readItem(client, id);
      return found && toVersioned(found, mapping);
    },
  };
}

const numberIn = (json: unknown): string[] => {
  const value = (json as { ProductNumber?: unknown } | null)?.ProductNumber;
  return typeof value === 'string' ? [value] : [];
};

/** The item as it is now, or nothing. By filter: its number may hold characters that no address takes. */
export async function readItem(client: FinanceOperationsClient, id: string): Promise<FoundItem | undefined> {
  const [company = '', number = ''] = partsOf(id);
  const [only] = await findItems(client, company, number);
  return only;
}

export interface FoundItem extends Item {
  readonly servedAt: Instant;
}

/** The released products of that number, compared once more: a star in a value is a wildcard there. */
export async function findItems(
  client: FinanceOperationsClient,
  company: string,
  number: string,
): Promise<FoundItem[]> {
  const found: FoundItem[] = [];
  const filter = all(equal('dataAreaId', text(company)), equal('ItemNumber', text(number)));
  const query = { filter, select: releasedFields };
  for await (const page of client.pages(releasedSet, 'item look-up', query)) {
    for (const json of page.rows) {
      const released = readWire(
        releasedProduct,
        { status: 200, json },
        { system: title, name: 'released product' },
      );
      if (released.ItemNumber.toUpperCase() !== number.toUpperCase()) continue;
      const products = await productsOf(client, [released.ProductNumber], false);
      found.push({ released, product: products.get(fold(released.ProductNumber)), servedAt: page.servedAt });
    }
  }
  return found;
}

export function toVersioned(item: FoundItem, mapping: Mapping): Versioned<Product> {
  const { id, number, version, record } = toRow(item, mapping);
  return { id, number, version, record, servedAt: item.servedAt };
}

/** Two ETags, of the released and of the shared product, and a hash of what is read of both. */
const versionOf = ({ released, product }: Item): string => {
  const { '@odata.etag': tag = '', ...fields } = released;
  const { '@odata.etag': shared = '', ...common } = product ?? {};
  return `${tag} ${shared} ${fingerprint([fields, common]).slice(0, 16)}`;
};

const toRow = (item: Item, mapping: Mapping): SourceRow<Product> & { readonly record: Product } => {
  const { released, product } = item;
  const id = idOf(released.dataAreaId, released.ItemNumber, released.ProductNumber);
  return {
    id,
    number: released.ItemNumber,
    version: versionOf(item),
    record: {
      id,
      code: mapping.back.sku(released.ItemNumber),
      name: tidy(product?.ProductName),
      type: product?.ProductType === 'Service' ? 'service' : 'stock',
      unit: released.InventoryUnitSymbol === '' ? '' : mapping.back.unit(released.InventoryUnitSymbol),
      // A master needs a variant to be ordered: for us it is there, and of no use.
      status: product?.ProductSubType === 'ProductMaster' ? 'inactive' : 'active',
    },
  };
};
