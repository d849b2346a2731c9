import { type Decimal, decimal, isZero, roundTo, zero } from '../../domain/decimal.ts';
import { addDays, type PlainDate } from '../../domain/time.ts';
import { type CheckedBody, decimalOf, type Entry, textOf } from '../odata/body.ts';
import { placesOf } from './amounts.ts';
import { namedValue } from './dimension-sets.ts';
import { defaultsOf, valuesOf, withShortcut } from './dimensions.ts';
import { addressFields, dimensionSetLine, documentModel } from './document-model.ts';
import { refusals } from './errors.ts';
import { filledLine, newLine } from './lines.ts';
import { checkedBody, type Scope } from './resource.ts';
import type { DocumentKind, DocumentLine, PurchaseDocument, Stamped, Vendor } from './rows.ts';
import { type Company, nextOf, restamped, stamped, type World } from './state.ts';
import { codeById, currencyByCode, currencyById } from './vendors.ts';

/** Drafts of purchase invoices and credit memos: AL pages 30042 and 30083, codeunit 5529. */

export function createDocument(
  scope: Scope,
  kind: DocumentKind,
  body: CheckedBody,
  madeBy: Stamped['madeBy'],
): PurchaseDocument {
  const { world, company } = scope;
  if (
    !body.entries.some(
      ({ field, value }) => (field === 'vendorNumber' || field === 'vendorId') && value !== '',
    )
  )
    refusals.dialog('A "vendorNumber" or a "vendorID" must be provided.');
  const start = blankDocument(world, company, kind, madeBy);
  const filled = withOneVendor(body.entries).reduce(
    (document, entry) => headerField(scope, document, entry),
    start,
  );
  const dated = withDates(company, filled, body.entries, world.now().slice(0, 10));
  checkRate(company, dated);
  const model = documentModel(kind, world.switches.nestedDimensions);
  const withSet = nestedSet(scope, dated, body.deep['dimensionSetLines'] ?? []);
  let complete = withSet;
  for (const line of body.deep[model.lineSet] ?? []) {
    const inserted = insertedLine(scope, complete, checkedBody(line, model.line));
    complete = { ...complete, lines: [...complete.lines, inserted] };
  }
  return company.documents.put({
    ...complete,
    invoiceDiscount: wholeDiscount(complete),
    quirk: quirkOf(world, complete),
  });
}

/** Of `vendorId` and `vendorNumber` the first counts, the other is passed over (AL page 30042). */
function withOneVendor(entries: readonly Entry[]): Entry[] {
  const first = entries.find(({ field }) => field === 'vendorId' || field === 'vendorNumber');
  return entries.filter(
    (entry) => entry === first || (entry.field !== 'vendorId' && entry.field !== 'vendorNumber'),
  );
}

function blankDocument(
  world: World,
  company: Company,
  kind: DocumentKind,
  madeBy: Stamped['madeBy'],
): PurchaseDocument {
  const number =
    kind === 'invoice'
      ? nextOf(company, 'draft invoices', 107_001, 1)
      : nextOf(company, 'draft memos', 1001, 1);
  return {
    ...stamped(world, madeBy),
    kind,
    number: String(number),
    status: 'Draft',
    documentDate: '',
    postingDate: '',
    dueDate: '',
    externalNumber: '',
    vendorNumber: '',
    vendorName: '',
    payToVendorNumber: '',
    payToName: '',
    currencyCode: '',
    paymentTermsCode: '',
    purchaser: '',
    pricesIncludeTax: false,
    invoiceDiscount: zero,
    appliesTo: '',
    addresses: {},
    dimensions: {},
    lines: [],
    quirk: zero,
    approved: false,
    editedByPerson: false,
    remaining: zero,
  };
}

/** Draft or not at all. */
export function draftOf(company: Company, kind: DocumentKind, id: string): PurchaseDocument {
  const document = company.documents.get(id);
  if (document === undefined || document.kind !== kind) return refusals.noRecord();
  if (document.status !== 'Draft')
    refusals.dialog(
      `The ${kind === 'invoice' ? 'invoice' : 'credit memo'} has been posted and can no longer be modified.`,
    );
  return document;
}

export function updateDocument(
  scope: Scope,
  kind: DocumentKind,
  id: string,
  body: CheckedBody,
): PurchaseDocument {
  const { world, company } = scope;
  const before = draftOf(company, kind, id);
  if (Object.keys(body.deep).length > 0) refusals.badRequest('Deep updates are not supported.');
  const after = body.entries.reduce((document, entry) => headerField(scope, document, entry), before);
  const dueDate = body.entries.find(({ field }) => field === 'dueDate');
  const dated = dueDate === undefined ? after : { ...after, dueDate: textOf(dueDate) };
  checkRate(company, dated);
  return company.documents.put(restamped(world, { ...dated, invoiceDiscount: wholeDiscount(dated) }));
}

/** Puts a line into a draft; with its dimensions, where the server takes them nested. */
export function insertedLine(scope: Scope, document: PurchaseDocument, body: CheckedBody): DocumentLine {
  const context = { company: scope.company, document, existing: false };
  const line = filledLine(context, newLine(scope.world, document), body.entries);
  const nested = body.deep['dimensionSetLines'] ?? [];
  const dimensions = { ...line.dimensions };
  for (const row of nested) {
    const [dimension, value] = namedValue(scope.company, checkedBody(row, dimensionSetLine));
    if (dimension in dimensions) alreadyThere();
    dimensions[dimension] = value;
  }
  return { ...line, dimensions };
}

function nestedSet(scope: Scope, document: PurchaseDocument, rows: readonly unknown[]): PurchaseDocument {
  const dimensions = { ...document.dimensions };
  for (const row of rows) {
    const [dimension, value] = namedValue(scope.company, checkedBody(row, dimensionSetLine));
    if (dimension in dimensions) alreadyThere();
    dimensions[dimension] = value;
  }
  return { ...document, dimensions };
}

const alreadyThere = (): never =>
  refusals.dialog(
    'The dimension set line already exists. Check existing dimension set lines and the default dimension set lines on the parent.',
  );

/** Header fields are validated in the order sent: the vendor brings currency, terms and price kind along. */
function headerField(scope: Scope, document: PurchaseDocument, entry: Entry): PurchaseDocument {
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

/** On insert what was sent counts, whatever the order; the posting date follows the document date, the due date the terms. */
function withDates(
  company: Company,
  document: PurchaseDocument,
  entries: readonly Entry[],
  today: string,
): PurchaseDocument {
  const sent = (name: string) => entries.find(({ field }) => field === name)?.value as string | undefined;
  const documentDate = sent('invoiceDate') ?? sent('creditMemoDate') ?? today;
  const dueDate = sent('dueDate') ?? dueDateOf(company, document.paymentTermsCode, documentDate as PlainDate);
  return { ...document, documentDate, postingDate: sent('postingDate') ?? documentDate, dueDate };
}

/** Understands the formulas of the demo data: `30D`, `1M`, `CM`, `CM+1M`, blank. */
export function dueDateOf(company: Company, termsCode: string, from: PlainDate): string {
  const formula = String(
    company.paymentTerms.find((row) => row.code === termsCode)?.more['dueDateCalculation'] ?? '',
  );
  const days = /^(\d+)D$/.exec(formula);
  if (days !== null) return addDays(from, Number(days[1]));
  const months = /(?:^|\+)(\d+)M$/.exec(formula);
  const [year = 0, month = 1, day = 1] = from.split('-').map(Number);
  const later = month - 1 + Number(months?.[1] ?? 0);
  const last = new Date(Date.UTC(year, later + 1, 0)).getUTCDate();
  if (formula.startsWith('CM')) return new Date(Date.UTC(year, later, last)).toISOString().slice(0, 10);
  return new Date(Date.UTC(year, later, Math.min(day, last))).toISOString().slice(0, 10);
}

/** Local currency per one unit of the document's, at its posting date. */
export function rateOf(company: Company, document: PurchaseDocument): Decimal {
  if (document.currencyCode === '') return decimal(1);
  const rates = company.rates
    .all()
    .filter((rate) => rate.currency === document.currencyCode && rate.from <= document.postingDate)
    .sort((a, b) => (a.from < b.from ? 1 : -1));
  const found =
    rates[0] ??
    refusals.noData(
      `There is no Currency Exchange Rate within the filter. Filters: Currency Code: ${document.currencyCode}, Starting Date: ..${document.postingDate}`,
    );
  return found.rate;
}

const checkRate = (company: Company, document: PurchaseDocument): void => {
  rateOf(company, document);
};

/** A discount needs lines to lie on. */
const wholeDiscount = (document: PurchaseDocument): Decimal =>
  document.lines.length === 0 && !isZero(document.invoiceDiscount)
    ? refusals.dialog('The discount amount cannot be applied to a document without lines.')
    : document.invoiceDiscount;

function quirkOf(world: World, document: PurchaseDocument): Decimal {
  const { roundingQuirk } = world.switches;
  return roundingQuirk === true || roundingQuirk === document.vendorNumber ? decimal('0.01') : zero;
}
