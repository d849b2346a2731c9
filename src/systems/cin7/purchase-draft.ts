import type { Purchase } from '../../domain/purchase.ts';
import { canonicalJson, fold } from '../../domain/text.ts';
import type { PlainDate } from '../../domain/time.ts';
import type { Draft } from '../../engine/ports.ts';

export interface OrderLineBody {
  readonly ProductID: string;
  readonly SKU: string;
  readonly Name: string;
  readonly Quantity: number;
  readonly Price: number;
  readonly Discount: number;
  readonly Tax: number;
  readonly TaxRule: string;
  readonly Total: number;
}

export type ChargeBody = Omit<OrderLineBody, 'ProductID' | 'SKU' | 'Name'> & { readonly Description: string };

/** What the two calls send: the header first, then the order with its lines. */
export interface PurchaseBody {
  readonly header: Readonly<Record<string, unknown>> & {
    readonly SupplierID: string;
    readonly Location: string;
    readonly Terms?: string;
    readonly TaxCalculation: 'Inclusive' | 'Exclusive';
    readonly AdditionalAttributes: Readonly<Record<string, string>>;
  };
  readonly order: {
    readonly Memo: string;
    readonly Lines: readonly OrderLineBody[];
    readonly AdditionalCharges: readonly ChargeBody[];
  };
}

export interface PurchaseDraft extends Draft {
  readonly body: PurchaseBody;
  /** The ERP's number of the order. */
  readonly reference: string;
  /** No purchase that we made of it can be older. */
  readonly since: PlainDate;
}

interface Amounts {
  readonly quantity: unknown;
  readonly price: unknown;
  readonly tax: unknown;
  readonly total: unknown;
  readonly rule: unknown;
}

/** A line as it is compared: lines have no id, and their order is not kept. */
export const lineKey = (what: string, line: Amounts): string =>
  canonicalJson([
    fold(what),
    ...[line.quantity, line.price, line.tax, line.total].map((value) => String(Number(value))),
    fold(String(line.rule ?? '')),
  ]);

const amountsOf = (line: OrderLineBody | ChargeBody): Amounts => ({
  quantity: line.Quantity,
  price: line.Price,
  tax: line.Tax,
  total: line.Total,
  rule: line.TaxRule,
});

export const draftedLines = ({ order }: PurchaseBody): string[] =>
  [
    ...order.Lines.map((line) => lineKey(line.SKU, amountsOf(line))),
    ...order.AdditionalCharges.map((line) => lineKey(line.Description, amountsOf(line))),
  ].sort();

/** The same of what stands there. */
export const keptLines = ({ order }: Purchase): string[] =>
  order.lines
    .map((line) =>
      lineKey(line.kind === 'item' ? (line.sku ?? '') : line.description, {
        quantity: line.quantity,
        price: line.price.amount,
        tax: line.tax.amount,
        total: line.total.amount,
        rule: line.taxRule,
      }),
    )
    .sort();
