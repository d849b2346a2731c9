import { type Decimal, minus, toNumber } from '../../domain/decimal.ts';
import type { JsonObject } from '../exchange.ts';
import { blankGuid } from '../ids.ts';
import { partTotals } from './amounts.ts';
import type { LineRow, PartRow } from './rows.ts';
import type { FulfilmentRow, SaleCreditRow, SaleRow, StockLineRow } from './sale-rows.ts';
import {
  fulfilmentStatus,
  saleInvoiceStatus,
  salePaymentStatus,
  saleStatus,
  stageStatus,
} from './sale-status.ts';
import { printDate, printGuid, printStamp } from './stamps.ts';
import type { World } from './state.ts';

/** A sale as `/sale` prints it (apis/cin7-core.md, section 4; API Blueprint, "Sale"). */

interface Printing {
  readonly world: World;
  readonly sale: SaleRow;
  /** `CombineAdditionalCharges=true`: charges stand among the lines. */
  readonly combine: boolean;
}

const guid = ({ world }: Printing, id: string, place: string): string =>
  id === '' ? blankGuid : printGuid(id, place, world.switches.mixedGuidCase);

export function showSale(world: World, sale: SaleRow, combine: boolean, movements: JsonObject[]): JsonObject {
  const printing = { world, sale, combine };
  return {
    ...header(printing),
    Quote: { Memo: '', Status: 'NOT AVAILABLE', Prepayments: [], Lines: [], AdditionalCharges: [], ...none },
    Order: showSaleOrder(world, sale, combine),
    Fulfilments: sale.fulfilments.map((row) => fulfilment(printing, row)),
    Invoices: sale.invoices.map((part) => ({
      ...invoice(printing, part),
      Payments: [],
      ...totals(printing, part),
      Paid: toNumber(part.paid),
    })),
    CreditNotes: sale.credits.map((part) => ({
      ...creditNote(printing, part),
      Refunds: [],
      ...totals(printing, part),
    })),
    ManualJournals: { Status: 'NOT AVAILABLE', Lines: [] },
    AdditionalAttributes: {},
    Attachments: [],
    InventoryMovements: movements,
    Transactions: [],
  };
}

const none = { TotalBeforeTax: 0, Tax: 0, Total: 0 };

function header(printing: Printing): JsonObject {
  const { world, sale } = printing;
  return {
    ID: guid(printing, sale.id, 'sale'),
    Customer: world.customers.get(sale.customerId)?.Name ?? '',
    CustomerID: guid(printing, sale.customerId, 'sale customer'),
    Contact: '',
    Phone: '',
    Email: '',
    DefaultAccount: '200',
    SkipQuote: true,
    BillingAddress: { DisplayAddressLine1: '', Line1: '', Country: '' },
    ShippingAddress: { DisplayAddressLine1: '', Line1: '', Country: '', Company: '', ShipToOther: false },
    ShippingNotes: '',
    BaseCurrency: world.me.Currency,
    CustomerCurrency: sale.currency,
    TaxRule: sale.taxRule,
    TaxCalculation: sale.inclusive ? 'Inclusive' : 'Exclusive',
    Terms: sale.terms,
    PriceTier: 'Tier 1',
    ShipBy: printDate(sale.shipBy),
    Location: sale.location,
    SaleOrderDate: printDate(sale.orderDate),
    LastModifiedOn: printStamp(sale.stamp, sale.id),
    Note: sale.note,
    CustomerReference: sale.reference,
    COGSAmount: 0,
    Status: saleStatus(sale),
    CombinedPickingStatus: stageStatus(sale, 'pick'),
    CombinedPackingStatus: stageStatus(sale, 'pack'),
    CombinedShippingStatus: stageStatus(sale, 'ship'),
    FulFilmentStatus: fulfilmentStatus(sale),
    CombinedInvoiceStatus: saleInvoiceStatus(sale),
    CombinedPaymentStatus: salePaymentStatus(sale),
    CombinedTrackingNumbers: '',
    Carrier: '',
    CurrencyRate: toNumber(sale.rate),
    SalesRepresentative: '',
    ServiceOnly: sale.type === 'Service Sale',
    Type: sale.type,
    SourceChannel: null,
    ExternalID: sale.externalId === '' ? null : sale.externalId,
  };
}

/** The order's number stands here and in the list; the header has none. */
export function showSaleOrder(world: World, sale: SaleRow, combine: boolean): JsonObject {
  const printing = { world, sale, combine };
  return {
    SaleOrderNumber: sale.orderNumber,
    Memo: sale.order.memo,
    Status: sale.voided ? 'VOIDED' : sale.order.status,
    ...lines(printing, sale.order, false),
    ...totals(printing, sale.order),
  };
}

const invoice = (printing: Printing, part: PartRow): JsonObject => ({
  TaskID: guid(printing, part.task, 'sale invoice'),
  InvoiceNumber: part.number,
  Memo: part.memo,
  Status: printing.sale.voided ? 'VOIDED' : part.status,
  InvoiceDate: printDate(part.date),
  InvoiceDueDate: printDate(part.dueDate),
  CurrencyConversionRate: toNumber(printing.sale.rate),
  BillingAddressLine1: '',
  BillingAddressLine2: '',
  LinkedFulfillmentNumber: null,
  ...lines(printing, part, true),
});

const creditNote = (printing: Printing, part: SaleCreditRow): JsonObject => ({
  TaskID: guid(printing, part.task, 'sale credit note'),
  CreditNoteInvoiceNumber: part.invoiceNumber,
  Memo: part.memo,
  Status: printing.sale.voided ? 'VOIDED' : part.status,
  CreditNoteDate: printDate(part.date),
  CreditNoteNumber: part.number,
  CreditNoteConversionRate: toNumber(printing.sale.rate),
  ...lines(printing, part, true),
  Restock: part.restock.map((line) => ({
    ...stockLine(printing, line),
    RestockLocation: line.location,
    RestockLocationID: locationId(printing, line.location),
    RestockDate: printDate(line.date),
  })),
});

function fulfilment(printing: Printing, row: FulfilmentRow): JsonObject {
  const stock = row.lines.map((line) => stockLine(printing, line));
  const state = (status: string) => (printing.sale.voided ? 'VOIDED' : status);
  const of = (status: string) => (status === 'NOT AVAILABLE' ? [] : stock);
  return {
    TaskID: guid(printing, row.task, 'fulfilment'),
    FulfillmentNumber: row.number,
    LinkedInvoiceNumber: null,
    FulFilmentStatus: row.ship === 'AUTHORISED' ? 'FULFILLED' : 'NOT FULFILLED',
    Pick: { Status: state(row.pick), Lines: of(row.pick) },
    Pack: { Status: state(row.pack), Lines: of(row.pack).map((line) => ({ ...line, Box: 'Box 1' })) },
    Ship: {
      Status: state(row.ship),
      RequireBy: null,
      ShippingAddress: {},
      ShippingNotes: '',
      Lines:
        row.ship === 'NOT AVAILABLE'
          ? []
          : [
              {
                ID: guid(printing, row.task, 'shipment'),
                ShipmentDate: printDate(row.shipDate),
                Carrier: '',
                Boxes: 'Box 1',
                TrackingNumber: '',
                TrackingURL: '',
                IsShipped: row.ship === 'AUTHORISED',
              },
            ],
    },
  };
}

const locationId = ({ world }: Printing, name: string): string =>
  world.references.locations.find((row) => row.Name === name)?.key ?? blankGuid;

const stockLine = (printing: Printing, line: StockLineRow): JsonObject => ({
  ProductID: guid(printing, line.productId, 'line product'),
  SKU: line.sku,
  Name: line.name,
  Location: line.location,
  LocationID: locationId(printing, line.location),
  Quantity: toNumber(line.quantity),
  BatchSN: line.batch === '' ? null : line.batch,
  ExpiryDate: printDate(line.expiryDate),
});

function lines(
  printing: Printing,
  part: PartRow,
  withAccount: boolean,
): { Lines: JsonObject[]; AdditionalCharges: JsonObject[] } {
  const { combine } = printing;
  return {
    Lines: part.lines
      .filter((line) => combine || !line.charge)
      .map((line) => ({
        ProductID: guid(printing, line.productId, 'line product'),
        SKU: line.sku,
        Name: line.name,
        ...amounts(printing, line),
        AverageCost: 0,
        ...(withAccount ? { Account: line.account } : { DropShip: false, BackorderQuantity: 0 }),
        Comment: line.comment,
      })),
    AdditionalCharges: part.lines
      .filter((line) => !combine && line.charge)
      .map((line) => ({
        Description: line.name,
        ...amounts(printing, line),
        ...(withAccount ? { Account: line.account } : {}),
        Comment: line.comment,
      })),
  };
}

const amounts = (printing: Printing, line: LineRow): JsonObject => ({
  Quantity: toNumber(line.quantity),
  Price: toNumber(line.price),
  Discount: toNumber(line.discount),
  Tax: toNumber(line.tax),
  Total: toNumber(shownTotal(printing, line)),
  TaxRule: line.taxRule,
});

const shownTotal = ({ world, sale }: Printing, line: LineRow): Decimal =>
  sale.inclusive && !world.switches.inclusiveTotals ? minus(line.total, line.tax) : line.total;

function totals({ sale }: Printing, part: PartRow): JsonObject {
  const { net, tax, gross } = partTotals(part, sale.inclusive);
  return { TotalBeforeTax: toNumber(net), Tax: toNumber(tax), Total: toNumber(gross) };
}

/** The bodies of the sub-resources: their rows carry no totals. */
export const showSaleInvoices = (world: World, sale: SaleRow): JsonObject => ({
  SaleID: sale.id,
  Invoices: sale.invoices.map((part) => invoice({ world, sale, combine: false }, part)),
});
export const showSaleCredits = (world: World, sale: SaleRow): JsonObject => ({
  SaleID: sale.id,
  CreditNotes: sale.credits.map((part) => creditNote({ world, sale, combine: false }, part)),
});
export const showFulfilments = (world: World, sale: SaleRow): JsonObject => ({
  SaleID: sale.id,
  Fulfilments: sale.fulfilments.map((row) => fulfilment({ world, sale, combine: false }, row)),
});
