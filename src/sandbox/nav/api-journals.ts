import type { JsonObject } from '../exchange.ts';
import { guidOf } from '../ids.ts';
import type { Entry } from '../odata/body.ts';
import { type ApiEntity, dimensionSetLineType, idOf, journalLineType, journalType } from './api-entities.ts';
import { escapeCaption } from './captions.ts';
import { genBatchFields } from './card-fields.ts';
import { matchingValue } from './dimensions.ts';
import { refusals } from './errors.ts';
import { blankRow } from './fields.ts';
import { changeLine, insertLine, linesOf, removeLine } from './gen-lines.ts';
import { postBatch } from './post-batch.ts';
import { type Company, type GenBatch, type GenLine, kept, keyText, rekept, type Scope } from './state.ts';

/** `journals` and `journalLines` of the API (section 4.2): batches of one template, lines without a document type. */

const defaultTemplate = (company: Company): string =>
  company.templates.find((row) => row.kind === 'general')?.Code ?? '';

const byId = (company: Company, id: unknown): GenBatch =>
  company.genBatches.find((row) => row.id === id) ?? refusals.noRecord();

export const journals: ApiEntity = {
  set: 'journals',
  type: journalType,
  versions: ['v2.0', 'v1.0', 'beta'],
  parts: ['journalLines'],
  rows: ({ company }) =>
    company.genBatches.all().map((row) => ({
      ...idOf(row),
      code: row.Name,
      displayName: row.Description,
      templateDisplayName: row.Journal_Template_Name,
      balancingAccountNumber: row.Bal_Account_No,
      lastModifiedDateTime: row.modifiedAt,
    })),
  create(scope, _parent, entries) {
    const { world, company } = scope;
    const given = (field: string) => String(entries.find((entry) => entry.field === field)?.value ?? '');
    const template = given('templateDisplayName') || defaultTemplate(company);
    if (given('code') === '') refusals.required('code');
    if (company.genBatches.get(keyText(template, given('code'))) !== undefined)
      refusals.sameKey('Gen. Journal Batch', `Journal Template Name='${template}',Name='${given('code')}'`);
    return company.genBatches.put({
      ...blankRow(genBatchFields),
      ...kept(world, scope.by),
      Journal_Template_Name: template,
      Name: given('code'),
      Description: given('displayName'),
      Copy_VAT_Setup_to_Jnl_Lines: true,
      approval: 'none',
    }).id;
  },
  actions: {
    post(scope, id) {
      const batch = byId(scope.company, id);
      postBatch(scope, batch.Journal_Template_Name, batch.Name);
    },
  },
};

/** Without a filter the list shows the batches of the first general template only. */
export const isDefaultTemplate = ({ company }: Scope, row: JsonObject): boolean =>
  row['templateDisplayName'] === defaultTemplate(company);

const lineNames: Readonly<Record<string, string>> = {
  lineNumber: 'Line_No',
  accountType: 'Account_Type',
  accountNumber: 'Account_No',
  postingDate: 'Posting_Date',
  documentNumber: 'Document_No',
  externalDocumentNumber: 'External_Document_No',
  amount: 'Amount',
  description: 'Description',
  comment: 'Comment',
  balanceAccountType: 'Bal_Account_Type',
  balancingAccountNumber: 'Bal_Account_No',
};

function lineEntries({ company }: Scope, entries: readonly Entry[]): Entry[] {
  return entries.flatMap(({ field, value }): Entry[] => {
    if (field === 'accountId') {
      const account = company.accounts.find((row) => row.id === value);
      if (account === undefined) refusals.dialog('The "accountId" does not match to a G/L Account.');
      return [{ field: 'Account_No', value: account?.No ?? '' }];
    }
    const name = lineNames[field];
    return name === undefined ? [] : [{ field: name, value }];
  });
}

const lineById = ({ company }: Scope, id: string): GenLine =>
  company.genLines.find((row) => row.id === id) ?? refusals.noRecord();

export const journalLines: ApiEntity = {
  set: 'journalLines',
  type: journalLineType,
  versions: ['v2.0', 'v1.0', 'beta'],
  parts: ['dimensionSetLines'],
  rows(scope, parent) {
    const { company } = scope;
    const shown = (batch: GenBatch) =>
      linesOf(scope, batch)
        .filter((line) => line.Document_Type === ' ')
        .map((line) => showLine(company, batch, line));
    if (parent !== undefined) return shown(byId(company, parent['id']));
    return company.genBatches.all().flatMap(shown);
  },
  create(scope, parent, entries) {
    const { company } = scope;
    const id = parent?.['id'] ?? entries.find(({ field }) => field === 'journalId')?.value;
    if (id === undefined)
      refusals.dialog('You must specify a journal batch ID or a journal ID to get a journal line.');
    const batch = byId(company, id);
    return insertLine(scope, [
      { field: 'Journal_Template_Name', value: batch.Journal_Template_Name },
      { field: 'Journal_Batch_Name', value: batch.Name },
      { field: 'Document_Type', value: ' ' },
      { field: 'Account_Type', value: 'G/L Account' },
      ...lineEntries(scope, entries),
    ]).id;
  },
  update: (scope, id, entries) => {
    changeLine(scope, lineById(scope, id), lineEntries(scope, entries));
  },
  remove: (scope, id) => removeLine(scope, lineById(scope, id)),
};

function showLine(company: Company, batch: GenBatch, line: GenLine): JsonObject {
  return {
    ...idOf(line),
    journalId: batch.id,
    journalDisplayName: batch.Name,
    lineNumber: line.Line_No,
    accountType: escapeCaption(line.Account_Type),
    accountId: company.accounts.get(line.Account_No)?.id ?? guidOf('no account'),
    accountNumber: line.Account_No,
    postingDate: line.Posting_Date,
    documentNumber: line.Document_No,
    externalDocumentNumber: line.External_Document_No,
    amount: Number(line.Amount),
    description: line.Description,
    comment: line.Comment,
    balanceAccountType: escapeCaption(line.Bal_Account_Type),
    balancingAccountNumber: line.Bal_Account_No,
    lastModifiedDateTime: line.modifiedAt,
  };
}

/** Default dimensions are already there: a second POST of the same code is refused. */
export const dimensionSetLines: ApiEntity = {
  set: 'dimensionSetLines',
  type: dimensionSetLineType,
  versions: ['v2.0', 'v1.0'],
  part: true,
  rows(scope, parent) {
    const { company } = scope;
    const line = lineById(scope, String(parent?.['id']));
    return Object.entries(line.dimensions).map(([code, valueCode]) => ({
      ...idOf({ ...line, id: dimensionLineId(line, code) }),
      code,
      parentId: line.id,
      displayName: company.dimensions.get(code)?.Name ?? '',
      valueId: company.dimensionValues.get(`${code}|${valueCode}`)?.id ?? guidOf('no value'),
      valueCode,
      valueDisplayName: company.dimensionValues.get(`${code}|${valueCode}`)?.Name ?? '',
    }));
  },
  create(scope, parent, entries) {
    const line = lineById(scope, String(parent?.['id']));
    const given = (field: string) => String(entries.find((entry) => entry.field === field)?.value ?? '');
    const code = given('code');
    if (scope.company.dimensions.get(code) === undefined)
      refusals.dialog(`The "code" ${code} does not match to a Dimension.`);
    if (line.dimensions[code] !== undefined)
      refusals.sameKey('Dimension Set Entry', `Dimension Code='${code}'`);
    return putDimension(scope, line, code, given('valueCode'));
  },
  update(scope, id, entries) {
    const line = scope.company.genLines.find((row) =>
      Object.keys(row.dimensions).some((code) => dimensionLineId(row, code) === id),
    );
    const code = Object.keys(line?.dimensions ?? {}).find(
      (name) => line !== undefined && dimensionLineId(line, name) === id,
    );
    const value = entries.find(({ field }) => field === 'valueCode')?.value;
    if (line === undefined || code === undefined || value === undefined) return refusals.noRecord();
    putDimension(scope, line, code, String(value));
  },
};

const dimensionLineId = (line: GenLine, code: string): string => guidOf(`${line.id} ${code}`);

function putDimension(scope: Scope, line: GenLine, code: string, typed: string): string {
  const value = matchingValue(scope.company, code, typed);
  scope.company.genLines.put(rekept(scope, { ...line, dimensions: { ...line.dimensions, [code]: value } }));
  return dimensionLineId(line, code);
}
