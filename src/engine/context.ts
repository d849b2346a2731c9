import type { FlowOptions } from '../config/schema.ts';
import type { DocumentKind, DocumentState, FlowName, Side } from '../domain/document.ts';
import type { Failure } from '../domain/failure.ts';
import type { Log } from '../domain/log.ts';
import type { Clock } from '../domain/time.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { LegOf, StoredDocument } from '../store/documents.ts';
import type { Liveness } from '../store/holder.ts';
import type { InboxEntry } from '../store/inbox.ts';
import type { Collection } from '../store/records.ts';
import type { Store, Tx } from '../store/store.ts';
import type { KeyedQueue } from './keyed-queue.ts';
import type { Lease } from './leases.ts';
import type { System } from './ports.ts';

/** A pair as the engine works on it. */
export interface Pair {
  readonly name: string;
  readonly systems: { readonly cin7: System; readonly erp: System };
  readonly mapping: Mapping;
  readonly flows: Readonly<Partial<Record<FlowName, FlowOptions>>>;
}

/** What a whole run shares. */
export interface Run {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly liveness: Liveness;
  /** Fires on SIGINT and SIGTERM: the step in hand is finished and stored, then the run ends. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

export interface Progress {
  /** Says where a pass is: `12` of `60` records. */
  at(leg: LegOf, done: number, total: number | undefined): void;
}

/** One pass: one run of one leg. */
export interface Pass extends LegOf, Run {
  readonly id: string;
  readonly pairOf: Pair;
  readonly options: FlowOptions;
  readonly lease: Lease;
  readonly touched: Touched;
  /** Deliveries to one natural key never run side by side. */
  readonly queue: KeyedQueue;
  /** What was already done once in this run of the pair: lists walked, reference data read afresh. */
  readonly once: Set<string>;
  /** `--limit`: deliveries left. */
  readonly budget: { left: number };
  /** The documents that a replay asks for: looked at afresh on both sides, even if all seems well. */
  readonly replay: ReadonlySet<string> | undefined;
  /** Why a person accepts what diverged. */
  readonly accept: string | undefined;
  /** What notices told: `ids` are read afresh, whatever the list says; `entries` are settled when the pass ended well. */
  readonly told: { readonly ids: Set<string>; readonly entries: InboxEntry[] };
  /** Reads only what notices told: no pass of its leg for `--due` and `status`. */
  readonly noticesOnly: boolean;
  /** What the leg's records become, in order of delivery. */
  readonly kinds: readonly DocumentKind[];
}

export const source = (pass: Pass): System =>
  pass.pairOf.systems[pass.leg === 'cin7-to-erp' ? 'cin7' : 'erp'];
export const target = (pass: Pass): System =>
  pass.pairOf.systems[pass.leg === 'cin7-to-erp' ? 'erp' : 'cin7'];
export const legOf = (pass: Pass): LegOf => ({ pair: pass.pair, flow: pass.flow, leg: pass.leg });

export const collectionOf = (pair: string, side: Side, flow: FlowName): Collection => ({
  pair,
  side,
  collection: flow,
});

/**
 * What a pass did to documents, in the order in which it came to them. Those that stayed as they were are only counted,
 * so that a pass over a long list stays small in memory.
 */
export interface Touched {
  set(id: string, state: DocumentState, draft?: unknown): void;
  readonly entries: ReadonlyMap<string, { readonly state: DocumentState; readonly draft?: unknown }>;
  readonly quiet: Readonly<Record<'unchanged' | 'skipped', number>>;
}

export function createTouched(keepDrafts = false): Touched {
  const entries = new Map<string, { state: DocumentState; draft?: unknown }>();
  const quiet = { unchanged: 0, skipped: 0 };
  return {
    entries,
    quiet,
    set(id, state, draft) {
      const before = entries.get(id);
      if (state === 'unchanged' || state === 'skipped') {
        entries.delete(id);
        quiet[state]++;
      } else {
        entries.set(id, { state, ...(keepDrafts ? { draft: draft ?? before?.draft } : {}) });
      }
    },
  };
}

/** A side that is not there, or refuses us: the pass stops delivering; what is open stays `pending`. */
export class SideDown extends Error {
  readonly side: Side;
  readonly failure: Failure;

  constructor(side: Side, failure: Failure) {
    super(failure.message, { cause: failure });
    this.name = 'SideDown';
    this.side = side;
    this.failure = failure;
  }
}

/** SIGINT or SIGTERM arrived; thrown between steps, never inside one. */
export class Interrupted extends Error {
  constructor() {
    super('stopped by a signal');
    this.name = 'Interrupted';
  }
}

export function stopIfAsked(run: Pick<Run, 'signal'>): void {
  if (run.signal.aborted) throw new Interrupted();
}

/** Appends to the audit trail, in the transaction of what it tells about. */
export function audit(
  tx: Tx,
  pass: Pick<Pass, 'id' | 'pair'>,
  document: Pick<StoredDocument, 'id' | 'kind' | 'number'> | undefined,
  event: string,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  const about = document && { kind: document.kind, number: document.number };
  return tx.audit.append({
    pass: pass.id,
    pair: pass.pair,
    documentId: document?.id,
    event,
    data: { ...about, ...data },
  });
}
