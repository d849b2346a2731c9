import { z } from 'zod';
import { type Decimal, decimal } from '../../domain/decimal.ts';
import { type PlainDate, parsePlainDate } from '../../domain/time.ts';
import { decodeName } from '../odata/decode.ts';
import { noGuid } from '../odata/literal.ts';

/** What we read of the API v2.0's entities, in its own names (AL pages in microsoft/ALAppExtensions:Apps/W1/APIV2). */

const text = () =>
  z
    .string()
    .nullish()
    .transform((value) => (value ?? '').trim());
const guid = () => z.string().transform((value) => value.toLowerCase());
/** A blank reference is the zero GUID, not null. */
const reference = () =>
  z
    .string()
    .nullish()
    .transform((value) => (value ?? noGuid).toLowerCase().replace(noGuid, ''));
const amount = () =>
  z
    .union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)])
    .nullish()
    .transform((value): Decimal => decimal(value ?? 0));
/** A blank date is `0001-01-01`. */
const date = () =>
  z
    .string()
    .nullish()
    .transform((value): PlainDate | undefined => parsePlainDate(value));
/** An enum's member; a blank one is a blank. */
const member = () =>
  z
    .string()
    .nullish()
    .transform((value) => decodeName(value ?? '').trim());
const yesNo = () =>
  z
    .boolean()
    .nullish()
    .transform((value) => value === true);

const tagged = { '@odata.etag': z.string().optional(), id: guid() };

export const company = z.object({ id: guid(), name: text(), displayName: text() });

export const vendor = z.object({
  ...tagged,
  number: text(),
  displayName: text(),
  addressLine1: text(),
  addressLine2: text(),
  city: text(),
  state: text(),
  country: text(),
  postalCode: text(),
  phoneNumber: text(),
  email: text(),
  taxRegistrationNumber: text(),
  currencyCode: text(),
  paymentTermsId: reference(),
  blocked: member(),
  lastModifiedDateTime: text(),
});

export const item = z.object({
  ...tagged,
  number: text(),
  displayName: text(),
  type: member(),
  itemCategoryCode: text(),
  blocked: yesNo(),
  gtin: text(),
  unitPrice: amount(),
  baseUnitOfMeasureCode: text(),
  lastModifiedDateTime: text(),
});

export const account = z.object({
  number: text(),
  displayName: text(),
  category: member(),
  accountType: member(),
  blocked: yesNo(),
  directPosting: yesNo(),
});

export const dimensionValue = z.object({ code: text(), displayName: text() });
export const dimension = z.object({
  id: guid(),
  code: text(),
  displayName: text(),
  dimensionValues: z.array(dimensionValue).optional(),
});

export const coded = z.object({ id: guid(), code: text(), displayName: text() });
export const currency = coded.extend({ amountDecimalPlaces: text() });
export const setup = z.object({
  localCurrencyCode: text(),
  allowPostingFrom: date(),
  allowPostingTo: date(),
});

export const dimensionSetLine = z.object({
  '@odata.etag': z.string().optional(),
  id: guid(),
  code: text(),
  valueCode: text(),
});

export const documentLine = z.object({
  '@odata.etag': z.string().optional(),
  id: guid(),
  sequence: z.number(),
  lineType: member(),
  lineObjectNumber: text(),
  description: text(),
  unitOfMeasureCode: text(),
  unitCost: amount(),
  quantity: amount(),
  discountAmount: amount(),
  taxCode: text(),
  locationId: reference(),
  dimensionSetLines: z.array(dimensionSetLine).optional(),
});

/** Invoices and credit memos; what the two call differently has both names. */
export const purchaseDocument = z.object({
  ...tagged,
  number: text(),
  vendorInvoiceNumber: text(),
  vendorCreditMemoNumber: text(),
  invoiceDate: date(),
  creditMemoDate: date(),
  postingDate: date(),
  dueDate: date(),
  vendorNumber: text(),
  payToVendorNumber: text(),
  currencyCode: text(),
  pricesIncludeTax: yesNo(),
  invoiceId: reference(),
  totalAmountExcludingTax: amount(),
  totalTaxAmount: amount(),
  totalAmountIncludingTax: amount(),
  status: member(),
  purchaseInvoiceLines: z.array(documentLine).optional(),
  purchaseCreditMemoLines: z.array(documentLine).optional(),
});

export const ledgerEntry = z.object({
  documentNumber: text(),
  documentType: member(),
  accountNumber: text(),
  debitAmount: amount(),
  creditAmount: amount(),
});

export type VendorRow = z.output<typeof vendor>;
export type ItemRow = z.output<typeof item>;
export type DocumentRow = z.output<typeof purchaseDocument>;
export type DocumentLineRow = z.output<typeof documentLine>;
export type DimensionSetLineRow = z.output<typeof dimensionSetLine>;
export type LedgerEntryRow = z.output<typeof ledgerEntry>;
