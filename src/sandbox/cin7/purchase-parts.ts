import { plus } from '../../domain/decimal.ts';
import type { JsonObject } from '../exchange.ts';
import { blankGuid } from '../ids.ts';
import { refuse } from './errors.ts';
import { textFrom } from './fields.ts';
import { isTrue, type Query } from './paging.ts';
import { readLines, readReceiptLines } from './purchase-lines.ts';
import { showCreditNotes, showInvoices, showReceipts } from './purchase-view.ts';
import { emptyPart, purchaseOf, statusOf } from './purchases.ts';
import type { PartRow, PurchaseRow, ReceiptLineRow, ReceiptRow } from './rows.ts';
import { savePurchase } from './saving.ts';
import type { World } from './state.ts';

/** Invoices, receipts and credit notes of a purchase, with their preconditions (apis/cin7-core.md, section 3.7). */

const settled = (part: { readonly status: string }) => part.status === 'AUTHORISED' || part.status === 'PAID';

const ofQuery = (world: World, query: Query): PurchaseRow =>
  purchaseOf(world, query.get('purchaseid') ?? refuse('Required attribute PurchaseID is not provided.'));

function ofBody(world: World, body: JsonObject): PurchaseRow {
  const purchase = purchaseOf(
    world,
    textFrom(body, 'PurchaseID') || refuse('Required attribute PurchaseID is not provided.'),
  );
  if (purchase.voided) refuse('Purchase is voided.');
  if (purchase.order.status !== 'AUTHORISED' && !purchase.blindReceipt)
    refuse('Purchase order must be AUTHORISED.');
  return purchase;
}

/** Absent or all zeros: a new task. */
function taskOf(body: JsonObject): string {
  const task = textFrom(body, 'TaskID').toLowerCase();
  return task === blankGuid ? '' : task;
}

/** In a simple purchase every part has the purchase's own id. */
const newTask = (world: World, purchase: PurchaseRow): string =>
  purchase.type === 'Simple Purchase' ? purchase.id : world.newId();

export const getInvoices = (world: World, query: Query): JsonObject =>
  showInvoices(world, ofQuery(world, query));
export const getCreditNotes = (world: World, query: Query): JsonObject =>
  showCreditNotes(world, ofQuery(world, query));

export function postInvoice(world: World, body: JsonObject): JsonObject {
  const purchase = ofBody(world, body);
  const status = statusOf(body);
  const task = taskOf(body);
  const before = purchase.invoices.find((part) => part.task === task);
  if (task !== '' && before === undefined && !hasReceipt(purchase, task))
    refuse('Invoice with specified TaskID not found', 404);
  if (before !== undefined && before.status !== 'DRAFT')
    refuse('Invoice can be changed only in DRAFT or NOT AVAILABLE status.');
  if (before === undefined && purchase.type === 'Simple Purchase' && purchase.invoices.length > 0)
    refuse('A simple purchase has one invoice.');
  if (
    status === 'AUTHORISED' &&
    purchase.approach === 'STOCK' &&
    ![...purchase.stockReceived, ...purchase.putAway].some(settled)
  )
    refuse('Stock must be received before the invoice can be authorised.');
  if (textFrom(body, 'InvoiceDate') === '') refuse('Required attribute InvoiceDate is not provided.');
  const part: PartRow = {
    ...(before ?? emptyPart(task || newTask(world, purchase))),
    status,
    number: textFrom(body, 'InvoiceNumber'),
    date: textFrom(body, 'InvoiceDate').slice(0, 10),
    dueDate: textFrom(body, 'InvoiceDueDate').slice(0, 10),
    lines: readLines(world, body, true),
  };
  const invoices = [...purchase.invoices.filter((other) => other !== before), part];
  return showInvoices(world, savePurchase(world, { ...purchase, invoices }));
}

const hasReceipt = (purchase: PurchaseRow, task: string): boolean =>
  [...purchase.stockReceived, ...purchase.putAway].some((row) => row.task === task);

/** `Void=true` voids it, else it is a draft again. */
export function deleteInvoice(world: World, query: Query): JsonObject {
  const task = query.get('taskid')?.toLowerCase() ?? refuse('Required attribute TaskID is not provided.');
  const purchase = world.purchases.find((row) => row.invoices.some((part) => part.task === task));
  if (purchase === undefined) return refuse('Invoice with specified TaskID not found', 404);
  const status = isTrue(query, 'Void') ? ('VOIDED' as const) : ('DRAFT' as const);
  const invoices = purchase.invoices.map((part) => (part.task === task ? { ...part, status } : part));
  return showInvoices(world, savePurchase(world, { ...purchase, invoices }));
}

export function postCreditNote(world: World, body: JsonObject): JsonObject {
  const purchase = ofBody(world, body);
  const status = statusOf(body);
  if (!purchase.invoices.some(settled)) refuse('Invoice must be AUTHORISED or PAID before a credit note.');
  const task = taskOf(body);
  const before = purchase.credits.find((part) => part.task === task);
  if (task !== '' && before === undefined) refuse('Credit note with specified TaskID not found', 404);
  if (before !== undefined && before.status !== 'DRAFT')
    refuse('Credit note can be changed only in DRAFT or NOT AVAILABLE status.');
  const part: PartRow = {
    ...(before ?? emptyPart(newTask(world, purchase))),
    status,
    number: textFrom(body, 'CreditNoteNumber'),
    invoiceNumber: textFrom(body, 'CreditNoteInvoiceNumber'),
    date: textFrom(body, 'CreditNoteDate').slice(0, 10),
    lines: readLines(world, body, true),
  };
  const credits = [...purchase.credits.filter((other) => other !== before), part];
  return showCreditNotes(world, savePurchase(world, { ...purchase, credits }));
}

type ReceiptList = 'stockReceived' | 'putAway';
const keys = { stockReceived: 'StockReceived', putAway: 'PutAway' } as const;

export const getReceipts = (world: World, query: Query, list: ReceiptList): JsonObject => {
  const purchase = ofQuery(world, query);
  return showReceipts(world, purchase, purchase[list], keys[list]);
};

/** Only adds lines; empty lines with `AUTHORISED` just authorise. On a simple purchase it makes it an advanced one. */
export function postReceipt(world: World, body: JsonObject, list: ReceiptList): JsonObject {
  if (!world.switches.putAway) refuse('Setting Use Put Away must be enabled.');
  const purchase = ofBody(world, body);
  const status = statusOf(body);
  if (purchase.approach === 'INVOICE' && !purchase.blindReceipt && !purchase.invoices.some(settled))
    refuse('Invoice must be AUTHORISED before stock can be received.');
  const task = taskOf(body);
  const before = purchase[list].find((row) => row.task === task);
  if (before?.status === 'AUTHORISED')
    refuse('Stock received can be changed only in DRAFT or NOT AVAILABLE status.');
  const added = merged(readReceiptLines(world, body, purchase.location));
  const there = new Set((before?.lines ?? []).map(placeOf));
  if (added.some((line) => there.has(placeOf(line))))
    refuse('Stock line with the same product, location, batch and expiry date already exists.');
  const row: ReceiptRow = {
    task: before?.task ?? (task || world.newId()),
    pairNumber: before?.pairNumber ?? '',
    status,
    lines: [...(before?.lines ?? []), ...added],
  };
  const rows = [...purchase[list].filter((other) => other !== before), row];
  const saved = savePurchase(world, {
    ...purchase,
    type: purchase.type === 'Simple Purchase' ? 'Advanced Purchase' : purchase.type,
    [list]: rows,
  });
  return showReceipts(world, saved, saved[list], keys[list]);
}

const placeOf = (line: ReceiptLineRow): string =>
  [line.productId, line.location, line.batch, line.expiryDate].join('|').toLowerCase();

/** Duplicates in one body are added up. */
function merged(lines: readonly ReceiptLineRow[]): ReceiptLineRow[] {
  const byPlace = new Map<string, ReceiptLineRow>();
  for (const line of lines) {
    const other = byPlace.get(placeOf(line));
    const quantity = other === undefined ? line.quantity : plus(other.quantity, line.quantity);
    byPlace.set(placeOf(line), { ...(other ?? line), quantity });
  }
  return [...byPlace.values()];
}
