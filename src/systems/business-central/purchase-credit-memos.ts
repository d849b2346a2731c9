import type { Bill } from '../../domain/bill.ts';
import { minus } from '../../domain/decimal.ts';
import { isFailure } from '../../domain/failure.ts';
import type { DocumentTarget, Lookups, Remote } from '../../engine/ports.ts';
import type { BusinessCentralClient } from './client.ts';
import type { DocumentShape, PurchaseDraft } from './document-shape.ts';
import { readLedger } from './ledger.ts';
import { purchaseDocuments } from './purchase-documents.ts';
import { statusOf } from './purchase-invoices.ts';
import type { DocumentRow } from './wire.ts';

/** Credit notes: purchase credit memos, drafts and posted ones in one set (AL page 30083). Quantities are positive. */
export const purchaseCreditMemos = (client: BusinessCentralClient): DocumentTarget<Bill, PurchaseDraft> =>
  purchaseDocuments(client, creditMemoShape(client));

export const creditMemoShape = (client: BusinessCentralClient): DocumentShape => ({
  kind: 'credit',
  what: 'purchase credit memo',
  set: 'purchaseCreditMemos',
  lineSet: 'purchaseCreditMemoLines',
  numberField: 'vendorCreditMemoNumber',
  dateField: 'creditMemoDate',
  header: appliesTo,
  // `pricesIncludeTax` is read-only here, so amounts go without their tax.
  amount: (bill, line) => (bill.taxInclusive ? minus(line.total.amount, line.tax.amount) : line.total.amount),
  statuses: (rows) => statusesOf(client, rows),
});

/** Applies to the invoice that we posted for the same purchase; to no other, and to none that is still a draft. */
function appliesTo(bill: Bill, lookups: Lookups): Readonly<Record<string, string>> {
  const task = bill.appliesTo?.task;
  const invoice = task === undefined ? undefined : lookups.document('bill', task);
  return invoice?.posted ? { invoiceId: invoice.ref.id } : {};
}

/**
 * A released draft shows as `Open` just like a posted memo, and no field tells the two apart (codeunit Graph Mgt - Purch.
 * Cr. Memo). The ledger does: only what was posted has entries under its number. Where the ledger cannot be read, such
 * a memo counts as on its way: it is neither changed nor posted by us.
 */
async function statusesOf(
  client: BusinessCentralClient,
  rows: readonly DocumentRow[],
): Promise<Remote['status'][]> {
  const open = rows.filter(({ status }) => status === 'Open').map(({ number }) => number);
  if (open.length === 0) return rows.map(statusOf);
  const posted = await postedNumbers(client, open);
  return rows.map((row) => {
    if (row.status !== 'Open') return statusOf(row);
    return posted?.has(row.number) ? 'posted' : 'pending';
  });
}

async function postedNumbers(
  client: BusinessCentralClient,
  numbers: readonly string[],
): Promise<ReadonlySet<string> | undefined> {
  try {
    const entries = await readLedger(client, numbers);
    return new Set(
      entries
        .filter(({ documentType }) => documentType === 'Credit Memo')
        .map(({ documentNumber }) => documentNumber),
    );
  } catch (error) {
    if (isFailure(error, 'refused')) return undefined;
    throw error;
  }
}
