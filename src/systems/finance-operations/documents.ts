import type { RemoteRef } from '../../domain/document.ts';
import { isFailure } from '../../domain/failure.ts';
import type { DocumentTarget, Remote } from '../../engine/ports.ts';
import { text } from '../odata/literal.ts';
import { entity, type Filter, filterAny } from '../odata/query.ts';
import { changedMeanwhile } from '../shared/stale.ts';
import { title } from './capabilities.ts';
import type { FinanceOperationsClient } from './client.ts';
import { beganDocument, compareDocument } from './document-compare.ts';
import { createReader, type DocumentReader, headerTag, refOf } from './document-read.ts';
import type { DocumentRows, DocumentShape, PurchaseDraft } from './document-shape.ts';
import { documentSteps, type StepContext } from './document-steps.ts';
import { isGone } from './errors.ts';

export interface DocumentOptions {
  readonly client: FinanceOperationsClient;
  readonly shape: DocumentShape;
  /** The filter of the natural key; the hits are compared once more. */
  lookUp(draft: PurchaseDraft): { readonly filter: Filter; same(rows: DocumentRows): boolean };
  toRemote(rows: DocumentRows, company: string): Remote;
  readonly locked?: StepContext['locked'];
}

type Shared = Pick<
  DocumentTarget<never, PurchaseDraft>,
  'find' | 'read' | 'compare' | 'began' | 'steps' | 'withdraw'
>;

/** What purchase orders and vendor invoices share: look-up and reading in one call each, header and lines in two. */
export function documentTarget(options: DocumentOptions): Shared {
  const { client, shape, toRemote, locked } = options;
  const reader = createReader(client, shape);
  return {
    async find(draft) {
      const { filter, same } = options.lookUp(draft);
      const rows = await reader.filtered(filter, `${shape.what} look-up`);
      const company = await client.company();
      return rows.filter(same).map((row) => toRemote(row, company));
    },
    async read(refs) {
      const company = refs.length === 0 ? '' : await client.company();
      return (await readAll(reader, shape, refs)).map((row) => toRemote(row, company));
    },
    compare: (draft, remote) => compareDocument(shape, draft, remote),
    began: (draft, remote) => beganDocument(shape, draft, remote),
    steps: (draft) => documentSteps({ client, shape, reader, locked }, draft),
    withdraw: (ref) => withdraw(client, shape, reader, ref),
  };
}

async function readAll(
  reader: DocumentReader,
  shape: DocumentShape,
  refs: readonly RemoteRef[],
): Promise<DocumentRows[]> {
  const ids = new Set(refs.map(({ id }) => id));
  const rows: DocumentRows[] = [];
  for (const filter of filterAny(shape.key, [...ids].map(text), 30))
    rows.push(...(await reader.filtered(filter, shape.what)));
  return rows.filter(({ header }) => ids.has(String(header[shape.key])));
}

/** The header, and its lines with it; the version covers both, and the server guards only the header's. */
async function withdraw(
  client: FinanceOperationsClient,
  shape: DocumentShape,
  reader: DocumentReader,
  { id, version }: RemoteRef,
): Promise<void> {
  const rows = await reader.one(id);
  if (!rows) return;
  const now = refOf(shape, rows).version ?? '';
  if (version !== undefined && version !== now) throw changedMeanwhile(title, shape.what);
  const path = entity(shape.headers, { dataAreaId: text(await client.company()), [shape.key]: text(id) });
  try {
    await client.send({ method: 'DELETE', path, version: headerTag(now) }, `withdrawal of a ${shape.what}`);
  } catch (error) {
    if (!isFailure(error) || !isGone(error)) throw error;
  }
}
