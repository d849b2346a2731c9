import {
  compareDecimals,
  type Decimal,
  isZero,
  minus,
  negate,
  roundTo,
  sumOf,
  times,
  zero,
} from '../../domain/decimal.ts';
import { amountsOf, placesOf } from './amounts.ts';
import { checkPosting } from './dimensions.ts';
import { refusals } from './errors.ts';
import type { DocumentKind, DocumentLine, GlEntry, PurchaseDocument } from './rows.ts';
import { type Company, nextOf, restamped, setupOf, stamped, type World } from './state.ts';
import { rateOf } from './terms.ts';
import { usableAccount, usableItem } from './usable.ts';

/** Accounts that posting itself uses; `inventory` stands for what the posting set-up gives an item. */
export const postingAccounts = {
  payables: '20100',
  payablesForeign: '20200',
  inventory: '10700',
  residual: '80100',
} as const;

/** Posts a draft: the id stays, the number becomes one of the posted series, and the ledger gets balanced entries. */
export function postDocument(
  world: World,
  company: Company,
  kind: DocumentKind,
  id: string,
): PurchaseDocument {
  const draft = company.documents.get(id);
  if (draft === undefined || draft.kind !== kind) return refusals.noRecord();
  if (draft.status !== 'Draft')
    refusals.dialog(
      `The action can be applied to a draft ${kind === 'invoice' ? 'invoice' : 'credit memo'} only.`,
    );
  checkDraft(world, company, draft);
  const number =
    kind === 'invoice'
      ? nextOf(company, 'posted invoices', 108_001, 1)
      : nextOf(company, 'posted memos', 109_001, 1);
  const posted = restamped(world, {
    ...draft,
    number: String(number),
    status: 'Open' as const,
    postedAs: world.tick(),
    remaining: amountsOf(company, draft).gross,
  });
  for (const entry of entriesOf(company, posted)) writeEntry(world, company, posted, entry);
  return settle(world, company, company.documents.put(posted));
}

function checkDraft(world: World, company: Company, draft: PurchaseDocument): void {
  const name = `Purchase ${draft.kind === 'invoice' ? 'Invoice' : 'Credit Memo'}`;
  if (world.switches.approvals && !draft.approved)
    refusals.dialog(
      `${name} ${draft.number} must be approved and released before you can perform this action.`,
    );
  const objects = draft.lines.filter((line) => line.lineObjectNumber !== '');
  if (objects.length === 0) refusals.dialog('There is nothing to post.');
  if (objects.some((line) => isZero(line.quantity)))
    refusals.dialog(
      'One or more document lines with a value in the No. field do not have a quantity specified.',
    );
  if (draft.externalNumber === '' && world.switches.externalNumberMandatory)
    refusals.dialog(
      `You need to enter the document number of the document from the vendor in the ${externalField(draft.kind)} field, so that this document stays linked to the original.`,
    );
  checkDate(company, draft.postingDate);
  const vendor = company.vendors.find((row) => row.number === draft.payToVendorNumber);
  if (vendor?.blocked === 'All')
    refusals.dialog(
      `You cannot post this type of document when Vendor ${vendor.number} is blocked with type All.`,
    );
  checkDuplicate(company, draft, name);
  for (const line of objects) checkObject(company, line);
  checkPosting(company, draft);
}

const externalField = (kind: DocumentKind): string =>
  kind === 'invoice' ? 'Vendor Invoice No.' : 'Vendor Cr. Memo No.';

function checkDate(company: Company, date: string): void {
  const setup = setupOf(company);
  const [from, to] =
    setup.userPostingFrom || setup.userPostingTo
      ? [setup.userPostingFrom, setup.userPostingTo]
      : [setup.allowPostingFrom, setup.allowPostingTo];
  if ((from !== '' && date < from) || (to !== '' && date > to))
    refusals.dialog('Posting Date is not within your range of allowed posting dates.');
}

/** Among posted documents of the same type and pay-to vendor, cancelled ones included (AL source: Vendor Mgt.). */
function checkDuplicate(company: Company, draft: PurchaseDocument, name: string): void {
  if (draft.externalNumber === '') return;
  const other = company.documents.find(
    (row) =>
      row.kind === draft.kind &&
      row.status !== 'Draft' &&
      row.externalNumber === draft.externalNumber &&
      row.payToVendorNumber === draft.payToVendorNumber,
  );
  if (other !== undefined) refusals.dialog(`${name} ${draft.externalNumber} already exists for this vendor.`);
}

function checkObject(company: Company, line: DocumentLine): void {
  if (line.lineType === 'Account') usableAccount(company, line.lineObjectNumber);
  if (line.lineType === 'Item') usableItem(company, line.lineObjectNumber);
  if (line.taxGroupCode === '')
    refusals.dialog(
      `The VAT Posting Setup does not exist. Identification fields and values: VAT Bus. Posting Group='DOMESTIC',VAT Prod. Posting Group=''`,
    );
}

interface PlannedEntry {
  readonly account: string;
  readonly amount: Decimal;
  readonly text: string;
  readonly line?: DocumentLine | undefined;
}

/** Net by line, tax by line, the vendor's side, and what rounding into local currency leaves. */
function entriesOf(company: Company, document: PurchaseDocument): PlannedEntry[] {
  const rate = rateOf(company, document);
  const amounts = amountsOf(company, document);
  const sign = (amount: Decimal) => (document.kind === 'invoice' ? amount : negate(amount));
  const local = (amount: Decimal) => sign(roundTo(times(amount, rate), placesOf(company, '')));
  const planned: PlannedEntry[] = [];
  for (const [i, line] of document.lines.entries()) {
    const of = amounts.lines[i];
    if (of === undefined || line.lineObjectNumber === '') continue;
    planned.push({ account: accountOf(line), amount: local(of.net), text: line.description, line });
    const group = company.taxGroups.find((row) => row.code === line.taxGroupCode);
    if (!isZero(of.netTax))
      planned.push({ account: group?.account ?? '', amount: local(of.netTax), text: 'VAT', line });
  }
  const last = document.lines.at(-1);
  if (!isZero(document.quirk))
    planned.push({
      account: postingAccounts.residual,
      amount: local(document.quirk),
      text: 'Invoice rounding',
      line: last,
    });
  const payables = document.currencyCode === '' ? postingAccounts.payables : postingAccounts.payablesForeign;
  planned.push({ account: payables, amount: negate(local(amounts.gross)), text: document.payToName });
  const left = sumOf(planned.map((entry) => entry.amount));
  if (!isZero(left))
    planned.push({
      account: postingAccounts.residual,
      amount: negate(left),
      text: 'Residual caused by rounding',
    });
  return planned;
}

const accountOf = (line: DocumentLine): string =>
  line.lineType === 'Account' ? line.lineObjectNumber : postingAccounts.inventory;

function writeEntry(
  world: World,
  company: Company,
  document: PurchaseDocument,
  planned: PlannedEntry,
): GlEntry {
  return company.entries.put({
    ...stamped(world, 'setup'),
    entryNumber: nextOf(company, 'entries', 1, 1),
    postingDate: document.postingDate,
    documentNumber: document.number,
    documentType: document.kind === 'invoice' ? 'Invoice' : 'Credit_x0020_Memo',
    accountNumber: planned.account,
    description: planned.text,
    amount: planned.amount,
    dimensions: planned.line?.dimensions ?? document.dimensions,
  });
}

/** A memo that names an invoice reduces what is still to be paid of it; what is wholly settled is Paid. */
function settle(world: World, company: Company, posted: PurchaseDocument): PurchaseDocument {
  if (isZero(posted.remaining)) return company.documents.put({ ...posted, status: 'Paid' });
  if (posted.kind === 'invoice' || posted.appliesTo === '') return posted;
  const invoice = company.documents.find((row) => row.kind === 'invoice' && row.number === posted.appliesTo);
  if (invoice === undefined || invoice.status !== 'Open') return posted;
  const amount =
    compareDecimals(posted.remaining, invoice.remaining) <= 0 ? posted.remaining : invoice.remaining;
  company.documents.put(restamped(world, reduced(invoice, amount)));
  return company.documents.put(reduced(posted, amount));
}

function reduced(document: PurchaseDocument, by: Decimal): PurchaseDocument {
  const remaining = minus(document.remaining, by);
  return { ...document, remaining, status: compareDecimals(remaining, zero) <= 0 ? 'Paid' : document.status };
}
