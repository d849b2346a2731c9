import {
  type Decimal,
  decimal,
  isZero,
  minus,
  over,
  plus,
  roundTo,
  sumOf,
  times,
  zero,
} from '../../domain/decimal.ts';
import type { DocumentLine, PurchaseDocument } from './rows.ts';
import type { Company } from './state.ts';

const hundred = decimal(100);

/** Decimals of an amount in this currency; blank is the local one. */
export function placesOf(company: Company, currencyCode: string): number {
  const precision = company.currencies.find((row) => row.code === currencyCode)?.more[
    'amountRoundingPrecision'
  ];
  return precision === undefined ? 2 : (String(precision).split('.')[1]?.length ?? 0);
}

/** Quantity times cost, before any discount. */
export const grossOf = (line: DocumentLine, places: number): Decimal =>
  roundTo(times(line.quantity, line.unitCost), places);

export interface LineAmounts {
  /** After the line's own discount. */
  readonly excludingTax: Decimal;
  readonly tax: Decimal;
  readonly includingTax: Decimal;
  readonly invoiceDiscount: Decimal;
  /** After the invoice discount as well. */
  readonly net: Decimal;
  readonly netTax: Decimal;
  readonly netIncludingTax: Decimal;
}

export interface DocumentAmounts {
  readonly lines: readonly LineAmounts[];
  readonly net: Decimal;
  readonly tax: Decimal;
  readonly gross: Decimal;
}

export const percentOf = (company: Company, taxGroupCode: string): Decimal =>
  company.taxGroups.find((row) => row.code === taxGroupCode)?.percent ?? zero;

/** Tax is reckoned and rounded line by line, half away from zero. */
export function amountsOf(company: Company, document: PurchaseDocument): DocumentAmounts {
  const places = placesOf(company, document.currencyCode);
  const amounts = document.lines.map((line) => minus(grossOf(line, places), line.discountAmount));
  const discounts = shares(document.invoiceDiscount, amounts, places);
  const lines = document.lines.map((line, i): LineAmounts => {
    const percent = line.lineType === 'Comment' ? zero : percentOf(company, line.taxGroupCode);
    const amount = amounts[i] ?? zero;
    const discount = discounts[i] ?? zero;
    const [excludingTax, tax] = split(amount, percent, document.pricesIncludeTax, places);
    const [net, netTax] = split(minus(amount, discount), percent, document.pricesIncludeTax, places);
    return {
      excludingTax,
      tax,
      includingTax: plus(excludingTax, tax),
      invoiceDiscount: minus(excludingTax, net),
      net,
      netTax,
      netIncludingTax: plus(net, netTax),
    };
  });
  const net = sumOf(lines.map((line) => line.net));
  const tax = plus(sumOf(lines.map((line) => line.netTax)), document.quirk);
  return { lines, net, tax, gross: plus(net, tax) };
}

function split(
  amount: Decimal,
  percent: Decimal,
  inclusive: boolean,
  places: number,
): [net: Decimal, tax: Decimal] {
  if (!inclusive) return [amount, roundTo(over(times(amount, percent), hundred), places)];
  const net = roundTo(over(times(amount, hundred), plus(hundred, percent)), places);
  return [net, minus(amount, net)];
}

/** Spreads a discount over amounts in proportion; the last one takes what rounding leaves. */
function shares(discount: Decimal, amounts: readonly Decimal[], places: number): Decimal[] {
  const total = sumOf(amounts);
  if (isZero(discount) || isZero(total)) return amounts.map(() => zero);
  let left = discount;
  return amounts.map((amount, i) => {
    const share = i === amounts.length - 1 ? left : roundTo(over(times(discount, amount), total), places);
    left = minus(left, share);
    return share;
  });
}
