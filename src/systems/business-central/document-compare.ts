import { compareDecimals, decimal, zero } from '../../domain/decimal.ts';
import { fold } from '../../domain/text.ts';
import type { Difference, Remote } from '../../engine/ports.ts';
import {
  bookedLines,
  type DocumentShape,
  headerText,
  type LineBody,
  type PurchaseDraft,
  remoteLines,
} from './document-shape.ts';
import type { DocumentLineRow, DocumentRow } from './wire.ts';

/**
 * Every field in which a document there is not what was drafted, totals apart. Descriptions and comments say nothing
 * that is booked, and dimensions that vendor or account brought along are welcome.
 */
export function compareDocument(shape: DocumentShape, draft: PurchaseDraft, remote: Remote): Difference[] {
  const row = remote.content as DocumentRow;
  const differences = new Differences();
  compareHeader(shape, draft, row, differences);
  const lines = remoteLines(shape, row);
  const wanted = bookedLines(shape, draft);
  if (lines === undefined)
    return [...differences.found, { field: 'lines', expected: String(wanted.length), found: 'not told' }];
  differences.note('number of lines', String(wanted.length), String(lines.length));
  for (const [index, line] of wanted.entries()) {
    const there = lines[index];
    if (there) compareLine(`line ${index + 1}`, line, there, differences);
  }
  return differences.found;
}

/**
 * Whether a draft there can be a create of ours that was not finished: all is the same, the texts included, but for
 * dimensions, which may have been left to a later call. Another cost is more likely somebody's correction.
 */
export function beganDocument(shape: DocumentShape, draft: PurchaseDraft, remote: Remote): boolean {
  const row = remote.content as DocumentRow;
  const lines = remoteLines(shape, row);
  const wanted = bookedLines(shape, draft);
  if (lines === undefined || lines.length !== wanted.length) return false;
  const differences = new Differences();
  compareHeader(shape, draft, row, differences);
  for (const [index, line] of wanted.entries()) {
    const there = lines[index] as DocumentLineRow;
    compareObject(`line ${index + 1}`, line, there, differences);
    differences.note('description', line.description.trim(), there.description);
    if (costDiffers(line, there)) return false;
  }
  return differences.found.length === 0;
}

/** Whether the cost or the discount of a line is not what was sent: a price list or a location came in between. */
export const costDiffers = (line: LineBody, there: DocumentLineRow): boolean =>
  compareDecimals(decimal(line.unitCost ?? 0), there.unitCost) !== 0 ||
  compareDecimals(decimal(line.discountAmount ?? 0), there.discountAmount) !== 0;

/** The dimensions that a line lacks or has with another value. */
export const dimensionsToSet = (
  line: LineBody,
  there: DocumentLineRow,
): readonly { readonly code: string; readonly valueCode: string }[] =>
  (line.dimensionSetLines ?? []).filter(({ code, valueCode }) => {
    const set = there.dimensionSetLines?.find((entry) => fold(entry.code) === fold(code));
    return set === undefined || fold(set.valueCode) !== fold(valueCode);
  });

class Differences {
  readonly found: Difference[] = [];

  note(field: string, expected: string, found: string): void {
    if (fold(expected) !== fold(found))
      this.found.push({ field, expected: expected || '-', found: found || '-' });
  }

  noteNumber(field: string, expected: number | undefined, found: DocumentLineRow['unitCost']): void {
    if (compareDecimals(decimal(expected ?? zero), found) !== 0)
      this.found.push({ field, expected: String(expected ?? 0), found });
  }
}

function compareHeader(
  shape: DocumentShape,
  draft: PurchaseDraft,
  row: DocumentRow,
  differences: Differences,
): void {
  const wanted = (field: string) => headerText(draft, field);
  differences.note('vendor', wanted('vendorNumber'), row.vendorNumber);
  differences.note('number', wanted(shape.numberField), row[shape.numberField]);
  differences.note('document date', wanted(shape.dateField), row[shape.dateField] ?? '');
  differences.note('posting date', wanted('postingDate'), row.postingDate ?? '');
  if (wanted('dueDate') !== '') differences.note('due date', wanted('dueDate'), row.dueDate ?? '');
  differences.note('currency', wanted('currencyCode'), row.currencyCode);
  differences.note(
    'prices include tax',
    String(draft.body['pricesIncludeTax'] ?? false),
    String(row.pricesIncludeTax),
  );
  if (wanted('invoiceId') !== '') differences.note('applies to invoice', wanted('invoiceId'), row.invoiceId);
}

/**
 * What a line books on, and how much of it. Its tax code cannot be compared: in VAT countries it is written as the VAT
 * product posting group and read as the VAT identifier (codeunit 5529, SetTaxGroupIdAndCode); the tax total tells.
 */
function compareObject(at: string, line: LineBody, there: DocumentLineRow, differences: Differences): void {
  differences.note(`${at} type`, line.lineType, there.lineType);
  differences.note(
    `${at} ${line.lineType.toLowerCase()}`,
    line.lineObjectNumber ?? '',
    there.lineObjectNumber,
  );
  differences.noteNumber(`${at} quantity`, line.quantity, there.quantity);
  if (line.unitOfMeasureCode !== undefined)
    differences.note(`${at} unit`, line.unitOfMeasureCode, there.unitOfMeasureCode);
  if (line.locationId !== undefined) differences.note(`${at} location`, line.locationId, there.locationId);
}

function compareLine(at: string, line: LineBody, there: DocumentLineRow, differences: Differences): void {
  compareObject(at, line, there, differences);
  differences.noteNumber(`${at} cost`, line.unitCost, there.unitCost);
  differences.noteNumber(`${at} discount`, line.discountAmount, there.discountAmount);
  for (const { code, valueCode } of dimensionsToSet(line, there)) {
    const set = there.dimensionSetLines?.find((entry) => fold(entry.code) === fold(code));
    differences.note(`${at} dimension ${code}`, valueCode, set?.valueCode ?? '');
  }
}
