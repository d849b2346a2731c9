import {
  absolute,
  type Decimal,
  isNegative,
  isZero,
  minus,
  plus,
  toNumber,
  zero,
} from '../../domain/decimal.ts';
import type { Instant } from '../../domain/time.ts';
import type { JsonObject } from '../exchange.ts';
import { blankGuid } from '../ids.ts';
import type { Table } from '../tables.ts';
import { amountsOf, type LineAmounts, percentOf } from './amounts.ts';
import { addressFields } from './document-model.ts';
import type { Coded, DocumentLine, GlEntry, PurchaseDocument, Stamped, Vendor } from './rows.ts';
import { type Company, setupOf } from './state.ts';

/** Rows as the API shows them. */

export const blankDate = '0001-01-01';

/** 0 to 3 digits of fraction, trailing zeros dropped (section 2 of the sheet). */
export const printInstant = (at: Instant): string => at.replace(/\.?0*Z$/, 'Z');

export const etagOf = (row: Pick<Stamped, 'id' | 'version'>): string =>
  `W/"${Buffer.from(`20;${row.id};1;${row.version};`).toString('base64')}"`;

/** The field every record has, and its tag. */
export const framed = (row: Stamped, fields: JsonObject): JsonObject => ({
  '@odata.etag': etagOf(row),
  id: row.id,
  ...fields,
  lastModifiedDateTime: printInstant(row.modifiedAt),
});

export const idOfCode = (table: Table<Coded>, code: string): string =>
  table.find((row) => row.code === code)?.id ?? blankGuid;

/** The local currency is stored blank and shown by its code. */
export const shownCurrency = (company: Company, code: string): string =>
  code === '' ? setupOf(company).localCurrencyCode : code;

/** What is open per vendor: posted invoices less memos. */
export function balancesOf(company: Company): ReadonlyMap<string, Decimal> {
  const balances = new Map<string, Decimal>();
  for (const { status, kind, payToVendorNumber, remaining } of company.documents.all()) {
    if (status !== 'Open') continue;
    const before = balances.get(payToVendorNumber) ?? zero;
    balances.set(payToVendorNumber, kind === 'memo' ? minus(before, remaining) : plus(before, remaining));
  }
  return balances;
}

export function showVendor(company: Company, row: Vendor, balance: Decimal): JsonObject {
  return framed(row, {
    number: row.number,
    displayName: row.displayName,
    addressLine1: row.addressLine1,
    addressLine2: row.addressLine2,
    city: row.city,
    state: row.state,
    country: row.country,
    postalCode: row.postalCode,
    phoneNumber: row.phoneNumber,
    email: row.email,
    website: row.website,
    taxRegistrationNumber: row.taxRegistrationNumber,
    currencyId: idOfCode(company.currencies, row.currencyCode),
    currencyCode: shownCurrency(company, row.currencyCode),
    irs1099Code: row.irs1099Code,
    paymentTermsId: idOfCode(company.paymentTerms, row.paymentTermsCode),
    paymentMethodId: idOfCode(company.paymentMethods, row.paymentMethodCode),
    taxLiable: row.taxLiable,
    blocked: row.blocked,
    balance: toNumber(balance),
  });
}

export function showDocument(company: Company, document: PurchaseDocument): JsonObject {
  const { net, tax, gross } = amountsOf(company, document);
  const vendorId = (number: string) => company.vendors.find((row) => row.number === number)?.id ?? blankGuid;
  const payTo = company.vendors.find((row) => row.number === document.payToVendorNumber);
  const shortcuts = setupOf(company).shortcutDimensions;
  const addresses = Object.keys(addressFields).map((name) => [name, document.addresses[name] ?? '']);
  return framed(document, {
    number: document.number,
    [document.kind === 'invoice' ? 'invoiceDate' : 'creditMemoDate']: document.documentDate || blankDate,
    postingDate: document.postingDate || blankDate,
    dueDate: document.dueDate || blankDate,
    [document.kind === 'invoice' ? 'vendorInvoiceNumber' : 'vendorCreditMemoNumber']: document.externalNumber,
    vendorId: vendorId(document.vendorNumber),
    vendorNumber: document.vendorNumber,
    vendorName: document.vendorName,
    payToName: document.payToName,
    payToContact: '',
    payToVendorId: payTo?.id ?? blankGuid,
    payToVendorNumber: document.payToVendorNumber,
    ...Object.fromEntries(
      document.kind === 'invoice' ? addresses : addresses.filter(([name = '']) => !name.startsWith('ship')),
    ),
    payToAddressLine1: payTo?.addressLine1 ?? '',
    payToAddressLine2: payTo?.addressLine2 ?? '',
    payToCity: payTo?.city ?? '',
    payToCountry: payTo?.country ?? '',
    payToState: payTo?.state ?? '',
    payToPostCode: payTo?.postalCode ?? '',
    shortcutDimension1Code: document.dimensions[shortcuts[0] ?? ''] ?? '',
    shortcutDimension2Code: document.dimensions[shortcuts[1] ?? ''] ?? '',
    currencyId: idOfCode(company.currencies, document.currencyCode),
    currencyCode: shownCurrency(company, document.currencyCode),
    ...(document.kind === 'invoice'
      ? { orderId: blankGuid, orderNumber: '' }
      : {
          paymentTermsId: idOfCode(company.paymentTerms, document.paymentTermsCode),
          invoiceId:
            company.documents.find((row) => row.kind === 'invoice' && row.number === document.appliesTo)
              ?.id ?? blankGuid,
          invoiceNumber: document.appliesTo,
        }),
    purchaser: document.purchaser,
    pricesIncludeTax: document.pricesIncludeTax,
    discountAmount: toNumber(document.invoiceDiscount),
    discountAppliedBeforeTax: !document.pricesIncludeTax,
    totalAmountExcludingTax: toNumber(net),
    totalTaxAmount: toNumber(tax),
    totalAmountIncludingTax: toNumber(gross),
    status: document.status,
  });
}

export function showLines(company: Company, document: PurchaseDocument): JsonObject[] {
  const { lines } = amountsOf(company, document);
  return document.lines.map((line, i) => showLine(company, document, line, lines[i]));
}

function showLine(
  company: Company,
  document: PurchaseDocument,
  line: DocumentLine,
  amounts: LineAmounts | undefined,
): JsonObject {
  const number = (pick: (of: LineAmounts) => LineAmounts['net']) => (amounts ? toNumber(pick(amounts)) : 0);
  const group = company.taxGroups.find((row) => row.code === line.taxGroupCode);
  return {
    '@odata.etag': etagOf({ ...document, id: line.id }),
    id: line.id,
    documentId: document.id,
    sequence: line.sequence,
    itemId:
      (line.lineType === 'Item' && company.items.find((row) => row.number === line.lineObjectNumber)?.id) ||
      blankGuid,
    accountId:
      (line.lineType === 'Account' &&
        company.accounts.find((row) => row.number === line.lineObjectNumber)?.id) ||
      blankGuid,
    lineType: line.lineType,
    lineObjectNumber: line.lineObjectNumber,
    description: line.description,
    description2: line.description2,
    unitOfMeasureId: idOfCode(company.unitsOfMeasure, line.unitOfMeasureCode),
    unitOfMeasureCode: line.unitOfMeasureCode,
    unitCost: toNumber(line.unitCost),
    quantity: toNumber(line.quantity),
    discountAmount: toNumber(line.discountAmount),
    discountPercent: toNumber(line.discountPercent),
    discountAppliedBeforeTax: !document.pricesIncludeTax,
    amountExcludingTax: number((of) => of.excludingTax),
    taxCode: group?.vatIdentifier ?? '',
    taxPercent: line.lineType === 'Comment' ? 0 : toNumber(percentOf(company, line.taxGroupCode)),
    totalTaxAmount: number((of) => of.tax),
    amountIncludingTax: number((of) => of.includingTax),
    invoiceDiscountAllocation: number((of) => of.invoiceDiscount),
    netAmount: number((of) => of.net),
    netTaxAmount: number((of) => of.netTax),
    netAmountIncludingTax: number((of) => of.netIncludingTax),
    expectedReceiptDate: line.expectedReceiptDate || blankDate,
    itemVariantId: blankGuid,
    locationId: idOfCode(company.locations, line.locationCode),
  };
}

export const showEntry = (company: Company, row: GlEntry): JsonObject =>
  framed(row, {
    entryNumber: row.entryNumber,
    postingDate: row.postingDate,
    documentNumber: row.documentNumber,
    documentType: row.documentType,
    accountId: company.accounts.find((account) => account.number === row.accountNumber)?.id ?? blankGuid,
    accountNumber: row.accountNumber,
    description: row.description,
    debitAmount: isNegative(row.amount) ? 0 : toNumber(row.amount),
    creditAmount: isNegative(row.amount) && !isZero(row.amount) ? toNumber(absolute(row.amount)) : 0,
    additionalCurrencyDebitAmount: 0,
    additionalCurrencyCreditAmount: 0,
  });
