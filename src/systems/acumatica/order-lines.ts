import {
  compareDecimals,
  type Decimal,
  isZero,
  minus,
  over,
  roundTo,
  times,
  toNumber,
} from '../../domain/decimal.ts';
import type { PurchaseOrder } from '../../domain/order.ts';
import type { Product } from '../../domain/product.ts';
import type { PurchaseLine } from '../../domain/purchase.ts';
import { cut, tidy } from '../../domain/text.ts';
import { bookable, describeLine } from '../shared/bills.ts';
import type { MatchLine, OrderedLine } from '../shared/order-matching.ts';
import { lengths } from './capabilities.ts';
import {
  accountOf,
  atLine,
  branchOf,
  type LineContext,
  type MappedLines,
  taxOf,
} from './document-context.ts';
import type { PlainRecord } from './wrap.ts';

/** Lines by item: a stock or non-stock item of that SKU, a pin, or the pair's stand-in with the mapped account. */
export function orderLines(
  context: LineContext,
  order: PurchaseOrder,
): MappedLines & { readonly ordered: readonly OrderedLine[] } {
  const placed = bookable(order, context.record, context.findings);
  const taxes = placed.map(({ line, index }) => taxOf(context, line, index));
  const close = context.config.closeOrders && order.fullyInvoiced;
  const lines = placed.map(({ line, index }, at) => {
    const tax = taxes[at];
    const branch = branchOf(context);
    return {
      ...orderLine(context, order, line, index),
      ...(branch === undefined ? {} : { BranchID: branch }),
      ...(tax ? { TaxCategory: tax.category } : {}),
      ...(close ? { Completed: true } : {}),
    };
  });
  const ordered = placed.map(({ line }, at) => ({ ...toMatchLine(line), line: at + 1 }));
  return { lines, taxes, ordered };
}

/** As bills look for it; `whole` is what stands there as one amount. */
export const toMatchLine = (line: PurchaseLine): MatchLine => ({
  key: line.sku ?? tidy(line.description),
  price: line.price.amount,
  discount: line.discountPercent,
  quantity: line.quantity,
  whole: line.kind === 'charge',
});

function orderLine(
  context: LineContext,
  order: PurchaseOrder,
  line: PurchaseLine,
  index: number,
): PlainRecord {
  // Looked at for every line, so that all problems come at once.
  const account = accountOf(context, line, index);
  const item = itemOf(context, line, index);
  const amounts = orderLineBody(line, order.taxInclusive);
  if (!item) return { LineDescription: '', ...amounts };
  const { location } = context;
  const warehouse = location === 'ignore' ? undefined : (location?.warehouse ?? location?.code);
  return {
    InventoryID: item.code,
    LineDescription: item.standIn
      ? describeLine(line, lengths.order.line)
      : cut(tidy(line.description), lengths.order.line),
    ...(item.unit === '' ? {} : { UOM: item.unit }),
    ...amounts,
    ...(item.stocked && warehouse !== undefined ? { WarehouseID: warehouse } : {}),
    ...(item.stocked || account === undefined ? {} : { Account: account.account }),
    ...(item.stocked || account?.subaccount === undefined ? {} : { Subaccount: account.subaccount }),
  };
}

/** There is no discount on a line: the cost is the one after it, and the amount is sent besides, since it settles cents. */
export function orderLineBody(
  line: PurchaseLine,
  taxInclusive: boolean,
): { readonly OrderQty: number; readonly UnitCost: number; readonly ExtendedCost: number } {
  const amount = taxInclusive ? minus(line.total.amount, line.tax.amount) : line.total.amount;
  return {
    OrderQty: toNumber(line.quantity),
    UnitCost: toNumber(costOf(line, amount)),
    ExtendedCost: toNumber(roundTo(amount, 2)),
  };
}

function costOf({ price, quantity }: PurchaseLine, amount: Decimal): Decimal {
  if (isZero(quantity)) return price.amount;
  const reaches = compareDecimals(roundTo(times(price.amount, quantity), 2), roundTo(amount, 2)) === 0;
  return reaches ? price.amount : roundTo(over(amount, quantity), 4);
}

export interface Item {
  readonly code: string;
  readonly unit: string;
  readonly stocked: boolean;
  /** It only stands for a product that is not known there. */
  readonly standIn: boolean;
}

export function itemOf(context: LineContext, line: PurchaseLine, index: number): Item | undefined {
  const { lookups, config, findings } = context;
  const linked = line.kind === 'item' ? lookups.master('products', line.productId ?? '') : undefined;
  const product = linked?.record as Product | undefined;
  if (linked && product?.status === 'active') {
    // Cin7 counts in its own unit, which is the item's base unit; else the item's purchase unit would be taken.
    const unit = product.unit ? lookups.mapping.unit(product.unit) : '';
    return {
      code: linked.ref.number ?? product.code,
      unit,
      stocked: product.type === 'stock',
      standIn: false,
    };
  }
  if (config.orderItem !== undefined && !linked)
    return { code: config.orderItem, unit: '', stocked: false, standIn: true };
  const sku = line.sku ?? '';
  findings.add({
    ...atLine(context, line, index)('item'),
    code: linked ? 'master-inactive' : 'master-unknown',
    seen: linked
      ? `${linked.ref.number ?? sku}: ${product?.status}`
      : sku === ''
        ? line.description
        : lookups.mapping.sku(sku),
    fix:
      sku === ''
        ? 'name a non-stock item for charges in erp.orderItem'
        : `add or activate the item, name another under mapping.products: { ${JSON.stringify(sku)}: <item> }, or set erp.orderItem`,
  });
  return undefined;
}
