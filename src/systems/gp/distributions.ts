import { compareDecimals, type Decimal, isNegative, isZero, negate, zero } from '../../domain/decimal.ts';
import { cut, fold } from '../../domain/text.ts';
import type { Difference } from '../../engine/ports.ts';
import type { GpDistribution } from './api.ts';
import { lengths } from './capabilities.ts';

/** Types of payables distributions (jj193388 in Microsoft's docs, taPMDistribution). */
export const payablesTypes = { pay: 2, purch: 6, trade: 7, misc: 8, freight: 9, taxes: 10 } as const;
/** Receivings count otherwise (ff623941, taPopDistribution). */
export const receivingTypes = { purch: 1, accrued: 9 } as const;

/** Above zero a debit, below a credit. */
export const distribution = (
  type: number,
  account: string,
  amount: Decimal,
  reference: string,
): GpDistribution => ({
  type,
  account,
  debit: isNegative(amount) ? zero : amount,
  credit: isNegative(amount) ? negate(amount) : zero,
  reference: cut(reference, lengths.bill.reference),
});

/** Of a credit memo: each on the other side. */
export const turned = (row: GpDistribution): GpDistribution => ({
  ...row,
  debit: row.credit,
  credit: row.debit,
});

/** What books nothing is not sent. */
export const isBooked = (row: GpDistribution): boolean => !isZero(row.debit) || !isZero(row.credit);

/** Which distributions there are not those that were sent, whatever their order. */
export function compareDistributions(
  wanted: readonly GpDistribution[],
  there: readonly GpDistribution[],
): Difference[] {
  const left = [...there].filter(isBooked);
  const missing = wanted.filter((row) => {
    const at = left.findIndex((other) => isSame(row, other));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  const differences: Difference[] = missing.map((row) => ({
    field: `distribution on ${row.account}`,
    expected: printed(row),
    found: printedOther(left, row),
  }));
  const more = left.length - missing.length;
  if (more > 0)
    differences.push({
      field: 'distributions',
      expected: String(wanted.length),
      found: `${wanted.length + more}: ${left.map(printed).join('; ')}`,
    });
  return differences;
}

const isSame = (a: GpDistribution, b: GpDistribution): boolean =>
  a.type === b.type &&
  fold(a.account) === fold(b.account) &&
  compareDecimals(a.debit, b.debit) === 0 &&
  compareDecimals(a.credit, b.credit) === 0;

const printed = (row: GpDistribution): string =>
  `${row.account} ${isZero(row.credit) ? `debit ${row.debit}` : `credit ${row.credit}`} (type ${row.type})`;

const printedOther = (left: readonly GpDistribution[], row: GpDistribution): string => {
  const other = left.find((one) => one.type === row.type) ?? left[0];
  return other === undefined ? 'nothing' : printed(other);
};
