import { compareDecimals, decimal } from '../../domain/decimal.ts';
import { fold } from '../../domain/text.ts';
import type { Difference, Remote } from '../../engine/ports.ts';
import type { GroupContent } from './group-remote.ts';
import { type GroupDraft, type LineBody, slotSize } from './group-shape.ts';
import { amountOf, dayOf, optionOf, type Row, textOf } from './rows.ts';

/** Fields that say where a line stands, not what it books. */
const places = ['Journal_Template_Name', 'Journal_Batch_Name', 'Line_No'];
const amounts = ['Amount'];
const dates = ['Posting_Date', 'Document_Date', 'Due_Date'];
const options = ['Document_Type', 'Account_Type', 'Gen_Posting_Type'];

/** What makes a line ours when it was not finished: the rest may have been overwritten by defaults. */
const own = ['Document_Type', 'Document_No', 'Account_Type', 'Account_No', 'Amount'];

const placeOf = (line: LineBody | Row): number => Number(line['Line_No']) % slotSize;

/** Lines there by the draft's, where their numbers are ours; else in their order, as somebody typed them. */
export function paired(
  draft: Pick<GroupDraft, 'body'>,
  lines: readonly Row[],
): { readonly pairs: readonly (readonly [LineBody, Row | undefined])[]; readonly strange: readonly Row[] } {
  const wanted = draft.body.lines;
  const known = new Set(wanted.map(placeOf));
  const slots = new Set(lines.map((line) => Math.floor(Number(line['Line_No']) / slotSize)));
  const numbered = slots.size <= 1 && lines.every((line) => known.has(placeOf(line)));
  if (!numbered && lines.every((line) => !known.has(placeOf(line))))
    return { pairs: wanted.map((line, index) => [line, lines[index]]), strange: lines.slice(wanted.length) };
  const byPlace = new Map(lines.map((line) => [placeOf(line), line]));
  return {
    pairs: wanted.map((line) => [line, byPlace.get(placeOf(line))]),
    strange: lines.filter((line) => !known.has(placeOf(line)) || byPlace.get(placeOf(line)) !== line),
  };
}

/** Every field in which lines there are not what was drafted. Descriptions say nothing that is booked. */
export function compareGroup(draft: GroupDraft, remote: Remote): Difference[] {
  const { lines } = remote.content as GroupContent;
  const { pairs, strange } = paired(draft, lines);
  const found: Difference[] = [];
  if (strange.length > 0 || pairs.some(([, line]) => line === undefined)) {
    found.push({
      field: 'number of lines',
      expected: String(draft.body.lines.length),
      found: String(lines.length),
    });
  }
  for (const [index, [wanted, line]] of pairs.entries()) {
    if (!line) continue;
    for (const field of differing(wanted, line))
      if (field !== 'Description')
        found.push({
          field: `line ${index + 1} ${field}`,
          expected: String(wanted[field]).trim() || '-',
          found: textOf(line, field) || '-',
        });
  }
  return found;
}

/** Whether lines there can be some of the draft's that we wrote and did not finish. */
export function beganGroup(draft: GroupDraft, remote: Remote): boolean {
  const { lines } = remote.content as GroupContent;
  const known = new Map(draft.body.lines.map((line) => [placeOf(line), line]));
  return (
    lines.length > 0 &&
    lines.every((line) => {
      const wanted = known.get(placeOf(line));
      return wanted !== undefined && !differing(wanted, line).some((field) => own.includes(field));
    })
  );
}

/** The fields that are not what was sent, in the order in which they were sent. */
export const differing = (wanted: LineBody, line: Row): string[] =>
  Object.keys(wanted).filter((field) => !places.includes(field) && !isSame(field, wanted[field], line));

function isSame(field: string, wanted: string | number | undefined, line: Row): boolean {
  if (amounts.includes(field)) return compareDecimals(decimal(wanted ?? 0), amountOf(line, field)) === 0;
  if (dates.includes(field)) return (dayOf(line, field) ?? '') === wanted;
  if (options.includes(field)) return fold(optionOf(line, field)) === fold(String(wanted));
  return fold(textOf(line, field)) === fold(String(wanted));
}
