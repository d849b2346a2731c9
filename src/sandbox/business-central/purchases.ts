import type { JsonObject } from '../exchange.ts';
import type { Condition } from '../odata/filter.ts';
import { dimensionSetLines } from './dimension-sets.ts';
import { documentModel, generalLedgerEntry } from './document-model.ts';
import { createDocument, draftOf, insertedLine, updateDocument } from './documents.ts';
import { refusals } from './errors.ts';
import { filledLine } from './lines.ts';
import { postDocument } from './posting.ts';
import type { Resource, Scope } from './resource.ts';
import type { DocumentKind, PurchaseDocument } from './rows.ts';
import { type Company, restamped } from './state.ts';
import { showDocument, showEntry, showLines } from './views.ts';

/** The sets of purchase invoices, purchase credit memos, their lines, and the general ledger entries. */
export function purchaseResources(): Resource[] {
  return (['invoice', 'memo'] as const).flatMap((kind) => {
    const lines = lineResource(kind);
    return [documentResource(kind, lines), lines];
  });
}

const views = new WeakMap<PurchaseDocument, JsonObject>();
const lineViews = new WeakMap<PurchaseDocument, JsonObject[]>();

/** Rows are replaced when they change, so a view can be kept as long as its row. */
const viewOf = (company: Company, document: PurchaseDocument): JsonObject => {
  const view = views.get(document) ?? showDocument(company, document);
  views.set(document, view);
  return view;
};

const linesOf = (company: Company, document: PurchaseDocument): JsonObject[] => {
  const view = lineViews.get(document) ?? showLines(company, document);
  lineViews.set(document, view);
  return view;
};

const documentsOf = (company: Company, kind: DocumentKind): PurchaseDocument[] =>
  company.documents.all().filter((row) => row.kind === kind);

function documentResource(kind: DocumentKind, lines: Resource): Resource {
  const { set, lineSet } = documentModel(kind, true);
  return {
    set,
    type: ({ switches }) => documentModel(kind, switches.nestedDimensions).header,
    rows: ({ company }) => documentsOf(company, kind).map((row) => viewOf(company, row)),
    create: (scope, body) => createDocument(scope, kind, body, 'api').id,
    update: (scope, key, body) => {
      updateDocument(scope, kind, key, body);
    },
    remove({ company }, key) {
      company.documents.remove(draftOf(company, kind, key).id);
    },
    actions: {
      post: ({ world, company }, key) => {
        postDocument(world, company, kind, key);
      },
    },
    parts: { [lineSet]: lines, dimensionSetLines },
  };
}

function lineResource(kind: DocumentKind): Resource {
  return {
    set: documentModel(kind, true).lineSet,
    type: ({ switches }) => documentModel(kind, switches.nestedDimensions).line,
    rows({ company, parent }) {
      const document = parent === undefined ? undefined : company.documents.get(String(parent.row['id']));
      if (document !== undefined) return linesOf(company, document);
      return documentsOf(company, kind).flatMap((row) => linesOf(company, row));
    },
    guard({ filter }) {
      if (filter === undefined || !names(filter, 'documentId', 'id'))
        refusals.dialog('You must specify an Id or a Document Id to get the lines.');
    },
    create(scope, body) {
      const sent = body.entries.find(({ field }) => field === 'documentId')?.value;
      const id =
        scope.parent?.row['id'] ??
        sent ??
        refusals.dialog('You must specify a document id to get the lines.');
      const document = draftOf(scope.company, kind, String(id));
      const line = insertedLine(scope, document, body);
      scope.company.documents.put(restamped(scope.world, { ...document, lines: [...document.lines, line] }));
      return line.id;
    },
    update(scope, key, body) {
      const document = documentOfLine(scope, kind, key);
      const context = { company: scope.company, document, existing: true };
      const lines = document.lines.map((line) =>
        line.id === key ? filledLine(context, line, body.entries) : line,
      );
      scope.company.documents.put(restamped(scope.world, { ...document, lines }));
    },
    remove(scope, key) {
      const document = documentOfLine(scope, kind, key);
      const lines = document.lines.filter((line) => line.id !== key);
      scope.company.documents.put(restamped(scope.world, { ...document, lines }));
    },
    parts: { dimensionSetLines },
  };
}

function documentOfLine({ company }: Scope, kind: DocumentKind, id: string): PurchaseDocument {
  const document = company.documents.find(
    (row) => row.kind === kind && row.lines.some((line) => line.id === id),
  );
  return draftOf(company, kind, (document ?? refusals.noRecord()).id);
}

/** Whether every row that passes must have named one of the fields. */
function names(condition: Condition, ...fields: string[]): boolean {
  if (condition.op === 'compare') return condition.comparison === 'eq' && fields.includes(condition.field);
  if (condition.op === 'and') return names(condition.left, ...fields) || names(condition.right, ...fields);
  return condition.op === 'or' && names(condition.left, ...fields) && names(condition.right, ...fields);
}

export const generalLedgerEntries: Resource = {
  set: 'generalLedgerEntries',
  type: () => generalLedgerEntry,
  rows: ({ company }) => company.entries.all().map((row) => showEntry(company, row)),
  parts: { dimensionSetLines },
};
