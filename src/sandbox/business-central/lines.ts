import { compareDecimals, decimal, isZero, over, plus, roundTo, times, zero } from '../../domain/decimal.ts';
import { blankGuid } from '../ids.ts';
import { decimalOf, type Entry, textOf } from '../odata/body.ts';
import { grossOf, percentOf, placesOf } from './amounts.ts';
import { objectDefaults, valuesOf } from './dimensions.ts';
import { refusals } from './errors.ts';
import { type LineContext, listPrice, priced, rediscounted } from './pricing.ts';
import type { DocumentLine, LineType, PurchaseDocument } from './rows.ts';
import type { World } from './state.ts';
import { usableAccount, usableItem } from './usable.ts';

/**
 * Lines of purchase invoices and credit memos. Their fields are validated one after the other in the order in which
 * they were sent, and each validation may overwrite what an earlier one set (apis/business-central.md, section 3).
 */

const hundred = decimal(100);

export function newLine(world: World, document: PurchaseDocument): DocumentLine {
  return {
    id: world.newId(),
    sequence: Math.max(0, ...document.lines.map((line) => line.sequence)) + 10_000,
    lineType: 'Comment',
    lineObjectNumber: '',
    description: '',
    description2: '',
    unitOfMeasureCode: '',
    unitCost: zero,
    quantity: zero,
    discountPercent: zero,
    discountAmount: zero,
    taxGroupCode: '',
    locationCode: '',
    expectedReceiptDate: '',
    dimensions: document.dimensions,
  };
}

export function filledLine(
  context: LineContext,
  start: DocumentLine,
  entries: readonly Entry[],
): DocumentLine {
  if (entries.some(named('itemId')) && entries.some(named('accountId')))
    refusals.dialog('Both "itemId" and "accountId" are specified. Specify only one of them.');
  return entries.reduce((line, entry) => (validations[entry.field] ?? keep)(context, line, entry), start);
}

const named = (field: string) => (entry: Entry) => entry.field === field && entry.value !== blankGuid;

type Validation = (context: LineContext, line: DocumentLine, entry: Entry) => DocumentLine;

/** The calculated amounts of page 30047: taken, without any effect. */
const keep: Validation = (_context, line) => line;

const validations: Readonly<Record<string, Validation>> = {
  documentId: ({ document }, line, { value }) =>
    value === document.id ? line : refusals.dialog('The value for "documentId" cannot be modified.'),
  sequence({ document, existing }, line, { value }) {
    if (value === line.sequence) return line;
    if (existing)
      refusals.dialog('The value for sequence cannot be modified. Delete and insert the line again.');
    if (document.lines.some((other) => other.sequence === value))
      refusals.dialog('You cannot insert a line with a duplicate sequence number.');
    return { ...line, sequence: Number(value) };
  },
  lineType({ existing }, line, entry) {
    const lineType = textOf(entry) as LineType;
    if (lineType === line.lineType) return line;
    if (existing) refusals.dialog('The value for "lineType" cannot be modified.');
    return { ...cleared(line), lineType };
  },
  lineObjectNumber(context, line, entry) {
    const number = textOf(entry);
    if (number === line.lineObjectNumber) return line;
    if (context.existing) refusals.dialog('The value for "lineObjectNumber" cannot be modified.');
    return withObject(context, line, number);
  },
  itemId(context, line, entry) {
    if (entry.value === blankGuid) return line;
    const item = context.company.items.get(textOf(entry)) ?? refusals.dialog('Item does not exist.');
    return sameOrNew(context, line, 'Item', item.number);
  },
  accountId(context, line, entry) {
    if (entry.value === blankGuid) return line;
    const account = context.company.accounts.get(textOf(entry)) ?? refusals.dialog('Account does not exist.');
    return sameOrNew(context, line, 'Account', account.number);
  },
  description: (_context, line, entry) => ({ ...line, description: textOf(entry) }),
  description2: (_context, line, entry) => ({ ...line, description2: textOf(entry) }),
  expectedReceiptDate: (_context, line, entry) => ({ ...line, expectedReceiptDate: textOf(entry) }),
  itemVariantId: (_context, line, entry) =>
    entry.value === blankGuid ? line : refusals.dialog('The item variant does not exist.'),
  unitOfMeasureCode: (context, line, entry) => withUnit(context, line, textOf(entry)),
  unitOfMeasureId(context, line, entry) {
    const unit =
      context.company.unitsOfMeasure.get(textOf(entry)) ??
      refusals.dialog('The "unitOfMeasureId" does not match to a Unit of Measure.');
    return withUnit(context, line, unit.code);
  },
  locationId(context, line, entry) {
    const id = textOf(entry);
    const location =
      id === blankGuid
        ? ''
        : (context.company.locations.get(id)?.code ??
          refusals.dialog('The "locationId" does not match to a Location.'));
    if (location === line.locationCode) return line;
    return priced(context, { ...object(line), locationCode: location });
  },
  quantity(context, line, entry) {
    const quantity = roundTo(decimalOf(entry), 5);
    const changed = { ...object(line), quantity };
    return listPrice(context, line) === undefined ? rediscounted(context, changed) : priced(context, changed);
  },
  unitCost: (context, line, entry) => rediscounted(context, { ...object(line), unitCost: decimalOf(entry) }),
  discountPercent(context, line, entry) {
    const discountPercent = roundTo(decimalOf(entry), 5);
    if (compareDecimals(discountPercent, zero) < 0 || compareDecimals(discountPercent, hundred) > 0)
      refusals.field('Line Discount % must be between 0 and 100 in Purchase Line.');
    return rediscounted(context, { ...object(line), discountPercent });
  },
  discountAmount(context, line, entry) {
    if (isZero(object(line).quantity)) refusals.field('Quantity must have a value in Purchase Line.');
    const places = placesOf(context.company, context.document.currencyCode);
    const discountAmount = roundTo(decimalOf(entry), places);
    const gross = grossOf(line, places);
    const discountPercent = isZero(gross) ? zero : roundTo(over(times(discountAmount, hundred), gross), 5);
    return { ...line, discountAmount, discountPercent };
  },
  taxCode(context, line, entry) {
    const taxGroupCode = textOf(entry);
    const { company, document } = context;
    if (taxGroupCode !== '' && !company.taxGroups.find((row) => row.code === taxGroupCode))
      refusals.relation(
        'VAT Prod. Posting Group',
        'Purchase Line',
        taxGroupCode,
        'VAT Product Posting Group',
      );
    const changed = { ...object(line), taxGroupCode };
    if (!document.pricesIncludeTax || line.lineType !== 'Item') return changed;
    // A price that includes tax is kept net of it: the cost moves with the percentage.
    const before = plus(hundred, percentOf(company, line.taxGroupCode));
    const after = plus(hundred, percentOf(company, taxGroupCode));
    const unitCost = roundTo(over(times(line.unitCost, after), before), 5);
    return rediscounted(context, { ...changed, unitCost });
  },
};

/** Choosing what the line stands for starts it anew: only type, number and quantity stay. */
const cleared = (line: DocumentLine): DocumentLine => ({
  ...line,
  lineObjectNumber: '',
  description: '',
  description2: '',
  unitOfMeasureCode: '',
  unitCost: zero,
  discountPercent: zero,
  discountAmount: zero,
  taxGroupCode: '',
  locationCode: '',
});

/** Refuses amounts on a line that stands for nothing: a comment carries only text. */
function object(line: DocumentLine): DocumentLine {
  if (line.lineObjectNumber === '')
    refusals.field(
      `No. must have a value in Purchase Line: Line No.=${line.sequence}. It cannot be zero or empty.`,
    );
  return line;
}

function sameOrNew(
  context: LineContext,
  line: DocumentLine,
  lineType: LineType,
  number: string,
): DocumentLine {
  if (line.lineType === lineType && line.lineObjectNumber === number) return line;
  if (context.existing) refusals.dialog('The value for "lineObjectNumber" cannot be modified.');
  return withObject(context, { ...cleared(line), lineType }, number);
}

function withObject(context: LineContext, line: DocumentLine, number: string): DocumentLine {
  const { company } = context;
  const start = { ...cleared(line), lineObjectNumber: number };
  switch (line.lineType) {
    case 'Account': {
      const account = usableAccount(company, number);
      return withDefaults(context, {
        ...start,
        description: account.displayName,
        taxGroupCode: account.taxGroupCode,
      });
    }
    case 'Item': {
      const item = usableItem(company, number);
      return priced(
        context,
        withDefaults(context, {
          ...start,
          description: item.displayName,
          taxGroupCode: item.taxGroupCode,
          unitOfMeasureCode: item.baseUnitOfMeasureCode,
        }),
      );
    }
    case 'Comment':
      return refusals.relation('No.', 'Purchase Line', number, 'Standard Text');
    default:
      return refusals.relation('No.', 'Purchase Line', number, line.lineType.replaceAll('_x0020_', ' '));
  }
}

/** Dimensions of the account or item go over those of the document. */
const withDefaults = ({ company, document }: LineContext, line: DocumentLine): DocumentLine => ({
  ...line,
  dimensions: { ...document.dimensions, ...valuesOf(objectDefaults(company, line)) },
});

/** Only for items, and only with one of the item's own units (AL source: VerifyCanUpdateUOM). Looks the price up again. */
function withUnit(context: LineContext, line: DocumentLine, code: string): DocumentLine {
  if (line.lineType !== 'Item')
    return refusals.dialog('Unit of Measure can be set only for lines with type Item.');
  if (code === line.unitOfMeasureCode) return line;
  const item = context.company.items.find((row) => row.number === line.lineObjectNumber);
  if (item === undefined || ![item.baseUnitOfMeasureCode, ...item.units].includes(code))
    refusals.relation('Unit of Measure Code', 'Purchase Line', code, 'Item Unit of Measure');
  return priced(context, { ...line, unitOfMeasureCode: code });
}
