import { z } from 'zod';
import { type Decimal, decimal } from '../../domain/decimal.ts';
import { type PlainDate, parsePlainDate } from '../../domain/time.ts';

/**
 * What we read of the endpoint Default, in its own names and without its wrapping (field names and types: Acumatica/
 * AcumaticaRESTAPIClientForCSharp:EndpointMetadata/Default_24.200.001). An empty field has no value at all.
 */

/** Codes may be padded with blanks. */
const text = () =>
  z
    .union([z.string(), z.number()])
    .nullish()
    .transform((value) => String(value ?? '').trim());
const amount = () =>
  z
    .union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)])
    .nullish()
    .transform((value): Decimal => decimal(value ?? 0));
/** A calendar date carried as a date and time: cut, never shifted. */
const date = () =>
  z
    .string()
    .nullish()
    .transform((value): PlainDate | undefined => parsePlainDate(value));
const yesNo = () =>
  z
    .boolean()
    .nullish()
    .transform((value) => value === true);
const whole = () =>
  z
    .number()
    .nullish()
    .transform((value) => value ?? undefined);
const rows = <T extends z.ZodType>(row: T) => z.array(row).nullish();

const record = <T extends z.ZodRawShape>(shape: T) => z.object({ id: text(), ...shape });

const address = z
  .object({
    AddressLine1: text(),
    AddressLine2: text(),
    City: text(),
    State: text(),
    PostalCode: text(),
    Country: text(),
  })
  .nullish();
const contact = z.object({ Email: text(), Phone1: text(), Attention: text(), Address: address }).nullish();

export const vendor = record({
  VendorID: text(),
  VendorName: text(),
  Status: text(),
  AccountRef: text(),
  CurrencyID: text(),
  Terms: text(),
  TaxRegistrationID: text(),
  MainContact: contact,
  LastModifiedDateTime: text(),
});

export const stockItem = record({
  InventoryID: text(),
  Description: text(),
  ItemStatus: text(),
  BaseUOM: text(),
  LastModified: text(),
});
export const nonStockItem = record({
  InventoryID: text(),
  Description: text(),
  ItemStatus: text(),
  BaseUnit: text(),
  LastModifiedDateTime: text(),
});

const orderLine = z.object({
  id: text(),
  rowNumber: whole(),
  LineNbr: whole(),
  LineType: text(),
  InventoryID: text(),
  LineDescription: text(),
  OrderQty: amount(),
  UOM: text(),
  UnitCost: amount(),
  ExtendedCost: amount(),
  WarehouseID: text(),
  BranchID: text(),
  Account: text(),
  Subaccount: text(),
  TaxCategory: text(),
  Cancelled: yesNo(),
  Completed: yesNo(),
  QtyOnReceipts: amount(),
  ReceivedAmount: amount(),
});
export const order = record({
  Type: text(),
  OrderNbr: text(),
  VendorID: text(),
  VendorRef: text(),
  Date: date(),
  PromisedOn: date(),
  Description: text(),
  Branch: text(),
  CurrencyID: text(),
  CurrencyRate: amount(),
  Terms: text(),
  VendorTaxZone: text(),
  Hold: yesNo(),
  Status: text(),
  ControlTotal: amount(),
  LineTotal: amount(),
  TaxTotal: amount(),
  OrderTotal: amount(),
  LastModifiedDateTime: text(),
  Details: rows(orderLine),
});

const billLine = z.object({
  id: text(),
  rowNumber: whole(),
  InventoryID: text(),
  TransactionDescription: text(),
  Account: text(),
  Subaccount: text(),
  Branch: text(),
  Qty: amount(),
  UnitCost: amount(),
  ExtendedCost: amount(),
  Amount: amount(),
  TaxCategory: text(),
  POOrderType: text(),
  POOrderNbr: text(),
  POLine: whole(),
});
export const bill = record({
  Type: text(),
  ReferenceNbr: text(),
  Vendor: text(),
  VendorRef: text(),
  Date: date(),
  DueDate: date(),
  PostPeriod: text(),
  CurrencyID: text(),
  Terms: text(),
  Description: text(),
  BranchID: text(),
  Hold: yesNo(),
  Status: text(),
  Amount: amount(),
  Balance: amount(),
  TaxTotal: amount(),
  LastModifiedDateTime: text(),
  Details: rows(billLine),
  custom: z.object({ CurrentDocument: z.object({ TaxZoneID: z.unknown() }).nullish() }).nullish(),
});

export const account = record({
  AccountCD: text(),
  Description: text(),
  Type: text(),
  PostOption: text(),
  CashAccount: yesNo(),
  Active: z.boolean().nullish(),
});
export const subaccount = record({
  SubaccountCD: text(),
  Description: text(),
  Active: z.boolean().nullish(),
});
export const taxCategory = record({
  TaxCategoryID: text(),
  Description: text(),
  Active: z.boolean().nullish(),
});
export const taxZone = record({ TaxZoneID: text(), Description: text() });
export const warehouse = record({ WarehouseID: text(), Description: text(), Active: z.boolean().nullish() });
export const currency = record({
  CurrencyID: text(),
  Description: text(),
  Active: z.boolean().nullish(),
  DecimalPrecision: z.number().nullish(),
});
/** The unit is `UnitID` from 24.200 on; before, a row was a conversion from one unit to another. */
export const unit = record({ UnitID: text(), FromUOM: text(), Description: text() });
export const ledger = record({ LedgerID: text(), Type: text(), Currency: text() });
export const financialYear = record({
  FinancialYear: text(),
  Details: rows(
    z.object({
      FinancialPeriodID: text(),
      StartDate: date(),
      Status: text(),
      ClosedInAP: yesNo(),
      AdjustmentPeriod: yesNo(),
    }),
  ),
});

export type VendorRow = z.output<typeof vendor>;
export type OrderRow = z.output<typeof order>;
export type OrderLineRow = z.output<typeof orderLine>;
export type BillRow = z.output<typeof bill>;
export type BillLineRow = z.output<typeof billLine>;
