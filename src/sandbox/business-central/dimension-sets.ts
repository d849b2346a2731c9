import type { JsonObject } from '../exchange.ts';
import { blankGuid } from '../ids.ts';
import type { CheckedBody } from '../odata/body.ts';
import { dimensionByCode, dimensionValue } from './dimensions.ts';
import { dimensionSetLine } from './document-model.ts';
import { refusals } from './errors.ts';
import type { Resource, Scope } from './resource.ts';
import type { DimensionSet, PurchaseDocument } from './rows.ts';
import { type Company, restamped } from './state.ts';
import { etagOf, idOfCode } from './views.ts';

/** Dimension set lines, below documents, their lines and ledger entries only (AL page 30022). */
export const dimensionSetLines: Resource = {
  set: 'dimensionSetLines',
  type: () => dimensionSetLine,
  rows(scope) {
    const { set, id, version } = holder(scope);
    return Object.entries(set).map(([dimension, value]) => show(scope, dimension, value, { id, version }));
  },
  create(scope, body) {
    const { set } = holder(scope);
    const [dimension, value] = namedValue(scope.company, body);
    if (dimension in set)
      refusals.dialog(
        'The dimension set line already exists. Check existing dimension set lines and the default dimension set lines on the parent.',
      );
    write(scope, { ...set, [dimension]: value });
    return idOfCode(scope.company.dimensions, dimension);
  },
  update(scope, key, body) {
    const { set } = holder(scope);
    const dimension = scope.company.dimensions.get(key)?.code ?? refusals.noRecord();
    const given = body.entries.find((entry) => entry.field === 'id' || entry.field === 'code');
    if (given !== undefined && given.value !== key && given.value !== dimension)
      refusals.dialog('The "id" and "code" fields cannot be modified.');
    write(scope, { ...set, [dimension]: valueCode(scope.company, dimension, body) });
  },
  remove(scope, key) {
    const { set } = holder(scope);
    const dimension = scope.company.dimensions.get(key)?.code ?? refusals.noRecord();
    write(scope, Object.fromEntries(Object.entries(set).filter(([name]) => name !== dimension)));
  },
};

/** Reads `id` or `code` with `valueId` or `valueCode`: a line in the body of a deep insert, or of its own. */
export function namedValue(company: Company, body: CheckedBody): [dimension: string, value: string] {
  const field = (name: string) => body.entries.find((entry) => entry.field === name)?.value;
  const id = field('id');
  const code = field('code');
  if (id === undefined && code === undefined) refusals.dialog('The "id" or "code" field must be filled in.');
  const byId =
    id === undefined
      ? undefined
      : (company.dimensions.get(String(id)) ?? refusals.dialog('The "id" does not match to a Dimension.'));
  const dimension = byId?.code ?? dimensionByCode(company, String(code)).code;
  if (code !== undefined && code !== dimension)
    refusals.dialog('The dimension field values do not match to a specific Dimension.');
  return [dimension, valueCode(company, dimension, body)];
}

function valueCode(company: Company, dimension: string, body: CheckedBody): string {
  const field = (name: string) => body.entries.find((entry) => entry.field === name)?.value;
  const id = field('valueId');
  const code = field('valueCode');
  if (id === undefined && code === undefined)
    refusals.dialog('The "valueId" or "valueCode" field must be filled in.');
  if (code !== undefined) return dimensionValue(company, dimension, String(code)).code;
  const found = company.dimensionValues.get(String(id));
  if (found === undefined || found.dimension !== dimension)
    return refusals.dialog('The "valueId" does not match to a Dimension Value.');
  return found.code;
}

interface Holder {
  readonly id: string;
  readonly version: number;
  readonly set: DimensionSet;
  readonly document?: PurchaseDocument | undefined;
  readonly line?: string | undefined;
}

function holder({ company, parent }: Scope): Holder {
  if (parent === undefined)
    return refusals.dialog('You must get to the parent first to get to the dimension set line.');
  const id = String(parent.row['id']);
  if (parent.set === 'generalLedgerEntries') {
    const entry = company.entries.get(id) ?? refusals.noRecord();
    return { id, version: entry.version, set: entry.dimensions };
  }
  const documentId = String(parent.row['documentId'] ?? id);
  const document = company.documents.get(documentId) ?? refusals.noRecord();
  if (documentId === id) return { id, version: document.version, set: document.dimensions, document };
  const line = document.lines.find((row) => row.id === id) ?? refusals.noRecord();
  return { id, version: document.version, set: line.dimensions, document, line: id };
}

function write(scope: Scope, set: DimensionSet): void {
  const { id, line, ...held } = holder(scope);
  const document =
    held.document?.status === 'Draft'
      ? held.document
      : refusals.dialog(
          `Parent with ID ${id} does not exist or dimension set lines are read only for parent type ${parentType(scope)}.`,
        );
  const changed =
    line === undefined
      ? { ...document, dimensions: set }
      : {
          ...document,
          lines: document.lines.map((row) => (row.id === line ? { ...row, dimensions: set } : row)),
        };
  scope.company.documents.put(restamped(scope.world, changed));
}

function parentType({ parent }: Scope): string {
  switch (parent?.set) {
    case 'purchaseInvoices':
      return 'Purchase Invoice';
    case 'purchaseInvoiceLines':
      return 'Purchase Invoice Line';
    case 'purchaseCreditMemos':
      return 'Purchase Credit Memo';
    case 'purchaseCreditMemoLines':
      return 'Purchase Credit Memo Line';
    default:
      return 'General Ledger Entry';
  }
}

function show(
  scope: Scope,
  dimension: string,
  value: string,
  parent: { id: string; version: number },
): JsonObject {
  const { company } = scope;
  const named = company.dimensions.find((row) => row.code === dimension);
  const valued = company.dimensionValues.find((row) => row.dimension === dimension && row.code === value);
  const id = named?.id ?? blankGuid;
  return {
    '@odata.etag': etagOf({ id: `${parent.id};${id};${value}`, version: parent.version }),
    id,
    code: dimension,
    consolidationCode: '',
    parentId: parent.id,
    parentType: parentType(scope),
    displayName: named?.displayName ?? '',
    valueId: valued?.id ?? blankGuid,
    valueCode: value,
    valueConsolidationCode: '',
    valueDisplayName: valued?.displayName ?? '',
  };
}
