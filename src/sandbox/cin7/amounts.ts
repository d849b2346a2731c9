import { type Decimal, decimal, minus, over, plus, roundTo, sumOf, times } from '../../domain/decimal.ts';
import type { LineRow, PartRow } from './rows.ts';

const hundred = decimal(100);

/** Quantity x price less discount, rounded to the money precision: what Cin7 checks `Total` against (section 3.4). */
export const lineTotal = (quantity: Decimal, price: Decimal, discount: Decimal): Decimal =>
  roundTo(times(times(quantity, price), over(minus(hundred, discount), hundred)), 2);

/** The tax on or, if the total contains it, in a total. */
export function taxOn(total: Decimal, percent: Decimal, inclusive: boolean): Decimal {
  if (!inclusive) return roundTo(over(times(total, percent), hundred), 2);
  return minus(total, roundTo(over(times(total, hundred), plus(hundred, percent)), 2));
}

export interface PartTotals {
  readonly net: Decimal;
  readonly tax: Decimal;
  readonly gross: Decimal;
}

export function partTotals(part: { readonly lines: PartRow['lines'] }, inclusive: boolean): PartTotals {
  const totals = sumOf(part.lines.map((line) => line.total));
  const tax = sumOf(part.lines.map((line) => line.tax));
  return inclusive
    ? { net: minus(totals, tax), tax, gross: totals }
    : { net: totals, tax, gross: plus(totals, tax) };
}

export const quantityOf = (lines: readonly Pick<LineRow, 'quantity'>[]): Decimal =>
  sumOf(lines.map((line) => line.quantity));
