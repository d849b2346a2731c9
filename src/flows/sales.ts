import type { Bill } from '../domain/bill.ts';
import type { DocumentKind } from '../domain/document.ts';
import type { PurchasePart } from '../domain/purchase.ts';
import type { Sale, SalesDocument } from '../domain/sale.ts';
import { fold, tidy } from '../domain/text.ts';
import { changedFields, type FieldChange, printBill } from './purchases.ts';
import type { Routed } from './routing.ts';

/** What becomes of a sale (LEDGER 1): each authorised or paid invoice an invoice, each such credit note a refund. */
export function routeSale(sale: Sale, kinds: readonly DocumentKind[]): Routed[] {
  const routed: Routed[] = [];
  for (const [kind, parts] of [
    ['invoice', sale.invoices],
    ['refund', sale.credits],
  ] as const) {
    if (!kinds.includes(kind)) continue;
    for (const part of parts) if (part.status !== 'none') routed.push(routePart(sale, kind, part));
  }
  return routed;
}

function routePart(sale: Sale, kind: SalesDocument['kind'], part: PurchasePart): Routed {
  const content = toDocument(sale, kind, part);
  return {
    kind,
    task: part.task,
    number: content.number,
    wanted:
      !sale.live || part.status === 'voided' ? 'voided' : part.status === 'authorised' ? 'ready' : 'waiting',
    date: part.date,
    content,
    print: printBill(asBill(content)),
  };
}

function toDocument(sale: Sale, kind: SalesDocument['kind'], part: PurchasePart): SalesDocument {
  const { id: saleId, live: _, orderDate: __, invoices, credits: ___, ...header } = sale;
  const applied = invoices.find(({ number }) => fold(number) === fold(part.invoiceNumber));
  return {
    kind,
    saleId,
    ...header,
    task: part.task,
    number: tidy(part.number),
    date: part.date,
    dueDate: part.dueDate,
    lines: part.lines,
    totals: part.totals,
    appliesTo:
      kind === 'refund' && part.invoiceNumber
        ? { number: tidy(part.invoiceNumber), task: applied?.task }
        : undefined,
  };
}

/** In which fields two states of one document differ, for people. */
export const changedInSale = (before: SalesDocument, after: SalesDocument): FieldChange[] =>
  changedFields(asBill(before), asBill(after)).map((change) =>
    change.field === 'supplier' ? { ...change, field: 'customer' } : change,
  );

/** The same fields make a document of a sale and one of a purchase. */
const asBill = ({ kind: _, saleId, customer, reference: __, ...rest }: SalesDocument): Bill => ({
  kind: 'bill',
  purchaseId: saleId,
  supplier: customer,
  ...rest,
});
