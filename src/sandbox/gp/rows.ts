import type { Decimal } from '../../domain/decimal.ts';
import type { Instant, PlainDate } from '../../domain/time.ts';

/** Keys are upper case and trimmed, as the client writes them. */
export interface Stamped {
  readonly createdAt: Instant;
  /** DEX_ROW_TS, in UTC. SBA shows its day only. */
  readonly modifiedAt: Instant;
  readonly madeBy: 'setup' | 'api' | 'person';
  /** Place in the order of all changes of the sandbox. */
  readonly madeAs: number;
}

export interface VendorRow extends Stamped {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly checkName: string;
  readonly classId: string;
  readonly onHold: boolean;
  readonly active: boolean;
  readonly oneTime: boolean;
  /** ISO; blank: the functional one. */
  readonly currency: string;
  readonly terms: string;
  readonly taxRegistrationNumber: string;
  /** PAY account; blank: none. */
  readonly payablesAccount: string;
  readonly addressId: string;
  readonly contact: string;
  readonly line1: string;
  readonly line2: string;
  readonly line3: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly country: string;
  readonly phone: string;
}

export type ItemType = 'SalesItem' | 'Discontinued' | 'Kit' | 'MiscellaneousCharges' | 'Service' | 'FlatFee';

export interface ItemRow extends Stamped {
  readonly number: string;
  readonly description: string;
  readonly shortDescription: string;
  readonly type: ItemType;
  readonly classId: string;
  readonly unitSchedule: string;
  readonly baseUnit: string;
  readonly standardCost: Decimal;
  readonly currentCost: Decimal;
  /** 0 to 5. */
  readonly quantityDecimals: number;
  readonly inactive: boolean;
  readonly tracking: 'None' | 'Serial' | 'Lot';
}

export interface AccountRow {
  /** The formatted number: `000-1300-01`. */
  readonly number: string;
  readonly description: string;
  readonly type: 'PostingAccount' | 'UnitAccount' | 'FixedAllocation' | 'VariableAllocation';
  readonly active: boolean;
  readonly allowEntry: boolean;
}

export interface CurrencyRow {
  readonly iso: string;
  /** GP's own: `Z-EURO`. */
  readonly id: string;
  readonly description: string;
  readonly decimals: number;
  /** Whether the company may use it. */
  readonly access: boolean;
  /** From the exchange table; blank: none. */
  readonly rate: Decimal | undefined;
  readonly calculation: 'multiply' | 'divide';
}

export interface PeriodRow {
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly closed: boolean;
}

export interface BatchRow {
  readonly id: string;
  /** BCHSOURC: payables and receivings are different batches. */
  readonly origin: 'PM_Trxent' | 'Rcvg Trx Entry';
  readonly status: 'Available' | 'Posting' | 'Editing' | 'Approval' | 'Marked';
}

export interface Distribution {
  readonly type: number;
  readonly account: string;
  readonly debit: Decimal;
  readonly credit: Decimal;
  readonly reference: string;
}

export interface TaxLine {
  readonly detail: string;
  readonly amount: Decimal;
}

export type PayablesType = 'Invoice' | 'CreditMemo';
export type TransactionState = 'Work' | 'Open' | 'History';

export interface PayablesRow extends Stamped {
  readonly type: PayablesType;
  readonly voucher: string;
  readonly vendor: string;
  readonly documentNumber: string;
  readonly date: PlainDate;
  readonly postingDate: PlainDate;
  readonly batch: string;
  readonly description: string;
  readonly poNumber: string;
  readonly terms: string;
  readonly taxSchedule: string;
  /** ISO. */
  readonly currency: string;
  /** 0 for the functional currency. */
  readonly rate: Decimal;
  readonly rateDate: PlainDate | undefined;
  readonly purchases: Decimal;
  readonly tradeDiscount: Decimal;
  readonly freight: Decimal;
  readonly misc: Decimal;
  readonly tax: Decimal;
  readonly total: Decimal;
  readonly distributions: readonly Distribution[];
  readonly taxes: readonly TaxLine[];
  readonly state: TransactionState;
  readonly voided: boolean;
  readonly editedByPerson: boolean;
  readonly postedBy: string;
}

export interface ReceiptLine {
  readonly item: string;
  readonly description: string;
  readonly quantity: Decimal;
  readonly unit: string;
  readonly unitCost: Decimal;
  readonly extended: Decimal;
  readonly site: string;
  readonly nonInventory: boolean;
  readonly account: string;
  readonly poNumber: string;
}

export interface ReceiptRow extends Stamped {
  readonly number: string;
  readonly vendor: string;
  readonly documentNumber: string;
  readonly date: PlainDate;
  readonly postingDate: PlainDate;
  readonly batch: string;
  readonly reference: string;
  readonly currency: string;
  readonly rate: Decimal;
  readonly lines: readonly ReceiptLine[];
  readonly distributions: readonly Distribution[];
  readonly state: TransactionState;
  readonly editedByPerson: boolean;
}
