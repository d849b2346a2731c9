import { toNumber } from '../../domain/decimal.ts';
import { guidOf } from '../ids.ts';
import { zoneField } from './bills.ts';
import { remembered } from './remembered.ts';
import type { BillLine, BillRow, DocumentRow } from './rows.ts';
import type { Shown } from './shown.ts';
import { type Site, textIn, type World } from './state.ts';

/** While it is on hold the header's amount is what was entered, where totals are validated. */
export const showBill = remembered(
  (row: BillRow, site: Site, { switches }: World): Shown => ({
    id: row.id,
    note: row.note,
    values: {
      Type: row.type,
      ReferenceNbr: row.nbr,
      Vendor: row.vendor,
      VendorRef: row.vendorRef,
      Date: row.date,
      DueDate: row.dueDate,
      PostPeriod: row.period,
      Description: row.description,
      CurrencyID: row.currency,
      Terms: row.terms,
      BranchID: row.branch,
      LocationID: row.location,
      CashAccount: row.cashAccount,
      Hold: row.hold,
      Status: row.status,
      get Amount() {
        return toNumber(switches.validateTotals && row.hold ? row.control : row.total);
      },
      Balance: toNumber(row.balance),
      TaxTotal: toNumber(row.taxTotal),
      Project: row.project,
      ApprovedForPayment: row.approvedForPayment,
      IsTaxValid: false,
      LastModifiedDateTime: row.modifiedAt,
    },
    details: {
      Details: row.lines.map((line) => showLine(site, line)),
      TaxDetails: showTaxes(row),
      Applications: [],
    },
    custom: { ...row.custom, [zoneField]: row.taxZone },
  }),
);

const showLine = (site: Site, line: BillLine): Shown => ({
  id: line.id,
  values: {
    InventoryID: line.inventoryId,
    TransactionDescription: line.text,
    // The account's description: the line's own text is TransactionDescription.
    get Description() {
      return textIn(site.lists.Account.get(line.account), 'Description');
    },
    Account: line.account,
    Subaccount: line.subaccount,
    Branch: line.branch,
    Qty: toNumber(line.qty),
    UOM: line.uom,
    UnitCost: toNumber(line.unitCost),
    ExtendedCost: toNumber(line.extended),
    Amount: toNumber(line.extended),
    TaxCategory: line.taxCategory,
    Project: line.project,
    NonBillable: false,
    POOrderType: line.order?.type,
    POOrderNbr: line.order?.nbr,
    POLine: line.order?.line,
  },
});

export const showTaxes = (row: DocumentRow): Shown[] =>
  row.taxes.map((tax) => ({
    id: guidOf(`${row.id} tax ${tax.tax}`),
    values: {
      TaxID: tax.tax,
      TaxRate: toNumber(tax.rate),
      TaxableAmount: toNumber(tax.taxable),
      TaxAmount: toNumber(tax.amount),
    },
  }));
