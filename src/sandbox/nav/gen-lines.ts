import type { Entry } from '../odata/body.ts';
import { refusals } from './errors.ts';
import { blankRow } from './fields.ts';
import { batchKey, validated } from './gen-line.ts';
import { withPostingDate } from './gen-line-amounts.ts';
import { genLineFields } from './journal-fields.ts';
import { type GenBatch, type GenLine, kept, keyText, rekept, type Scope } from './state.ts';

/** Insert, change and delete general journal lines, as page 39 does under OData V4 (section 4.1). */

const keyFields = ['Journal_Template_Name', 'Journal_Batch_Name', 'Line_No'];

export function insertLine(scope: Scope, entries: readonly Entry[], inherited = true): GenLine {
  const { world, company } = scope;
  const given = (field: string) => entries.find((entry) => entry.field === field)?.value;
  const batch = batchOf(
    scope,
    String(given('Journal_Template_Name') ?? ''),
    String(given('Journal_Batch_Name') ?? ''),
  );
  checkApproval(scope, batch, 'insert');
  const before = linesOf(scope, batch);
  const wanted = Number(given('Line_No') ?? 0);
  const Line_No = wanted > 0 ? wanted : Math.floor((before.at(-1)?.Line_No ?? 0) / 10_000) * 10_000 + 10_000;
  const start: GenLine = {
    ...blankRow(genLineFields),
    ...kept(world, scope.by),
    dimensions: {},
    Journal_Template_Name: batch.Journal_Template_Name,
    Journal_Batch_Name: batch.Name,
    Line_No,
  };
  const rest = entries.filter(({ field }) => !keyFields.includes(field));
  const line = ordered(scope, rest).reduce(
    (row, entry) => validated(scope, batch, row, entry),
    newLine(scope, batch, start, inherited ? before.at(-1) : undefined),
  );
  if (company.genLines.get(lineKey(line)) !== undefined)
    refusals.sameKey(
      'Gen. Journal Line',
      `Journal Template Name='${line.Journal_Template_Name}',Journal Batch Name='${line.Journal_Batch_Name}',Line No.='${line.Line_No}'`,
    );
  return company.genLines.put(line);
}

export function changeLine(scope: Scope, line: GenLine, entries: readonly Entry[]): GenLine {
  const batch = batchOf(scope, line.Journal_Template_Name, line.Journal_Batch_Name);
  checkApproval(scope, batch, 'modify');
  trespass(scope, line, 'changed');
  for (const { field, value } of entries) {
    if (keyFields.includes(field) && value !== line[field as keyof GenLine])
      refusals.dialog('You cannot rename a Gen. Journal Line.');
  }
  const rest = entries.filter(({ field }) => !keyFields.includes(field));
  const changed = ordered(scope, rest).reduce((row, entry) => validated(scope, batch, row, entry), line);
  return scope.company.genLines.put(rekept(scope, changed));
}

export function removeLine(scope: Scope, line: GenLine): void {
  checkApproval(scope, batchOf(scope, line.Journal_Template_Name, line.Journal_Batch_Name), 'delete');
  trespass(scope, line, 'deleted');
  scope.company.genLines.remove(lineKey(line));
}

/** Where the server does not keep the order of a body: the page's. */
function ordered({ world }: Scope, entries: readonly Entry[]): readonly Entry[] {
  if (world.switches.keepsOrder) return entries;
  const order = Object.keys(genLineFields);
  return [...entries].sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
}

/** What a new line takes over from the line before it, or from the batch. */
function newLine(scope: Scope, batch: GenBatch, start: GenLine, last: GenLine | undefined): GenLine {
  const { company, world } = scope;
  const date = last?.Posting_Date ?? world.now().slice(0, 10);
  const filled: GenLine = {
    ...start,
    Document_No: last?.Document_No ?? (batch.No_Series === '' ? '' : nextNumber(batch)),
    Account_Type: last?.Account_Type ?? start.Account_Type,
    Document_Type: last?.Document_Type ?? start.Document_Type,
    Bal_Account_Type: batch.Bal_Account_Type,
  };
  const dated = withPostingDate(company, filled, date);
  if (batch.Bal_Account_No === '') return dated;
  return validated(scope, batch, dated, { field: 'Bal_Account_No', value: batch.Bal_Account_No });
}

/** The next number of the batch's series: `G04001` for the series GJNL-GEN. */
export const nextNumber = (batch: GenBatch): string => `${batch.No_Series}-00001`.slice(-20);

export function batchOf({ company }: Scope, template: string, name: string): GenBatch {
  if (template === '')
    refusals.field(
      'Journal Template Name must have a value in Gen. Journal Line. It cannot be zero or empty.',
    );
  if (company.templates.get(template)?.kind !== 'general')
    refusals.relation('Journal Template Name', 'Gen. Journal Line', template, 'Gen. Journal Template');
  return (
    company.genBatches.get(keyText(template, name)) ??
    refusals.relation('Journal Batch Name', 'Gen. Journal Line', name, 'Gen. Journal Batch')
  );
}

export const linesOf = ({ company }: Pick<Scope, 'company'>, batch: GenBatch): GenLine[] =>
  company.genLines
    .all()
    .filter((line) => batchKey(line) === keyText(batch.Journal_Template_Name, batch.Name))
    .sort((a, b) => a.Line_No - b.Line_No);

export const lineKey = (line: GenLine): string => keyText(batchKey(line), line.Line_No);

/** A batch that waits for approval stays as it is. */
function checkApproval({ by }: Scope, batch: GenBatch, action: 'insert' | 'modify' | 'delete'): void {
  if (batch.approval !== 'open' || by === 'setup') return;
  const texts = {
    insert:
      'Cannot insert a record for active batch approval request. To insert a record, you can Reject approval and document requested changes in approval comment lines.',
    modify:
      "You can't modify a record pending approval. Add a comment or reject the approval to modify the record.",
    delete:
      "You can't delete a record that has open approval entries. You need to Cancel approval request first.",
  };
  refusals.dialog(texts[action]);
}

function trespass({ world, by }: Scope, line: GenLine, what: string): void {
  if (by === 'api' && line.madeBy !== 'api')
    world.trespasses.push(`line ${lineKey(line)} of somebody else was ${what}`);
}
