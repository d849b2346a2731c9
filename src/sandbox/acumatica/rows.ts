import type { Decimal } from '../../domain/decimal.ts';
import type { Instant, PlainDate } from '../../domain/time.ts';

/** What the site keeps of every record. */
export interface Stamped {
  /** The note id. */
  readonly id: string;
  readonly createdAt: Instant;
  readonly modifiedAt: Instant;
  readonly madeBy: MadeBy;
  /** Place in the order of all changes of the sandbox. */
  readonly madeAs: number;
  readonly note: string;
  /** Custom fields by `View.Field`. */
  readonly custom: Readonly<Record<string, string>>;
}

export type MadeBy = 'api' | 'person' | 'setup';

/** As JSON shows it; dates as `2026-09-16` or as an instant. */
export type Value = string | number | boolean | undefined;
export type Values = Readonly<Record<string, Value>>;

/** A record of a list in the contract's names. */
export interface ListRow extends Stamped {
  readonly key: string;
  readonly values: Values;
  readonly details: Readonly<Record<string, readonly Values[]>>;
}

export interface VendorRow extends Stamped {
  readonly vendorId: string;
  /** Without VendorID. */
  readonly values: Values;
  readonly contacts: Readonly<Record<string, ContactRow>>;
}

export interface ContactRow {
  readonly values: Values;
  readonly address: Values;
}

export interface PeriodRow {
  /** `092026`. */
  readonly id: string;
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly status: 'Open' | 'Closed' | 'Inactive' | 'Locked';
  readonly closedInAP: boolean;
}

/** What no entity shows. */
export interface CodeRow {
  readonly code: string;
  readonly name: string;
  readonly active: boolean;
}

export interface TermsRow extends CodeRow {
  readonly days: number;
  /** Due at the end of the month after that of the date. */
  readonly endOfNextMonth: boolean;
}

/** Base units per one foreign unit, from a day on. */
export interface RateRow {
  readonly currency: string;
  readonly from: PlainDate;
  readonly rate: Decimal;
}

export interface TaxRow {
  readonly tax: string;
  readonly rate: Decimal;
  readonly taxable: Decimal;
  readonly amount: Decimal;
  /** Part of the line amounts instead of added to them. */
  readonly inclusive: boolean;
}

export type BillType = 'Bill' | 'Debit Adj.' | 'Credit Adj.' | 'Prepayment';

export interface OrderLink {
  readonly type: string;
  readonly nbr: string;
  readonly line: number;
}

export interface BillLine {
  readonly id: string;
  readonly inventoryId: string;
  readonly text: string;
  readonly account: string;
  readonly subaccount: string;
  readonly branch: string;
  readonly qty: Decimal;
  readonly uom: string;
  readonly unitCost: Decimal;
  readonly extended: Decimal;
  readonly taxCategory: string;
  readonly project: string;
  readonly order: OrderLink | undefined;
}

/** What a bill and an order have in common. */
export interface DocumentRow extends Stamped {
  readonly type: string;
  readonly nbr: string;
  readonly vendor: string;
  readonly vendorRef: string;
  readonly date: PlainDate;
  readonly description: string;
  readonly currency: string;
  readonly terms: string;
  readonly branch: string;
  readonly location: string;
  readonly taxZone: string;
  readonly hold: boolean;
  readonly status: string;
  readonly approved: boolean;
  /** The total as whoever entered the document says it. */
  readonly control: Decimal;
  readonly taxes: readonly TaxRow[];
  /** Taxes that somebody typed over. */
  readonly typedTaxes: Readonly<Record<string, TypedTax>>;
  readonly total: Decimal;
  readonly taxTotal: Decimal;
  readonly lineTotal: Decimal;
  readonly editedByPerson: boolean;
  /** Place of the change that took it off hold, in the order of all changes. */
  readonly checkedAs?: number | undefined;
}

export interface BillRow extends DocumentRow {
  readonly type: BillType;
  readonly dueDate: PlainDate | undefined;
  readonly period: string;
  readonly cashAccount: string;
  readonly project: string;
  readonly approvedForPayment: boolean;
  readonly lines: readonly BillLine[];
  readonly balance: Decimal;
  readonly released: boolean;
  /** Place of the release in the order of all changes. */
  readonly postedAs?: number | undefined;
  readonly batchNbr: string;
}

export interface TypedTax {
  /** None: as it is computed. */
  readonly taxable?: Decimal | undefined;
  readonly amount: Decimal;
}

export interface OrderLine {
  readonly id: string;
  readonly lineNbr: number;
  readonly lineType: string;
  readonly inventoryId: string;
  readonly text: string;
  readonly qty: Decimal;
  readonly uom: string;
  readonly unitCost: Decimal;
  readonly extended: Decimal;
  readonly warehouse: string;
  readonly branch: string;
  readonly account: string;
  readonly subaccount: string;
  readonly taxCategory: string;
  readonly alternateId: string;
  readonly requested: PlainDate | undefined;
  readonly promised: PlainDate | undefined;
  readonly completed: boolean;
  readonly cancelled: boolean;
  readonly received: Decimal;
  readonly billed: Decimal;
}

export interface OrderRow extends DocumentRow {
  readonly promisedOn: PlainDate | undefined;
  readonly rate: Decimal;
  readonly rateTyped: boolean;
  readonly owner: string;
  readonly printed: boolean;
  readonly emailed: boolean;
  readonly lines: readonly OrderLine[];
  readonly lastLine: number;
}

/** A batch of the general ledger in base currency. */
export interface BatchRow {
  readonly batchNbr: string;
  readonly module: 'AP';
  readonly period: string;
  readonly billType: BillType;
  readonly billNbr: string;
  readonly lines: readonly BatchLine[];
}

export interface BatchLine {
  readonly account: string;
  readonly subaccount: string;
  readonly debit: Decimal;
  readonly credit: Decimal;
  readonly text: string;
}
