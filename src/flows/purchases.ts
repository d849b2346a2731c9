import type { Bill } from '../domain/bill.ts';
import type { DocumentKind } from '../domain/document.ts';
import type { Purchase, PurchaseLine, PurchasePart } from '../domain/purchase.ts';
import { canonicalJson, fingerprint, fold, tidy } from '../domain/text.ts';
import type { Routed } from './routing.ts';

/**
 * What becomes of a purchase (LEDGER 2): each authorised or paid invoice a bill, each such credit note a credit.
 * `Approach` and the header's status decide nothing; a purchase that is not live has only voided documents.
 */
export function routePurchase(purchase: Purchase, kinds: readonly DocumentKind[]): Routed[] {
  const routed: Routed[] = [];
  for (const [kind, parts] of [
    ['bill', purchase.invoices],
    ['credit', purchase.credits],
  ] as const) {
    if (!kinds.includes(kind)) continue;
    for (const part of parts) if (part.status !== 'none') routed.push(routePart(purchase, kind, part));
  }
  return routed;
}

function routePart(purchase: Purchase, kind: 'bill' | 'credit', part: PurchasePart): Routed {
  const content = toBill(purchase, kind, part);
  const wanted =
    !purchase.live || part.status === 'voided'
      ? 'voided'
      : part.status === 'authorised'
        ? 'ready'
        : 'waiting';
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
    lines: part.lines,
    totals: part.totals,
    appliesTo:
      kind === 'credit' && part.invoiceNumber
        ? { number: tidy(part.invoiceNumber), task: applied?.task }
        : undefined,
  };
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

/** `bill INV-77 of Tea Co (PO-00012)`. */
export const titleOfBill = (bill: Bill): string =>
  `${bill.kind === 'bill' ? 'bill' : 'credit note'} ${bill.number || '(no number)'} of ${bill.supplier.name} (${bill.orderNumber})`;

/** In which fields two states of one bill differ, for people. */
export function changedFields(before: Bill, after: Bill): { field: string; from: string; to: string }[] {
  const changes: { field: string; from: string; to: string }[] = [];
  const note = (field: string, from: unknown, to: unknown) => {
    const [a, b] = [show(from), show(to)];
    if (a !== b) changes.push({ field, from: a, to: b });
  };
  note('number', before.number, after.number);
  note('date', before.date, after.date);
  note('due date', before.dueDate, after.dueDate);
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
