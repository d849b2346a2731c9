import { z } from 'zod';
import { type Decimal, decimal } from '../../../domain/decimal.ts';
import { type PlainDate, parsePlainDate } from '../../../domain/time.ts';

/** What we read of the service's objects. CHAR columns come padded. */

const text = () =>
  z
    .union([z.string(), z.number()])
    .nullish()
    .transform((value) => String(value ?? '').trim());
const id = () =>
  z
    .string()
    .transform((value) => value.trim())
    .pipe(z.string().min(1));
const amount = () =>
  z
    .union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)])
    .nullish()
    .transform((value): Decimal => decimal(value ?? 0));
const date = () =>
  z
    .string()
    .nullish()
    .transform((value): PlainDate | undefined => parsePlainDate(value));
const yesNo = () =>
  z
    .union([z.boolean(), z.number()])
    .nullish()
    .transform((value) => value === true || value === 1);
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((rows) => rows ?? []);

/** Every answer's frame; errors carry their reasons in `Trace`. */
export const status = z.object({
  Status: z.object({
    CorrelationId: text(),
    Trace: list(z.object({ Type: text(), Code: text(), Message: text() })),
  }),
});
export const rows = z.object({ Payload: list(z.unknown()) });
export const single = z.object({ Payload: z.unknown() });

export const vendor = z.object({
  VendorId: id(),
  VendorName: text(),
  Address1: text(),
  City: text(),
  State: text(),
  PostalCode: text(),
  Country: text(),
  Phone1: text(),
  CurrencyId: text(),
  PaymentTermsId: text(),
  TaxRegistrationNumber: text(),
  Status: text(),
  ModifiedDate: text(),
});

export const item = z.object({
  ItemNumber: id(),
  ItemDescription: text(),
  ItemType: text(),
  UnitOfMeasureScheduleId: text(),
  BaseUnitOfMeasure: text(),
  Inactive: yesNo(),
  ModifiedDate: text(),
});

export const account = z.object({
  AccountNumber: id(),
  Description: text(),
  Active: yesNo(),
  AllowAccountEntry: yesNo(),
  AccountType: text(),
});
export const currency = z.object({ CurrencyId: id(), Description: text(), ISOCode: text() });
export const terms = z.object({ PaymentTermsId: id(), Description: text() });

const distribution = z.object({
  AccountNumber: text(),
  DistributionType: amount(),
  DebitAmount: amount(),
  CreditAmount: amount(),
  DistributionReference: text(),
});

export const payables = z.object({
  DocumentType: amount(),
  VoucherNumber: id(),
  VendorId: text(),
  DocumentNumber: text(),
  DocumentDate: date(),
  PostingDate: date(),
  BatchId: text(),
  Description: text(),
  PurchasesAmount: amount(),
  TradeDiscountAmount: amount(),
  FreightAmount: amount(),
  MiscellaneousAmount: amount(),
  TaxAmount: amount(),
  DocumentAmount: amount(),
  PONumber: text(),
  CurrencyId: text(),
  ExchangeRate: amount(),
  PaymentTermsId: text(),
  Distributions: list(distribution),
  TransactionState: text(),
  Voided: yesNo(),
  ModifiedDate: text(),
});

export const receipt = z.object({
  ReceiptNumber: id(),
  VendorId: text(),
  VendorDocumentNumber: text(),
  ReceiptDate: date(),
  BatchId: text(),
  CurrencyId: text(),
  ExchangeRate: amount(),
  Lines: list(
    z.object({
      ItemNumber: text(),
      Quantity: amount(),
      UnitCost: amount(),
      UofM: text(),
      SiteId: text(),
      NonInventory: yesNo(),
    }),
  ),
  TransactionState: text(),
  ModifiedDate: text(),
});
