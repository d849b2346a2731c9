import { minus } from '../../domain/decimal.ts';
import type { Remote } from '../../engine/ports.ts';
import type { DocumentShape } from './document-shape.ts';
import { type BillRow, bill } from './wire.ts';

/** Bills and debit adjustments are one entity (AP301000), told apart by their type. */
export const billShape = (kind: 'bill' | 'credit'): DocumentShape<BillRow> => ({
  kind,
  what: kind === 'bill' ? 'bill' : 'debit adjustment',
  entity: 'Bill',
  type: kind === 'bill' ? 'Bill' : 'Debit Adj.',
  numberKey: 'ReferenceNbr',
  vendorField: 'Vendor',
  schema: bill,
  select: [
    'Type',
    'ReferenceNbr',
    'Vendor',
    'VendorRef',
    'Date',
    'DueDate',
    'PostPeriod',
    'CurrencyID',
    'Terms',
    'Description',
    'BranchID',
    'Hold',
    'Status',
    'Amount',
    'Balance',
    'TaxTotal',
    'LastModifiedDateTime',
  ],
  selectLines: [
    'InventoryID',
    'TransactionDescription',
    'Account',
    'Subaccount',
    'Branch',
    'Qty',
    'UnitCost',
    'ExtendedCost',
    'Amount',
    'TaxCategory',
    'POOrderType',
    'POOrderNbr',
    'POLine',
  ],
  // The contract has no tax zone of a bill.
  custom: ['CurrentDocument.TaxZoneID'],
  header: [
    ['Vendor', 'vendor'],
    ['VendorRef', 'number'],
    ['Date', 'document date'],
    ['DueDate', 'due date'],
    ['PostPeriod', 'posting period'],
    ['CurrencyID', 'currency'],
    ['Terms', 'payment terms'],
    ['BranchID', 'branch'],
    ['TaxZoneID', 'tax zone'],
  ],
  line: [
    ['InventoryID', 'item'],
    ['Account', 'account'],
    ['Subaccount', 'subaccount'],
    ['Branch', 'branch'],
    ['Qty', 'quantity'],
    ['UnitCost', 'amount'],
    ['TaxCategory', 'tax category'],
    ['POOrderNbr', 'purchase order'],
    ['POLine', 'order line'],
  ],
  control: 'Amount',
  value: (row, field) =>
    field === 'TaxZoneID' ? row.custom?.CurrentDocument?.TaxZoneID : row[field as keyof BillRow],
  status: statusOf,
  totals(row, currency) {
    // Until its release the balance is what lines and tax come to, and the amount may be typed; later payments reduce it.
    const gross = statusOf(row) === 'posted' ? row.Amount : row.Balance;
    return {
      net: { amount: minus(gross, row.TaxTotal), currency },
      tax: { amount: row.TaxTotal, currency },
      gross: { amount: gross, currency },
    };
  },
});

/** Integration Development Guide and AP guide, "Bill statuses"; what is not known is left alone. */
function statusOf({ Status }: Pick<BillRow, 'Status'>): Remote['status'] {
  const word = Status.toUpperCase();
  if (['ON HOLD', 'BALANCED'].includes(word)) return 'draft';
  if (['OPEN', 'CLOSED', 'PRE-RELEASED'].includes(word)) return 'posted';
  return word === 'VOIDED' ? 'void' : 'pending';
}
