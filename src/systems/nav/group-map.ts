import { titleOfBill } from '../../domain/bill.ts';
import { negate, roundTo, times, toNumber } from '../../domain/decimal.ts';
import type { Money } from '../../domain/money.ts';
import { titleOfSale } from '../../domain/sale.ts';
import { cut, fitNumber, fold } from '../../domain/text.ts';
import { parsePlainDate } from '../../domain/time.ts';
import type { Lookups, Mapped } from '../../engine/ports.ts';
import { Findings } from '../../mapping/findings.ts';
import { checkSourceTotals } from '../shared/bills.ts';
import { partyOf } from '../shared/lookups.ts';
import { postingDateOf } from '../shared/posting-date.ts';
import { currencyHere, localCurrency } from './currency.ts';
import { ruleTable } from './group-dimensions.ts';
import { demanded, type GroupContext, locationOf, mapLines } from './group-lines.ts';
import {
  type Content,
  documentNoOf,
  type GroupDraft,
  type GroupShape,
  isSale,
  type LineBody,
  naturalKeyOf,
  placeOf,
  slotOf,
  slotSize,
} from './group-shape.ts';
import type { Journal } from './journal.ts';
import { type Terrain, terrainOf } from './setup.ts';

const titleOf = (content: Content): string => (isSale(content) ? titleOfSale(content) : titleOfBill(content));

const partyIn = (content: Content) => (isSale(content) ? content.customer : content.supplier);

/** What a document will be as lines of the journal, or everything that keeps it from being that. */
export function mapGroup(
  shape: GroupShape,
  journal: Pick<Journal, 'template' | 'batch'>,
  stockClearing: string | undefined,
  content: Content,
  lookups: Lookups,
): Mapped<GroupDraft> {
  const record = titleOf(content);
  const findings = new Findings();
  const terrain = terrainOf(lookups);
  const context: GroupContext = { shape, content, lookups, terrain, record, findings, stockClearing };
  const party = partyOf(shape.flow, partyIn(content), lookups, record, findings);
  const number = numberOf(context);
  const at = { record, field: 'currency' };
  const currency = currencyHere(at, content.currency, lookups, content.baseCurrency, findings);
  const open = { from: parsePlainDate(terrain.from), to: parsePlainDate(terrain.to) };
  const date = content.date && postingDateOf(content.date, lookups.options, lookups.today, open, record);
  if (!date) findings.add({ code: 'date-missing', record, field: 'date', fix: 'enter the date in Cin7' });
  checkSourceTotals(content, record, findings);
  const documentNo = documentNoOf(content, terrain.documentLength);
  const head: LineBody = {
    Journal_Template_Name: journal.template,
    Journal_Batch_Name: journal.batch,
    Line_No: 0,
    Posting_Date: date?.date ?? '',
    ...only(terrain, { Document_Date: content.date ?? '' }),
    Document_Type: shape.documentType,
    Document_No: documentNo,
    ...only(terrain, { External_Document_No: number.external }),
    ...only(terrain, { Bal_Account_No: '' }),
  };
  const start = slotOf(shape.documentType, documentNo) * slotSize;
  const lines = mapLines(context, { head, currency: currency ?? '' }, start);
  const partyLine =
    party && partyLineOf(context, head, start, party.code, currency ?? '', number.description);
  if (findings.problems.length > 0 || !partyLine || !date)
    return { ok: false, problems: findings.problems, missing: [...findings.missing] };
  const draft: GroupDraft = {
    kind: content.kind,
    naturalKey: naturalKeyOf(shape, party.code, shape.key === 'Document_No' ? documentNo : number.external),
    title: record,
    body: { lines: [partyLine, ...lines] },
    totals: content.totals,
    local: lookups.mapping.back.currency(localCurrency(lookups, content.baseCurrency) ?? ''),
    ...(date.hold ? { hold: date.hold } : {}),
    ...(baseNet(content) ? { baseNet: baseNet(content) } : {}),
  };
  return { ok: true, draft, warnings: findings.warnings };
}

/** The vendor's or customer's own line: the whole of it, and never with posting groups. */
function partyLineOf(
  context: GroupContext,
  head: LineBody,
  start: number,
  party: string,
  currency: string,
  description: string,
): LineBody {
  const { shape, content, terrain, record } = context;
  const gross = roundTo(content.totals.gross.amount, 2);
  const due = content.dueDate;
  const table = shape.party === 'Vendor' ? ruleTable.vendor : ruleTable.customer;
  const at = { record, field: `dimensions of ${shape.party.toLowerCase()} ${party}` };
  return {
    ...head,
    Line_No: start + placeOf(0, content.lines.length + 1, false),
    Account_Type: shape.party,
    Account_No: party,
    Currency_Code: currency,
    Amount: toNumber(shape.partyCredit ? negate(gross) : gross),
    Description: cut(description, terrain.descriptionLength),
    ...(due ? only(terrain, { Due_Date: due }) : {}),
    ...demanded(context, at, table, party, locationOf({ ...context, findings: new Findings() })),
  };
}

const only = (terrain: Terrain, fields: LineBody): LineBody =>
  Object.fromEntries(Object.entries(fields).filter(([field]) => terrain.has(field)));

/** The number that the other side knows, as the journal stores it, and whole in the description where it was cut. */
function numberOf({ content, terrain, record, findings, shape }: GroupContext): {
  readonly external: string;
  readonly description: string;
} {
  const { number, orderNumber } = content;
  const sale = isSale(content);
  if (number === '')
    findings.add({
      code: 'number-missing',
      record,
      field: 'number',
      fix: sale
        ? `the ${shape.what} has no number in Cin7`
        : `enter the supplier's number of the ${content.kind === 'bill' ? 'invoice' : 'credit note'} in Cin7`,
    });
  const length = sale ? terrain.documentLength : terrain.externalLength;
  if (number.length > length)
    findings.add({
      code: 'value-cut',
      record,
      field: 'number',
      seen: number,
      allowed: [fitNumber(number, length)],
      fix: 'nothing: the description tells it whole',
    });
  const word = shape.documentType === 'Invoice' ? 'Invoice' : 'Credit note';
  const external = sale ? (content.reference ?? orderNumber) : number;
  return {
    external: fold(fitNumber(external, terrain.externalLength)),
    description: `${word} ${number} (${orderNumber})`,
  };
}

/** Journals take no exchange rate here: the server books at its own, and both base totals are reported. */
function baseNet(content: Content): Money | undefined {
  if (content.rate === undefined || content.currency === content.baseCurrency) return undefined;
  return {
    amount: roundTo(times(content.totals.net.amount, content.rate), 2),
    currency: content.baseCurrency,
  };
}
