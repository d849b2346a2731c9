import { type Decimal, minus, toNumber } from '../../domain/decimal.ts';
import type { JsonObject } from '../exchange.ts';
import { blankGuid } from '../ids.ts';
import { partTotals } from './amounts.ts';
import { headerStatus, invoiceStatus, paymentStatus, receivingStatus } from './purchase-status.ts';
import type { LineRow, PartRow, PurchaseRow, ReceiptLineRow, ReceiptRow } from './rows.ts';
import { printDate, printGuid, printStamp } from './stamps.ts';
import type { World } from './state.ts';
import { inventoryMovements } from './stock-view.ts';

/** A purchase as `/advanced-purchase` and the deprecated `/purchase` print it (apis/cin7-core.md, sections 3.3, 3.4). */

interface Printing {
  readonly world: World;
  readonly purchase: PurchaseRow;
  /** `CombineAdditionalCharges=true`: charges stand among the lines. */
  readonly combine: boolean;
}

const guid = ({ world }: Printing, id: string, place: string): string =>
  id === '' ? blankGuid : printGuid(id, place, world.switches.mixedGuidCase);

export function showAdvanced(world: World, purchase: PurchaseRow, combine: boolean): JsonObject {
  const printing = { world, purchase, combine };
  return {
    ...header(printing),
    CombinedReceivingStatus: receivingStatus(purchase),
    CombinedInvoiceStatus: invoiceStatus(purchase),
    CombinedPaymentStatus: paymentStatus(purchase),
    Type: purchase.type,
    IsServiceOnly: purchase.type === 'Service Purchase',
    Order: showOrder(world, purchase, combine),
    StockReceived: orPlaceholder(
      purchase.stockReceived.map((row) => receipt(printing, row)),
      noReceipt,
    ),
    PutAway: orPlaceholder(
      purchase.putAway.map((row) => receipt(printing, row)),
      noReceipt,
    ),
    Invoice: orPlaceholder(
      purchase.invoices.map((part) => invoice(printing, part)),
      noInvoice,
    ),
    CreditNote: orPlaceholder(
      purchase.credits.map((part) => creditNote(printing, part)),
      noCreditNote,
    ),
    ManualJournals: [],
    InventoryMovements: inventoryMovements(world, purchase.id),
    Attachments: [],
  };
}

/** Objects where `/advanced-purchase` has arrays; the invoice's number is misspelt, as in the samples. */
export function showSimple(world: World, purchase: PurchaseRow, combine: boolean): JsonObject {
  const printing = { world, purchase, combine };
  const { InvoiceNumber, ...rest } = purchase.invoices[0]
    ? invoice(printing, purchase.invoices[0])
    : noInvoice;
  return {
    ...header(printing),
    Order: showOrder(world, purchase, combine),
    StockReceived: purchase.stockReceived[0] ? receipt(printing, purchase.stockReceived[0]) : noReceipt,
    Invoice: { ...rest, InvocieNumber: InvoiceNumber },
    CreditNote: {
      ...(purchase.credits[0] ? creditNote(printing, purchase.credits[0]) : noCreditNote),
      Unstock: { Status: 'NOT AVAILABLE', Lines: [] },
    },
    ManualJournals: { Status: 'NOT AVAILABLE', Lines: [] },
    InventoryMovements: inventoryMovements(world, purchase.id),
    Attachments: [],
  };
}

/** Arrays always hold something: a placeholder when nothing exists. */
const orPlaceholder = (rows: JsonObject[], placeholder: JsonObject): JsonObject[] =>
  rows.length > 0 ? rows : [placeholder];

const noAmounts = { TotalBeforeTax: 0, Tax: 0, Total: 0, Paid: 0 };
const noReceipt = { TaskID: blankGuid, InvoicingAndReceivingNumber: '', Status: 'NOT AVAILABLE', Lines: [] };
const noInvoice: JsonObject = {
  TaskID: blankGuid,
  InvoicingAndReceivingNumber: '',
  InvoiceDate: null,
  InvoiceDueDate: null,
  InvoiceNumber: '',
  Status: 'NOT AVAILABLE',
  Lines: [],
  AdditionalCharges: [],
  Payments: [],
  ...noAmounts,
};
const noCreditNote: JsonObject = {
  TaskID: blankGuid,
  CreditNoteInvoiceNumber: '',
  CreditNoteNumber: '',
  CreditNoteDate: null,
  Status: 'NOT AVAILABLE',
  Lines: [],
  AdditionalCharges: [],
  Refunds: [],
  Unstock: [],
  TotalBeforeTax: 0,
  Tax: 0,
  Total: 0,
};

function header(printing: Printing): JsonObject {
  const { world, purchase } = printing;
  const supplier = world.suppliers.get(purchase.supplierId);
  const attributes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => `AdditionalAttribute${n}`);
  return {
    ID: guid(printing, purchase.id, 'purchase'),
    SupplierID: guid(printing, purchase.supplierId, 'purchase supplier'),
    Supplier: supplier?.Name ?? '',
    Contact: purchase.contact,
    Phone: purchase.phone,
    InventoryAccount: purchase.inventoryAccount,
    BlindReceipt: purchase.blindReceipt,
    Approach: purchase.approach,
    BillingAddress: { DisplayAddressLine1: '', Line1: '', Country: '' },
    ShippingAddress: { DisplayAddressLine1: '', Line1: '', Country: '', Company: '', ShipToOther: false },
    BaseCurrency: world.me.Currency,
    SupplierCurrency: purchase.currency,
    TaxRule: purchase.taxRule,
    TaxCalculation: purchase.inclusive ? 'Inclusive' : 'Exclusive',
    Terms: purchase.terms,
    RequiredBy: printDate(purchase.requiredBy),
    Location: purchase.location,
    Note: purchase.note === '' ? null : purchase.note,
    OrderNumber: purchase.orderNumber,
    OrderDate: printDate(purchase.orderDate),
    Status: headerStatus(purchase),
    RelatedDropShipSaleTask: null,
    CurrencyRate: toNumber(purchase.rate),
    LastUpdatedDate: printStamp(purchase.stamp, purchase.id),
    AdditionalAttributes: Object.fromEntries(
      attributes.map((name) => [name, purchase.attributes[name] ?? null]),
    ),
  };
}

export function showOrder(world: World, purchase: PurchaseRow, combine: boolean): JsonObject {
  const printing = { world, purchase, combine };
  const { order } = purchase;
  return {
    Memo: order.memo,
    Status: purchase.voided ? 'VOIDED' : order.status,
    ...lines(printing, order, orderLine),
    Prepayments: [],
    ...totals(printing, order),
  };
}

function invoice(printing: Printing, part: PartRow): JsonObject {
  return {
    TaskID: guid(printing, part.task, 'invoice'),
    InvoicingAndReceivingNumber: part.pairNumber,
    InvoiceDate: printDate(part.date),
    InvoiceDueDate: printDate(part.dueDate),
    InvoiceNumber: part.number,
    Status: printing.purchase.voided ? 'VOIDED' : part.status,
    ...lines(printing, part, invoiceLine),
    Payments: [],
    ...totals(printing, part),
    Paid: toNumber(part.paid),
  };
}

function creditNote(printing: Printing, part: PartRow): JsonObject {
  return {
    TaskID: guid(printing, part.task, 'credit note'),
    CreditNoteInvoiceNumber: part.invoiceNumber,
    CreditNoteNumber: part.number,
    CreditNoteDate: printDate(part.date),
    Status: printing.purchase.voided ? 'VOIDED' : part.status,
    ...lines(printing, part, invoiceLine),
    Refunds: [],
    Unstock: [],
    ...totals(printing, part),
  };
}

function receipt(printing: Printing, row: ReceiptRow): JsonObject {
  return {
    TaskID: guid(printing, row.task, 'receipt'),
    InvoicingAndReceivingNumber: row.pairNumber,
    Status: printing.purchase.voided ? 'VOIDED' : row.status,
    Lines: row.lines.map((line) => receiptLine(printing, line)),
  };
}

const receiptLine = (printing: Printing, line: ReceiptLineRow): JsonObject => ({
  CardID: guid(printing, line.cardId, 'card'),
  Date: printDate(line.date),
  ProductID: guid(printing, line.productId, 'line product'),
  SKU: line.sku,
  Name: line.name,
  Quantity: toNumber(line.quantity),
  BatchSN: line.batch,
  ExpiryDate: printDate(line.expiryDate),
  SupplierSKU: '',
  LocationID: printing.world.references.locations.find((row) => row.Name === line.location)?.key ?? blankGuid,
  Location: line.location,
  Received: true,
});

/** Lines and charges; of a service purchase everything is a charge. */
function lines(
  printing: Printing,
  part: PartRow,
  show: (printing: Printing, line: LineRow) => JsonObject,
): { Lines: JsonObject[]; AdditionalCharges: JsonObject[] } {
  const { combine } = printing;
  const products = part.lines.filter((line) => combine || !line.charge);
  const charges = part.lines.filter((line) => !combine && line.charge);
  return {
    Lines: products.map((line) => show(printing, line)),
    AdditionalCharges: charges.map((line) => charge(printing, line, show === invoiceLine)),
  };
}

const amounts = (printing: Printing, line: LineRow): JsonObject => ({
  Quantity: toNumber(line.quantity),
  Price: toNumber(line.price),
  Discount: toNumber(line.discount),
  Tax: toNumber(line.tax),
  TaxRule: line.taxRule,
  Total: toNumber(shownTotal(printing, line)),
});

/** What `Total` means under `Inclusive` is not certain (section 3.4): a switch tells. */
const shownTotal = ({ world, purchase }: Printing, line: LineRow): Decimal =>
  purchase.inclusive && !world.switches.inclusiveTotals ? minus(line.total, line.tax) : line.total;

const orderLine = (printing: Printing, line: LineRow): JsonObject => ({
  ProductID: guid(printing, line.productId, 'line product'),
  SKU: line.sku,
  Name: line.name,
  ...amounts(printing, line),
  SupplierSKU: line.supplierSku,
  Comment: line.comment === '' ? null : line.comment,
  ...noise,
});

const invoiceLine = (printing: Printing, line: LineRow): JsonObject => ({
  ProductID: guid(printing, line.productId, 'line product'),
  SKU: line.sku,
  Name: line.name,
  ...amounts(printing, line),
  Account: line.account,
  Comment: line.comment === '' ? null : line.comment,
  ...noise,
});

const noise = {
  ProductLength: 0,
  ProductWidth: 0,
  ProductHeight: 0,
  ProductWeight: 0,
  WeightUnits: 'kg',
  ProductCustomField1: null,
};

const charge = (printing: Printing, line: LineRow, withAccount: boolean): JsonObject => ({
  Description: line.name,
  Reference: line.reference,
  ...amounts(printing, line),
  ...(withAccount ? { Account: line.account } : {}),
});

function totals({ purchase }: Printing, part: PartRow): JsonObject {
  const { net, tax, gross } = partTotals(part, purchase.inclusive);
  return { TotalBeforeTax: toNumber(net), Tax: toNumber(tax), Total: toNumber(gross) };
}

/** The bodies of the sub-resources. */
export const showInvoices = (world: World, purchase: PurchaseRow): JsonObject => ({
  PurchaseID: purchase.id,
  Invoices: purchase.invoices.map((part) => invoice({ world, purchase, combine: false }, part)),
});
export const showCreditNotes = (world: World, purchase: PurchaseRow): JsonObject => ({
  PurchaseID: purchase.id,
  CreditNotes: purchase.credits.map((part) => creditNote({ world, purchase, combine: false }, part)),
});
export const showReceipts = (
  world: World,
  purchase: PurchaseRow,
  rows: readonly ReceiptRow[],
  key: string,
): JsonObject => ({
  PurchaseID: purchase.id,
  [key]: rows.map((row) => receipt({ world, purchase, combine: false }, row)),
});
