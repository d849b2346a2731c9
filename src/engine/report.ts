import {
  attentionStates,
  type DocumentReport,
  type DocumentState,
  documentStates,
  type FlowName,
  type Leg,
} from '../domain/document.ts';
import type { Instant } from '../domain/time.ts';
import type { StoredDocument } from '../store/documents.ts';
import { legOf, type Pass } from './context.ts';

/** What a pass tells, as the contract's JSON; readers ignore unknown keys. */
export interface PassReport extends Readonly<Record<DocumentState, number>> {
  readonly pair: string;
  readonly flow: FlowName;
  readonly leg: Leg;
  readonly outcome: 'ok' | 'busy' | 'stopped';
  readonly read: number;
  readonly requests: { readonly cin7: number; readonly erp: number };
  readonly watermark: Instant | null;
  readonly auditHead: string | null;
  readonly durationMs: number;
  readonly documents: readonly DocumentReport[];
  /** Why it stopped or did not run, and what else is worth telling. */
  readonly notes: readonly string[];
  /** Why it did not end well: a system is away or refuses us, another pass took over its lease, or an error of ours. */
  readonly cause?: 'unreachable' | 'interrupted' | 'superseded' | 'error' | undefined;
  readonly dryRun?: true | undefined;
}

type Counters = Record<DocumentState, number>;
const zeroes = (): Counters => Object.fromEntries(documentStates.map((state) => [state, 0])) as Counters;

const stillOpen = ['pending', ...attentionStates] as const satisfies readonly DocumentState[];

/**
 * The rows of a pass: what it touched or left open, but for what stayed as it was or lies outside the flow, which is
 * only counted. Every counter is the number of rows it stands for, and `read` their sum.
 */
export async function reportDocuments(
  pass: Pass,
  dryRun: boolean,
): Promise<Counters & { read: number; documents: DocumentReport[] }> {
  const counters = zeroes();
  const documents: DocumentReport[] = [];
  const add = (document: StoredDocument, state: DocumentState, draft?: unknown) => {
    counters[state]++;
    documents.push(toReport(document, state, dryRun ? draft : undefined));
  };
  const seen = new Set<string>();
  for (const [id, entry] of pass.touched.entries) {
    const document = await pass.store.documents.get(id);
    if (!document) continue;
    seen.add(id);
    add(document, isOpen(document.state) ? document.state : entry.state, entry.draft);
  }
  for (const document of await pass.store.documents.inStates(legOf(pass), stillOpen)) {
    if (!seen.has(document.id)) add(document, document.state);
  }
  counters.unchanged += pass.touched.quiet.unchanged;
  counters.skipped += pass.touched.quiet.skipped;
  const read = documentStates.reduce((sum, state) => sum + counters[state], 0);
  return { ...counters, read, documents };
}

const isOpen = (state: DocumentState): boolean => stillOpen.some((open) => open === state);

export function toReport(document: StoredDocument, state: DocumentState, draft: unknown): DocumentReport {
  return {
    id: document.id,
    kind: document.kind,
    source: { system: document.sourceSystem, id: document.sourceId, number: document.number },
    naturalKey: document.naturalKey,
    state,
    posted: document.posted,
    target: {
      system: document.targetSystem,
      id: document.target?.id ?? null,
      number: document.target?.number ?? null,
    },
    problems: document.problems,
    ...(draft === undefined ? {} : { draft }),
  };
}

/** A pass that did not run. */
export const noPass = (
  leg: { pair: string; flow: FlowName; leg: Leg },
  outcome: 'busy' | 'stopped',
  note: string,
  cause?: PassReport['cause'],
): PassReport => ({
  pair: leg.pair,
  flow: leg.flow,
  leg: leg.leg,
  outcome,
  read: 0,
  ...zeroes(),
  requests: { cin7: 0, erp: 0 },
  watermark: null,
  auditHead: null,
  durationMs: 0,
  documents: [],
  notes: [note],
  cause,
});
