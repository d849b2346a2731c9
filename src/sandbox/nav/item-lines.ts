import { type Decimal, decimal, isNegative, isZero, roundTo, times } from '../../domain/decimal.ts';
import type { Entry } from '../odata/body.ts';
import { defaultSet, tableIds, withShortcut } from './dimensions.ts';
import { refusals } from './errors.ts';
import { blankRow } from './fields.ts';
import { batchKey } from './gen-line.ts';
import { itemLineFields, shortcutControls } from './journal-fields.ts';
import { type ItemBatch, type ItemLine, kept, keyText, rekept, type Scope } from './state.ts';

/** Item journal lines, as page 40 has them (section 6). */

const keyFields = ['Journal_Template_Name', 'Journal_Batch_Name', 'Line_No'];

export function insertItemLine(scope: Scope, entries: readonly Entry[], inherited = true): ItemLine {
  const { world, company } = scope;
  const given = (field: string) => String(entries.find((entry) => entry.field === field)?.value ?? '');
  const batch = itemBatchOf(scope, given('Journal_Template_Name'), given('Journal_Batch_Name'));
  const last = itemLinesOf(scope, batch).at(-1);
  const wanted = Number(given('Line_No'));
  const from = inherited ? last : undefined;
  const start: ItemLine = {
    ...blankRow(itemLineFields),
    ...kept(world, scope.by),
    dimensions: {},
    Journal_Template_Name: batch.Journal_Template_Name,
    Journal_Batch_Name: batch.Name,
    Line_No: wanted > 0 ? wanted : Math.floor((last?.Line_No ?? 0) / 10_000) * 10_000 + 10_000,
    Posting_Date: from?.Posting_Date ?? world.now().slice(0, 10),
    Document_Date: from?.Posting_Date ?? world.now().slice(0, 10),
    Document_No: from?.Document_No ?? '',
    ...withEntryType(inheritedType(from?.Entry_Type)),
  };
  const line = entries
    .filter(({ field }) => !keyFields.includes(field))
    .reduce((row, entry) => validated(scope, row, entry), start);
  if (company.itemLines.get(itemLineKey(line)) !== undefined)
    refusals.sameKey(
      'Item Journal Line',
      `Journal Template Name='${line.Journal_Template_Name}',Journal Batch Name='${line.Journal_Batch_Name}',Line No.='${line.Line_No}'`,
    );
  return company.itemLines.put(line);
}

export function changeItemLine(scope: Scope, line: ItemLine, entries: readonly Entry[]): ItemLine {
  if (scope.by === 'api' && line.madeBy !== 'api')
    scope.world.trespasses.push(`item line ${itemLineKey(line)} of somebody else was changed`);
  for (const { field, value } of entries) {
    if (keyFields.includes(field) && value !== line[field as keyof ItemLine])
      refusals.dialog('You cannot rename an Item Journal Line.');
  }
  const changed = entries
    .filter(({ field }) => !keyFields.includes(field))
    .reduce((row, entry) => validated(scope, row, entry), line);
  return scope.company.itemLines.put(rekept(scope, changed));
}

export function removeItemLine(scope: Scope, line: ItemLine): void {
  if (scope.by === 'api' && line.madeBy !== 'api')
    scope.world.trespasses.push(`item line ${itemLineKey(line)} of somebody else was deleted`);
  scope.company.itemLines.remove(itemLineKey(line));
}

export function itemBatchOf({ company }: Scope, template: string, name: string): ItemBatch {
  if (template === '')
    refusals.field(
      'Journal Template Name must have a value in Item Journal Line. It cannot be zero or empty.',
    );
  if (company.templates.get(template)?.kind !== 'item')
    refusals.relation('Journal Template Name', 'Item Journal Line', template, 'Item Journal Template');
  return (
    company.itemBatches.get(keyText(template, name)) ??
    refusals.relation('Journal Batch Name', 'Item Journal Line', name, 'Item Journal Batch')
  );
}

export const itemLinesOf = ({ company }: Pick<Scope, 'company'>, batch: ItemBatch): ItemLine[] =>
  company.itemLines
    .all()
    .filter((line) => batchKey(line) === keyText(batch.Journal_Template_Name, batch.Name))
    .sort((a, b) => a.Line_No - b.Line_No);

export const itemLineKey = (line: ItemLine): string => keyText(batchKey(line), line.Line_No);

/** The page turns any type after the adjustments into a purchase. */
const inheritedType = (last: string | undefined): string =>
  last === 'Sale' || last === 'Positive Adjmt.' || last === 'Negative Adjmt.' ? last : 'Purchase';

const withEntryType = (type: string) => ({
  Entry_Type: type,
  EntryType: ['Purchase', 'Sale', 'Positive Adjmt.', 'Negative Adjmt.'].includes(type) ? type : 'Purchase',
});

function validated(scope: Scope, line: ItemLine, { field, value }: Entry): ItemLine {
  const { company } = scope;
  const typed = String(value);
  const place = shortcutControls[field];
  if (place !== undefined)
    return { ...line, dimensions: withShortcut(company, line.dimensions, place, typed) };
  switch (field) {
    case 'Posting_Date':
      return { ...line, Posting_Date: typed, Document_Date: typed };
    case 'Entry_Type':
    case 'EntryType':
      return withCost(scope, { ...line, ...withEntryType(typed) });
    case 'Item_No':
      return withItem(scope, line, typed);
    case 'Location_Code':
      if (typed !== '' && company.locations.get(typed) === undefined)
        refusals.relation('Location Code', 'Item Journal Line', typed, 'Location');
      return { ...line, Location_Code: typed, Bin_Code: '' };
    case 'Variant_Code':
    case 'Reason_Code':
    case 'Salespers_Purch_Code':
      if (typed !== '') refusals.relation(field.replaceAll('_', ' '), 'Item Journal Line', typed, field);
      return line;
    case 'Quantity':
      if (isNegative(decimal(typed)))
        refusals.dialog('Quantity must be positive; the entry type says in which direction it goes.');
      return withAmount({ ...line, Quantity: roundTo(decimal(typed), 5) });
    case 'Unit_Amount':
      return withAmount({ ...line, Unit_Amount: decimal(typed), Unit_Cost: decimal(typed) });
    case 'Unit_Cost':
      return withAmount({ ...line, Unit_Cost: decimal(typed), Unit_Amount: decimal(typed) });
    case 'Amount':
      return { ...line, Amount: roundTo(decimal(typed), 2) };
    case 'Unit_of_Measure_Code':
      if (company.units.get(typed) === undefined)
        refusals.relation('Unit of Measure Code', 'Item Journal Line', typed, 'Item Unit of Measure');
      return { ...line, Unit_of_Measure_Code: typed };
    case 'Gen_Bus_Posting_Group':
    case 'Gen_Prod_Posting_Group':
      if (typed !== '' && !knownGroup(scope, field, typed))
        refusals.relation(field.replaceAll('_', ' '), 'Item Journal Line', typed, field.replaceAll('_', ' '));
      return { ...line, [field]: typed };
    default:
      return { ...line, [field]: value };
  }
}

const knownGroup = ({ company }: Scope, field: string, code: string): boolean =>
  company.postingSetups
    .all()
    .some((row) => (field === 'Gen_Bus_Posting_Group' ? row.bus : row.prod) === code);

/** Setting the item overwrites description, unit, cost, product group and dimensions. */
function withItem(scope: Scope, line: ItemLine, no: string): ItemLine {
  const { company } = scope;
  if (no === '') return { ...line, Item_No: '', Description: '', dimensions: {} };
  const item = company.items.get(no) ?? refusals.relation('Item No.', 'Item Journal Line', no, 'Item');
  if (item.Blocked)
    refusals.field(`Blocked must be equal to 'No' in Item: No.=${no}. Current value is 'Yes'.`);
  if (item.Type !== 'Inventory')
    refusals.field(`Type must be equal to 'Inventory' in Item: No.=${no}. Current value is '${item.Type}'.`);
  return withCost(scope, {
    ...line,
    Item_No: item.No,
    Description: item.Description,
    Unit_of_Measure_Code: item.Base_Unit_of_Measure,
    Gen_Prod_Posting_Group: item.Gen_Prod_Posting_Group,
    dimensions: defaultSet(company, [{ table: tableIds.item, no: item.No }]),
  });
}

function withCost({ company }: Scope, line: ItemLine): ItemLine {
  const item = company.items.get(line.Item_No);
  if (item === undefined) return line;
  const cost: Decimal = item.Unit_Cost;
  return withAmount({
    ...line,
    Unit_Amount: line.Entry_Type === 'Sale' ? item.Unit_Price : cost,
    Unit_Cost: cost,
  });
}

const withAmount = (line: ItemLine): ItemLine => ({
  ...line,
  Amount: isZero(line.Quantity) ? line.Quantity : roundTo(times(line.Quantity, line.Unit_Amount), 2),
});
