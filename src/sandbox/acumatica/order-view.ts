import { one, over, roundTo, times, toNumber } from '../../domain/decimal.ts';
import { showTaxes } from './bill-view.ts';
import { remembered } from './remembered.ts';
import type { OrderLine, OrderRow } from './rows.ts';
import type { Shown } from './shown.ts';
import { type Site, textIn } from './state.ts';

export const showOrder = remembered(
  (row: OrderRow, site: Site): Shown => ({
    id: row.id,
    note: row.note,
    values: {
      Type: row.type,
      OrderNbr: row.nbr,
      VendorID: row.vendor,
      VendorRef: row.vendorRef,
      Branch: row.branch,
      CurrencyID: row.currency,
      BaseCurrencyID: site.baseCurrency,
      CurrencyRateTypeID: row.currency === site.baseCurrency ? undefined : 'SPOT',
      CurrencyRate: toNumber(row.rate),
      CurrencyReciprocalRate: toNumber(roundTo(over(one, row.rate), 8)),
      CurrencyEffectiveDate: row.date,
      Description: row.description,
      Location: row.location,
      Owner: row.owner,
      Project: 'X',
      Terms: row.terms,
      VendorTaxZone: row.taxZone,
      ControlTotal: toNumber(row.control),
      Date: row.date,
      PromisedOn: row.promisedOn,
      Hold: row.hold,
      IsTaxValid: false,
      Status: row.status,
      LineTotal: toNumber(row.lineTotal),
      OrderTotal: toNumber(row.total),
      TaxTotal: toNumber(row.taxTotal),
      LastModifiedDateTime: row.modifiedAt,
    },
    linked: { ShippingInstructions: { id: row.id, values: { ShippingDestinationType: 'Branch' } } },
    details: { Details: row.lines.map((line) => showLine(site, row, line)), TaxDetails: showTaxes(row) },
    custom: row.custom,
  }),
);

const showLine = (site: Site, order: OrderRow, line: OrderLine): Shown => ({
  id: line.id,
  values: {
    OrderType: order.type,
    OrderNbr: order.nbr,
    LineNbr: line.lineNbr,
    LineType: line.lineType,
    InventoryID: line.inventoryId,
    LineDescription: line.text,
    // The account's description: the line's own text is LineDescription.
    get Description() {
      return textIn(site.lists.Account.get(line.account), 'Description');
    },
    OrderQty: toNumber(line.qty),
    OrderedQty: toNumber(line.qty),
    UOM: line.uom,
    UnitCost: toNumber(line.unitCost),
    ExtendedCost: toNumber(line.extended),
    WarehouseID: line.warehouse,
    BranchID: line.branch,
    Account: line.account,
    Subaccount: line.subaccount,
    TaxCategory: line.taxCategory,
    AlternateID: line.alternateId,
    Requested: line.requested,
    Promised: line.promised,
    Project: 'X',
    Completed: line.completed,
    Cancelled: line.cancelled,
    QtyOnReceipts: toNumber(line.received),
    ReceivedAmount: toNumber(times(line.received, line.unitCost)),
  },
});
