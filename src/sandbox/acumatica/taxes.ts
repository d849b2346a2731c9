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
import type { PlainDate } from '../../domain/time.ts';
import type { TaxRow, TypedTax } from './rows.ts';
import { placesOf, type Site, textIn } from './state.ts';

/** Taxes of a document: those that its zone and the line's category share. Without a zone there are none. */

const hundred = decimal(100);

export interface TaxedLine {
  readonly extended: Decimal;
  readonly taxCategory: string;
}

export interface TaxedDocument {
  readonly lines: readonly TaxedLine[];
  readonly taxZone: string;
  readonly currency: string;
  readonly date: PlainDate;
  /** The vendor's TaxCalculationMode: `Gross` takes all taxes out of the amounts, `Net` none. */
  readonly mode: string;
  readonly typed?: Readonly<Record<string, TypedTax>> | undefined;
  readonly quirk?: boolean | undefined;
}

export interface Totals {
  readonly taxes: readonly TaxRow[];
  readonly lineTotal: Decimal;
  readonly taxTotal: Decimal;
  /** Lines and the taxes that are not in them already. */
  readonly total: Decimal;
}

export function totalsOf(site: Site, document: TaxedDocument): Totals {
  const taxes = applyTyped(computed(site, document), document);
  const lineTotal = sumOf(document.lines.map((line) => line.extended));
  const taxTotal = sumOf(taxes.map((tax) => tax.amount));
  const added = sumOf(taxes.filter((tax) => !tax.inclusive).map((tax) => tax.amount));
  return { taxes, lineTotal, taxTotal, total: plus(lineTotal, added) };
}

function computed(site: Site, document: TaxedDocument): TaxRow[] {
  const places = placesOf(site, document.currency);
  const rows = new Map<string, TaxRow & { readonly exact: Decimal; readonly wholly: boolean }>();
  for (const line of document.lines) {
    const taxes = taxesOf(site, document, line.taxCategory);
    const included = sumOf(taxes.filter((tax) => tax.inclusive).map((tax) => tax.rate));
    const base = isZero(included)
      ? line.extended
      : roundTo(over(times(line.extended, hundred), plus(hundred, included)), places);
    let left = minus(line.extended, base);
    for (const [i, tax] of taxes.entries()) {
      const exact = over(times(base, tax.rate), hundred);
      const last = tax.inclusive && !taxes.slice(i + 1).some((other) => other.inclusive);
      const amount = last ? left : roundTo(exact, places);
      if (tax.inclusive) left = minus(left, amount);
      const before = rows.get(tax.tax);
      rows.set(tax.tax, {
        ...tax,
        taxable: plus(before?.taxable ?? zero, base),
        amount: plus(before?.amount ?? zero, amount),
        exact: plus(before?.exact ?? zero, exact),
      });
    }
  }
  return [...rows.values()].map(({ exact, wholly, ...row }) => ({
    ...row,
    amount: wholly ? roundTo(exact, places) : row.amount,
  }));
}

interface ApplicableTax {
  readonly tax: string;
  readonly rate: Decimal;
  readonly taxable: Decimal;
  readonly amount: Decimal;
  readonly inclusive: boolean;
  /** Reckoned on the document's sum instead of line by line. */
  readonly wholly: boolean;
}

function taxesOf(site: Site, { taxZone, date, mode }: TaxedDocument, taxCategory: string): ApplicableTax[] {
  const category = site.lists.TaxCategory.get(taxCategory);
  if (category === undefined) return [];
  const idsIn = (rows: readonly Readonly<Record<string, unknown>>[] = []) =>
    rows.map((row) => String(row['TaxID']));
  const listed = idsIn(category.details['Details']);
  const excluding = category.values['ExcludeListedTaxes'] === true;
  return idsIn(site.lists.TaxZone.get(taxZone)?.details['ApplicableTaxes'])
    .filter((tax) => listed.includes(tax) !== excluding)
    .map((tax) => {
      const row = site.lists.Tax.get(tax);
      const on = textIn(row, 'CalculateOn');
      return {
        tax,
        rate: rateOf(site, tax, date),
        taxable: zero,
        amount: zero,
        inclusive: mode === 'Gross' || (mode !== 'Net' && on.startsWith('Inclusive')),
        wholly: on.endsWith('Document-Level') && mode !== 'Gross',
      };
    });
}

/** By the revision of the schedule that is in force on the day. */
function rateOf(site: Site, tax: string, date: PlainDate): Decimal {
  const revisions = (site.lists.Tax.get(tax)?.details['TaxSchedule'] ?? []).filter(
    (row) => String(row['StartDate']) <= date,
  );
  const latest = [...revisions]
    .sort((a, b) => (String(a['StartDate']) < String(b['StartDate']) ? -1 : 1))
    .at(-1);
  return decimal(Number(latest?.['TaxRate'] ?? 0));
}

function applyTyped(taxes: readonly TaxRow[], { typed = {}, quirk }: TaxedDocument): TaxRow[] {
  return taxes.map((row, i) => {
    const over = typed[row.tax];
    if (over !== undefined) return { ...row, taxable: over.taxable ?? row.taxable, amount: over.amount };
    return quirk && i === 0 ? { ...row, amount: plus(row.amount, decimal('0.01')) } : row;
  });
}
