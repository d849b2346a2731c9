import { type Decimal, printDecimal } from '../domain/decimal.ts';
import type { DocumentReport } from '../domain/document.ts';
import { printColumns } from './columns.ts';
import { plainText, type Style } from './style.ts';

/** The documents that a dry run would have written, in the target's own field names. */
export function printDrafts(documents: readonly DocumentReport[], style: Style): string {
  return documents
    .filter(({ draft }) => draft !== undefined)
    .map((document) => printDraft(document, style))
    .join('');
}

function printDraft(document: DocumentReport, style: Style): string {
  const { body, totals } = partsOf(document.draft);
  const title = `${document.kind} ${plainText(document.source.number)}`;
  return [
    `\n${style.bold(title)} would be ${document.state} in ${document.target.system}\n`,
    printBody(body),
    totals === undefined ? '' : `  ${style.bold(totals)}\n`,
  ].join('');
}

/** What is sent to a system, in its own field names: single fields first, then each list as a table. */
const printBody = (body: Fields): string =>
  [
    printFields(body),
    ...listsIn(body).map(([name, rows]) => `  ${plainText(name)}\n${printRows(rows)}`),
  ].join('');

/** The lines of a draft as they are sent, without its header. */
export const printDraftLines = (draft: unknown): string =>
  listsIn(partsOf(draft).body)
    .map(([, rows]) => printRows(rows))
    .join('');

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isRows = (value: unknown): value is readonly Fields[] =>
  Array.isArray(value) && value.length > 0 && value.every(isFields);

function partsOf(draft: unknown): { body: Fields; totals: string | undefined } {
  const { body, totals } = isFields(draft) ? draft : { body: undefined, totals: undefined };
  return { body: isFields(body) ? body : {}, totals: isFields(totals) ? printTotals(totals) : undefined };
}

const listsIn = (body: Fields): [string, readonly Fields[]][] =>
  Object.entries(body).flatMap(([name, value]) =>
    isRows(value) ? [[name, value] as [string, readonly Fields[]]] : [],
  );

function printFields(body: Fields): string {
  const rows = Object.entries(body)
    .filter(([, value]) => !isRows(value))
    .map(([name, value]) => [plainText(name), cell(value)]);
  return rows.length === 0
    ? ''
    : printColumns([{ head: '' }, { head: '' }], rows, '  ').replace(/^\s*\n/, '');
}

function printRows(rows: readonly Fields[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = names.map((head) => ({ head, right: rows.some((row) => typeof row[head] === 'number') }));
  const cells = rows.map((row) => names.map((name) => cell(row[name])));
  return printColumns(columns, cells, '    ');
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(cell).join(', ');
  if (isFields(value)) return Object.values(value).map(cell).join(' ');
  return plainText(String(value));
}

function printTotals(totals: Fields): string {
  const labels = { net: 'net', tax: 'tax', gross: 'total' } as const;
  return Object.entries(labels)
    .flatMap(([name, label]) => {
      const value = totals[name];
      return isMoney(value) ? [`${label} ${printDecimal(value.amount)} ${plainText(value.currency)}`] : [];
    })
    .join('   ');
}

const isMoney = (value: unknown): value is { amount: Decimal; currency: string } =>
  isFields(value) && typeof value['amount'] === 'string' && typeof value['currency'] === 'string';
