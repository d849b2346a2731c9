import {
  compareDecimals,
  type Decimal,
  decimal,
  isZero,
  minus,
  plus,
  roundTo,
  sumOf,
  zero,
} from '../../domain/decimal.ts';
import type { PurchaseLine, Totals } from '../../domain/purchase.ts';
import type { TaxTarget } from '../../mapping/mapping.ts';

/** A line of a document with what its tax maps to. */
export interface TaxedLine {
  readonly line: PurchaseLine;
  readonly tax: TaxTarget | 'none' | undefined;
}

export interface TaxLine {
  readonly account: string;
  readonly rules: readonly string[];
  readonly amount: Decimal;
}

const cent = decimal('0.01');

/**
 * The amounts of a balanced group in cents: of each line, and of a tax line for each account that taxes are booked on. A
 * line of a VAT group carries its tax in its own amount, since the server takes it out again. Cin7's lines have up to
 * four decimals: what rounding leaves goes, a cent each, to the lines that it changed most, so that the sums are Cin7's.
 */
export function groupAmounts(
  lines: readonly TaxedLine[],
  totals: Totals,
  taxInclusive: boolean,
): { readonly lines: readonly Decimal[]; readonly taxes: readonly TaxLine[] } {
  const nets = lines.map(({ line }) =>
    taxInclusive ? minus(line.total.amount, line.tax.amount) : line.total.amount,
  );
  const within = lines.map(({ line, tax }, index) => {
    const net = nets[index] ?? zero;
    return isVatGroup(tax) ? plus(net, line.tax.amount) : net;
  });
  const taxes = gatherTaxes(lines);
  const gross = totals.gross.amount;
  if (taxes.length > 0 && !lines.some(({ tax }) => isVatGroup(tax))) {
    return {
      lines: apportion(within, totals.net.amount),
      taxes: withAmounts(
        taxes,
        apportion(
          taxes.map(({ amount }) => amount),
          totals.tax.amount,
        ),
      ),
    };
  }
  const booked = taxes.map(({ amount }) => roundTo(amount, 2));
  return { lines: apportion(within, minus(gross, sumOf(booked))), taxes: withAmounts(taxes, booked) };
}

export const isVatGroup = (tax: TaxTarget | 'none' | undefined): tax is TaxTarget =>
  tax !== undefined && tax !== 'none' && tax.account === undefined;

function gatherTaxes(lines: readonly TaxedLine[]): TaxLine[] {
  const byAccount = new Map<string, { rules: Set<string>; amount: Decimal }>();
  for (const { line, tax } of lines) {
    if (tax === undefined || tax === 'none' || tax.account === undefined || isZero(line.tax.amount)) continue;
    const entry = byAccount.get(tax.account) ?? { rules: new Set<string>(), amount: zero };
    entry.rules.add(line.taxRule ?? '');
    byAccount.set(tax.account, { ...entry, amount: plus(entry.amount, line.tax.amount) });
  }
  return [...byAccount].map(([account, { rules, amount }]) => ({ account, rules: [...rules], amount }));
}

const withAmounts = (taxes: readonly TaxLine[], amounts: readonly Decimal[]): TaxLine[] =>
  taxes.map((tax, index) => ({ ...tax, amount: amounts[index] ?? zero }));

/** Rounds to cents such that the sum is `total`; a gap wider than a cent each stays, and is found when it is compared. */
export function apportion(exact: readonly Decimal[], total: Decimal): Decimal[] {
  const rounded = exact.map((amount) => roundTo(amount, 2));
  let gap = minus(roundTo(total, 2), sumOf(rounded));
  const up = compareDecimals(gap, zero) > 0;
  const order = exact
    .map((amount, index) => ({ index, off: minus(amount, rounded[index] ?? zero) }))
    .sort((a, b) => (up ? 1 : -1) * compareDecimals(b.off, a.off) || a.index - b.index);
  for (const { index } of order) {
    if (isZero(gap)) break;
    rounded[index] = up ? plus(rounded[index] ?? zero, cent) : minus(rounded[index] ?? zero, cent);
    gap = up ? minus(gap, cent) : plus(gap, cent);
  }
  return rounded;
}
