import { type ZodType, z } from 'zod';
import { type Decimal, decimal, zero } from '../../../domain/decimal.ts';
import { type PlainDate, parsePlainDate } from '../../../domain/time.ts';
import { readWire } from '../../shared/wire.ts';
import { title } from '../capabilities.ts';
import { elements, type XmlAnswer } from './read-xml.ts';

/** What we read of the service's objects, in its own names. What is absent is blank: `xsi:nil` and left out are one. */

const text = () =>
  z
    .unknown()
    .optional()
    .transform((value) => (typeof value === 'string' ? value.trim() : ''));
const yesNo = () => text().transform((value) => value === 'true' || value === '1');
const amount = () =>
  text().transform((value, context): Decimal => {
    if (value === '') return zero;
    if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(value)) return decimal(value.replace(/^\+/, ''));
    context.addIssue({ code: 'custom', message: 'not a number' });
    return zero;
  });
/** 1900-01-01 is GP's empty date, 0001-01-01 .NET's. */
const date = () => text().transform((value): PlainDate | undefined => parsePlainDate(value));
const node = <T extends z.ZodRawShape>(shape: T) =>
  z
    .unknown()
    .optional()
    .transform((value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}))
    .pipe(z.object(shape));

const key = () => node({ Id: text() });
/** GP's ids are what identifies: a row without one cannot be told. */
const ownKey = () => z.object({ Id: z.string().trim().min(1) });
const money = () => node({ Currency: text(), Value: amount() });
const currencyKey = () => node({ ISOCode: text() });
/** A list is its elements below a wrapper, however many. */
const list = <T extends ZodType>(name: string, item: T) =>
  z
    .unknown()
    .optional()
    .transform((value): unknown[] => [...elements(value as XmlAnswer, name)])
    .pipe(z.array(item) as unknown as ZodType<z.output<T>[], unknown[]>);

export const company = z.object({ Key: z.object({ Id: z.coerce.number().int() }), Name: text() });

export const summary = z.object({
  Key: ownKey(),
  ModifiedDate: text(),
});
export const vendorSummary = summary.extend({ Name: text(), IsActive: yesNo() });
export const itemSummary = summary.extend({ Description: text(), Type: text(), IsDiscontinued: yesNo() });
export const accountSummary = z.object({
  Key: ownKey(),
  Description: text(),
  IsActive: yesNo(),
  AccountType: text(),
});
export const currency = z.object({
  Key: node({ ISOCode: text() }),
  Id: text(),
  ISOCode: text(),
  Description: text(),
  Name: text(),
});

const address = z.object({
  Key: key(),
  ContactPerson: text(),
  Line1: text(),
  Line2: text(),
  City: text(),
  State: text(),
  PostalCode: text(),
  CountryRegion: text(),
  Phone1: node({ Value: text() }),
});

export const vendor = z.object({
  Key: ownKey(),
  Name: text(),
  IsActive: yesNo(),
  DefaultAddressKey: key(),
  CurrencyKey: currencyKey(),
  PaymentTermsKey: key(),
  TaxRegistrationNumber: text(),
  TaxIdentificationNumber: text(),
  AccountsPayableGLAccountKey: key(),
  ModifiedDate: text(),
  Addresses: list('VendorAddress', address),
});

export const item = z.object({
  '@type': text(),
  Key: ownKey(),
  Description: text(),
  Type: text(),
  UofMScheduleKey: key(),
  IsInactive: yesNo(),
  ModifiedDate: text(),
});

const distribution = z.object({
  DistributionTypeKey: node({ Id: text() }),
  GLAccountKey: key(),
  DebitAmount: money(),
  CreditAmount: money(),
  Reference: text(),
});

export const payables = z.object({
  Key: ownKey(),
  VendorDocumentNumber: text(),
  DocumentAmount: money(),
  Date: date(),
  GeneralLedgerPostingDate: date(),
  PurchasesAmount: money(),
  Description: text(),
  TradeDiscountAmount: money(),
  TaxAmount: money(),
  FreightAmount: money(),
  MiscellaneousAmount: money(),
  PONumber: text(),
  ExchangeRate: amount(),
  TransactionState: text(),
  ModifiedDate: text(),
  IsVoided: yesNo(),
  BatchKey: key(),
  VendorKey: key(),
  CurrencyKey: currencyKey(),
  Distributions: list('PayablesDistribution', distribution),
  Taxes: list('PayablesTax', z.object({ Key: node({ TaxDetailKey: key() }), TaxAmount: money() })),
  PaymentTermsKey: key(),
});

const receiptLine = z.object({
  ItemKey: key(),
  ItemDescription: text(),
  InventoryGLAccountKey: key(),
  UofM: text(),
  UnitCost: money(),
  ExtendedCost: money(),
  IsNonInventory: yesNo(),
  QuantityShipped: node({ Value: amount() }),
  WarehouseKey: key(),
});

export const receipt = z.object({
  Key: ownKey(),
  VendorDocumentNumber: text(),
  Date: date(),
  BatchKey: key(),
  VendorKey: key(),
  CurrencyKey: currencyKey(),
  ExchangeRate: amount(),
  GeneralLedgerPostingDate: date(),
  TransactionState: text(),
  ModifiedDate: text(),
  Distributions: list('PurchaseDistribution', distribution),
  Lines: list('PurchaseReceiptLine', receiptLine),
});

export const batch = z.object({ Status: text() });

/** The reasons may stand below a list of any name: each that has a message counts. */
export const validationErrors = z.preprocess(
  (value) => reasonsIn(value as XmlAnswer),
  z.array(z.object({ Id: text(), Message: z.string() })),
);

function reasonsIn(value: XmlAnswer): readonly XmlAnswer[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(reasonsIn);
  if (typeof (value as { Message?: unknown }).Message === 'string') return [value];
  return Object.values(value as Record<string, XmlAnswer>).flatMap(reasonsIn);
}

/** @throws Failure `refused` for a shape that is not the API's. */
export const readNode = <T>(schema: ZodType<T>, json: unknown, name: string): T =>
  readWire(schema, { status: 200, json }, { system: title, name });

export type VendorNode = z.output<typeof vendor>;
export type ItemNode = z.output<typeof item>;
export type DistributionNode = z.output<typeof distribution>;
