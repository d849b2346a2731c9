import type { Problem } from '../domain/problem.ts';
import { type Case, type CaseRecord, type Cause, causesOf } from './causes.ts';
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
  return `\n${head}\n${cases.join('')}${rest > 0 ? `  and ${rest} more\n` : ''}`;
}

function printCase({ fix, records }: Case, style: Style): string {
  const [first, ...others] = records;
  const common = others.every((record) => sameValue(record, first)) ? first : undefined;
  const withId = / ID\b/.test(fix);
  const names = records.map((record) => {
    const found = common === undefined ? foundInside(record) : '';
    return `${placeOf(record)}${found}${withId ? `  (${record.id})` : ''}`;
  });
  return [
    ...shortened([...new Set(names)]),
    ...(common?.seen === undefined ? [] : [`    found:   ${plainText(common.seen)}`]),
    ...(common === undefined || common.allowed.length === 0
      ? []
      : [`    instead: ${listed(common.allowed)}`]),
    `    ${style.bold('do')}:      ${plainText(fix)}`,
  ]
    .map((line) => `${line}\n`)
    .join('');
}

const sameValue = (a: CaseRecord, b: CaseRecord | undefined): boolean =>
  a.seen === b?.seen && a.allowed.join('\n') === b?.allowed.join('\n');

const placeOf = ({ record, field }: CaseRecord): string =>
  plainText(field === undefined ? record : `${record}, ${field}`);

function foundInside({ seen, allowed }: CaseRecord): string {
  if (seen === undefined) return '';
  return `: ${plainText(seen)}${allowed.length === 0 ? '' : `, instead of ${listed(allowed)}`}`;
}

function shortened(names: readonly string[]): string[] {
  const shown = names.slice(0, shownRecords).map((name) => `  - ${name}`);
  const rest = names.length - shownRecords;
  return rest > 0 ? [...shown, `    and ${rest} more`] : shown;
}

function listed(values: readonly string[]): string {
  const shown = values.slice(0, shownAllowed).map(plainText).join(', ');
  const rest = values.length - shownAllowed;
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

function printWarning({ sentence, code, cases, documents }: Cause, style: Style): string {
  const example = cases[0]?.records[0];
  const where = example === undefined ? '' : ` ${plainText(example.record)}`;
  const seen = example?.seen === undefined || documents > 1 ? '' : ` (${plainText(example.seen)})`;
  const all = documents > 1 ? ` (${documents} in all)` : '';
  return `${style.quiet(`note: ${sentence}${where}${seen}${all}  ${code}`)}\n`;
}
