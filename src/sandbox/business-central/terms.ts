import { type Decimal, decimal } from '../../domain/decimal.ts';
import { addDays, type PlainDate } from '../../domain/time.ts';
import { refusals } from './errors.ts';
import type { PurchaseDocument } from './rows.ts';
import type { Company } from './state.ts';

/** Understands the formulas of the demo data: `30D`, `1M`, `CM`, `CM+1M`, blank. */
export function dueDateOf(company: Company, termsCode: string, from: PlainDate): string {
  const formula = String(
    company.paymentTerms.find((row) => row.code === termsCode)?.more['dueDateCalculation'] ?? '',
  );
  const days = /^(\d+)D$/.exec(formula);
  if (days !== null) return addDays(from, Number(days[1]));
  const months = /(?:^|\+)(\d+)M$/.exec(formula);
  const [year = 0, month = 1, day = 1] = from.split('-').map(Number);
  const later = month - 1 + Number(months?.[1] ?? 0);
  const last = new Date(Date.UTC(year, later + 1, 0)).getUTCDate();
  if (formula.startsWith('CM')) return new Date(Date.UTC(year, later, last)).toISOString().slice(0, 10);
  return new Date(Date.UTC(year, later, Math.min(day, last))).toISOString().slice(0, 10);
}

/** Local currency per one unit of the document's, at its posting date. */
export function rateOf(company: Company, document: PurchaseDocument): Decimal {
  if (document.currencyCode === '') return decimal(1);
  const rates = company.rates
    .all()
    .filter((rate) => rate.currency === document.currencyCode && rate.from <= document.postingDate)
    .sort((a, b) => (a.from < b.from ? 1 : -1));
  const found =
    rates[0] ??
    refusals.noData(
      `There is no Currency Exchange Rate within the filter. Filters: Currency Code: ${document.currencyCode}, Starting Date: ..${document.postingDate}`,
    );
  return found.rate;
}
