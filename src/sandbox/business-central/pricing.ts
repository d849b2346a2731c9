import { type Decimal, decimal, over, roundTo, times, zero } from '../../domain/decimal.ts';
import { grossOf, placesOf } from './amounts.ts';
import type { DocumentLine, PurchaseDocument } from './rows.ts';
import type { Company } from './state.ts';

export interface LineContext {
  readonly company: Company;
  readonly document: PurchaseDocument;
  /** A line that exists already: what it stands for cannot change any more. */
  readonly existing: boolean;
}

const hundred = decimal(100);

export function listPrice({ company, document }: LineContext, line: DocumentLine): Decimal | undefined {
  if (line.lineType !== 'Item') return undefined;
  return company.prices.get(`${document.vendorNumber} ${line.lineObjectNumber}`)?.unitCost;
}

/** Looks the price up again: the price list, else the item's cost; an account has none, so what was sent before is gone. */
export function priced(context: LineContext, line: DocumentLine): DocumentLine {
  const item = context.company.items.find((row) => row.number === line.lineObjectNumber);
  const unitCost =
    listPrice(context, line) ?? (line.lineType === 'Item' ? item?.unitCost : undefined) ?? zero;
  return rediscounted(context, { ...line, unitCost });
}

/** The discount percentage stays, its amount follows. */
export function rediscounted({ company, document }: LineContext, line: DocumentLine): DocumentLine {
  const places = placesOf(company, document.currencyCode);
  const discountAmount = roundTo(over(times(grossOf(line, places), line.discountPercent), hundred), places);
  return { ...line, discountAmount };
}
