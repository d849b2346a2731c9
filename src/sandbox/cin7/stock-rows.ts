import type { Decimal } from '../../domain/decimal.ts';
import type { MadeBy } from './rows.ts';

/** One movement of one product at one location: what on-hand is made of. */
export interface MovementRow {
  /** Which document it belongs to, and which of its lines: both stay the same. */
  readonly document: string;
  readonly line: string;
  readonly task: string;
  /** One of Cin7's movement types: `Purchase`, `Sale`, `Transfer Out`. */
  readonly type: string;
  readonly date: string;
  readonly number: string;
  readonly productId: string;
  readonly location: string;
  readonly batch: string;
  readonly expiryDate: string;
  /** Negative: goes out. */
  readonly quantity: Decimal;
  /** What the goods cost, with the quantity's sign. */
  readonly amount: Decimal;
  readonly fromTo: string;
}

export const movementKey = ({ document, line }: Pick<MovementRow, 'document' | 'line'>): string =>
  `${document}|${line}`;

export type TaskStatus =
  | 'DRAFT'
  | 'AUTHORISED'
  | 'WORK IN PROGRESS'
  | 'IN PROGRESS'
  | 'IN TRANSIT'
  | 'COMPLETED'
  | 'VOIDED';

export interface AdjustmentLineRow {
  readonly productId: string;
  readonly location: string;
  readonly batch: string;
  readonly expiryDate: string;
  readonly onHand: Decimal;
  readonly available: Decimal;
  /** The new on-hand. */
  readonly quantity: Decimal;
  readonly unitCost: Decimal;
  readonly receivedDate: string;
  readonly comments: string;
}

/** A stock adjustment, or a stock take: they share one series of numbers. */
export interface AdjustmentRow {
  readonly id: string;
  readonly number: string;
  readonly status: TaskStatus;
  readonly date: string;
  readonly account: string;
  readonly reference: string;
  readonly lines: readonly AdjustmentLineRow[];
  /** The location that was counted; blank: an adjustment. */
  readonly counted: string;
  readonly stamp: string;
  readonly created: string;
  readonly madeBy: MadeBy;
}

export interface TaskLineRow {
  readonly productId: string;
  readonly quantity: Decimal;
  readonly cost: Decimal;
}

/** A transfer, a write-off, an assembly or a disassembly. */
export interface StockTaskRow {
  readonly kind: 'transfer' | 'write-off' | 'assembly' | 'disassembly';
  readonly id: string;
  readonly number: string;
  readonly status: TaskStatus;
  /** Where the goods are; of a transfer, where they come from. */
  readonly location: string;
  /** Of a transfer. */
  readonly to: string;
  readonly date: string;
  readonly departureDate: string;
  readonly account: string;
  readonly reference: string;
  /** What is made, or taken apart; blank for transfers and write-offs. */
  readonly productId: string;
  readonly quantity: Decimal;
  readonly lines: readonly TaskLineRow[];
  readonly stamp: string;
  readonly created: string;
}
