import { fold } from '../../domain/text.ts';
import { text } from '../odata/literal.ts';
import { all, compare, type Filter, filterAny } from '../odata/query.ts';
import { readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { FinanceOperationsClient } from './client.ts';
import { type ProductRow, product } from './wire.ts';

export const productSet = 'ProductsV2';
export const productFields = Object.keys(product.shape).filter((field) => !field.startsWith('@'));

/** As many as one filter takes. */
const few = 30;

/** Shared products by folded number. */
export type Products = ReadonlyMap<string, ProductRow>;

/**
 * The shared products of one page of released ones. `sorted`: the page is in the server's own order of numbers, so that
 * all between its first and its last are read as one list; what that misses is asked for by number.
 */
export async function productsOf(
  client: FinanceOperationsClient,
  numbers: readonly string[],
  sorted: boolean,
): Promise<Products> {
  const found = new Map<string, ProductRow>();
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (sorted && numbers.length > few && first !== undefined && last !== undefined) {
    const between = all(
      compare('ProductNumber', 'ge', text(first)),
      compare('ProductNumber', 'le', text(last)),
    );
    await read(client, between as Filter, found, new Set(numbers.map(fold)));
  }
  const missing = numbers.filter((number) => !found.has(fold(number)));
  for (const filter of filterAny('ProductNumber', missing.map(text), few)) await read(client, filter, found);
  return found;
}

async function read(
  client: FinanceOperationsClient,
  filter: Filter,
  into: Map<string, ProductRow>,
  wanted?: ReadonlySet<string>,
): Promise<void> {
  const query = { filter, select: productFields, orderBy: ['ProductNumber'] };
  for await (const page of client.pages(productSet, 'list of products', query)) {
    for (const json of page.rows) {
      const row = readWire(product, { status: 200, json }, { system: title, name: 'product' });
      if (wanted?.has(fold(row.ProductNumber)) !== false) into.set(fold(row.ProductNumber), row);
    }
  }
}
