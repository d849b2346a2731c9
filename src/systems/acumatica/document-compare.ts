import { compareDecimals, decimal, isZero, roundTo } from '../../domain/decimal.ts';
import { fold } from '../../domain/text.ts';
import { parsePlainDate } from '../../domain/time.ts';
import type { Difference, Remote } from '../../engine/ports.ts';
import type { Compared, DocumentDraft, DocumentRow, DocumentShape, LineRow } from './document-shape.ts';
import type { Plain, PlainRecord } from './wrap.ts';

/** Every field that was sent and is not there as it was sent; texts, notes and totals apart. */
export function compareDocument(shape: DocumentShape, draft: DocumentDraft, remote: Remote): Difference[] {
  const row = remote.content as DocumentRow;
  const found: Difference[] = headerDifferences(shape, draft, row).map(([field, label]) => ({
    field: label,
    expected: print(headerValue(draft, field)),
    found: print(shape.value(row, field)),
  }));
  const wanted = draft.body.Details;
  const lines = row.Details;
  if (!lines) return [...found, { field: 'lines', expected: String(wanted.length), found: 'not told' }];
  if (wanted.length !== lines.length)
    found.push({ field: 'number of lines', expected: String(wanted.length), found: String(lines.length) });
  for (const [index, line] of wanted.entries()) {
    const there = lines[index];
    if (!there) break;
    for (const [field, label] of lineDifferences(shape, line, there))
      found.push({
        field: `line ${index + 1} ${label}`,
        expected: print(line[field]),
        found: print(there[field]),
      });
  }
  return found;
}

export const headerDifferences = (shape: DocumentShape, draft: DocumentDraft, row: DocumentRow): Compared[] =>
  shape.header.filter(([field]) => differs(field, headerValue(draft, field), shape.value(row, field)));

/** A category that was to be cleared may stand as the site's own: whether it taxes the line, the totals tell. */
export const lineDifferences = (shape: DocumentShape, line: PlainRecord, there: LineRow): Compared[] =>
  shape.line.filter(([field]) => line[field] !== null && differs(field, line[field], there[field]));

/** The tax zone of a bill is a custom field. */
export const headerValue = ({ body }: DocumentDraft, field: string): Plain => {
  const custom = body['custom'] as { readonly CurrentDocument?: PlainRecord } | undefined;
  return body[field] ?? custom?.CurrentDocument?.[field];
};

/** Fields that site, vendor or account fill by themselves when others are written. */
const cascading = ['DueDate', 'Terms', 'PostPeriod', 'TaxZoneID', 'VendorTaxZone', 'Branch', 'BranchID'];
const cascadingOfLines = [
  'Subaccount',
  'TaxCategory',
  'Branch',
  'BranchID',
  'UOM',
  'UnitCost',
  'ExtendedCost',
];

/**
 * Whether a document there can be a create of ours that was not finished: it bears our mark, and differs only in what the
 * site fills by itself, or in lines that were still to come.
 */
export function beganDocument(shape: DocumentShape, draft: DocumentDraft, remote: Remote): boolean {
  const row = remote.content as DocumentRow;
  const lines = row.Details ?? [];
  if (!row.Description.includes(draft.marker) || lines.length > draft.body.Details.length) return false;
  if (!row.Hold && remote.status === 'draft' && shape.kind !== 'order') return false;
  if (headerDifferences(shape, draft, row).some(([field]) => !cascading.includes(field))) return false;
  return lines.every((there, index) =>
    lineDifferences(shape, draft.body.Details[index] ?? {}, there).every(([field]) =>
      cascadingOfLines.includes(field),
    ),
  );
}

/** Whether a field is not there as it was sent; what was not sent is the site's own business. */
export function differs(field: string, sent: Plain, found: unknown): boolean {
  if (sent === undefined) return false;
  if (sent === null) return text(found) !== '';
  if (typeof sent === 'boolean') return sent !== (found === true);
  if (typeof sent === 'number') return numbersDiffer(field, sent, found);
  if (/^\d{4}-\d\d-\d\dT00:00:00$/.test(String(sent)))
    return parsePlainDate(String(sent)) !== parsePlainDate(text(found));
  // A site with subaccounts fills one everywhere: a blank one tells that the feature is off.
  if (field === 'Subaccount' && text(found) === '') return false;
  // Segments may be printed with or without what separates them.
  if (field === 'Subaccount' || field === 'PostPeriod') return plain(sent) !== plain(found);
  return fold(String(sent)) !== fold(text(found));
}

/** Amounts are kept in the currency's decimals there. */
function numbersDiffer(field: string, sent: number, found: unknown): boolean {
  const places = field === 'UnitCost' || field === 'ExtendedCost' ? 2 : 6;
  const value = text(found) === '' ? decimal(0) : decimal(text(found));
  const difference = compareDecimals(roundTo(decimal(sent), places), roundTo(value, places));
  return difference !== 0 && !(isZero(decimal(sent)) && isZero(value));
}

const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value));
const plain = (value: unknown): string => fold(text(value)).replace(/[^\p{L}\p{N}]/gu, '');
const print = (value: unknown): string => text(value).replace(/T00:00:00$/, '') || '-';
