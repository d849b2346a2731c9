import { compareDecimals, type Decimal, isNegative, minus, sumOf, zero } from '../../domain/decimal.ts';
import type { Problem } from '../../domain/problem.ts';
import { fold } from '../../domain/text.ts';
import type { Draft, Lookups, Sibling } from '../../engine/ports.ts';

/**
 * What a line orders or bills, as Cin7 has it. `whole`: it stands there as one amount (a service, a charge), so it
 * matches as a whole or not at all.
 */
export interface MatchLine {
  /** The SKU; of what has none, its text. */
  readonly key: string;
  readonly price: Decimal;
  readonly discount: Decimal;
  readonly quantity: Decimal;
  readonly whole: boolean;
}

export interface OrderedLine extends MatchLine {
  /** Its number on the order at the ERP. */
  readonly line: number;
}

/** Stored with the draft of an order, for the bills that come of it. */
export interface OrderedDraft extends Draft {
  readonly ordered: readonly OrderedLine[];
}

/** Stored with the draft of a bill: what it takes of its order's lines. */
export interface MatchedDraft extends Draft {
  readonly matched: readonly { readonly line: number; readonly quantity: Decimal }[];
}

export type OrderOfBill =
  /** There is none to match: a blind receipt, or ordered before `since`. */
  | { readonly kind: 'none' }
  /** It shall be at the ERP and is not yet. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'order'; readonly number: string; readonly left: readonly OrderedLine[] };

/** The order at the ERP that a bill came of, with what other bills have left of its lines. */
export function orderOf(
  bill: { readonly kind: 'bill' | 'credit'; readonly purchaseId: string; readonly task: string },
  lookups: Pick<Lookups, 'siblings'>,
): OrderOfBill {
  const order = lookups.siblings('order').find(({ wanted, linked }) => wanted || linked !== undefined);
  if (!order) return { kind: 'none' };
  if (!order.linked || order.open) return { kind: 'missing' };
  const ordered = (order.linked.draft as OrderedDraft | undefined)?.ordered ?? [];
  const others = lookups.siblings('bill').filter(({ task }) => task !== bill.task);
  const left = ordered.map((line) => ({
    ...line,
    quantity: minus(line.quantity, takenOf(line.line, others)),
  }));
  return { kind: 'order', number: order.linked.ref.number ?? order.linked.ref.id, left };
}

const takenOf = (line: number, bills: readonly Sibling[]): Decimal =>
  sumOf(
    bills
      .flatMap(({ linked }) => (linked?.draft as MatchedDraft | undefined)?.matched ?? [])
      .filter((match) => match.line === line)
      .map(({ quantity }) => quantity),
  );

export interface Matching {
  /** The order line's number, for each bill line that has one. */
  readonly lines: readonly (number | undefined)[];
  /** Bill lines of goods that no order line has room for. */
  readonly unmatched: readonly MatchLine[];
}

/**
 * A bill line matches the order line of equal SKU, price and discount, in position order, that has room for its whole
 * quantity. Goods that find none are told: beyond the order, or to be split over several lines, which nobody guesses.
 */
export function matchLines(billed: readonly MatchLine[], ordered: readonly OrderedLine[]): Matching {
  const left = ordered.map((line) => ({ ...line }));
  const unmatched: MatchLine[] = [];
  const lines = billed.map((line) => {
    if (isNegative(line.quantity)) return undefined;
    const found = left.find((other) => alike(line, other) && hasRoom(line, other));
    if (found) found.quantity = minus(found.quantity, line.quantity);
    else if (!line.whole) unmatched.push(line);
    return found?.line;
  });
  return { lines, unmatched };
}

const alike = (a: MatchLine, b: MatchLine): boolean =>
  a.whole === b.whole &&
  fold(a.key) === fold(b.key) &&
  compareDecimals(a.price, b.price) === 0 &&
  compareDecimals(a.discount, b.discount) === 0;

const hasRoom = (line: MatchLine, order: MatchLine): boolean => {
  const room = compareDecimals(order.quantity, line.quantity);
  return line.whole ? room === 0 : room >= 0 && compareDecimals(order.quantity, zero) > 0;
};

/** Both lists, so that a person sees at once what does not agree. */
export function mismatch(
  record: string,
  unmatched: readonly MatchLine[],
  order: { readonly number: string; readonly left: readonly OrderedLine[] },
  fix: string,
): Problem {
  return {
    code: 'line-unmatched',
    record,
    field: `lines of order ${order.number}`,
    seen: unmatched.map(print).join('; '),
    allowed: order.left.filter(({ whole }) => !whole).map((line) => `line ${line.line}: ${print(line)}`),
    fix,
  };
}

const print = ({ key, quantity, price, discount }: MatchLine): string =>
  `${key} ${quantity} x ${price}${discount === '0' ? '' : ` less ${discount}%`}`;
