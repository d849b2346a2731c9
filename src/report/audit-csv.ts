import { stringify } from 'csv-stringify/sync';
import type { AuditEntry } from '../store/audit.ts';
import { auditColumns, toAuditRow } from './audit-row.ts';

const mark = '\ufeff';

/** The trail as CSV for spreadsheets: in UTF-8 with its mark, one line after the other. */
export async function* auditCsv(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  yield `${mark}${line(auditColumns)}`;
  for await (const entry of entries) {
    const row = toAuditRow(entry);
    yield line(auditColumns.map((column) => harmless(row[column])));
  }
}

const line = (cells: readonly string[]): string => stringify([[...cells]], { record_delimiter: 'windows' });

/**
 * A cell that a spreadsheet would take for a formula gets an apostrophe in front, which spreadsheets hide. Numbers stay
 * as they are, also negative ones.
 */
export function harmless(cell: string): string {
  if (!/^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/.test(cell)) return cell;
  return /^[+-]?\d+(\.\d+)?$/.test(cell) ? cell : `'${cell}`;
}
