import { compareDecimals, type Decimal, printDecimal, zero } from '../../domain/decimal.ts';
import type { JsonObject } from '../exchange.ts';
import { isObject } from '../json-body.ts';
import { lineTotal } from './amounts.ts';
import { type Cin7Error, Cin7Refusal, problem, refuse, refuseIfAny, unreadable } from './errors.ts';
import { decimalFrom, sameText, textFrom } from './fields.ts';
import { activeAccount, activeLocation, purchaseTaxRule } from './references.ts';
import type { LineRow, ReceiptLineRow } from './rows.ts';
import type { World } from './state.ts';

/** Reads lines that are posted to an order, invoice, credit note or receipt (apis/cin7-core.md, section 3.4). */

const anyAccount = activeAccount('ASSET', 'EXPENSE', 'LIABILITY', 'REVENUE', 'EQUITY');

/** Product lines and additional charges, each checked; stored in another order than sent, since order is not kept. */
export function readLines(world: World, body: JsonObject, withAccount: boolean): LineRow[] {
  const products = rowsOf(body, 'Lines').map((row) => productLine(world, row, withAccount));
  const charges = rowsOf(body, 'AdditionalCharges').map((row) => chargeLine(world, row, withAccount));
  return [...products.sort((a, b) => (a.productId < b.productId ? -1 : 1)), ...charges];
}

export function rowsOf(body: JsonObject, name: string): JsonObject[] {
  const sent = body[name];
  if (sent === undefined || sent === null) return [];
  return Array.isArray(sent) && sent.every(isObject) ? sent : unreadable(name);
}

function productLine(world: World, row: JsonObject, withAccount: boolean): LineRow {
  requireAll(row, [
    'ProductID',
    'SKU',
    'Name',
    'Quantity',
    'Price',
    'Tax',
    'TaxRule',
    'Total',
    ...account(withAccount),
  ]);
  const product = world.products.get(textFrom(row, 'ProductID'));
  if (product === undefined || !sameText(product.SKU, textFrom(row, 'SKU')))
    return refuse(`Product with SKU '${textFrom(row, 'SKU')}' was not found`, 404);
  return {
    ...common(world, row, withAccount),
    charge: false,
    productId: product.ID,
    sku: product.SKU,
    name: textFrom(row, 'Name'),
    supplierSku: withAccount ? '' : textFrom(row, 'SupplierSKU'),
  };
}

function chargeLine(world: World, row: JsonObject, withAccount: boolean): LineRow {
  const total = withAccount ? [] : ['Total'];
  requireAll(row, ['Description', 'Quantity', 'Price', 'Tax', 'TaxRule', ...total, ...account(withAccount)]);
  return {
    ...common(world, row, withAccount),
    charge: true,
    productId: '',
    sku: '',
    name: textFrom(row, 'Description'),
    supplierSku: '',
  };
}

const account = (withAccount: boolean): string[] => (withAccount ? ['Account'] : []);

function requireAll(row: JsonObject, names: readonly string[]): void {
  const missing = names.filter((name) => row[name] === undefined || row[name] === null || row[name] === '');
  refuseIfAny(missing.map((name) => problem(`Required attribute ${name} is not provided.`)));
}

type Common = Omit<LineRow, 'charge' | 'productId' | 'sku' | 'name' | 'supplierSku'>;

function common(world: World, row: JsonObject, withAccount: boolean): Common {
  const number = (name: string): Decimal => decimalFrom(row, name) ?? zero;
  const quantity = number('Quantity');
  const discount = number('Discount');
  // "Quantity minimal value 1" and four decimals are both documented: the stricter one counts.
  if (compareDecimals(quantity, '1' as Decimal) < 0) refuse('Minimal value of attribute Quantity is 1.');
  const expected = lineTotal(quantity, number('Price'), discount);
  const total = decimalFrom(row, 'Total') ?? expected;
  if (compareDecimals(total, expected) !== 0)
    refuse(
      `attribute 'Total' doesn't match Quantity, Price and Discount. Expected value is: ${printDecimal(expected)}`,
    );
  for (const [name, length] of [
    ['Name', 1024],
    ['Description', 256],
    ['Comment', 256],
    ['Reference', 256],
  ] as const) {
    if (textFrom(row, name).length > length)
      refuse(`The length of attribute ${name} must not exceed ${length} characters.`);
  }
  return {
    quantity,
    price: number('Price'),
    discount,
    tax: number('Tax'),
    taxRule: resolved(purchaseTaxRule(world, textFrom(row, 'TaxRule'))),
    total,
    account: withAccount ? resolved(anyAccount(world, textFrom(row, 'Account'))) : '',
    comment: textFrom(row, 'Comment'),
    reference: textFrom(row, 'Reference'),
  };
}

function resolved(found: string | Cin7Error): string {
  if (typeof found === 'string') return found;
  throw new Cin7Refusal([found]);
}

/** Lines of a receipt: the product by id or SKU, the location by name. */
export function readReceiptLines(world: World, body: JsonObject, byDefault: string): ReceiptLineRow[] {
  return rowsOf(body, 'Lines').map((row) => {
    requireAll(row, ['Date', 'Quantity']);
    const id = textFrom(row, 'ProductID');
    const sku = textFrom(row, 'SKU');
    const product =
      id === '' ? world.products.find((other) => sameText(other.SKU, sku)) : world.products.get(id);
    if (product === undefined) return refuse(`Product with SKU '${sku}' was not found`, 404);
    return {
      cardId: world.newId(),
      date: textFrom(row, 'Date').slice(0, 10),
      productId: product.ID,
      sku: product.SKU,
      name: product.Name,
      quantity: decimalFrom(row, 'Quantity') ?? zero,
      location: resolved(activeLocation(world, textFrom(row, 'Location') || byDefault)),
      batch: textFrom(row, 'BatchSN'),
      expiryDate: textFrom(row, 'ExpiryDate').slice(0, 10),
    };
  });
}
