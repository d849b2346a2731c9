import {
  absolute,
  compareDecimals,
  type Decimal,
  decimal,
  isZero,
  minus,
  negate,
  plus,
  printDecimal,
  sumOf,
} from './decimal.ts';

/** An amount and its currency (ISO 4217): one without the other cannot be represented. */
export interface Money {
  readonly amount: Decimal;
  readonly currency: string;
}

export const money = (amount: string | number, currency: string): Money => ({
  amount: decimal(amount),
  currency,
});

export const addMoney = (a: Money, b: Money): Money => ({
  amount: plus(a.amount, b.amount),
  currency: same(a, b),
});
export const subtractMoney = (a: Money, b: Money): Money => ({
  amount: minus(a.amount, b.amount),
  currency: same(a, b),
});
export const negateMoney = (a: Money): Money => ({ amount: negate(a.amount), currency: a.currency });
export const isNothing = (a: Money): boolean => isZero(a.amount);
export const equalMoney = (a: Money, b: Money): boolean =>
  a.currency === b.currency && compareDecimals(a.amount, b.amount) === 0;

/** @throws RangeError when one of them is in another currency. */
export function sumMoney(values: readonly Money[], currency: string): Money {
  for (const value of values) same(value, { amount: value.amount, currency });
  return { amount: sumOf(values.map((value) => value.amount)), currency };
}

/** Whether two amounts of one currency lie no further apart than `tolerance` (in that currency). */
export const withinTolerance = (a: Money, b: Money, tolerance: Decimal): boolean =>
  compareDecimals(absolute(subtractMoney(a, b).amount), tolerance) <= 0;

export const printMoney = (a: Money): string => `${printDecimal(a.amount)} ${a.currency}`;

function same(a: Money, b: Money): string {
  if (a.currency !== b.currency) throw new RangeError(`cannot reckon ${a.currency} with ${b.currency}`);
  return a.currency;
}
