import { type DocumentReport, documentStates } from '../../src/domain/document.ts';
import type { Problem } from '../../src/domain/problem.ts';
import type { Instant } from '../../src/domain/time.ts';
import type { PassReport } from '../../src/engine/report.ts';
import type { AuditEntry } from '../../src/store/audit.ts';

export const problem = (more: Partial<Problem> = {}): Problem => ({
  code: 'account-unmapped',
  record: 'bill INV-77 of Tea Co (PO-00012)',
  field: 'line 1 account',
  seen: '310',
  allowed: ['10700 (Inventory)'],
  fix: 'add mapping.accounts: { "310": { account: "..." } }',
  ...more,
});

export const document = (more: Partial<DocumentReport> = {}): DocumentReport => ({
  id: 'aaaaaaaaaaaa',
  kind: 'bill',
  source: { system: 'cin7', id: 'p1', number: 'INV-77' },
  naturalKey: 'bill|V1|INV-77',
  state: 'rejected',
  posted: 'no',
  target: { system: 'business-central', id: null, number: null },
  problems: [problem()],
  ...more,
});

/** A pass whose counters are those of its documents. */
export function pass(documents: readonly DocumentReport[] = [], more: Partial<PassReport> = {}): PassReport {
  const counters = Object.fromEntries(
    documentStates.map((state) => [state, documents.filter((one) => one.state === state).length]),
  ) as Record<(typeof documentStates)[number], number>;
  return {
    pair: 'acme',
    flow: 'purchases',
    leg: 'cin7-to-erp',
    outcome: 'ok',
    ...counters,
    read: documents.length,
    requests: { cin7: 3, erp: 4 },
    watermark: '2026-09-01T08:00:00.000Z' as Instant,
    auditHead: '12:abc',
    durationMs: 1234,
    documents,
    notes: [],
    ...more,
  };
}

export const entry = (more: Partial<AuditEntry> = {}): AuditEntry => ({
  seq: 7,
  at: '2026-09-01T08:00:00.123Z' as Instant,
  pass: '20260901T080000-abcdef',
  pair: 'acme',
  documentId: 'aaaaaaaaaaaa',
  event: 'written',
  data: {
    kind: 'bill',
    number: 'INV-77',
    target: '108001',
    posted: 'yes',
    net: { amount: '100', currency: 'GBP' },
    tax: { amount: '20', currency: 'GBP' },
    total: { amount: '120', currency: 'GBP' },
  },
  hash: 'f'.repeat(64),
  ...more,
});

export async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

export async function joined(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}
