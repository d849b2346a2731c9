import type { Bill } from '../../domain/bill.ts';
import type { DocumentTarget, Remote } from '../../engine/ports.ts';
import type { BusinessCentralClient } from './client.ts';
import type { DocumentShape, PurchaseDraft } from './document-shape.ts';
import { purchaseDocuments } from './purchase-documents.ts';
import type { DocumentRow } from './wire.ts';

/**
 * Bills: purchase invoices, drafts and posted ones in one set (AL page 30042, table Purch. Inv. Entity Aggregate). There
 * is no field for payment terms or for an exchange rate.
 */
export const purchaseInvoices = (client: BusinessCentralClient): DocumentTarget<Bill, PurchaseDraft> =>
  purchaseDocuments(client, shape);

export const shape: DocumentShape = {
  kind: 'bill',
  what: 'purchase invoice',
  set: 'purchaseInvoices',
  lineSet: 'purchaseInvoiceLines',
  numberField: 'vendorInvoiceNumber',
  dateField: 'invoiceDate',
  // Always sent: the vendor card would decide otherwise.
  header: (bill) => ({ pricesIncludeTax: bill.taxInclusive }),
  amount: (_bill, line) => line.total.amount,
  statuses: async (rows) => rows.map(statusOf),
};

/** A draft always shows as `Draft`, whatever its approval says (codeunit Purch. Inv. Aggregator). */
export function statusOf({ status }: Pick<DocumentRow, 'status'>): Remote['status'] {
  if (status === 'Open' || status === 'Paid' || status === 'Corrective') return 'posted';
  if (status === 'Canceled') return 'void';
  return status === 'In Review' ? 'pending' : 'draft';
}
