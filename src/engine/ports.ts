import type { Bill } from '../domain/bill.ts';
import type { DocumentKind, FlowName, Leg, RemoteRef, Side } from '../domain/document.ts';
import type { Money } from '../domain/money.ts';
import type { StockBalance, StockMovement, StockRecord } from '../domain/movement.ts';
import type { Notice } from '../domain/notice.ts';
import type { IncomingOrder, PurchaseOrder } from '../domain/order.ts';
import type { Party } from '../domain/party.ts';
import type { Problem } from '../domain/problem.ts';
import type { Product } from '../domain/product.ts';
import type { Purchase, Totals } from '../domain/purchase.ts';
import type { GoodsReceipt } from '../domain/receipt.ts';
import type { Sale, SalesDocument } from '../domain/sale.ts';
import type { Instant, PlainDate } from '../domain/time.ts';
import type { Mapping, TaxFields } from '../mapping/mapping.ts';
import type { ReferenceIndex, ReferenceList, References } from '../mapping/references.ts';

/**
 * One external system as the engine sees it. The engine asks capabilities and never a name.
 *
 * Every method may throw `Failure` (domain/failure.ts) and nothing else for what goes wrong at the other end.
 * Reads may be called as often as one likes. Writes are called once for each committed intent; an implementation never
 * sends a write a second time by itself, except where the failure says that nothing was done (`unsent`, `throttled`,
 * a token refreshed after a 401).
 */
export interface System {
  readonly side: Side;
  /** `cin7`, or the pair's `erp.type`. */
  readonly name: string;
  /** As people know it: `Cin7 Core`, `Business Central`. */
  readonly title: string;
  readonly capabilities: Capabilities;
  readonly sources: Sources;
  readonly targets: Targets;
  readonly references: References;
  /** What is on stock there, where a flow needs it. */
  readonly stock?: Stock | undefined;
  /** How the system tells by itself that something changed, where it does. */
  readonly push?: Push | undefined;
  /** Checks for `ping`; never throws, a check that could not be made is a failed check. */
  ping(flows: readonly FlowLeg[]): Promise<PingCheck[]>;
  /** The cheapest read: is the system there at all? */
  probe(): Promise<void>;
  /** Requests sent since this object was made. */
  requests(): number;
  /** Frees sockets, and signs out where a session costs a licence. */
  close(): Promise<void>;
}

export interface FlowLeg {
  readonly flow: FlowName;
  readonly leg: Leg;
}

export interface Sources {
  readonly suppliers?: Source<Party>;
  readonly customers?: Source<Party>;
  readonly products?: Source<Product>;
  readonly purchases?: Source<Purchase>;
  readonly sales?: Source<Sale>;
  readonly orders?: Source<IncomingOrder>;
  /** Records of which each moves stock, one or several times. */
  readonly movements?: Source<StockRecord>;
}

export interface Targets {
  readonly suppliers?: MasterTarget<Party>;
  readonly customers?: MasterTarget<Party>;
  readonly products?: MasterTarget<Product>;
  readonly bills?: DocumentTarget<Bill>;
  readonly credits?: DocumentTarget<Bill>;
  readonly orders?: DocumentTarget<PurchaseOrder>;
  /** An order of the ERP as a purchase of Cin7. */
  readonly purchases?: DocumentTarget<PurchaseOrder>;
  readonly receipts?: DocumentTarget<GoodsReceipt>;
  /** Invoices and credit notes of customers. */
  readonly invoices?: DocumentTarget<SalesDocument>;
  readonly refunds?: DocumentTarget<SalesDocument>;
  readonly movements?: DocumentTarget<StockMovement>;
}

/** What differs between systems, as data: the engine, `ping`, the README and the tests read the same. */
export interface Capabilities {
  /** Requests that may be under way at once. */
  readonly concurrency: number;
  /** How far the query of a walk reaches back behind the mark, in minutes. */
  readonly overlapMinutes: number;
  /** The grain of the modified stamp in milliseconds: two changes within it may carry one stamp. */
  readonly stampGrainMs: number;
  /** How long after a lost answer the server may still carry the request out, in minutes. */
  readonly lateCommitMinutes: number;
  /** What identifies a document for people there, for documentation. */
  readonly naturalKeys: Readonly<Partial<Record<DocumentKind, string>>>;
  /** Longest text per field of the kinds written there, in the domain's field names. */
  readonly lengths: Readonly<Partial<Record<DocumentKind, Readonly<Record<string, number>>>>>;
  /** Default: `code` in the list `taxes`. */
  readonly taxFields?: TaxFields | undefined;
}

export interface PingCheck {
  /** `reachable`, `tls`, `credentials`, `company`, `permission: vendors`, `clock`. */
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What to do, when it is not ok. */
  readonly fix?: string | undefined;
  /** True when the system could not be reached or refused our credentials (exit code 4). */
  readonly unreachable?: boolean | undefined;
}

// ---------------------------------------------------------------- reading

/** One kind of record of a system, read as it changes. */
export interface Source<R> {
  /**
   * Every record changed at or after `since` (or all of them), page by page. The implementation widens nothing: the
   * engine has done so. A record may come twice; one that is missing from a complete walk has not changed.
   */
  changes(since: Instant | undefined): AsyncIterable<SourcePage<R>>;
  /** The record as it is now, or nothing if it is gone. */
  read(id: string): Promise<Versioned<R> | undefined>;
  /**
   * `offset`: rows may move between pages, so a walk counts only if the total stays the same and equals the distinct
   * ids. `keyset`: rows cannot be skipped, so a walk counts once its end is reached. `scan`: there is no modified
   * stamp, every walk is a full one and `since` is ignored.
   */
  readonly paging: 'offset' | 'keyset' | 'scan';
}

/** A ledger: entries never change, and are read by number. Those that were posted side by side may show out of order. */
export interface LedgerSource<R> {
  /** How many numbers behind the highest are read again. */
  readonly overlap: number;
  /** Entries with this number and above. Ids are the numbers, filled up so that they sort as text. */
  from(first: number): AsyncIterable<SourcePage<R>>;
  read(id: string): Promise<Versioned<R> | undefined>;
}

export interface Stock {
  position(): Promise<StockPosition>;
  /** The ledger of movements, where the system keeps one: read instead of a source of movements. */
  readonly entries?: LedgerSource<StockRecord> | undefined;
}

/** What is on stock at one moment, by product and location. */
export interface StockPosition {
  readonly balances: readonly StockBalance[];
  /** Where the ledger stood that this was summed up from: its highest number, and all within the overlap behind it. */
  readonly ledger?: { readonly last: number; readonly recent: readonly number[] } | undefined;
}

export interface SourcePage<R> {
  readonly rows: readonly SourceRow<R>[];
  /** Rows of the whole list as the source counts them, where it does. */
  readonly total?: number | undefined;
  /** The server's own clock when it answered (its `Date` header). */
  readonly servedAt: Instant;
}

export interface SourceRow<R> {
  readonly id: string;
  readonly number: string;
  /** Changes whenever the row changes: the stamp and a hash of what the row shows. */
  readonly version: string;
  readonly stamp?: Instant | undefined;
  /** The whole record, where the list shows it; else it is read by id. */
  readonly record?: R | undefined;
  /** The list already tells that nothing can become of the record yet: it need not be read unless documents of it exist. */
  readonly early?: 'waiting' | 'voided' | undefined;
}

export interface Versioned<R> {
  readonly id: string;
  readonly number: string;
  readonly version: string;
  readonly stamp?: Instant | undefined;
  readonly record: R;
  readonly servedAt: Instant;
}

// ---------------------------------------------------------------- writing documents

/** What a document would be at the target, or everything that keeps it from being that. */
export type Mapped<D> =
  | { readonly ok: true; readonly draft: D; readonly warnings: readonly Problem[] }
  | {
      readonly ok: false;
      readonly problems: readonly Problem[];
      /** Reference lists in which a value was missing: read again before the document is rejected for it. */
      readonly missing: readonly ReferenceList[];
    };

export interface Draft {
  readonly kind: DocumentKind;
  /** Normalised as the target stores it; the engine claims it. */
  readonly naturalKey: string;
  /** `bill INV-77 of Tea Co (PO-00012)`. */
  readonly title: string;
  /** Exactly what will be sent, in the target's own field names; plain JSON. Its hash is the draft's fingerprint. */
  readonly body: unknown;
  /** What the target must compute. */
  readonly totals: Totals;
  /** Posting is held back whatever the target would say, with this reason. */
  readonly hold?: Problem | undefined;
  /** A foreign currency document: Cin7's total in base currency, for the audit trail. */
  readonly baseNet?: Money | undefined;
}

/** What is really at the target. */
export interface Remote {
  readonly ref: RemoteRef;
  /** `draft`: can still be changed. `posted`: cannot. `pending`: on its way, waits for somebody there. `void`: cancelled. */
  readonly status: 'draft' | 'posted' | 'pending' | 'void';
  readonly naturalKey: string;
  readonly currency: string;
  /** Only what the target tells; each that is there must agree. */
  readonly totals: Partial<Totals>;
  /** In the target's own words; `compare` reads it. */
  readonly content: unknown;
}

export interface Difference {
  /** `line 2 account`, `net`. */
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

/** What a step left behind: goes into the checkpoint, so it is plain JSON. */
export interface Outcome {
  readonly ref?: RemoteRef | undefined;
  readonly [detail: string]: unknown;
}

/** Outcomes of the steps that are done, by step name. */
export type Done = Readonly<Record<string, Outcome>>;

/**
 * One remote write. The engine commits an intent before each `run`, and a checkpoint after it. After an unknown outcome
 * or a restart it asks first whether the step was applied: for `create` by the target's `find`, for the others by `probe`.
 */
export type Step = CreateStep | FollowStep;

export interface CreateStep {
  readonly role: 'create';
  readonly name: string;
  /** Must return a ref. */
  run(done: Done): Promise<Outcome>;
}

export interface FollowStep {
  /**
   * `fill` completes a draft. The others come after it was read back and agreed: `finish` takes it off hold, `post` makes
   * it final and is left out where the flow does not post.
   */
  readonly role: 'fill' | 'finish' | 'post';
  readonly name: string;
  /** The outcome, if the step was applied; nothing, if it surely was not. Throws if it cannot tell. */
  probe(done: Done): Promise<Outcome | undefined>;
  run(done: Done): Promise<Outcome>;
}

export interface DocumentTarget<D, B extends Draft = Draft> {
  readonly kind: DocumentKind;
  /** The reference lists that `map` looks at; the engine loads them before. */
  readonly needs: readonly ReferenceList[];
  /**
   * What is there is changed in place, not withdrawn and made anew: its fill steps bring an existing document to what the
   * draft says, each one finding out for itself what is left to do. For orders, while nothing came of them there.
   */
  readonly amends?: boolean | undefined;
  /** What was posted there cannot be read any more: missing means posted or deleted, never `create it again`. */
  readonly vanishes?: boolean | undefined;
  /** What we left unposted becomes final there by other hands: it is looked at again for some weeks. */
  readonly watches?: boolean | undefined;
  /**
   * What stands there unposted keeps what comes after it from being posted (a journal that is posted as a whole): where
   * the flow posts, a document that cannot be posted is not left there, and not written while that is known before.
   */
  readonly clears?: boolean | undefined;
  /** Pure: everything it needs stands in `lookups`. Reports every problem at once. */
  map(document: D, lookups: Lookups): Mapped<B>;
  /** Every document there with the draft's natural key, each compared exactly, drafts and posted ones. */
  find(draft: B): Promise<Remote[]>;
  /** What is there now, in as few calls as the target allows; what is gone is left out. */
  read(refs: readonly RemoteRef[]): Promise<Remote[]>;
  /** Every field in which `remote` is not what `draft` says, but for totals: the engine compares these. */
  compare(draft: B, remote: Remote): Difference[];
  /**
   * Whether `remote` can be a write of `draft` that we began and did not finish. Without it: only if nothing differs.
   * What we did not begin is never changed, so this must not be true of a document that somebody else typed.
   */
  began?(draft: B, remote: Remote): boolean;
  /** The steps still to be thought of when `done` is done, in order: one create, then fills, then at most one post. */
  steps(draft: B, done: Done): Step[];
  /** A step that books `amount` (the gap between Cin7's total and the target's) on the rounding account. */
  round?(draft: B, amount: Money, account: string): FollowStep;
  /** Deletes our own unposted draft; refused as `stale` if it is not at `ref.version` any more. */
  withdraw(ref: RemoteRef): Promise<void>;
  /** What other hands undid of what was posted, by the ledger's entries behind `mark`; without a mark, where it stands. */
  follow?(mark: string | undefined): Promise<Followed>;
  /** After a pass: final numbers and base totals of what it posted, in as few calls as possible. */
  settle?(posted: readonly { readonly draft: B; readonly ref: RemoteRef }[]): Promise<Settlement[]>;
}

export interface Followed {
  /** How far the ledger was read; sorts as text. */
  readonly mark: string;
  /** Posted documents that were reversed. */
  readonly undone: readonly RemoteRef[];
}

export interface Settlement {
  readonly ref: RemoteRef;
  /** The target's own net total in base currency, where it can be told. */
  readonly baseNet?: Money | undefined;
}

/** What `map` may look at. Everything was loaded before; nothing here asks the network. */
export interface Lookups {
  readonly pair: string;
  readonly mapping: Mapping;
  readonly options: DocumentOptions;
  readonly today: PlainDate;
  reference(list: ReferenceList): ReferenceIndex;
  /** The record at the target that stands for the source's, if it is linked. */
  master(flow: 'suppliers' | 'customers' | 'products', sourceId: string): LinkedMaster | undefined;
  /** What another document of the same source record became. */
  document(kind: DocumentKind, task: string): LinkedDocument | undefined;
  /** The documents of one kind that the same source record has, at the target or not. */
  siblings(kind: DocumentKind): readonly Sibling[];
}

export interface Sibling {
  readonly task: string;
  /** It shall be at the target: neither held back at the source nor outside of the flow. */
  readonly wanted: boolean;
  /** Something is still to be done about it: what is there may not be whole. */
  readonly open?: boolean | undefined;
  readonly linked: LinkedDocument | undefined;
}

export interface LinkedMaster {
  readonly ref: RemoteRef;
  readonly record: Party | Product;
}

export interface LinkedDocument {
  readonly ref: RemoteRef;
  readonly posted: boolean;
  /** What was sent, and what the steps left behind. */
  readonly draft: Draft | undefined;
  readonly done: Done;
}

/** The flow options that shape a document. */
export interface DocumentOptions {
  readonly lines: 'account' | 'item';
  readonly postingDate: 'invoice-date' | 'today';
  readonly closedPeriod: 'hold' | 'next-open-day';
}

// ---------------------------------------------------------------- writing masters

export interface MasterDraft extends Draft {
  /** The record that it changes; nothing when it is to be created. */
  readonly current?: Versioned<Party | Product> | undefined;
}

export interface MasterTarget<R extends Party | Product> {
  readonly kind: DocumentKind;
  readonly needs: readonly ReferenceList[];
  /** The record as this system would hold it: cut to its lengths, `undefined` for fields that it does not have. */
  carry(record: R): R;
  /** A draft of a new record: the record plus the pair's defaults. */
  create(record: R, lookups: Lookups): Mapped<MasterDraft>;
  /** A draft that changes only `fields` of `current` to what `wanted` says. */
  change(
    current: Versioned<R>,
    wanted: R,
    fields: readonly (keyof R & string)[],
    lookups: Lookups,
  ): Mapped<MasterDraft>;
  /** Records with the natural key of a draft to be created, compared exactly. */
  find(draft: MasterDraft): Promise<Versioned<R>[]>;
  read(id: string): Promise<Versioned<R> | undefined>;
  /** As for documents; without a post. The last outcome's `ref` names the record. */
  steps(draft: MasterDraft, done: Done): Step[];
}

// ---------------------------------------------------------------- push

/**
 * How a system tells by itself that something changed. Nothing here is needed for correctness: a notice only says what
 * to read again, and what is not told is found by the next pass.
 */
export interface Push {
  /** The topics that the legs need, in the system's own words: `Purchase/InvoiceAuthorised`, `vendors`. */
  topics(legs: readonly FlowLeg[]): Promise<readonly string[]>;
  /** Reads one delivery, which is authentic as far as the shared secret tells. */
  read(delivery: Delivery): Reading;
  /** Subscriptions that are made through the API; absent where an administrator sets them up. */
  readonly subscriptions?: Subscriptions | undefined;
  /** What an administrator enters where there is no API for it, line by line; the secret is told by where it is kept. */
  instructions?(endpoint: Endpoint, legs: readonly FlowLeg[]): readonly string[];
}

/** Where notices of one system of one pair arrive. */
export interface Endpoint {
  /** With the secret at its end, where callers show it there. */
  readonly url: string;
  /** As `url`, but for the secret: what every version of the address begins with. */
  readonly base: string;
  readonly secret: string;
  readonly auth: 'path' | 'bearer' | 'basic' | 'header';
  /** Whether a secret is one of those that are valid now; takes the same time whatever is asked. */
  isSecret(text: string): boolean;
}

/** What arrived. */
export interface Delivery {
  readonly method: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The parsed body; nothing where there was none. Numbers beyond 2^53 are texts. */
  readonly json: unknown;
  /** Whether the caller has shown the secret in address or headers. */
  readonly trusted: boolean;
  isSecret(text: string): boolean;
}

export interface Reading {
  /** What the sender wants to hear, where that is more than 200: a handshake. */
  readonly answer?: { readonly status: number; readonly text: string; readonly type: string } | undefined;
  /** Nothing was shown that proves who is calling. */
  readonly refused?: boolean | undefined;
  readonly tellings: readonly Telling[];
}

/** What one event of a delivery told. */
export interface Telling {
  readonly topic: string;
  readonly notices: readonly Notice[];
  /** The sender's own number of the event: one that comes again is known by it. */
  readonly key?: string | undefined;
}

export interface Subscriptions {
  /** How many one topic may have, those of others included. */
  readonly perTopic?: number | undefined;
  /** How long one lives unless it is renewed. */
  readonly lifeMs?: number | undefined;
  /** Every subscription there, also those of others. */
  list(): Promise<readonly Subscription[]>;
  /** May be called again after any failure: a double is found by `list` and removed. */
  create(topic: string, endpoint: Endpoint): Promise<Subscription>;
  /** Makes an existing one what `create` would have made, and prolongs it. */
  renew(subscription: Subscription, endpoint: Endpoint): Promise<Subscription>;
  remove(subscription: Subscription): Promise<void>;
}

export interface Subscription {
  readonly id: string;
  readonly topic: string;
  readonly url: string;
  /** Whether the system delivers: it switches off what it could not deliver for long. */
  readonly active: boolean;
  readonly expiresAt?: Instant | undefined;
  /** Whether its secret and its way to show it are those of the endpoint. */
  fits(endpoint: Endpoint): boolean;
  readonly version?: string | undefined;
}
