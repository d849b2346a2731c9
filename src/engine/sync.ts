import { type DocumentKind, documentId, documentKey } from '../domain/document.ts';
import type { Problem } from '../domain/problem.ts';
import { fold } from '../domain/text.ts';
import type { Routed } from '../flows/routing.ts';
import type { StoredDocument } from '../store/documents.ts';
import type { Tx } from '../store/store.ts';
import { audit, legOf, type Pass, source, target } from './context.ts';
import type { DocumentFlow } from './document-flow.ts';

/** A source record as far as its documents are concerned. */
export interface SyncedRecord {
  readonly id: string;
  readonly number: string;
  readonly version: string;
}

/**
 * Brings the documents of one record in step with what the record says now, in one transaction: new ones are stored
 * `pending`, changed ones become `pending` again, and a known one that the record no longer shows counts as voided.
 * A new task of the same kind and number whose old task is gone is the same document.
 */
export async function syncDocuments(
  tx: Tx,
  pass: Pass,
  record: SyncedRecord,
  known: readonly StoredDocument[],
  routed: readonly Routed[],
  flow: Pick<DocumentFlow, 'placeholder' | 'differences'>,
): Promise<void> {
  const { placeholder } = flow;
  const left = new Set(known.filter((document) => document.kind !== placeholder));
  for (const item of routed) {
    const document = takeMatch(left, routed, item);
    if (document) await update(tx, pass, record, document, item, flow);
    else await add(tx, pass, record, item);
  }
  for (const document of left) await vanish(tx, pass, record, document);
  if (routed.length === 0 && left.size === 0) return;
  for (const document of known)
    if (document.kind === placeholder) await tx.documents.removePlaceholder(document.id);
}

function takeMatch(
  left: Set<StoredDocument>,
  routed: readonly Routed[],
  item: Routed,
): StoredDocument | undefined {
  const sameKind = [...left].filter((document) => document.kind === item.kind);
  const byTask = sameKind.find((document) => document.task === item.task);
  const taskLives = (task: string) => routed.some((other) => other.kind === item.kind && other.task === task);
  const byNumber = sameKind.find(
    (document) =>
      fold(document.number) === fold(item.number) && item.number !== '' && !taskLives(document.task),
  );
  const match = byTask ?? byNumber;
  if (match) left.delete(match);
  return match;
}

async function add(tx: Tx, pass: Pass, record: SyncedRecord, item: Routed): Promise<void> {
  const key = documentKey(pass.pair, item.kind, record.id, item.task);
  const id = documentId(key);
  await tx.documents.add({
    id,
    key,
    ...legOf(pass),
    kind: item.kind,
    sourceSystem: source(pass).name,
    sourceId: record.id,
    task: item.task,
    number: item.number,
    state: 'pending',
    targetSystem: target(pass).name,
    wanted: item.wanted,
  });
  await tx.documents.change(id, {
    content: item.content,
    sourcePrint: item.print,
    sourceVersion: record.version,
  });
  await audit(tx, pass, { id, kind: item.kind, number: item.number }, 'seen', {
    source: record.number,
    sourceVersion: record.version,
    wanted: item.wanted,
  });
}

async function update(
  tx: Tx,
  pass: Pass,
  record: SyncedRecord,
  document: StoredDocument,
  item: Routed,
  flow: Pick<DocumentFlow, 'differences'>,
): Promise<void> {
  const moved = document.task !== item.task;
  const changed =
    document.sourcePrint !== item.print ||
    document.wanted !== item.wanted ||
    partyOf(document.content) !== partyOf(item.content) ||
    isInvoiced(document.content) !== isInvoiced(item.content);
  await tx.documents.change(document.id, {
    number: item.number,
    content: item.content,
    sourcePrint: item.print,
    sourceVersion: record.version,
    wanted: item.wanted,
    ...(moved ? { task: item.task, key: documentKey(pass.pair, item.kind, record.id, item.task) } : {}),
    ...(changed ? { state: 'pending' } : {}),
  });
  if (!changed && !moved) return;
  await audit(tx, pass, document, 'source changed', {
    sourceVersion: record.version,
    wanted: item.wanted,
    ...(moved ? { task: `${document.task} -> ${item.task}` } : {}),
    changed: document.content ? flow.differences(document.content, item.content) : [],
  });
}

/** Who it is with is not in the fingerprint: a party that was merged into another changes nothing. */
const partyOf = (content: unknown): string | undefined => {
  const { supplier, customer } = (content ?? {}) as Readonly<Record<string, { id: string } | undefined>>;
  return supplier?.id ?? customer?.id;
};

/** Of an order: nothing is to be invoiced any more. No change of what was ordered, but the target may close it. */
const isInvoiced = (content: unknown): boolean =>
  (content as { readonly fullyInvoiced?: boolean } | undefined)?.fullyInvoiced === true;

/** Missing from a fresh read: it counts as voided. */
async function vanish(tx: Tx, pass: Pass, record: SyncedRecord, document: StoredDocument): Promise<void> {
  if (document.wanted === 'voided') return;
  await tx.documents.change(document.id, {
    wanted: 'voided',
    state: 'pending',
    sourceVersion: record.version,
  });
  await audit(tx, pass, document, 'source removed', { sourceVersion: record.version });
}

/** A record that has become no document yet stands in the store as one placeholder. */
export async function keepPlaceholder(
  tx: Tx,
  pass: Pass,
  record: SyncedRecord,
  kind: DocumentKind,
  state: 'pending' | 'waiting' | 'skipped' | 'failed',
  problems: readonly Problem[] = [],
): Promise<string> {
  const key = documentKey(pass.pair, kind, record.id);
  const id = documentId(key);
  const known = await tx.documents.get(id);
  if (known) {
    await tx.documents.change(id, { state, number: record.number, sourceVersion: record.version, problems });
  } else {
    await tx.documents.add({
      id,
      key,
      ...legOf(pass),
      kind,
      sourceSystem: source(pass).name,
      sourceId: record.id,
      task: '',
      number: record.number,
      state,
      targetSystem: target(pass).name,
      wanted: state === 'skipped' ? 'voided' : 'waiting',
    });
    if (problems.length > 0) await tx.documents.change(id, { problems });
  }
  return id;
}
