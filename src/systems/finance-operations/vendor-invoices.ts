import type { Bill } from '../../domain/bill.ts';
import { fold } from '../../domain/text.ts';
import type { DocumentTarget, Remote } from '../../engine/ports.ts';
import { text } from '../odata/literal.ts';
import { all, equal, type Filter } from '../odata/query.ts';
import type { FinanceOperationsClient } from './client.ts';
import { refOf, sumOfLines } from './document-read.ts';
import { type DocumentRows, type DocumentShape, type PurchaseDraft, textOf } from './document-shape.ts';
import { documentTarget } from './documents.ts';
import { type InvoiceConfig, type InvoiceDraft, mapInvoice, naturalKey } from './invoice-map.ts';
import { invoiceHeader, invoiceLine } from './wire.ts';

export const invoiceShape = (
  kind: Bill['kind'],
  config: Pick<InvoiceConfig, 'dimensions'>,
): DocumentShape => ({
  kind,
  what: kind === 'bill' ? 'vendor invoice' : 'vendor credit note',
  headers: 'VendorInvoiceHeaders',
  lines: 'VendorInvoiceLines',
  navigation: 'VendorInvoiceLine',
  key: 'HeaderReference',
  lineKey: 'InvoiceLineNumber',
  number: 'InvoiceNumber',
  header: invoiceHeader,
  line: invoiceLine,
  compared: [
    'InvoiceAccount',
    'InvoiceNumber',
    'InvoiceDate',
    'Date',
    'DueDate',
    'Currency',
    'PurchaseOrderNumber',
    'IsPricesIncludeSalesTax',
    'ImportedAmount',
    'ImportedSalesTax',
  ],
  comparedLine: [
    'PurchaseOrder',
    'PurchLineNumber',
    'ItemNumber',
    'ProcurementCategoryName',
    'MainAccountDisplayValue',
    'ReceiveNow',
    'Unit',
    'UnitPrice',
    'PriceUnit',
    'DiscountPercent',
    'NetAmount',
    'SalesTaxGroup',
    'ItemSalesTax',
    'DimensionDisplayValue',
    'InventorySiteId',
    'InventoryWarehouseId',
  ],
  objectFields: ['ItemNumber', 'ProcurementCategoryName', 'PurchaseOrder'],
  amended: [],
  dimensionField: 'DimensionDisplayValue',
  accountField: 'MainAccountDisplayValue',
  dimensions: config.dimensions,
});

/**
 * Bills and credit notes as vendor invoices that are not posted: people post there. A posted one leaves the set, so that
 * missing means posted or deleted, and it is never created again.
 */
export function vendorInvoices(
  client: FinanceOperationsClient,
  kind: Bill['kind'],
  config: InvoiceConfig,
): DocumentTarget<Bill, InvoiceDraft> {
  const shape = invoiceShape(kind, config);
  const toRemote = (rows: DocumentRows, company: string) => remoteOf(shape, rows, company);
  return {
    ...documentTarget({ client, shape, lookUp, toRemote }),
    kind,
    vanishes: true,
    watches: true,
    needs: [
      'setup',
      'accounts',
      'dimensions',
      'dimensionValues',
      'taxes',
      'taxItemGroups',
      'currencies',
      'paymentTerms',
      'locations',
      'categories',
    ],
    map: (bill, lookups) => mapInvoice(bill, lookups, config),
  };
}

function lookUp(draft: PurchaseDraft) {
  const { InvoiceAccount, InvoiceNumber } = draft.body.header;
  const [vendor, number] = [String(InvoiceAccount), String(InvoiceNumber)];
  const filter = all(equal('InvoiceAccount', text(vendor)), equal('InvoiceNumber', text(number)));
  return {
    filter: filter as Filter,
    same: ({ header }: DocumentRows) =>
      fold(textOf(header, 'InvoiceAccount')) === fold(vendor) &&
      fold(textOf(header, 'InvoiceNumber')) === fold(number),
  };
}

/** Amounts of credit notes are negative there and positive with us. */
function remoteOf(shape: DocumentShape, rows: DocumentRows, company: string): Remote {
  const { header, lines } = rows;
  const currency = textOf(header, 'Currency');
  const amount = sumOfLines(lines, 'NetAmount', shape.kind === 'credit');
  const sum = amount === undefined ? undefined : { amount, currency };
  return {
    ref: refOf(shape, rows),
    status: 'draft',
    naturalKey: naturalKey(
      shape.kind,
      company,
      textOf(header, 'InvoiceAccount'),
      textOf(header, 'InvoiceNumber'),
    ),
    currency,
    // No computed total can be read before posting: the lines' amounts make up Cin7's net, or its total with tax inside.
    totals:
      sum === undefined ? {} : header['IsPricesIncludeSalesTax'] === true ? { gross: sum } : { net: sum },
    content: rows,
  };
}
