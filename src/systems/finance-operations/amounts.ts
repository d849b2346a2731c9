import {
  absolute,
  compareDecimals,
  type Decimal,
  decimal,
  isNegative,
  isZero,
  minus,
  negate,
  one,
  over,
  roundTo,
  times,
  zero,
} from '../../domain/decimal.ts';

/** How a line's amount is told: quantity x price / per, less a discount in percent. The sign is the quantity's. */
export interface LineAmounts {
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly percent: Decimal;
  /** The number of units that the price is for. */
  readonly per: Decimal;
}

/** Prices are kept to six decimals, amounts to two. */
const pricePlaces = 6;
const hundred = decimal(100);

/**
 * Cin7's own price and discount where they make its amount to the cent; else the price that the amount makes, of one unit
 * or, where no price of six decimals does, of the whole quantity. The discount is told in percent: a discount amount
 * is per unit there, and of whole lines elsewhere.
 */
export function lineAmounts(line: {
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly discountPercent: Decimal;
  readonly amount: Decimal;
}): LineAmounts {
  const backwards = isNegative(isZero(line.amount) ? line.quantity : line.amount);
  const quantity = absolute(line.quantity);
  const amount = roundTo(absolute(line.amount), 2);
  const signed = backwards ? negate(quantity) : quantity;
  const makes = (price: Decimal, percent: Decimal) =>
    compareDecimals(roundTo(discounted(times(quantity, price), percent), 2), amount) === 0;
  const printed = absolute(line.price);
  if (makes(printed, line.discountPercent) && roundTo(printed, pricePlaces) === printed)
    return { quantity: signed, price: printed, percent: line.discountPercent, per: one };
  const price = roundTo(over(amount, quantity), pricePlaces);
  if (makes(price, zero)) return { quantity: signed, price, percent: zero, per: one };
  return { quantity: signed, price: amount, percent: zero, per: quantity };
}

const discounted = (amount: Decimal, percent: Decimal): Decimal =>
  over(times(amount, minus(hundred, percent)), hundred);
