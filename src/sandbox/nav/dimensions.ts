import { refusals } from './errors.ts';
import type { GenLine, ItemLine } from './state.ts';
import { type Company, type DimensionSet, shortcutsOf } from './state.ts';

/** Table numbers of the records that may have default dimensions. */
export const tableIds = { account: 15, customer: 18, vendor: 23, item: 27 } as const;

const tableNames: Readonly<Record<number, string>> = {
  15: 'G/L Account',
  18: 'Customer',
  23: 'Vendor',
  27: 'Item',
};

export interface Owner {
  readonly table: number;
  readonly no: string;
}

/** The default dimensions of a line's records; what was set before is gone. */
export function defaultSet(company: Company, owners: readonly Owner[]): DimensionSet {
  const set: Record<string, string> = {};
  for (const { table, no } of owners)
    for (const row of company.defaultDimensions.all()) {
      if (row.Table_ID !== table || row.No !== no || row.Dimension_Value_Code === '') continue;
      set[row.Dimension_Code] ??= row.Dimension_Value_Code;
    }
  return set;
}

/** A shortcut dimension as if typed: a value that is not there is first taken as the beginning of one that is. */
export function withShortcut(
  company: Company,
  set: DimensionSet,
  place: number,
  typed: string,
): DimensionSet {
  const dimension = shortcutsOf(company)[place - 1] ?? '';
  if (dimension === '')
    return refusals.field(`Shortcut Dimension ${place} Code must have a value in General Ledger Setup.`);
  const { [dimension]: _, ...others } = set;
  if (typed === '') return others;
  return { ...others, [dimension]: matchingValue(company, dimension, typed) };
}

export function matchingValue(company: Company, dimension: string, typed: string): string {
  const values = company.dimensionValues
    .all()
    .filter((row) => row.Dimension_Code === dimension)
    .map((row) => row.Code)
    .sort();
  const found = values.find((code) => code === typed) ?? values.find((code) => code.startsWith(typed));
  return found ?? refusals.dialog(`${typed} is not an available Dimension Value Code for that dimension.`);
}

/** Shortcut codes of a set, in the order of the controls. */
export const shortcutValues = (company: Company, set: DimensionSet): string[] =>
  shortcutsOf(company).map((dimension) => (dimension === '' ? '' : (set[dimension] ?? '')));

export const shownDimensions = (company: Company, set: DimensionSet): Record<string, string> => {
  const [one = '', two = '', ...rest] = shortcutValues(company, set);
  return {
    Shortcut_Dimension_1_Code: one,
    Shortcut_Dimension_2_Code: two,
    ...Object.fromEntries(rest.map((value, i) => [`ShortcutDimCode${i + 3}`, value])),
  };
};

/** Checks that posting makes: values, combinations, and the rules of the records that the line names. */
export function checkDimensions(
  company: Company,
  line: GenLine | ItemLine,
  table: string,
  owners: readonly Owner[],
): void {
  const set = line.dimensions;
  const place = `${table} ${line.Journal_Template_Name}, ${line.Journal_Batch_Name}, ${line.Line_No}`;
  const caused = `A dimension used in ${place} has caused an error. `;
  for (const [dimension, code] of Object.entries(set)) {
    const value = company.dimensionValues.get(`${dimension}|${code}`);
    if (value === undefined) refusals.dialog(`${caused}Dimension Value ${dimension} - ${code} is missing.`);
    else if (value.Blocked) refusals.dialog(`${caused}Dimension Value ${dimension} - ${code} is blocked.`);
    else if (!['Standard', 'Begin-Total'].includes(value.Dimension_Value_Type))
      refusals.dialog(
        `${caused}Dimension Value Type for Dimension Value ${dimension} - ${code} must not be ${value.Dimension_Value_Type}.`,
      );
  }
  const used = Object.keys(set);
  for (const { one, other } of company.combinations.all()) {
    if (used.includes(one) && used.includes(other))
      refusals.dialog(
        `The combination of dimensions used in ${place} is blocked. Dimensions ${one} and ${other} can't be used concurrently.`,
      );
  }
  for (const owner of owners) checkRules(company, set, owner, caused);
}

function checkRules(company: Company, set: DimensionSet, { table, no }: Owner, caused: string): void {
  const whose = `${tableNames[table]} ${no}`;
  for (const row of company.defaultDimensions.all()) {
    if (row.Table_ID !== table || (row.No !== no && row.No !== '')) continue;
    const found = set[row.Dimension_Code] ?? '';
    if (row.Value_Posting === 'Code Mandatory' && found === '')
      refusals.dialog(
        `${caused}Select a Dimension Value Code for the Dimension Code ${row.Dimension_Code} for ${whose}.`,
      );
    if (row.Value_Posting === 'Same Code' && found !== row.Dimension_Value_Code)
      refusals.dialog(
        `${caused}The Dimension Value Code must be ${row.Dimension_Value_Code} for Dimension Code ${row.Dimension_Code} for ${whose}. Currently it's ${found}.`,
      );
    if (row.Value_Posting === 'No Code' && found !== '')
      refusals.dialog(`${caused}Dimension Code ${row.Dimension_Code} must be blank for ${whose}.`);
  }
}
