import Big from 'big.js';

/** An exact decimal number in canonical text: no exponent, no trailing zeros, no `-0`. Safe in JSON and in hashes. */
export type Decimal = string & { readonly __brand: 'Decimal' };

const Exact = Big();
Exact.strict = true;
Exact.DP = 20;

/**
 * Reads a decimal from text or from a JSON number. A JSON number of up to 15 digits survives the trip through
 * JavaScript's own numbers unchanged, which covers what the APIs print (at most 4 decimals for money).
 * @throws RangeError for anything that is not a finite decimal number.
 */
export function decimal(value: string | number): Decimal {
  try {
    return canonical(new Exact(String(value).trim()));
  } catch {
    throw new RangeError(`not a decimal number: ${JSON.stringify(value)}`);
  }
}

export const zero = '0' as Decimal;
export const one = '1' as Decimal;

export const plus = (a: Decimal, b: Decimal): Decimal => canonical(new Exact(a).plus(b));
export const minus = (a: Decimal, b: Decimal): Decimal => canonical(new Exact(a).minus(b));
export const times = (a: Decimal, b: Decimal): Decimal => canonical(new Exact(a).times(b));
/** Quotient to 20 decimals. @throws Error when dividing by zero. */
export const over = (a: Decimal, b: Decimal): Decimal => canonical(new Exact(a).div(b));
export const negate = (a: Decimal): Decimal => canonical(new Exact(a).neg());
export const absolute = (a: Decimal): Decimal => canonical(new Exact(a).abs());
/** Rounds half away from zero, as ledgers do. */
export const roundTo = (a: Decimal, places: number): Decimal =>
  canonical(new Exact(a).round(places, Exact.roundHalfUp));
export const compareDecimals = (a: Decimal, b: Decimal): -1 | 0 | 1 => new Exact(a).cmp(b) as -1 | 0 | 1;
export const isZero = (a: Decimal): boolean => new Exact(a).eq('0');
export const isNegative = (a: Decimal): boolean => new Exact(a).lt('0');
export const sumOf = (values: Iterable<Decimal>): Decimal => {
  let total = new Exact('0');
  for (const value of values) total = total.plus(value);
  return canonical(total);
};
/** For an API that wants a JSON number; exact for up to 15 significant digits. */
export const toNumber = (a: Decimal): number => Number(a);
/** With at least two decimals, for people: `1,234.50` is printed as `1234.50`. */
export const printDecimal = (a: Decimal): string => {
  const places = a.split('.')[1]?.length ?? 0;
  return new Exact(a).toFixed(Math.max(2, places));
};

function canonical(value: Big): Decimal {
  const text = value.toFixed();
  return (text === '-0' ? '0' : text) as Decimal;
}
