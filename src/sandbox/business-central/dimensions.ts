import { refusals } from './errors.ts';
import type { DefaultDimension, DimensionSet, DocumentLine, PurchaseDocument } from './rows.ts';
import { type Company, setupOf } from './state.ts';

export const defaultsOf = (company: Company, parentType: DefaultDimension['parentType'], parent: string) =>
  company.defaultDimensions.all().filter((row) => row.parentType === parentType && row.parent === parent);

/** The values that a master record brings along. */
export const valuesOf = (rows: readonly DefaultDimension[]): DimensionSet =>
  Object.fromEntries(rows.filter((row) => row.value !== '').map((row) => [row.dimension, row.value]));

/** What the account or item of a line brings along. */
export function objectDefaults(company: Company, line: DocumentLine): DefaultDimension[] {
  if (line.lineType === 'Account') return defaultsOf(company, 'Account', line.lineObjectNumber);
  return line.lineType === 'Item' ? defaultsOf(company, 'Item', line.lineObjectNumber) : [];
}

export function dimensionByCode(company: Company, code: string) {
  return (
    company.dimensions.find((row) => row.code === code) ??
    refusals.dialog('The "code" does not match to a Dimension.')
  );
}

export function dimensionValue(company: Company, dimension: string, code: string) {
  return (
    company.dimensionValues.find((row) => row.dimension === dimension && row.code === code) ??
    refusals.dialog('The "valueCode" does not match to a Dimension Value.')
  );
}

/** `shortcutDimension1Code` and `2`: the value of a dimension that the setup names. */
export function withShortcut(company: Company, set: DimensionSet, n: number, value: string): DimensionSet {
  const dimension = setupOf(company).shortcutDimensions[n - 1] ?? '';
  if (dimension === '')
    return refusals.dialog(`Shortcut Dimension ${n} Code is not defined in the General Ledger Setup.`);
  if (!company.dimensionValues.find((row) => row.dimension === dimension && row.code === value))
    refusals.relation(`Shortcut Dimension ${n} Code`, 'Purchase Header', value, 'Dimension Value');
  return { ...set, [dimension]: value };
}

/** Checks a document's dimensions as posting does: what is mandatory, what must be the same, what may not be. */
export function checkPosting(company: Company, document: PurchaseDocument): void {
  for (const rule of defaultsOf(company, 'Vendor', document.payToVendorNumber))
    checkRule(rule, document.dimensions, `Vendor ${rule.parent}`);
  for (const line of document.lines) {
    for (const rule of objectDefaults(company, line))
      checkRule(
        rule,
        line.dimensions,
        `${rule.parentType === 'Account' ? 'G/L Account' : rule.parentType} ${rule.parent}`,
      );
  }
}

function checkRule(rule: DefaultDimension, set: DimensionSet, owner: string): void {
  const value = set[rule.dimension] ?? '';
  if (rule.postingValidation === 'Code_x0020_Mandatory' && value === '')
    refusals.dialog(`Select a Dimension Value Code for the Dimension Code ${rule.dimension} for ${owner}.`);
  if (rule.postingValidation === 'Same_x0020_Code' && value !== rule.value)
    refusals.dialog(
      `The Dimension Value Code for the Dimension Code ${rule.dimension} must be ${rule.value} for ${owner}.`,
    );
  if (rule.postingValidation === 'No_x0020_Code' && value !== '')
    refusals.dialog(`The Dimension Code ${rule.dimension} must not be mentioned for ${owner}.`);
}
