import { type Decimal, negate, sumOf } from '../../domain/decimal.ts';
import type { RemoteRef } from '../../domain/document.ts';
import type { Totals } from '../../domain/purchase.ts';
import { fingerprint, fold } from '../../domain/text.ts';
import type { Remote } from '../../engine/ports.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import { etagOf } from '../odata/etag.ts';
import { type GroupShape, isTaxPlace, naturalKeyOf } from './group-shape.ts';
import { amountOf, optionOf, type Row, textOf, yesOf } from './rows.ts';

/** What stands there: lines in our batch, or the party's entry in the ledger. */
export interface GroupContent {
  readonly lines: readonly Row[];
  readonly entry?: Row | undefined;
}

/** Where a group stands, which of its numbers, and the company's own currency, which the lines show as blank. */
export interface GroupPlace {
  readonly where: 'journal' | 'ledger';
  readonly local: string;
  readonly documentNo: string;
}

/** Two ids, since a late copy in the batch is another thing than what was posted under the same number. */
export const groupId = ({ where, local, documentNo }: GroupPlace): string =>
  [where, local, documentNo].join('|');

export function placeIn({ id }: Pick<RemoteRef, 'id'>): GroupPlace {
  const [where = '', local = '', ...number] = id.split('|');
  return { where: where === 'ledger' ? 'ledger' : 'journal', local, documentNo: number.join('|') };
}

const isParty = (shape: GroupShape, line: Row): boolean =>
  fold(optionOf(line, 'Account_Type')) === fold(shape.party);

/** Of one kind of document: lines of the other kind may bear the same number. */
export const isOfKind = (shape: GroupShape, row: Row): boolean =>
  fold(optionOf(row, 'Document_Type')) === fold(shape.documentType);

/** The lines of one group in the batch as the engine sees them: they can still be changed. */
export function draftRemote(
  shape: GroupShape,
  mapping: Mapping,
  local: string,
  lines: readonly Row[],
): Remote {
  const party = lines.find((line) => isParty(shape, line));
  const documentNo = textOf(lines[0] ?? {}, 'Document_No');
  const code = textOf(party ?? lines[0] ?? {}, 'Currency_Code');
  const currency = code === '' ? local : mapping.back.currency(code);
  const content: GroupContent = { lines };
  return {
    ref: {
      id: groupId({ where: 'journal', local, documentNo }),
      number: documentNo,
      version: versionOf(lines),
    },
    status: 'draft',
    naturalKey: naturalKeyOf(shape, textOf(party ?? {}, 'Account_No'), textOf(party ?? {}, shape.key)),
    currency,
    totals: totalsOf(shape, lines, party, currency),
    content,
  };
}

/** Changes with every change of a line. */
export const versionOf = (lines: readonly Row[]): string =>
  fingerprint(lines.map((line) => etagOf(line) ?? line)).slice(0, 16);

/**
 * The sum of the party's line; the tax as far as it shows: our own lines of taxes, and the VAT that the server reckons
 * within a line. The net is not told apart: it is what these two leave.
 */
function totalsOf(
  shape: GroupShape,
  lines: readonly Row[],
  party: Row | undefined,
  currency: string,
): Partial<Totals> {
  const sign = (amount: Decimal) => (shape.partyCredit ? amount : negate(amount));
  const gross = party && { gross: { amount: negate(sign(amountOf(party, 'Amount'))), currency } };
  const others = lines.filter((line) => line !== party);
  const hidden = others.some((line) => optionOf(line, 'Gen_Posting_Type') !== '' && !('VAT_Amount' in line));
  if (hidden || others.length === 0) return { ...gross };
  const taxes = others.map((line) =>
    amountOf(line, isTaxPlace(Number(line['Line_No'])) ? 'Amount' : 'VAT_Amount'),
  );
  return { ...gross, tax: { amount: sign(sumOf(taxes)), currency } };
}

/** The party's entry in the ledger as the engine sees it: posted, or reversed since. */
export function postedRemote(shape: GroupShape, mapping: Mapping, local: string, entry: Row): Remote {
  const documentNo = textOf(entry, 'Document_No');
  const code = textOf(entry, 'Currency_Code');
  const currency = code === '' ? local : mapping.back.currency(code);
  const amount = amountOf(entry, 'Original_Amount' in entry ? 'Original_Amount' : 'Amount');
  const told = 'Original_Amount' in entry || 'Amount' in entry;
  const content: GroupContent = { lines: [], entry };
  return {
    ref: { id: groupId({ where: 'ledger', local, documentNo }), number: documentNo },
    status: yesOf(entry, 'Reversed') ? 'void' : 'posted',
    naturalKey: naturalKeyOf(shape, textOf(entry, shape.ledgerParty), textOf(entry, shape.key)),
    currency,
    totals: told ? { gross: { amount: shape.partyCredit ? negate(amount) : amount, currency } } : {},
    content,
  };
}

/** Lines by their document's number. */
export function byDocument(lines: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const line of lines) {
    const key = fold(textOf(line, 'Document_No'));
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return groups;
}
