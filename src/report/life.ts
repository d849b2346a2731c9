import type { Bill } from '../domain/bill.ts';
import { printDecimal } from '../domain/decimal.ts';
import { printMoney } from '../domain/money.ts';
import type { AuditEntry } from '../store/audit.ts';
import type { StoredDocument } from '../store/documents.ts';
import { toAuditRow } from './audit-row.ts';
import { printColumns } from './columns.ts';
import { printDraftLines } from './drafts.ts';
import { printProblems } from './problems.ts';
import { plainText, type Style } from './style.ts';

export interface Life {
  /** Nothing, if the state holds it no more. */
  readonly document?: StoredDocument | undefined;
  /** The number of the source record, where it is not the document's: `PO-00012`. */
  readonly sourceNumber?: string | undefined;
  readonly events: readonly AuditEntry[];
  /** In which fields the source differs now from what was sent. */
  readonly changes: readonly { readonly field: string; readonly from: string; readonly to: string }[];
}

/** A document's whole life: what it is, where it came from and went to, its amounts, and all that happened to it. */
export function printLife(life: Life, style: Style): string {
  const { document, changes } = life;
  return [
    document === undefined ? '' : printHead(document, life.sourceNumber, style),
    document === undefined ? '' : printAmounts(document, style),
    changes.length === 0 ? '' : printChanges(changes, style),
    document === undefined ? '' : printProblems([document], style),
    printEvents(life.events, style),
  ].join('');
}

function printHead(document: StoredDocument, sourceNumber: string | undefined, style: Style): string {
  const { target, targetSystem, sourceSystem, sourceId } = document;
  const title = `${document.kind} ${document.number}`.trim();
  const source = `${sourceSystem} ${plainText(sourceNumber ?? document.number)}`;
  const there = `${targetSystem} ${plainText(target?.number ?? '(no number yet)')}`;
  const rows: [name: string, value: string][] = [
    ['state', `${document.state}, posted: ${document.posted}`],
    ['source', `${source}  ${style.quiet(plainText(sourceId))}`],
    ['target', target === undefined ? 'nothing there' : `${there}  ${style.quiet(plainText(target.id))}`],
    ['natural key', plainText(document.naturalKey ?? '(none yet)')],
    ['pair, flow', `${plainText(document.pair)}, ${document.flow} ${document.leg}`],
  ];
  if (document.accepted !== null) rows.push(['accepted', plainText(document.accepted)]);
  const lines = rows.map(([name, value]) => `  ${name.padEnd(12)} ${value}\n`);
  return `${style.bold(plainText(title))}  ${document.id}\n${lines.join('')}`;
}

function printAmounts(document: StoredDocument, style: Style): string {
  const bill = billOf(document.content ?? document.sent);
  if (!bill) return '';
  const { totals } = bill;
  const rows = bill.lines.map((line) => [
    plainText(line.sku ?? line.description),
    printDecimal(line.quantity),
    printDecimal(line.price.amount),
    printDecimal(line.total.amount),
    printDecimal(line.tax.amount),
    plainText(line.taxRule ?? ''),
    plainText(line.account ?? ''),
  ]);
  const heads = ['line', 'quantity', 'price', 'total', 'tax', 'tax rule', 'account'];
  const columns = heads.map((head, index) => ({ head, right: index >= 1 && index <= 4 }));
  const dates = `dated ${bill.date ?? '-'}, due ${bill.dueDate ?? '-'}`;
  const sent = printDraftLines(document.draft);
  return [
    `  ${'supplier'.padEnd(12)} ${plainText(bill.supplier.name)}, ${dates}\n`,
    `\n${printColumns(columns, rows, '  ')}`,
    `  ${style.bold(`net ${printMoney(totals.net)}   tax ${printMoney(totals.tax)}   total ${printMoney(totals.gross)}`)}\n`,
    sent === '' ? '' : `\n  lines as sent\n${sent}`,
  ].join('');
}

function billOf(content: unknown): Bill | undefined {
  const isBill = typeof content === 'object' && content !== null && 'totals' in content && 'lines' in content;
  return isBill ? (content as Bill) : undefined;
}

function printChanges(changes: Life['changes'], style: Style): string {
  const rows = changes.map(({ field, from, to }) => [field, from, to].map(plainText));
  const heads = ['changed since it was sent', 'sent', 'now'].map((head) => ({ head }));
  return `\n${style.warn(printColumns(heads, rows, '  ').trimEnd())}\n`;
}

function printEvents(events: readonly AuditEntry[], style: Style): string {
  if (events.length === 0) return '\nno entries in the audit trail\n';
  const rows = events.map((entry) => {
    const row = toAuditRow(entry);
    const amount =
      row.total === '' ? '' : `net ${row.net}, tax ${row.tax}, total ${row.total} ${row.currency}`;
    const told = [row.target && `at the target: ${row.target}`, amount, row.problems, row.details];
    return [
      row.at.slice(0, 19).replace('T', ' '),
      row.pass,
      row.event,
      cutTo(told.filter(Boolean).join('; '), 160),
    ].map(plainText);
  });
  const heads = ['time (UTC)', 'pass', 'event', ''].map((head) => ({ head }));
  return `\n${style.bold('what happened')}\n${printColumns(heads, rows)}`;
}

const cutTo = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;
