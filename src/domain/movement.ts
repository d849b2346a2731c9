import type { Decimal } from './decimal.ts';
import type { Money } from './money.ts';
import type { PlainDate } from './time.ts';

/** Why goods came in or went out. `entry`: as the ERP's own ledger tells it. */
export type MovementType =
  | 'adjustment'
  | 'stock take'
  | 'write-off'
  | 'receipt'
  | 'return to supplier'
  | 'shipment'
  | 'restock'
  | 'transfer out'
  | 'transfer in'
  | 'assembly'
  | 'disassembly'
  | 'entry';

/** Goods that came in or went out in one go, by product and location. */
export interface StockMovement {
  readonly kind: 'movement';
  readonly type: MovementType;
  /** The part of its record, lower case: a Cin7 TaskID, with `:in` or `:back` for what one task moves later. */
  readonly task: string;
  /** As people know it: `ST-00012`, `PO-00007`, an entry's number. */
  readonly number: string;
  readonly status: 'draft' | 'done' | 'voided';
  readonly date?: PlainDate | undefined;
  readonly reference?: string | undefined;
  /** A transfer: where the goods left, and whether they went by an in-transit location is the mapping's to say. */
  readonly from?: string | undefined;
  /** We made it ourselves of what the other side told: it never travels back. */
  readonly own: boolean;
  readonly lines: readonly MovementLine[];
}

export interface MovementLine {
  readonly productId?: string | undefined;
  readonly sku: string;
  readonly description: string;
  /** In the words of its own system; bins count as their location. */
  readonly location?: string | undefined;
  /** In the product's own unit; negative: goes out. */
  readonly quantity: Decimal;
  /** In base currency, for one unit; only what comes in has one. */
  readonly unitCost?: Money | undefined;
  /** Lot or serial number. */
  readonly batch?: string | undefined;
  readonly variant?: string | undefined;
}

/** A record of the source as far as it moves stock. */
export interface StockRecord {
  readonly number: string;
  readonly movements: readonly StockMovement[];
}

/** What one side has of a product in one place, in its own words. */
export interface StockBalance {
  readonly sku: string;
  readonly location: string;
  readonly onHand: Decimal;
  /** Where the side tells it. */
  readonly available?: Decimal | undefined;
}

/** `stock take ST-00012`. */
export const titleOfMovement = ({ type, number }: Pick<StockMovement, 'type' | 'number'>): string =>
  `${type === 'entry' ? 'item ledger entry' : type} ${number || '(no number)'}`;

const laterParts = [':in', ':back'] as const;

/**
 * What identifies a line of a movement at the ERP (LEDGER 1): the task id without hyphens, and the line's number; `R` before
 * it for what the same task moves later (the arrival of a transfer, goods of a shipment that came back). 35 characters.
 */
export function movementLineKey(task: string, line: number): string {
  const later = laterParts.find((part) => task.endsWith(part));
  const id = (later ? task.slice(0, -later.length) : task).replace(/-/g, '').toUpperCase();
  if (later) return `${id}R${line.toString(36).toUpperCase()}`;
  // Beyond 999 in base 36, from A00 to QZZ.
  return `${id}${line < 1000 ? line : (line - 1000 + 12_960).toString(36).toUpperCase()}`;
}

/** As many lines as can be told apart within 35 characters. */
export const mostLines = (task: string): number =>
  laterParts.some((part) => task.endsWith(part)) ? 1_295 : 23_000;

export const isMovementLineKey = (text: string): boolean =>
  /^[0-9A-F]{32}(?:[0-9]{1,3}|[A-QR][0-9A-Z]{1,2})$/i.test(text.trim());

/** What a movement carries into Cin7 as its Reference (LEDGER 1). */
export const entryReference = (entryNo: string): string => `NAV ${entryNo}`;
export const isEntryReference = (text: string | undefined): boolean => /^NAV \d+$/i.test((text ?? '').trim());
