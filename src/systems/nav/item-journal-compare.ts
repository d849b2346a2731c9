import { compareDecimals, decimal, isNegative, negate, sumOf } from '../../domain/decimal.ts';
import { fold } from '../../domain/text.ts';
import type { Difference, Remote } from '../../engine/ports.ts';
import { paired } from './group-compare.ts';
import { versionOf } from './group-remote.ts';
import type { LineBody } from './group-shape.ts';
import { type ItemDraft, itemRefId, noCurrency, noTax } from './item-journal-shape.ts';
import { amountOf, dayOf, optionOf, type Row, textOf } from './rows.ts';

export interface ItemContent {
  readonly where: 'journal' | 'ledger';
  readonly lines: readonly Row[];
}

/** Fields that say where a line stands, or only tell people something. */
const silent = ['Journal_Template_Name', 'Journal_Batch_Name', 'Line_No', 'Description'];
const amounts = ['Quantity', 'Unit_Amount'];
/** What makes a line ours when it was not finished: the rest may have been overwritten by defaults. */
const own = ['Entry_Type', 'Document_No', 'Item_No', 'Quantity', 'External_Document_No'];

/** The fields that are not what was sent, in the order in which they were sent. */
export const differingFields = (wanted: LineBody, line: Row): string[] =>
  Object.keys(wanted).filter((field) => !silent.includes(field) && !isSame(field, wanted[field], line));

function isSame(field: string, wanted: string | number | undefined, line: Row): boolean {
  if (amounts.includes(field)) return compareDecimals(decimal(wanted ?? 0), amountOf(line, field)) === 0;
  if (field === 'Posting_Date') return (dayOf(line, field) ?? '') === wanted;
  if (field === 'Entry_Type') return fold(optionOf(line, field)) === fold(String(wanted));
  return fold(textOf(line, field)) === fold(String(wanted));
}

export function compareItems(draft: ItemDraft, remote: Remote): Difference[] {
  const { lines, where } = remote.content as ItemContent;
  if (where === 'ledger') return [];
  const { pairs, strange } = paired(draft, lines);
  const found: Difference[] = [];
  if (strange.length > 0 || pairs.some(([, line]) => line === undefined))
    found.push({
      field: 'number of lines',
      expected: String(draft.body.lines.length),
      found: String(lines.length),
    });
  for (const [index, [wanted, line]] of pairs.entries())
    for (const field of line ? differingFields(wanted, line) : [])
      found.push({
        field: `line ${index + 1} ${field}`,
        expected: String(wanted[field]) || '-',
        found: textOf(line ?? {}, field) || '-',
      });
  return found;
}

/** Whether lines there can be some of the draft's that we wrote and did not finish. */
export function beganItems(draft: ItemDraft, remote: Remote): boolean {
  const { lines, where } = remote.content as ItemContent;
  const { pairs, strange } = paired(draft, lines);
  return (
    where === 'journal' &&
    lines.length > 0 &&
    strange.length === 0 &&
    pairs.every(
      ([wanted, line]) => !line || !differingFields(wanted, line).some((field) => own.includes(field)),
    )
  );
}

/** The task that a line's key names, without the line. */
const stemOf = (key: string): string => /^[0-9A-F]{32}R?/i.exec(key)?.[0].toUpperCase() ?? '';

/** Lines of one document in our batch, or its entries in the ledger, as the engine sees them. */
export function itemRemote(where: 'journal' | 'ledger', lines: readonly Row[]): Remote {
  const documentNo = textOf(lines[0] ?? {}, 'Document_No');
  const quantities = lines.map((line) => {
    const quantity = amountOf(line, 'Quantity');
    const out = where === 'journal' && /^negative/i.test(optionOf(line, 'Entry_Type'));
    return out && !isNegative(quantity) ? negate(quantity) : quantity;
  });
  const sum = { amount: sumOf(quantities), currency: noCurrency };
  const version = where === 'journal' ? { version: versionOf(lines) } : {};
  const content: ItemContent = { where, lines };
  return {
    ref: { id: itemRefId(where, documentNo), number: documentNo, ...version },
    status: where === 'journal' ? 'draft' : 'posted',
    naturalKey: stemOf(textOf(lines[0] ?? {}, 'External_Document_No')) || documentNo,
    currency: noCurrency,
    totals: { net: sum, tax: noTax, gross: sum },
    content,
  };
}
