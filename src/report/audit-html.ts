import type { AuditEntry } from '../store/audit.ts';
import { type AuditRow, toAuditRow } from './audit-row.ts';
import { plainText } from './style.ts';

export interface AuditPage {
  /** The newest row's number and hash, printed so that the page can be checked against the trail. */
  readonly head: string;
  readonly madeAt: string;
  /** What was asked for: `pair acme, from 2026-01-01`. */
  readonly filter: string;
}

const shown = {
  seq: 'No.',
  at: 'Time (UTC)',
  pair: 'Pair',
  document: 'Document',
  kind: 'Kind',
  number: 'Number',
  event: 'Event',
  target: 'At the target',
  posted: 'Posted',
  net: 'Net',
  tax: 'Tax',
  total: 'Total',
  currency: 'Currency',
  problems: 'Problems',
  details: 'Details',
} as const satisfies Partial<Record<keyof AuditRow, string>>;

const columns = Object.keys(shown) as (keyof typeof shown)[];
const numeric: ReadonlySet<string> = new Set(['seq', 'net', 'tax', 'total']);

const css = `
  body { font: 14px/1.4 system-ui, sans-serif; margin: 2rem; color: #1b1b1b; }
  h1 { font-size: 1.4rem; margin: 0 0 .3rem; }
  p { margin: .2rem 0; color: #444; }
  code { overflow-wrap: anywhere; }
  table { border-collapse: collapse; margin-top: 1rem; width: 100%; font-size: 12px; }
  th, td { border-bottom: 1px solid #ddd; padding: .25rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
  th { border-bottom: 2px solid #888; }
  .n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
  @media print { body { margin: 0; } thead { display: table-header-group; } tr { break-inside: avoid; } @page { size: landscape; margin: 1cm; } }
`;

/** The trail as one page that needs nothing else: no script, no picture, nothing from elsewhere. Made row by row. */
export async function* auditHtml(
  entries: AsyncIterable<AuditEntry>,
  page: AuditPage,
): AsyncGenerator<string> {
  yield top(page);
  let rows = 0;
  for await (const entry of entries) {
    rows++;
    yield htmlRow(toAuditRow(entry));
  }
  yield `</tbody>\n</table>\n<p>${rows} ${rows === 1 ? 'entry' : 'entries'}.</p>\n</body>\n</html>\n`;
}

const top = (page: AuditPage): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>ml-connector audit trail</title>
<style>${css}</style>
</head>
<body>
<h1>Audit trail</h1>
<p>${escapeHtml(page.filter)}</p>
<p>Made ${escapeHtml(page.madeAt)}. Head of the trail: <code>${escapeHtml(page.head)}</code></p>
<table>
<thead><tr>${columns.map((column) => `<th${classOf(column)}>${shown[column]}</th>`).join('')}</tr></thead>
<tbody>
`;

const htmlRow = (row: AuditRow): string =>
  `<tr>${columns.map((column) => `<td${classOf(column)}>${escapeHtml(row[column])}</td>`).join('')}</tr>\n`;

const classOf = (column: string): string => (numeric.has(column) ? ' class="n"' : '');

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe as text and inside of quotes. */
export const escapeHtml = (text: string): string =>
  plainText(text).replace(/[&<>"']/g, (char) => entities[char] ?? '');
