import { compareDecimals, type Decimal, zero } from '../../domain/decimal.ts';
import { fold } from '../../domain/text.ts';
import type { Difference } from '../../engine/ports.ts';
import type { GpPayables, GpPayablesRow } from './api.ts';
import { compareDistributions } from './distributions.ts';

/**
 * Every field in which a document there is not what was sent, totals apart. What is read back tells whether the service
 * skipped an element without a word. Batch and texts may be changed by people: they book nothing.
 */
export function comparePayables(wanted: GpPayables, there: GpPayablesRow): Difference[] {
  const differences: Difference[] = [];
  const note = (field: string, expected: string, found: string) => {
    if (fold(expected) !== fold(found))
      differences.push({ field, expected: expected || '-', found: found || '-' });
  };
  const noteAmount = (field: string, expected: Decimal, found: Decimal) => {
    if (compareDecimals(expected, found) !== 0) differences.push({ field, expected, found });
  };
  note('vendor', wanted.vendor, there.vendor);
  note('number', wanted.number, there.number);
  note('date', wanted.date, there.date ?? '');
  note('posting date', wanted.postingDate, there.postingDate ?? '');
  note('currency', wanted.currency, there.currency || wanted.currency);
  if (wanted.rate !== undefined) noteAmount('exchange rate', wanted.rate, there.rate ?? zero);
  noteAmount('purchases', wanted.purchases, there.purchases);
  noteAmount('trade discount', wanted.tradeDiscount, there.tradeDiscount);
  noteAmount('freight', wanted.freight, there.freight);
  noteAmount('miscellaneous', wanted.misc, there.misc);
  return [...differences, ...compareDistributions(wanted.distributions, there.distributions)];
}
