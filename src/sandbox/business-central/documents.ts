import { type Decimal, decimal, isZero, zero } from '../../domain/decimal.ts';
import type { PlainDate } from '../../domain/time.ts';
import { type CheckedBody, type Entry, textOf } from '../odata/body.ts';
import { namedValue } from './dimension-sets.ts';
import { dimensionSetLine, documentModel } from './document-model.ts';
import { refusals } from './errors.ts';
import { headerField } from './header-fields.ts';
import { filledLine, newLine } from './lines.ts';
import { checkedBody, type Scope } from './resource.ts';
import type { DocumentKind, DocumentLine, PurchaseDocument, Stamped } from './rows.ts';
import { type Company, nextOf, restamped, stamped, type World } from './state.ts';
import { dueDateOf, rateOf } from './terms.ts';

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
