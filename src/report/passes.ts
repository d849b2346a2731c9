import { documentStates } from '../domain/document.ts';
import type { PassReport } from '../engine/report.ts';
import { type Column, printColumns } from './columns.ts';
import { printDrafts } from './drafts.ts';
import { printProblems } from './problems.ts';
import { plainText, type Style } from './style.ts';
import { printWritten } from './written.ts';

/** What a run did, for people: counts, what was written, what needs somebody, and where it stands now. */
export function printPasses(passes: readonly PassReport[], style: Style): string {
  const documents = passes.flatMap((pass) => pass.documents);
  const dry = passes.some((pass) => pass.dryRun);
  return [
    dry
      ? `${style.warn('dry run: nothing was written anywhere; this is what a real pass would do')}\n\n`
      : '',
    printCounts(passes),
    dry ? printDrafts(documents, style) : printWritten(documents, style),
    printProblems(documents, style),
    '\n',
    ...passes.map((pass) => printFoot(pass, style)),
  ].join('');
}

const counted = ['read', ...documentStates] as const;

/** One row a pass; a column that would hold only zeroes is left out. */
function printCounts(passes: readonly PassReport[]): string {
  const shown = counted.filter((name) => name === 'read' || passes.some((pass) => pass[name] > 0));
  const columns: Column[] = [
    { head: 'pair' },
    { head: 'flow' },
    { head: 'leg' },
    ...shown.map((head) => ({ head, right: true })),
    { head: '' },
  ];
  const rows = passes.map((pass) => [
    plainText(pass.pair),
    pass.flow,
    pass.leg,
    ...shown.map((name) => String(pass[name])),
    pass.outcome === 'ok' ? '' : pass.outcome,
  ]);
  return printColumns(columns, rows);
}

/** Where the leg stands now: one line, and a line for each thing worth telling. */
function printFoot(pass: PassReport, style: Style): string {
  const { cin7, erp } = pass.requests;
  const facts = [
    `read up to ${pass.watermark ?? '(nothing yet)'}`,
    `${cin7} + ${erp} requests`,
    `${(pass.durationMs / 1000).toFixed(1)} s`,
    pass.dryRun ? '' : `audit head ${pass.auditHead ?? '-'}`,
  ].filter(Boolean);
  const name = `${plainText(pass.pair)} ${pass.flow} ${pass.leg}`;
  const notes = pass.notes.map((note) => `${style.warn(`${name}: ${plainText(note)}`)}\n`);
  return pass.outcome === 'busy'
    ? notes.join('')
    : `${style.quiet(`${name}: ${facts.join(', ')}`)}\n${notes.join('')}`;
}
