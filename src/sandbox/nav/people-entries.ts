import { decimal, isNegative, negate, roundTo, times } from '../../domain/decimal.ts';
import { blankRow } from './fields.ts';
import { putItemEntry } from './item-posting.ts';
import { itemLineFields } from './journal-fields.ts';
import { type ItemEntry, kept, nextOf, type Scope } from './state.ts';

export interface ItemEntrySpec {
  readonly item: string;
  readonly location: string;
  /** Negative: goes out. */
  readonly quantity: string | number;
  /** Per unit; default: the item's. */
  readonly unitCost?: string | number | undefined;
  readonly documentNo?: string | undefined;
  readonly externalDocumentNo?: string | undefined;
  readonly entryType?: string | undefined;
  /** Default today. */
  readonly date?: string | undefined;
  /** Of a reserved range; default the next number. */
  readonly entryNo?: number | undefined;
}

export function bookItemEntry(scope: Scope, spec: ItemEntrySpec): ItemEntry {
  const { world, company } = scope;
  const item = company.items.get(spec.item);
  if (item === undefined) throw new Error(`NAV has no item ${spec.item}`);
  const quantity = decimal(spec.quantity);
  const out = isNegative(quantity);
  const unit = spec.unitCost === undefined ? item.Unit_Cost : decimal(spec.unitCost);
  const date = spec.date ?? world.now().slice(0, 10);
  const line = {
    ...blankRow(itemLineFields),
    ...kept(world, scope.by),
    dimensions: {},
    Posting_Date: date,
    Document_Date: date,
    Entry_Type: spec.entryType ?? (out ? 'Negative Adjmt.' : 'Positive Adjmt.'),
    Document_No: spec.documentNo ?? 'MANUAL',
    External_Document_No: spec.externalDocumentNo ?? '',
    Item_No: item.No,
    Description: item.Description,
    Location_Code: spec.location,
    Quantity: out ? negate(quantity) : quantity,
    Unit_of_Measure_Code: item.Base_Unit_of_Measure,
    Unit_Cost: unit,
  };
  const cost = roundTo(times(quantity, unit), 2);
  return putItemEntry(scope, line, quantity, cost, spec.entryNo ?? nextOf(company, 'item entries'));
}
