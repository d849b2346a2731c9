import { z } from 'zod';
import type { HttpResponse } from '../../http/ports.ts';
import { readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';

/** What we read of the API V2's records, in its own names. Hosts print `null`, `""` or nothing for "no value". */

/** Text, also where the API prints a number (`TaxNumber`). */
export const text = () =>
  z
    .union([z.string(), z.number()])
    .nullish()
    .transform((value) => String(value ?? '').trim());
/** GUIDs come in either letter case (webhooks: upper); we compare and keep them in lower case. */
export const guid = () => text().transform((value) => value.toLowerCase());
export const amount = () => z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)]).nullish();
const yesNo = () =>
  z
    .boolean()
    .nullish()
    .transform((value) => value === true);
export const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);

/** Kept whole: an update sends every address and contact back with its `ID`. */
export const address = z.looseObject({
  ID: guid(),
  Line1: text(),
  Line2: text(),
  City: text(),
  State: text(),
  Postcode: text(),
  Country: text(),
  Type: text(),
  DefaultForType: yesNo(),
});
export const contact = z.looseObject({
  ID: guid(),
  Name: text(),
  Phone: text(),
  Email: text(),
  Default: yesNo(),
});

export const supplier = z.object({
  ID: guid(),
  Name: text(),
  Currency: text(),
  PaymentTerm: text(),
  AccountPayable: text(),
  TaxRule: text(),
  Status: text(),
  TaxNumber: text(),
  AdditionalAttribute1: text(),
  AdditionalAttribute2: text(),
  AdditionalAttribute3: text(),
  AdditionalAttribute4: text(),
  AdditionalAttribute5: text(),
  AdditionalAttribute6: text(),
  AdditionalAttribute7: text(),
  AdditionalAttribute8: text(),
  AdditionalAttribute9: text(),
  AdditionalAttribute10: text(),
  LastModifiedOn: text(),
  Addresses: list(address),
  Contacts: list(contact),
});

export const product = z.object({
  ID: guid(),
  SKU: text(),
  Name: text(),
  Category: text(),
  InventoryAccount: text(),
  ExpenseAccount: text(),
  Type: text(),
  CostingMethod: text(),
  UOM: text(),
  Status: text(),
  Barcode: text(),
  PriceTier1: amount(),
  LastModifiedOn: text(),
});

export const purchaseRow = z.object({
  ID: guid(),
  OrderNumber: text(),
  Status: text(),
  OrderStatus: text(),
  SupplierID: guid(),
  SupplierCurrency: text(),
  CombinedInvoiceStatus: text(),
  CombinedReceivingStatus: text(),
  LastUpdatedDate: text(),
});

const purchaseLine = z.object({
  ProductID: guid(),
  SKU: text(),
  Name: text(),
  Quantity: amount(),
  Price: amount(),
  Discount: amount(),
  Tax: amount(),
  TaxRule: text(),
  Total: amount(),
  Account: text(),
  Comment: text(),
});
const charge = z.object({
  Description: text(),
  Reference: text(),
  Quantity: amount(),
  Price: amount(),
  Discount: amount(),
  Tax: amount(),
  TaxRule: text(),
  Total: amount(),
  Account: text(),
});
const stockLine = z.object({
  CardID: guid(),
  Date: text(),
  ProductID: guid(),
  SKU: text(),
  Name: text(),
  Quantity: amount(),
  Location: text(),
  BatchSN: text(),
});

export const part = z.object({
  TaskID: guid(),
  Status: text(),
  Lines: list(purchaseLine),
  AdditionalCharges: list(charge),
  TotalBeforeTax: amount(),
  Tax: amount(),
  Total: amount(),
});
const invoice = part.extend({
  InvoiceNumber: text(),
  /** Spelt so in the samples of GET /purchase. */
  InvocieNumber: text(),
  InvoiceDate: text(),
  InvoiceDueDate: text(),
});
const creditNote = part.extend({
  CreditNoteNumber: text(),
  CreditNoteInvoiceNumber: text(),
  CreditNoteDate: text(),
});
const receipt = z.object({
  TaskID: guid(),
  InvoicingAndReceivingNumber: text(),
  Status: text(),
  Lines: list(stockLine),
});

/** An array (GET /advanced-purchase) or the one object (GET /purchase). */
const several = <T extends z.ZodType>(item: T) =>
  z
    .union([z.array(item), item.transform((only) => [only])])
    .nullish()
    .transform((items) => items ?? []);

export const purchase = z.object({
  ID: guid(),
  OrderNumber: text(),
  OrderDate: text(),
  RequiredBy: text(),
  Status: text(),
  Type: text(),
  IsServiceOnly: yesNo(),
  BlindReceipt: yesNo(),
  Supplier: text(),
  SupplierID: guid(),
  SupplierCurrency: text(),
  BaseCurrency: text(),
  CurrencyRate: amount(),
  TaxCalculation: text(),
  Terms: text(),
  Location: text(),
  InventoryAccount: text(),
  CombinedInvoiceStatus: text(),
  CombinedReceivingStatus: text(),
  LastUpdatedDate: text(),
  AdditionalAttributes: z
    .record(z.string(), text())
    .nullish()
    .transform((attributes) => attributes ?? {}),
  Order: part.nullish(),
  Invoice: several(invoice),
  CreditNote: several(creditNote),
  StockReceived: several(receipt),
  PutAway: several(receipt),
});

export const account = z.object({
  Code: text(),
  Name: text(),
  Type: text(),
  Class: text(),
  Status: text(),
  SystemAccount: text(),
  SystemAccountCode: text(),
});
export const taxRule = z.object({
  ID: guid(),
  Name: text(),
  IsActive: z.boolean().nullish(),
  TaxInclusive: yesNo(),
  TaxPercent: amount(),
  IsTaxForSale: z.boolean().nullish(),
  IsTaxForPurchase: z.boolean().nullish(),
});
export const paymentTerm = z.object({ ID: guid(), Name: text(), IsActive: z.boolean().nullish() });
export const named = z.object({ ID: guid(), Name: text() });
export const location = named.extend({ IsDeprecated: yesNo(), Deprecated: yesNo() });
export const me = z.object({
  Company: text(),
  Currency: text(),
  TimeZone: text(),
  LockDate: text(),
  TaxCalculationMethod: text(),
});

export type SupplierRow = z.output<typeof supplier>;
export type ProductRow = z.output<typeof product>;
export type PurchaseRow = z.output<typeof purchaseRow>;
export type PurchaseDetail = z.output<typeof purchase>;
export type PartDetail = z.output<typeof part>;
export type ReceiptDetail = z.output<typeof receipt>;
export type Amount = z.output<ReturnType<typeof amount>>;

/** A list's envelope, `{ Total, Page, <key>: [...] }`; some lists leave `Total` out. */
export function readList(
  response: HttpResponse,
  key: string,
  name: string,
): { rows: unknown[]; total: number | undefined } {
  const schema = z.object({ Total: z.number().nullish(), [key]: list(z.unknown()) });
  const page = readWire(schema, response, { system: title, name }) as Readonly<Record<string, unknown>>;
  const rows = page[key] as unknown[];
  const total = page['Total'];
  return { rows, total: typeof total === 'number' ? total : undefined };
}

/** The record that POST and PUT of a master answer with, in the envelope of its list. */
export function readAnswer(response: HttpResponse, key: string, name: string): unknown {
  const schema = z.object({ [key]: z.array(z.unknown()).min(1) });
  const answer = readWire(schema, response, { system: title, name, effect: 'write' }) as Readonly<
    Record<string, unknown[]>
  >;
  return answer[key]?.[0];
}
