import type { Bill } from '../domain/bill.ts';
import type { DocumentKind } from '../domain/document.ts';
import type { PurchaseOrder } from '../domain/order.ts';
import type { Purchase, PurchaseLine, PurchasePart } from '../domain/purchase.ts';
import { netPrices } from '../domain/receipt.ts';
import { canonicalJson, fingerprint, fold, tidy } from '../domain/text.ts';
import type { Routed } from './routing.ts';

/**
 * What becomes of a purchase (LEDGER 2): each authorised or paid invoice a bill, each such credit note a credit.
 * `Approach` and the header's status decide nothing; a purchase that is not live has only voided documents.
 */
export function routePurchase(purchase: Purchase, kinds: readonly DocumentKind[]): Routed[] {
  const routed: Routed[] = kinds.includes('order') ? routeOrder(purchase) : [];
  for (const [kind, parts] of [
    ['bill', purchase.invoices],
    ['credit', purchase.credits],
  ] as const) {
    if (!kinds.includes(kind)) continue;
    for (const part of parts) if (part.status !== 'none') routed.push(routePart(purchase, kind, part));
  }
  return routed;
}

/** An order that was blindly received never was one; one that came from the ERP is there already. */
function routeOrder(purchase: Purchase): Routed[] {
  const { order } = purchase;
  if (order.status === 'none' || purchase.blindReceipt || purchase.cameFrom !== undefined) return [];
  const content = toOrder(purchase);
  const wanted = wantedOf(purchase, order);
  const task = purchase.id;
  return [
    {
      kind: 'order',
      task,
      number: purchase.orderNumber,
      wanted,
      date: content.date,
      content,
      print: printOrder(content),
    },
  ];
}

const wantedOf = (purchase: Purchase, part: PurchasePart): Routed['wanted'] => {
  if (!purchase.live || part.status === 'voided') return 'voided';
  return part.status === 'authorised' ? 'ready' : 'waiting';
};

const toOrder = (purchase: Purchase): PurchaseOrder => ({
  kind: 'order',
  purchaseId: purchase.id,
  orderNumber: purchase.orderNumber,
  supplier: purchase.supplier,
  date: purchase.orderDate,
  requiredBy: purchase.requiredBy,
  currency: purchase.currency,
  baseCurrency: purchase.baseCurrency,
  rate: purchase.rate,
  taxInclusive: purchase.taxInclusive,
  terms: purchase.terms,
  location: purchase.location,
  lines: purchase.order.lines.map((line) => ({
    ...line,
    account: line.account ?? purchase.inventoryAccount,
  })),
  totals: purchase.order.totals,
  fullyInvoiced: purchase.fullyInvoiced ?? false,
});

function routePart(purchase: Purchase, kind: 'bill' | 'credit', part: PurchasePart): Routed {
  const content = toBill(purchase, kind, part);
  const wanted = wantedOf(purchase, part);
  return {
    kind,
    task: part.task,
    number: content.number,
    wanted,
    date: part.date,
    content,
    print: printBill(content),
  };
}

function toBill(purchase: Purchase, kind: 'bill' | 'credit', part: PurchasePart): Bill {
  const applied = purchase.invoices.find(
    (invoice) => part.invoiceNumber !== undefined && fold(invoice.number) === fold(part.invoiceNumber),
  );
  return {
    kind,
    purchaseId: purchase.id,
    task: part.task,
    orderNumber: purchase.orderNumber,
    number: tidy(part.number),
    supplier: purchase.supplier,
    date: part.date,
    dueDate: part.dueDate,
    currency: purchase.currency,
    baseCurrency: purchase.baseCurrency,
    rate: purchase.rate,
    taxInclusive: purchase.taxInclusive,
    terms: purchase.terms,
    location: purchase.location,
    lines: kind === 'bill' ? withReceiptPrices(purchase, part.lines) : part.lines,
    totals: part.totals,
    appliesTo:
      kind === 'credit' && part.invoiceNumber
        ? { number: tidy(part.invoiceNumber), task: applied?.task }
        : undefined,
  };
}

/** What a receipt of each product is valued at: where receipts are booked by themselves, a bill settles them. */
function withReceiptPrices(purchase: Purchase, lines: readonly PurchaseLine[]): readonly PurchaseLine[] {
  const priceOf = netPrices(purchase);
  return lines.map((line) => (line.kind === 'item' ? { ...line, receiptPrice: priceOf(line) } : line));
}

/**
 * Fingerprint of a bill's own business fields. Not in it: payments, notes, comments, what stands in the purchase's
 * header for all its parts (supplier, rate, location), and the order of the lines, which Cin7 does not keep stable.
 */
export function printBill(bill: Bill): string {
  return fingerprint({
    number: fold(bill.number),
    date: bill.date,
    dueDate: bill.dueDate,
    currency: bill.currency,
    taxInclusive: bill.taxInclusive,
    totals: bill.totals,
    lines: bill.lines.map((line) => canonicalJson(printedLine(line))).sort(),
  });
}

/** Fingerprint of an order's business fields: what was ordered, at what price, for when. */
export function printOrder(order: PurchaseOrder): string {
  return fingerprint({
    date: order.date,
    requiredBy: order.requiredBy,
    currency: order.currency,
    taxInclusive: order.taxInclusive,
    totals: order.totals,
    lines: order.lines.map((line) => canonicalJson(printedLine(line))).sort(),
  });
}

const printedLine = (line: PurchaseLine) => ({
  kind: line.kind,
  sku: line.sku,
  description: line.kind === 'charge' ? tidy(line.description) : undefined,
  quantity: line.quantity,
  price: line.price,
  discount: line.discountPercent,
  tax: line.tax,
  rule: line.taxRule,
  total: line.total,
  account: line.account,
});

export interface FieldChange {
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** In which fields two states of one bill or order differ, for people. */
export function changedFields(before: Bill | PurchaseOrder, after: Bill | PurchaseOrder): FieldChange[] {
  const changes: FieldChange[] = [];
  const note = (field: string, from: unknown, to: unknown) => {
    const [a, b] = [show(from), show(to)];
    if (a !== b) changes.push({ field, from: a, to: b });
  };
  note('number', numberOf(before), numberOf(after));
  note('date', before.date, after.date);
  note('due date', dueOf(before), dueOf(after));
  note('net', before.totals.net, after.totals.net);
  note('tax', before.totals.tax, after.totals.tax);
  note('total', before.totals.gross, after.totals.gross);
  note('supplier', before.supplier.name, after.supplier.name);
  const left = after.lines.map((line) => canonicalJson(printedLine(line)));
  before.lines.forEach((line, index) => {
    const at = left.indexOf(canonicalJson(printedLine(line)));
    if (at >= 0) left.splice(at, 1);
    else
      note(
        `line ${index + 1}`,
        describeLine(line),
        after.lines[index] ? describeLine(after.lines[index]) : 'gone',
      );
  });
  if (after.lines.length > before.lines.length) note('lines', before.lines.length, after.lines.length);
  return changes;
}

const numberOf = (document: Bill | PurchaseOrder) =>
  document.kind === 'order' ? document.orderNumber : document.number;
const dueOf = (document: Bill | PurchaseOrder) =>
  document.kind === 'order' ? document.requiredBy : document.dueDate;

const describeLine = (line: PurchaseLine): string =>
  [
    line.sku ?? line.description,
    `${line.quantity} x ${line.price.amount}`,
    `account ${line.account ?? '-'}`,
  ].join(', ');

function show(value: unknown): string {
  if (value === undefined || value === null) return '-';
  if (typeof value === 'object' && 'amount' in value) return String((value as { amount: unknown }).amount);
  return String(value);
}
