import { roundTo } from '../../domain/decimal.ts';
import { decimalOf, type Entry, textOf } from '../odata/body.ts';
import { placesOf } from './amounts.ts';
import { defaultsOf, valuesOf, withShortcut } from './dimensions.ts';
import { addressFields } from './document-model.ts';
import { refusals } from './errors.ts';
import type { Scope } from './resource.ts';
import type { PurchaseDocument, Vendor } from './rows.ts';
import type { Company } from './state.ts';
import { codeById, currencyByCode, currencyById } from './vendors.ts';

/** Header fields are validated in the order sent: the vendor brings currency, terms and price kind along. */
export function headerField(scope: Scope, document: PurchaseDocument, entry: Entry): PurchaseDocument {
  const { company } = scope;
  const value = textOf(entry);
  if (entry.field in addressFields)
    return { ...document, addresses: { ...document.addresses, [entry.field]: value } };
  switch (entry.field) {
    case 'vendorId':
      return withVendor(company, document, company.vendors.get(value));
    case 'vendorNumber':
      if (value === document.vendorNumber) return document;
      return withVendor(
        company,
        document,
        company.vendors.find((row) => row.number === value),
      );
    case 'payToVendorId':
      return withPayTo(document, company.vendors.get(value));
    case 'payToVendorNumber':
      return withPayTo(
        document,
        company.vendors.find((row) => row.number === value),
      );
    case 'invoiceDate':
    case 'creditMemoDate':
      return { ...document, documentDate: value };
    case 'postingDate':
      // `Link Doc. Date To Posting Date`, on by default: a posting date takes the document date along.
      return { ...document, postingDate: value, documentDate: value };
    case 'dueDate':
      return { ...document, dueDate: value };
    case 'vendorInvoiceNumber':
    case 'vendorCreditMemoNumber':
      return { ...document, externalNumber: value };
    case 'currencyCode':
      return withCurrency(document, currencyByCode(company, value));
    case 'currencyId':
      return withCurrency(document, currencyById(company, value));
    case 'paymentTermsId':
      return {
        ...document,
        paymentTermsCode: codeById(company.paymentTerms.get(value), value, 'paymentTermsId', 'Payment Terms'),
      };
    case 'shortcutDimension1Code':
      return { ...document, dimensions: withShortcut(company, document.dimensions, 1, value) };
    case 'shortcutDimension2Code':
      return { ...document, dimensions: withShortcut(company, document.dimensions, 2, value) };
    case 'pricesIncludeTax':
      if (document.lines.length > 0 && entry.value !== document.pricesIncludeTax)
        refusals.dialog(
          'Prices Including VAT cannot be changed through the API while the document has lines.',
        );
      return { ...document, pricesIncludeTax: entry.value === true };
    case 'discountAmount':
      return {
        ...document,
        invoiceDiscount: roundTo(decimalOf(entry), placesOf(company, document.currencyCode)),
      };
    default:
      return otherField(company, document, entry);
  }
}

function otherField(company: Company, document: PurchaseDocument, entry: Entry): PurchaseDocument {
  const value = textOf(entry);
  switch (entry.field) {
    case 'purchaser':
      if (value !== '')
        refusals.relation('Purchaser Code', 'Purchase Header', value, 'Salesperson/Purchaser');
      return document;
    case 'invoiceNumber':
      return value === ''
        ? { ...document, appliesTo: '' }
        : applied(company, document, (row) => row.number === value, 'invoiceNumber');
    case 'invoiceId':
      return applied(company, document, (row) => row.id === value, 'invoiceId');
    default:
      throw new Error(`the stand-in does not know the header field ${entry.field}`);
  }
}

/** Stricter than the page, which leaves an unknown number to posting. */
function applied(
  company: Company,
  document: PurchaseDocument,
  wanted: (row: PurchaseDocument) => boolean,
  field: string,
): PurchaseDocument {
  const invoice = company.documents.find(
    (row) =>
      row.kind === 'invoice' &&
      row.status !== 'Draft' &&
      row.payToVendorNumber === document.payToVendorNumber &&
      wanted(row),
  );
  return {
    ...document,
    appliesTo: (invoice ?? refusals.dialog(`The "${field}" does not match to an Invoice.`)).number,
  };
}

function withVendor(
  company: Company,
  document: PurchaseDocument,
  vendor: Vendor | undefined,
): PurchaseDocument {
  if (vendor === undefined) return refusals.dialog('The vendor cannot be found.');
  if (vendor.blocked === 'All')
    refusals.dialog(
      `You cannot create this type of document when Vendor ${vendor.number} is blocked with type All.`,
    );
  if (!vendor.postingGroups)
    refusals.field(
      `Gen. Bus. Posting Group must have a value in Vendor: No.=${vendor.number}. It cannot be zero or empty.`,
    );
  if (document.lines.length > 0)
    refusals.dialog('The vendor cannot be changed through the API while the document has lines.');
  const payTo = company.vendors.find((row) => row.number === vendor.payToVendorNumber) ?? vendor;
  return {
    ...document,
    vendorNumber: vendor.number,
    vendorName: vendor.displayName,
    payToVendorNumber: payTo.number,
    payToName: payTo.displayName,
    currencyCode: payTo.currencyCode,
    paymentTermsCode: payTo.paymentTermsCode,
    pricesIncludeTax: payTo.pricesIncludeTax,
    dimensions: valuesOf(defaultsOf(company, 'Vendor', payTo.number)),
  };
}

function withPayTo(document: PurchaseDocument, vendor: Vendor | undefined): PurchaseDocument {
  if (vendor === undefined) return refusals.dialog('The pay-to vendor cannot be found.');
  return { ...document, payToVendorNumber: vendor.number, payToName: vendor.displayName };
}

/** A draft with lines would look its prices up again, which the stand-in leaves to people: refused. */
function withCurrency(document: PurchaseDocument, currencyCode: string): PurchaseDocument {
  if (document.lines.length > 0 && currencyCode !== document.currencyCode)
    refusals.dialog('The currency cannot be changed through the API while the document has lines.');
  return { ...document, currencyCode };
}
