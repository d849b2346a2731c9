import { isZero, minus } from '../../domain/decimal.ts';
import type { Remote } from '../../engine/ports.ts';
import type { DocumentShape } from './document-shape.ts';
import { type OrderRow, order } from './wire.ts';

/** Purchase orders of type Normal (PO301000). */
export const orderShape: DocumentShape<OrderRow> = {
  kind: 'order',
  what: 'purchase order',
  entity: 'PurchaseOrder',
  type: 'Normal',
  numberKey: 'OrderNbr',
  vendorField: 'VendorID',
  schema: order,
  select: [
    'Type',
    'OrderNbr',
    'VendorID',
    'VendorRef',
    'Date',
    'PromisedOn',
    'Description',
    'Branch',
    'CurrencyID',
    'CurrencyRate',
    'Terms',
    'VendorTaxZone',
    'Hold',
    'Status',
    'ControlTotal',
    'LineTotal',
    'TaxTotal',
    'OrderTotal',
    'LastModifiedDateTime',
  ],
  selectLines: [
    'LineNbr',
    'LineType',
    'InventoryID',
    'LineDescription',
    'OrderQty',
    'UOM',
    'UnitCost',
    'ExtendedCost',
    'WarehouseID',
    'BranchID',
    'Account',
    'Subaccount',
    'TaxCategory',
    'Cancelled',
    'Completed',
    'QtyOnReceipts',
    'ReceivedAmount',
  ],
  header: [
    ['VendorID', 'vendor'],
    ['VendorRef', 'number'],
    ['Date', 'document date'],
    ['PromisedOn', 'required by'],
    ['CurrencyID', 'currency'],
    ['Terms', 'payment terms'],
    ['Branch', 'branch'],
    ['VendorTaxZone', 'tax zone'],
  ],
  line: [
    ['InventoryID', 'item'],
    ['OrderQty', 'quantity'],
    ['UOM', 'unit'],
    ['ExtendedCost', 'amount'],
    ['WarehouseID', 'warehouse'],
    ['BranchID', 'branch'],
    ['Account', 'account'],
    ['Subaccount', 'subaccount'],
    ['TaxCategory', 'tax category'],
    ['Completed', 'completed'],
  ],
  control: 'ControlTotal',
  value: (row, field) => row[field as keyof OrderRow],
  status: statusOf,
  totals: (row, currency) => ({
    net: { amount: minus(row.OrderTotal, row.TaxTotal), currency },
    tax: { amount: row.TaxTotal, currency },
    gross: { amount: row.OrderTotal, currency },
  }),
};

/**
 * An order can be changed while nothing was received or billed on it, also after it left hold. Pending Printing and
 * Pending Email are on their way to the vendor, which is nobody's decision any more.
 */
export function statusOf({ Status, Details }: Pick<OrderRow, 'Status' | 'Details'>): Remote['status'] {
  const word = Status.toUpperCase();
  if (word === 'CANCELED' || word === 'CANCELLED') return 'void';
  if (word === 'COMPLETED' || word === 'CLOSED') return 'posted';
  if (['ON HOLD', 'OPEN', 'PENDING PRINTING', 'PENDING EMAIL'].includes(word))
    return Details?.some(isReceived) ? 'posted' : 'draft';
  return 'pending';
}

const isReceived = (line: NonNullable<OrderRow['Details']>[number]): boolean =>
  !isZero(line.QtyOnReceipts) || !isZero(line.ReceivedAmount);
