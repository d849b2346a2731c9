import type { DocumentReport } from '../domain/document.ts';
import { printColumns } from './columns.ts';
import { plainText, type Style } from './style.ts';

const shown = 20;

/** What a pass wrote or adopted, with its number on both sides. */
export function printWritten(documents: readonly DocumentReport[], style: Style): string {
  const done = documents
    .filter(({ state }) => state === 'written' || state === 'linked')
    .sort((a, b) => Number(isBooked(b)) - Number(isBooked(a)));
  if (done.length === 0) return '';
  const rows = done
    .slice(0, shown)
    .map((document) => [
      style.good(document.state),
      document.kind,
      plainText(document.source.number),
      plainText(document.target.number ?? document.target.id ?? ''),
      document.state === 'written' && isBooked(document) ? `posted: ${document.posted}` : '',
    ]);
  const heads = ['', 'kind', 'number', 'at the target', ''].map((head) => ({ head }));
  const rest = done.length - shown;
  return `\n${printColumns(heads, rows)}${rest > 0 ? `and ${rest} more: ml-connector audit list\n` : ''}`;
}

/** Masters are never posted; they come last. */
const isBooked = ({ kind }: DocumentReport): boolean => !['supplier', 'customer', 'product'].includes(kind);
