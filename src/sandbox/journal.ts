import type { Instant } from '../domain/time.ts';
import type { SystemName } from './exchange.ts';
import type { FaultKind } from './faults.ts';

/** One request as it came and how it went. */
export interface JournalEntry {
  readonly n: number;
  readonly system: SystemName;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly at: Instant;
  /** The status that was sent; 0 when the connection was closed without an answer. */
  readonly status: number;
  /** The status that the stand-in reached, where a fault hid it; absent when nothing was done. */
  readonly handled?: number | undefined;
  readonly fault?: FaultKind | undefined;
  /** The tail of the key or client id. */
  readonly caller: string;
  /** The parsed body of a write. */
  readonly body?: unknown;
}

export interface JournalFilter {
  readonly system?: SystemName | undefined;
  readonly method?: string | undefined;
  /** Tested against the path; a text is read as a regular expression. */
  readonly path?: RegExp | string | undefined;
  readonly status?: number | undefined;
  readonly fault?: FaultKind | undefined;
}

export interface Journal {
  readonly entries: readonly JournalEntry[];
  find(filter?: JournalFilter): readonly JournalEntry[];
  count(filter?: JournalFilter): number;
  clear(): void;
}

export interface OpenJournal extends Journal {
  next(): number;
  record(entry: JournalEntry): void;
}

export function createJournal(): OpenJournal {
  let entries: JournalEntry[] = [];
  let n = 0;
  const find = (filter: JournalFilter = {}) => entries.filter((entry) => fits(entry, filter));
  return {
    get entries() {
      return entries;
    },
    find,
    count: (filter) => find(filter).length,
    clear() {
      entries = [];
    },
    next: () => ++n,
    record: (entry) => {
      entries.push(entry);
    },
  };
}

function fits(entry: JournalEntry, filter: JournalFilter): boolean {
  if (filter.system !== undefined && entry.system !== filter.system) return false;
  if (filter.method !== undefined && entry.method !== filter.method) return false;
  if (filter.status !== undefined && entry.status !== filter.status) return false;
  if (filter.fault !== undefined && entry.fault !== filter.fault) return false;
  return filter.path === undefined || new RegExp(filter.path).test(entry.path);
}
