import type { Decimal } from '../../domain/decimal.ts';
import type { Instant, PlainDate } from '../../domain/time.ts';
import type { HttpResponse } from '../../http/ports.ts';
import type { ReferenceRow } from '../../mapping/references.ts';

/**
 * Dynamics GP through one of its two web interfaces, SOAP or SBA: the rest of the adapter knows neither XML nor paths.
 * Ids come trimmed; GP compares them without case. Dates are calendar dates without a zone.
 */
export interface GpApi {
  /** Names server and company: part of every key in the shared cache. */
  key(): Promise<string>;
  /** The cheapest read; needs no company. */
  hello(): Promise<HttpResponse>;
  /** The company that the config means, for `ping`. @throws Failure that names those there are. */
  company(): Promise<string>;
  readonly vendors: GpMasters<GpVendor>;
  readonly items: GpMasters<GpItem>;
  /** Nothing where the service shows no chart of accounts. */
  accounts(): Promise<readonly ReferenceRow[] | undefined>;
  /** By the code that documents name: ISO over SOAP, GP's own id over SBA. `data.code` is that one in every row. */
  currencies(): Promise<readonly ReferenceRow[]>;
  /** Only where the service shows them. */
  readonly paymentTerms?: () => Promise<readonly ReferenceRow[]>;
  payables(kind: 'bill' | 'credit'): GpDocuments<GpPayables, GpPayablesRow>;
  readonly receipts: GpDocuments<GpReceipt, GpReceiptRow>;
  /** Makes sure that the item may be bought from the vendor; a receipt of it needs that. */
  assignItem?(item: string, vendor: string): Promise<void>;
  /** Whether somebody works with the batch, so that it takes nothing now. */
  isBusy?(kind: DocumentName, batch: string): Promise<boolean>;
  /** Asks for one thing that a flow needs, for `ping`. */
  permissions(flow: string): readonly Permission[];
  sent(): number;
  close(): Promise<void>;
}

export type DocumentName = 'bill' | 'credit' | 'receipt';

export interface Permission {
  readonly what: string;
  ask(): Promise<unknown>;
}

export interface GpMasters<R> {
  /** Records changed at or after `since`, or all of them. A record may come twice. */
  changed(since: Instant | undefined): AsyncIterable<GpPage<R>>;
  read(id: string): Promise<{ readonly record: R; readonly servedAt: Instant } | undefined>;
  /** Every id with its name, in as few calls as possible. */
  all(): Promise<readonly GpName[]>;
  /** Of the records with that name, exactly. */
  named(name: string): Promise<readonly GpName[]>;
}

export interface GpName {
  readonly id: string;
  readonly name: string;
  readonly usable: boolean;
  readonly why?: string | undefined;
}

export interface GpPage<R> {
  readonly rows: readonly GpRow<R>[];
  readonly servedAt: Instant;
}

export interface GpRow<R> {
  readonly id: string;
  /** Nothing when it could not be read: it fails by itself later. */
  readonly record?: R | undefined;
}

/** `modified` has no zone and is UTC; without time of day it is midnight. */
export interface GpVendor {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly currency: string;
  readonly terms: string;
  readonly taxNumber: string;
  readonly contact?: string | undefined;
  readonly line1: string;
  readonly line2?: string | undefined;
  readonly city: string;
  readonly state: string;
  readonly postcode: string;
  readonly country: string;
  readonly phone: string;
  /** The account that what we owe it stands on, where it has its own. */
  readonly payablesAccount?: string | undefined;
  readonly modified: string;
}

export interface GpItem {
  readonly number: string;
  readonly description: string;
  readonly type: 'stock' | 'discontinued' | 'kit' | 'service';
  readonly inactive: boolean;
  readonly schedule: string;
  /** Only SBA tells it. */
  readonly baseUnit?: string | undefined;
  readonly modified: string;
}

/** One kind of document: never posted by us, and what is posted is only read. */
export interface GpDocuments<D, Row extends GpDocumentRow> {
  /** What is sent, in the service's own field names. */
  body(document: D): unknown;
  create(document: D): Promise<void>;
  read(id: string): Promise<Row | undefined>;
  /** Several at once, in as few calls as the service allows; what is gone is left out. */
  readMany(ids: readonly string[]): Promise<readonly Row[]>;
  /** Whether there is one with that id, in work, open or history. */
  exists(id: string): Promise<boolean>;
  /** The vendor's documents dated in that range. */
  ofVendor(vendor: string, from: PlainDate, to: PlainDate): Promise<readonly GpSummary[]>;
  /** Only where the service can delete what is not posted. */
  remove?(id: string): Promise<void>;
}

export interface GpSummary {
  readonly id: string;
  readonly modified: string;
  /** The vendor's own number, where the list shows it. */
  readonly number?: string | undefined;
}

export interface GpDocumentRow {
  readonly state: 'work' | 'posted' | 'void';
  /** Changes whenever what it shows changes. */
  readonly version: string;
}

/** A debit or a credit of one account; the other amount is zero. Types: `distributions.ts`. */
export interface GpDistribution {
  readonly type: number;
  readonly account: string;
  readonly debit: Decimal;
  readonly credit: Decimal;
  readonly reference: string;
}

/** A payables invoice or credit memo. Amounts are positive and in document currency. */
export interface GpPayables {
  readonly voucher: string;
  readonly vendor: string;
  readonly number: string;
  readonly date: PlainDate;
  readonly postingDate: PlainDate;
  readonly batch: string;
  readonly description: string;
  readonly orderNumber: string;
  readonly terms?: string | undefined;
  readonly currency: string;
  readonly decimals: number;
  /** Only for other than the functional currency. */
  readonly rate?: Decimal | undefined;
  readonly purchases: Decimal;
  readonly tradeDiscount: Decimal;
  readonly freight: Decimal;
  readonly misc: Decimal;
  readonly tax: Decimal;
  readonly total: Decimal;
  readonly distributions: readonly GpDistribution[];
  readonly taxes: readonly { readonly detail: string; readonly amount: Decimal }[];
}

export interface GpPayablesRow extends GpDocumentRow, Omit<GpPayables, 'date' | 'postingDate' | 'decimals'> {
  readonly date: PlainDate | undefined;
  readonly postingDate: PlainDate | undefined;
}

/** A receivings transaction of type shipment. */
export interface GpReceipt {
  readonly receipt: string;
  readonly vendor: string;
  readonly number: string;
  readonly date: PlainDate;
  readonly postingDate: PlainDate;
  readonly batch: string;
  readonly reference: string;
  readonly currency: string;
  readonly decimals: number;
  readonly rate?: Decimal | undefined;
  readonly lines: readonly GpReceiptLine[];
  readonly distributions: readonly GpDistribution[];
}

export interface GpReceiptLine {
  readonly item: string;
  readonly description: string;
  /** Blank: the item's own. */
  readonly unit: string;
  readonly quantity: Decimal;
  readonly unitCost: Decimal;
  readonly extended: Decimal;
  readonly nonInventory: boolean;
  /** Of a non-inventory line. */
  readonly account: string;
  /** Of an item line; blank: none. */
  readonly site: string;
}

export interface GpReceiptRow extends GpDocumentRow {
  readonly receipt: string;
  readonly vendor: string;
  readonly number: string;
  readonly date: PlainDate | undefined;
  readonly postingDate: PlainDate | undefined;
  readonly batch: string;
  readonly currency: string;
  readonly rate?: Decimal | undefined;
  readonly lines: readonly GpReceiptLine[];
  /** Nothing where the service does not show them. */
  readonly distributions?: readonly GpDistribution[] | undefined;
}
