import type { Bill } from '../../domain/bill.ts';
import {
  absolute,
  compareDecimals,
  type Decimal,
  decimal,
  isNegative,
  isZero,
  minus,
  negate,
  over,
  plus,
  printDecimal,
  roundTo,
  sumOf,
  times,
} from '../../domain/decimal.ts';
import type { PurchaseLine } from '../../domain/purchase.ts';
import { cut, tidy } from '../../domain/text.ts';
import type { Findings } from '../../mapping/findings.ts';

/** `line 2 (TEA-01)`. */
export const lineTitle = (line: PurchaseLine, index: number): string =>
  `line ${index + 1} (${line.sku ?? cut(line.description, 40)})`;

/**
 * What an account line says of its goods: SKU, quantity and price first, so that they survive where the text is cut.
 * `TEA-01: 10 x 12.50 less 5%, Green tea`.
 */
export function describeLine(line: PurchaseLine, length: number): string {
  const text = tidy(line.description);
  const amounts = `${line.quantity} x ${printDecimal(line.price.amount)}${isZero(line.discountPercent) ? '' : ` less ${line.discountPercent}%`}`;
  if (line.kind === 'charge') return cut(line.quantity === '1' ? text : `${amounts}, ${text}`, length);
  return cut(`${line.sku ?? ''}: ${amounts}, ${text}`, length);
}

/**
 * The lines that are worth sending. A line of quantity 0 is dropped if its total is 0, else it is a problem: no ledger
 * books an amount on nothing.
 */
export function bookable(
  bill: Pick<Bill, 'lines'>,
  record: string,
  findings: Findings,
): { readonly line: PurchaseLine; readonly index: number }[] {
  const kept: { line: PurchaseLine; index: number }[] = [];
  for (const [index, line] of bill.lines.entries()) {
    if (!isZero(line.quantity)) kept.push({ line, index });
    else if (!isZero(line.total.amount) || !isZero(line.tax.amount)) {
      findings.add({
        code: 'line-quantity-zero',
        record,
        field: lineTitle(line, index),
        seen: `quantity 0, total ${printDecimal(line.total.amount)}`,
        fix: 'correct the line in Cin7',
      });
    }
  }
  return kept;
}

/**
 * Whether Cin7's own amounts add up: the lines to net (or gross, if tax-inclusive), and net plus tax to the total. Lines
 * carry up to four decimals and totals two, and the tax may be reckoned on the sum of a rule's lines
 * (`TaxCalculationMethod`), so sums may be off by what rounding each line can make.
 */
export function checkSourceTotals(
  bill: Pick<Bill, 'lines' | 'totals' | 'taxInclusive'>,
  record: string,
  findings: Findings,
): void {
  const { net, tax, gross } = bill.totals;
  const sum = sumOf(bill.lines.map((line) => line.total.amount));
  const taxes = sumOf(bill.lines.map((line) => line.tax.amount));
  const rounding = times(decimal('0.005'), decimal(Math.max(1, bill.lines.length)));
  const check = (field: string, seen: Decimal, wanted: Decimal, tolerance: Decimal) => {
    if (compareDecimals(absolute(minus(seen, wanted)), tolerance) <= 0) return;
    findings.add({
      code: 'source-totals',
      record,
      field,
      seen: printDecimal(seen),
      allowed: [printDecimal(wanted)],
      fix: 'open the document in Cin7 and authorise it again, so that it is reckoned anew',
    });
  };
  check(
    bill.taxInclusive ? 'sum of the lines and total' : 'sum of the lines and net',
    sum,
    bill.taxInclusive ? gross.amount : net.amount,
    rounding,
  );
  check('tax of the lines and tax', taxes, tax.amount, times(rounding, decimal(2)));
  check('net and tax and total', plus(net.amount, tax.amount), gross.amount, decimal(0));
}

/**
 * Quantity, price and discount of an item line, such that quantity x price - discount is the amount to the last of
 * `places`. The sign goes to the quantity: prices and discounts are never negative. Where Cin7's price does not reach
 * its own total (a surcharge, or an amount without the tax that the price contains), the price is reckoned from the
 * amount, rounded up at five decimals.
 */
export function itemAmounts(
  line: { readonly quantity: Decimal; readonly price: Decimal; readonly amount: Decimal },
  places: number,
): { readonly quantity: Decimal; readonly price: Decimal; readonly discount: Decimal } {
  const quantity = absolute(line.quantity);
  const amount = roundTo(absolute(line.amount), places);
  const backwards = isNegative(isZero(line.amount) ? times(line.quantity, line.price) : line.amount);
  const reaches = (price: Decimal) => compareDecimals(roundTo(times(quantity, price), places), amount) >= 0;
  let price = absolute(line.price);
  if (!reaches(price)) price = roundTo(over(amount, quantity), 5);
  if (!reaches(price)) price = plus(price, decimal('0.00001'));
  const discount = minus(roundTo(times(quantity, price), places), amount);
  return { quantity: backwards ? negate(quantity) : quantity, price, discount };
}
