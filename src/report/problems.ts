import type { Problem } from '../domain/problem.ts';
import { type Case, type Cause, causesOf } from './causes.ts';
import { plainText, type Style } from './style.ts';

type Told = Parameters<typeof causesOf>[0];

const shownRecords = 5;
const shownCases = 10;
const shownAllowed = 8;

/** What needs a person, by cause, each with what to do about it; then the warnings, quieter. */
export function printProblems(documents: Told, style: Style): string {
  return causesOf(documents)
    .map((cause) => (cause.warning ? printWarning(cause, style) : printCause(cause, style)))
    .join('');
}

/** As `printProblems`, for findings that belong to no document. */
export const printFindings = (problems: readonly Problem[], style: Style): string =>
  printProblems(
    problems.map((problem, index) => ({
      id: `#finding-${index}`,
      state: 'rejected' as const,
      problems: [problem],
    })),
    style,
  );

function printCause(cause: Cause, style: Style): string {
  const head = `${style.bad(cause.states.join(', '))}  ${style.bold(cause.sentence)}  ${style.quiet(cause.code)}`;
  const cases = cause.cases.slice(0, shownCases).map((item) => printCase(item, style));
  const rest = cause.cases.length - shownCases;
  return `\n${head}\n${cases.join('')}${rest > 0 ? `  and ${rest} more values\n` : ''}`;
}

function printCase(item: Case, style: Style): string {
  const lines = printRecords(item);
  if (item.seen !== undefined) lines.push(`    found:   ${plainText(item.seen)}`);
  if (item.allowed.length > 0) lines.push(`    instead: ${listed(item.allowed)}`);
  lines.push(`    ${style.bold('do')}:      ${plainText(item.fix)}`);
  return `${lines.join('\n')}\n`;
}

function printRecords({ records, fix }: Case): string[] {
  const withId = / ID\b/.test(fix);
  const names = records.map(({ id, record, field }) => {
    const place = field === undefined ? plainText(record) : `${plainText(record)}, ${plainText(field)}`;
    return withId ? `${place}  (${id})` : place;
  });
  const distinct = [...new Set(names)];
  const shown = distinct.slice(0, shownRecords).map((name) => `  - ${name}`);
  const rest = distinct.length - shownRecords;
  return rest > 0 ? [...shown, `    and ${rest} more`] : shown;
}

function listed(values: readonly string[]): string {
  const shown = values.slice(0, shownAllowed).map(plainText).join(', ');
  const rest = values.length - shownAllowed;
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

function printWarning(cause: Cause, style: Style): string {
  const first = cause.cases[0];
  const example = first?.records[0];
  const rest = cause.documents - 1;
  const where =
    example === undefined ? '' : ` ${plainText(example.record)}${rest > 0 ? ` and ${rest} more` : ''}`;
  const seen = first?.seen === undefined || cause.cases.length > 1 ? '' : ` (${plainText(first.seen)})`;
  return `${style.quiet(`note: ${cause.sentence}${where}${seen}  ${cause.code}`)}\n`;
}
