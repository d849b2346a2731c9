import { fold, tidy } from '../../domain/text.ts';
import type { Difference, Remote } from '../../engine/ports.ts';
import { holdsDimensions } from './dimensions.ts';
import {
  type DocumentRows,
  type DocumentShape,
  type Fields,
  numberOf,
  type PurchaseDraft,
  type Row,
  textOf,
} from './document-shape.ts';

/** Every field in which a document there is not what was drafted, totals apart. */
export function compareDocument(shape: DocumentShape, draft: PurchaseDraft, remote: Remote): Difference[] {
  const { header, lines } = remote.content as DocumentRows;
  const wanted = draft.body.lines;
  const found = differing(shape, shape.header, draft.body.header, header, shape.compared, '');
  if (wanted.length !== lines.length)
    found.push({ field: 'number of lines', expected: String(wanted.length), found: String(lines.length) });
  for (const line of wanted) {
    const there = lineThere(shape, lines, line);
    if (there) found.push(...compareLine(shape, line, there));
  }
  return found;
}

/**
 * Whether a document there can be a create of ours that was not finished: the header is ours and every line that it has
 * is one of ours, unchanged; only lines may be missing.
 */
export function beganDocument(shape: DocumentShape, draft: PurchaseDraft, remote: Remote): boolean {
  const { header, lines } = remote.content as DocumentRows;
  if (lines.length >= draft.body.lines.length) return false;
  if (differing(shape, shape.header, draft.body.header, header, shape.compared, '').length > 0) return false;
  return lines.every((there) => {
    const line = draft.body.lines.find((own) => numberOf(shape, own) === numberOf(shape, there));
    return line !== undefined && compareLine(shape, line, there).length === 0;
  });
}

export const compareLine = (shape: DocumentShape, line: Fields, there: Row): Difference[] =>
  differing(shape, shape.line, line, there, shape.comparedLine, `line ${numberOf(shape, line)} `);

export const lineThere = (shape: DocumentShape, lines: readonly Row[], line: Fields): Row | undefined =>
  lines.find((there) => numberOf(shape, there) === numberOf(shape, line));

/** Whether a line buys the same as one there, so that it can be changed into it. */
export const isSameObject = (shape: DocumentShape, line: Fields, there: Row): boolean =>
  shape.objectFields.every((field) => fold(textOf(line, field)) === fold(textOf(there, field)));

/** Which of the header's amendable fields are not what the draft says. */
export const staleHeader = (shape: DocumentShape, header: Fields, there: Row): Difference[] =>
  differing(shape, shape.header, header, there, shape.amended, '');

/** What was sent is read in the same schema as what is there, so that both have the same types. */
function differing(
  shape: DocumentShape,
  schema: DocumentShape['header'],
  sent: Fields,
  there: Row,
  fields: readonly string[],
  at: string,
): Difference[] {
  const wanted = schema.parse({ [shape.key]: '', [shape.lineKey]: 0, ...sent });
  const found: Difference[] = [];
  for (const field of fields) {
    if (!(field in sent) || agrees(shape, field, wanted[field], there[field])) continue;
    found.push({ field: `${at}${field}`, expected: print(wanted[field]), found: print(there[field]) });
  }
  return found;
}

function agrees(shape: DocumentShape, field: string, wanted: unknown, there: unknown): boolean {
  if (typeof wanted !== 'string' || typeof there !== 'string') return wanted === there;
  if (field === shape.dimensionField) return holdsDimensions(wanted, there, shape.dimensions);
  // Some sites print the segments of the account's own dimensions behind it.
  if (field === shape.accountField && there.startsWith(`${wanted}${shape.dimensions.delimiter}`)) return true;
  return fold(wanted) === fold(there);
}

const print = (value: unknown): string => tidy(String(value ?? '')) || '-';
