import { type Decimal, isZero, minus, over, plus } from './decimal.ts';
import type { Money } from './money.ts';
import type { Purchase, PurchaseLine } from './purchase.ts';
import { fold } from './text.ts';
import type { PlainDate } from './time.ts';

/** Goods of a purchase that were received, on their way to an ERP. */
export interface GoodsReceipt {
  readonly kind: 'receipt';
  readonly purchaseId: string;
  readonly task: string;
  readonly orderNumber: string;
  /** Cin7's own number of the receipt inside its purchase; may be blank. */
  readonly number: string;
  readonly supplier: { readonly id: string; readonly name: string };
  /** The day on which the last of it was received. */
  readonly date?: PlainDate | undefined;
  /** Of the prices. */
  readonly currency: string;
  readonly baseCurrency: string;
  /** Base units per one unit of `currency`. */
  readonly rate?: Decimal | undefined;
  readonly location?: string | undefined;
  readonly lines: readonly GoodsReceiptLine[];
}

export interface GoodsReceiptLine {
  readonly productId?: string | undefined;
  readonly sku: string;
  readonly description: string;
  readonly quantity: Decimal;
  /** Net, for one unit: the order's, else the bill's; nothing where neither has the product. */
  readonly price?: Money | undefined;
  /** Cin7 account code: the product's own, else the purchase's inventory account. */
  readonly account?: string | undefined;
  readonly location?: string | undefined;
  readonly date?: PlainDate | undefined;
  /** Batch or serial number. */
  readonly batch?: string | undefined;
}

/** `receipt 1 of Tea Co (PO-00012)`. */
export const titleOfReceipt = (receipt: GoodsReceipt): string =>
  `receipt ${receipt.number || '(no number)'} of ${receipt.supplier.name} (${receipt.orderNumber})`;

/**
 * What one unit of each product of a purchase costs net, by product or SKU: what all order lines of it together say
 * (after discount, without tax), else all invoice lines; `bills`: the invoices first. Up to 20 decimals.
 */
export function netPrices(
  purchase: Purchase,
  first: 'orders' | 'bills' = 'orders',
): (line: Pick<PurchaseLine, 'productId' | 'sku'>) => Money | undefined {
  const ordered = average(purchase, purchase.order.lines);
  const billed = average(
    purchase,
    purchase.invoices.flatMap(({ status, lines }) => (status === 'voided' ? [] : lines)),
  );
  const [one, other] = first === 'orders' ? [ordered, billed] : [billed, ordered];
  return (line) => one.get(keyOf(line)) ?? other.get(keyOf(line));
}

const keyOf = ({ productId, sku }: Pick<PurchaseLine, 'productId' | 'sku'>): string =>
  productId?.toLowerCase() || fold(sku);

function average(purchase: Purchase, lines: readonly PurchaseLine[]): Map<string, Money> {
  const sums = new Map<string, { quantity: Decimal; net: Decimal }>();
  for (const line of lines) {
    if (line.kind !== 'item' || isZero(line.quantity)) continue;
    const net = purchase.taxInclusive ? minus(line.total.amount, line.tax.amount) : line.total.amount;
    const before = sums.get(keyOf(line));
    sums.set(keyOf(line), {
      quantity: before ? plus(before.quantity, line.quantity) : line.quantity,
      net: before ? plus(before.net, net) : net,
    });
  }
  return new Map(
    [...sums]
      .filter(([, { quantity }]) => !isZero(quantity))
      .map(([key, { quantity, net }]) => [key, { amount: over(net, quantity), currency: purchase.currency }]),
  );
}
