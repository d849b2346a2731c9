import type { Bill } from '../../domain/bill.ts';
import { type Decimal, minus, toNumber } from '../../domain/decimal.ts';
import type { Product } from '../../domain/product.ts';
import type { PurchaseLine } from '../../domain/purchase.ts';
import { cut, tidy } from '../../domain/text.ts';
import type { Done } from '../../engine/ports.ts';
import { bookable, describeLine } from '../shared/bills.ts';
import { type MatchedDraft, matchLines, mismatch, orderOf } from '../shared/order-matching.ts';
import { lengths, title } from './capabilities.ts';
import {
  accountOf,
  atLine,
  branchOf,
  type LineContext,
  type MappedLines,
  taxOf,
} from './document-context.ts';
import { orderLineBody, toMatchLine } from './order-lines.ts';
import type { PlainRecord } from './wrap.ts';

interface Placed {
  readonly line: PurchaseLine;
  readonly index: number;
}

/** Lines by account; where the set-up asks for it, product lines refer to the lines of their purchase order. */
export function billLines(context: LineContext, bill: Bill): MappedLines & Pick<MatchedDraft, 'matched'> {
  const placed = bookable(bill, context.record, context.findings);
  const taxes = placed.map(({ line, index }) => taxOf(context, line, index));
  const links = linksTo(context, bill, placed);
  const lines = placed.map((one, at) => {
    const link = links.of.get(at);
    const tax = taxes[at];
    const category = tax ? { TaxCategory: tax.category } : {};
    const branch = branchOf(context);
    return {
      ...(link ? linkedLine(bill, one, link) : ownLine(context, bill, one)),
      ...(branch === undefined ? {} : { Branch: branch }),
      ...category,
    };
  });
  return { lines, taxes, matched: links.matched };
}

/** Amounts go without their tax: a bill has no flag for prices that contain it. */
const amountOf = (bill: Bill, line: PurchaseLine): Decimal =>
  bill.taxInclusive ? minus(line.total.amount, line.tax.amount) : line.total.amount;

function ownLine(context: LineContext, bill: Bill, { line, index }: Placed): PlainRecord {
  const account = accountOf(context, line, index);
  const item = context.lookups.options.lines === 'item' ? serviceItem(context, line, index) : undefined;
  return {
    ...(item === undefined ? {} : { InventoryID: item }),
    TransactionDescription: describeLine(line, lengths.bill.line),
    ...(account === undefined ? {} : { Account: account.account }),
    ...(account?.subaccount === undefined ? {} : { Subaccount: account.subaccount }),
    Qty: 1,
    UnitCost: toNumber(amountOf(bill, line)),
  };
}

/** A bill takes non-stock items only; stock comes in through the lines of an order (AP guide). */
function serviceItem(context: LineContext, line: PurchaseLine, index: number): string | undefined {
  if (line.kind !== 'item' || !line.sku) return undefined;
  const { lookups, findings } = context;
  const linked = lookups.master('products', line.productId ?? '');
  const product = linked?.record as Product | undefined;
  if (linked && product?.type === 'service' && product.status === 'active') return linked.ref.number;
  findings.add({
    ...atLine(context, line, index)('item'),
    code: linked ? 'field-invalid' : 'master-unknown',
    seen: linked ? `${line.sku}: a stock item` : line.sku,
    fix: linked
      ? `${title} takes a stock item on a bill only through its order: set erp.linkOrders, or lines: account`
      : `add the item, or name another under mapping.products: { ${JSON.stringify(line.sku)}: <item> }`,
  });
  return undefined;
}

interface OrderLink {
  readonly orderNbr: string;
  readonly lineNbr: number;
}

/** Cost and quantity as the order line has them, so that both sides reckon alike. */
function linkedLine(bill: Bill, { line }: Placed, { orderNbr, lineNbr }: OrderLink): PlainRecord {
  const { OrderQty, UnitCost } = orderLineBody(line, bill.taxInclusive);
  return {
    TransactionDescription: cut(tidy(line.description), lengths.bill.line),
    POOrderType: 'Normal',
    POOrderNbr: orderNbr,
    POLine: lineNbr,
    Qty: OrderQty,
    UnitCost,
  };
}

/** By place among the bill's lines: what each refers to, and what it takes of its order. */
interface Links {
  readonly of: ReadonlyMap<number, OrderLink>;
  readonly matched: readonly { readonly line: number; readonly quantity: Decimal }[];
}

const noLinks: Links = { of: new Map(), matched: [] };

/** The order line of each product line, or a problem with both lists if that cannot be told. */
function linksTo(context: LineContext, bill: Bill, placed: readonly Placed[]): Links {
  const { config, lookups, record, findings } = context;
  if (!config.linkOrders || bill.kind !== 'bill') return noLinks;
  const order = orderOf(bill, lookups);
  if (order.kind === 'none') return noLinks;
  if (order.kind === 'missing') {
    findings.add({
      code: 'order-missing',
      record,
      field: 'order',
      seen: bill.orderNumber,
      fix: 'settle the order first, which is not written yet; the bill follows on the next pass',
    });
    return noLinks;
  }
  const billed = placed.map(({ line }) => toMatchLine(line));
  const { lines, unmatched } = matchLines(billed, order.left);
  const fix = 'correct the bill or the order in Cin7, or set linkOrders: false';
  if (unmatched.length > 0) findings.add(mismatch(record, unmatched, order, fix));
  const numbers = lineNumbersOf(lookups.document('order', bill.purchaseId)?.done);
  const of = new Map<number, OrderLink>();
  const matched: { line: number; quantity: Decimal }[] = [];
  for (const [at, line] of lines.entries()) {
    const lineNbr = line === undefined ? undefined : numbers[line - 1];
    if (line === undefined || lineNbr === undefined) continue;
    of.set(at, { orderNbr: order.number, lineNbr });
    matched.push({ line, quantity: (placed[at] as Placed).line.quantity });
  }
  return { of, matched };
}

/** The numbers that the site gave the lines of an order, as the last write told them. */
const lineNumbersOf = (done: Done | undefined): readonly number[] =>
  Object.values(done ?? {})
    .flatMap(({ lines }) => (Array.isArray(lines) ? [lines as number[]] : []))
    .at(-1) ?? [];
