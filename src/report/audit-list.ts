import type { AuditEntry } from '../store/audit.ts';
import { toAuditRow } from './audit-row.ts';
import { printColumns } from './columns.ts';
import { plainText } from './style.ts';

/** Entries of the trail in columns. */
export function printAuditList(entries: readonly AuditEntry[]): string {
  if (entries.length === 0) return 'no entries\n';
  const heads = ['no.', 'time (UTC)', 'pair', 'document', 'kind', 'number', 'event', 'at the target', ''];
  const rows = entries.map((entry) => {
    const row = toAuditRow(entry);
    const amount = row.total === '' ? '' : `${row.total} ${row.currency}`;
    return [
      row.seq,
      row.at.slice(0, 19).replace('T', ' '),
      row.pair,
      row.document,
      row.kind,
      row.number,
      row.event,
      row.target,
      [amount, row.problems].filter(Boolean).join(' '),
    ].map(plainText);
  });
  return printColumns(
    heads.map((head, index) => ({ head, right: index === 0 })),
    rows,
  );
}
