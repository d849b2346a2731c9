import { type Bill, titleOfBill } from '../../domain/bill.ts';
import { roundTo, times } from '../../domain/decimal.ts';
import type { Money } from '../../domain/money.ts';
import { fitNumber, fold } from '../../domain/text.ts';
import { parsePlainDate } from '../../domain/time.ts';
import type { Lookups, Mapped } from '../../engine/ports.ts';
import { mapCurrency } from '../../mapping/currencies.ts';
import { Findings } from '../../mapping/findings.ts';
import { checkSourceTotals } from '../shared/bills.ts';
import { vendorOf } from '../shared/lookups.ts';
import { type OpenDates, postingDateOf } from '../shared/posting-date.ts';
import { lengths } from './capabilities.ts';
import { mapLines } from './document-lines.ts';
import type { DocumentBody, DocumentShape, LineBody, PurchaseDraft } from './document-shape.ts';
import { company } from './references.ts';

/**
 * What a bill or credit note will be here, or everything that keeps it from being that. Fields stand in the order in
 * which the server shall validate them: the vendor brings defaults along that what comes later replaces, and the posting
 * date may move the document date (Purchases & Payables Setup, "Link Doc. Date To Posting Date").
 */
export function mapDocument(shape: DocumentShape, bill: Bill, lookups: Lookups): Mapped<PurchaseDraft> {
  const record = titleOfBill(bill);
  const findings = new Findings();
  const setup = lookups.reference('setup').get(company)?.data;
  const vendor = vendorOf(bill.supplier, lookups, record, findings);
  const number = numberOf(bill, record, findings);
  const dates = datesOf(bill, lookups, openDates(setup), record, findings);
  const currency = mapCurrency(
    { record, field: 'currency' },
    bill.currency,
    lookups.mapping,
    lookups.reference('currencies'),
    findings,
    setup?.['localCurrency'],
  );
  checkSourceTotals(bill, record, findings);
  const lines = mapLines(shape, bill, lookups, record, findings);
  if (findings.problems.length > 0 || !vendor || !dates || currency === undefined) {
    return { ok: false, problems: findings.problems, missing: [...findings.missing] };
  }
  const body: DocumentBody = {
    vendorNumber: vendor.code,
    [shape.numberField]: number.sent,
    postingDate: dates.posting,
    [shape.dateField]: dates.document,
    ...(bill.dueDate ? { dueDate: bill.dueDate } : {}),
    currencyCode: currency,
    ...shape.header(bill, lookups),
    [shape.lineSet]: [...number.comments, ...lines],
  };
  const draft: PurchaseDraft = {
    kind: bill.kind,
    naturalKey: naturalKey(bill.kind, vendor.code, number.sent),
    title: record,
    body,
    totals: bill.totals,
    ...(dates.hold ? { hold: dates.hold } : {}),
    ...(baseNet(bill) ? { baseNet: baseNet(bill) } : {}),
  };
  return { ok: true, draft, warnings: findings.warnings };
}

export const naturalKey = (kind: string, vendorNumber: string, number: string): string =>
  [kind, fold(vendorNumber), fold(number)].join('|');

/** The vendor's number as the server stores it, and comment lines that tell it whole where it had to be cut. */
function numberOf(
  bill: Bill,
  record: string,
  findings: Findings,
): { readonly sent: string; readonly comments: readonly LineBody[] } {
  const { number: length, description } = lengths[bill.kind];
  if (bill.number === '') {
    findings.add({
      code: 'number-missing',
      record,
      field: 'number',
      fix: `enter the supplier's number of the ${bill.kind === 'bill' ? 'invoice' : 'credit note'} in Cin7`,
    });
  }
  const sent = upper(fitNumber(bill.number, length));
  if (bill.number.length <= length) return { sent, comments: [] };
  findings.add({
    code: 'value-cut',
    record,
    field: 'number',
    seen: bill.number,
    allowed: [sent],
    fix: 'nothing: a comment line tells it whole',
  });
  const comments: LineBody[] = [];
  for (let at = 0; at < bill.number.length; at += description) {
    comments.push({ lineType: 'Comment', description: bill.number.slice(at, at + description) });
  }
  return { sent, comments };
}

/** Codes are stored in upper case. Letters that would become two (`ß`) stay as they are, as they do there. */
const upper = (text: string): string =>
  [...text]
    .map((letter) => (letter.toUpperCase().length === letter.length ? letter.toUpperCase() : letter))
    .join('');

function datesOf(bill: Bill, lookups: Lookups, open: OpenDates, record: string, findings: Findings) {
  if (!bill.date) {
    findings.add({ code: 'date-missing', record, field: 'date', fix: 'enter the date in Cin7' });
    return undefined;
  }
  const { date: posting, hold } = postingDateOf(bill.date, lookups.options, lookups.today, open, record);
  return { document: bill.date, posting, hold };
}

const openDates = (setup: Readonly<Record<string, string>> | undefined): OpenDates => ({
  from: parsePlainDate(setup?.['allowPostingFrom']),
  to: parsePlainDate(setup?.['allowPostingTo']),
});

/** Neither kind has a field for the exchange rate: the server takes its own, and both base totals are reported. */
function baseNet(bill: Bill): Money | undefined {
  if (bill.rate === undefined || bill.currency === bill.baseCurrency) return undefined;
  return { amount: roundTo(times(bill.totals.net.amount, bill.rate), 2), currency: bill.baseCurrency };
}
