import type { Bill } from '../../src/domain/bill.ts';
import type { Failure, FailureKind } from '../../src/domain/failure.ts';
import type { StockMovement } from '../../src/domain/movement.ts';
import type { PurchaseOrder } from '../../src/domain/order.ts';
import type { Party } from '../../src/domain/party.ts';
import type { Product } from '../../src/domain/product.ts';
import type { SalesDocument } from '../../src/domain/sale.ts';
import type {
  DocumentTarget,
  Draft,
  FlowLeg,
  Lookups,
  MasterTarget,
  Source,
  System,
} from '../../src/engine/ports.ts';
import type { ReferenceList } from '../../src/mapping/references.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import type { Sandbox } from '../../src/sandbox/start.ts';

export type SourceName = 'suppliers' | 'customers' | 'products' | 'purchases' | 'sales' | 'orders';
export type DocumentName = 'orders' | 'bills' | 'credits' | 'invoices' | 'refunds' | 'movements';
export type MasterName = 'suppliers' | 'customers' | 'products';

/** What a system is said to have, and where it does not keep the contract, with the reason. */
export interface Profile {
  readonly sources: readonly SourceName[];
  readonly documents: readonly DocumentName[];
  readonly masters: readonly MasterName[];
  /** By the name of the case. */
  readonly deviations?: Readonly<Record<string, string>>;
}

/** A system on its stand-in, and the hands that work there. Made anew for every case. */
export interface Subject {
  readonly system: System;
  readonly sandbox: Sandbox;
  /** Its name in the sandbox's journal and faults. */
  readonly service: 'cin7' | 'businessCentral' | 'financeOperations' | 'acumatica' | 'gp' | 'nav';
  /** How it creates; default `POST`. */
  readonly creates?: 'PUT';
  /** What must never show. */
  readonly secrets: readonly string[];
  readonly sources: Readonly<Partial<Record<SourceName, SourceCase>>>;
  readonly documents: Readonly<Partial<Record<DocumentName, DocumentCase>>>;
  readonly masters: Readonly<Partial<Record<MasterName, MasterCase>>>;
  /** Every list that it offers, with a code that is in it, and one that no document may use. */
  readonly references: Readonly<
    Partial<Record<ReferenceList, { readonly has: string; readonly unusable?: string }>>
  >;
  /** What each fault means for a read and for a write. */
  readonly failures: Readonly<Record<string, FaultCase>>;
  /** A write that the faults strike. */
  write(): Promise<unknown>;
  /** All that `map` may look at, loaded from the system itself. */
  lookups(): Promise<Lookups>;
  readonly flows: readonly FlowLeg[];
  close(): Promise<void>;
}

export interface FaultCase {
  readonly fault: Fault;
  readonly read: FailureKind;
  readonly write: FailureKind;
}

export interface SourceCase {
  readonly source: Source<unknown>;
  /** Rows in a page as the system asks for them. */
  readonly pageSize: number;
  /** Adds so many records. */
  fill(count: number): void;
  /** Adds one and returns its id, as the source prints it. */
  add(): string;
  /** Changes what the record says. */
  change(id: string): void;
  /** Blocks or deprecates it; without it the kind knows no such thing. */
  readonly deactivate?: (id: string) => void;
  readonly unknownId: string;
}

type Content = Bill | PurchaseOrder | SalesDocument | StockMovement;

export interface DocumentCase {
  readonly target: DocumentTarget<Content, Draft>;
  /** A document that maps, by its number. */
  bill(number: string): Content;
  /** One with many things wrong, and the codes that must be told. */
  readonly broken: { readonly bill: Content; readonly codes: readonly string[] };
  /** Drafts made by hand that are no hits: of another vendor, or of a number that only begins alike. */
  decoys(number: string): void;
  /** Somebody edits the draft. */
  edit(id: string): void;
  readonly unknownId: string;
  /** Requests from look-up to the last step, the read-back included. */
  readonly calls: number;
}

export interface MasterCase<R extends Party | Product = Party> {
  readonly target: MasterTarget<R>;
  record(name: string): R;
  readonly broken: { readonly record: R; readonly codes: readonly string[] };
  /** Two fields that can be changed, with new values. */
  readonly changes: Partial<R>;
  /** Somebody changes the record. */
  edit(id: string): void;
  deactivate(id: string): void;
  readonly unknownId: string;
  /** Writes a new record's name into another record's beginning: no hit for a look-up. */
  decoys(name: string): void;
}

export const isKind = (error: unknown, kind: FailureKind): boolean =>
  (error as Failure | undefined)?.kind === kind;
