import type { Kysely } from 'kysely';
import type { Clock } from '../domain/time.ts';
import { type AuditReader, type AuditWriter, auditReader, auditWriter } from './audit.ts';
import { openDatabase } from './database.ts';
import { type DocumentReader, type DocumentWriter, documentReader, documentWriter } from './documents.ts';
import { type Liveness, processLiveness } from './holder.ts';
import { type InboxReader, type InboxWriter, inboxReader, inboxWriter } from './inbox.ts';
import { type IntentReader, type IntentWriter, intentReader, intentWriter } from './intents.ts';
import { type LeaseWriter, leaseWriter } from './leases.ts';
import { type LinkReader, type LinkWriter, linkReader, linkWriter } from './links.ts';
import { type PassReader, type PassWriter, passReader, passWriter } from './passes.ts';
import { type RecordReader, type RecordWriter, recordReader, recordWriter } from './records.ts';
import type { Tables } from './schema.ts';
import { createShared, type Shared } from './shared.ts';
import {
  type SubscriptionReader,
  type SubscriptionWriter,
  subscriptionReader,
  subscriptionWriter,
} from './subscriptions.ts';
import { turnsAt } from './turns.ts';

/**
 * The state of all pairs. Reads are free; every write happens inside `transact`, which commits durably before it
 * resolves. Nothing inside a transaction may wait for the network, and nothing but `tx` may be used there.
 */
export interface Store {
  readonly records: RecordReader;
  readonly documents: DocumentReader;
  readonly links: LinkReader;
  readonly intents: IntentReader;
  readonly passes: PassReader;
  readonly audit: AuditReader;
  readonly inbox: InboxReader;
  readonly subscriptions: SubscriptionReader;
  /** What processes share besides documents: pacing, cache, short locks. Not durable to the last write. */
  readonly shared: Shared;
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface Tx {
  readonly records: RecordReader & RecordWriter;
  readonly documents: DocumentReader & DocumentWriter;
  readonly links: LinkReader & LinkWriter;
  readonly intents: IntentReader & IntentWriter;
  readonly leases: LeaseWriter;
  readonly passes: PassReader & PassWriter;
  readonly audit: AuditReader & AuditWriter;
  readonly inbox: InboxReader & InboxWriter;
  readonly subscriptions: SubscriptionReader & SubscriptionWriter;
}

export interface StoreOptions {
  readonly path: string;
  readonly clock: Clock;
  /** Signs the audit chain; without it nothing can be written to it or verified. */
  readonly auditKey?: Buffer | undefined;
  /** Pacing, cache and locks in another file than the documents (a dry run works on a copy of these). */
  readonly sharedPath?: string | undefined;
  readonly liveness?: Liveness | undefined;
}

export function openStore(options: StoreOptions): Store {
  const journal = openDatabase(options.path, 'full');
  const shared = openDatabase(options.sharedPath ?? options.path, 'normal');
  const turns = turnsAt(options.path);
  const sharedTurns = turnsAt(options.sharedPath ?? options.path);
  const bind = (db: Kysely<Tables>): Tx =>
    onDemand({
      records: () => ({ ...recordReader(db), ...recordWriter(db) }),
      documents: () => ({ ...documentReader(db), ...documentWriter(db, options.clock) }),
      links: () => ({ ...linkReader(db), ...linkWriter(db, options.clock) }),
      intents: () => ({ ...intentReader(db), ...intentWriter(db) }),
      leases: () => leaseWriter(db),
      passes: () => ({ ...passReader(db), ...passWriter(db) }),
      audit: () => ({
        ...auditReader(db, options.auditKey),
        ...auditWriter(db, options.clock, options.auditKey),
      }),
      inbox: () => ({ ...inboxReader(db), ...inboxWriter(db, options.clock) }),
      subscriptions: () => ({ ...subscriptionReader(db), ...subscriptionWriter(db) }),
    });
  const outside = bind(journal.db);
  return {
    records: outside.records,
    documents: outside.documents,
    links: outside.links,
    intents: outside.intents,
    passes: outside.passes,
    audit: outside.audit,
    inbox: outside.inbox,
    subscriptions: outside.subscriptions,
    shared: createShared(shared.db, sharedTurns, options.clock, options.liveness ?? processLiveness()),
    transact: (work) => turns(() => journal.db.transaction().execute((trx) => work(bind(trx)))),
    async close() {
      for (const { db, raw } of [journal, shared]) {
        await db.destroy();
        // Kysely closes only a connection that was used.
        raw.close();
      }
    },
  };
}

/** An object whose parts are made when they are first asked for: a transaction needs few of them. */
function onDemand<T extends object>(makers: { readonly [K in keyof T]: () => T[K] }): T {
  const made: Partial<T> = {};
  for (const key of Object.keys(makers) as (keyof T)[]) {
    Object.defineProperty(made, key, {
      configurable: true,
      enumerable: true,
      get: () => {
        const value = makers[key]();
        Object.defineProperty(made, key, { value, enumerable: true });
        return value;
      },
    });
  }
  return made as T;
}
