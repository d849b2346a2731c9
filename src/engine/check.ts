import { absolute, compareDecimals, type Decimal, decimal, zero } from '../domain/decimal.ts';
import { type Money, printMoney, subtractMoney, withinTolerance } from '../domain/money.ts';
import type { Problem } from '../domain/problem.ts';
import type { Totals } from '../domain/purchase.ts';
import type { Difference, Draft, Remote } from './ports.ts';

export interface Tolerances {
  readonly totalTolerance: Decimal;
  readonly taxTolerance: Decimal;
}

/** Net, tax and gross that the target computed against Cin7's, each compared; in document currency. */
export function totalDifferences(draft: Draft, remote: Remote, tolerances: Tolerances): Difference[] {
  if (remote.currency !== draft.totals.gross.currency) {
    return [{ field: 'currency', expected: draft.totals.gross.currency, found: remote.currency }];
  }
  const differences: Difference[] = [];
  for (const part of ['net', 'tax', 'gross'] as const) {
    const found = remote.totals[part];
    const tolerance = part === 'tax' ? tolerances.taxTolerance : tolerances.totalTolerance;
    if (found && !withinTolerance(draft.totals[part], found, tolerance)) {
      differences.push({
        field: labels[part],
        expected: printMoney(draft.totals[part]),
        found: printMoney(found),
      });
    }
  }
  return differences;
}

const labels: Readonly<Record<keyof Totals, string>> = { net: 'net', tax: 'tax', gross: 'total' };

/** The gap to be booked on the rounding account: not zero, and no part of the totals further off than `limit`. */
export function roundingGap(draft: Draft, remote: Remote, limit: Decimal): Money | undefined {
  const { gross } = remote.totals;
  if (!gross || gross.currency !== draft.totals.gross.currency) return undefined;
  const gap = subtractMoney(draft.totals.gross, gross);
  if (compareDecimals(gap.amount, zero) === 0) return undefined;
  const near = (['net', 'tax', 'gross'] as const).every((part) => {
    const found = remote.totals[part];
    return !found || compareDecimals(absolute(subtractMoney(draft.totals[part], found).amount), limit) <= 0;
  });
  return near ? gap : undefined;
}

/** After rounding was booked only the total must agree to the cent; net and tax may be off by what was booked. */
export function afterRounding(draft: Draft, remote: Remote, limit: Decimal): Difference[] {
  return totalDifferences(draft, remote, { totalTolerance: limit, taxTolerance: limit }).concat(
    totalDifferences(
      { ...draft, totals: { ...draft.totals } },
      { ...remote, totals: remote.totals.gross ? { gross: remote.totals.gross } : {} },
      { totalTolerance: decimal('0'), taxTolerance: decimal('0') },
    ),
  );
}

export const totalsProblems = (draft: Draft, differences: readonly Difference[], system: string): Problem[] =>
  differences.map((difference) => ({
    code: 'totals-differ',
    record: draft.title,
    field: difference.field,
    seen: difference.found,
    allowed: [difference.expected],
    fix: `compare the draft in ${system} with the Cin7 document; correct the tax mapping or the draft, then it posts on the next pass`,
  }));

export const lineProblems = (draft: Draft, differences: readonly Difference[], system: string): Problem[] =>
  differences.map((difference) => ({
    code: 'line-differs',
    record: draft.title,
    field: difference.field,
    seen: difference.found,
    allowed: [difference.expected],
    fix: `put it right in ${system}, or post the draft there by hand`,
  }));
