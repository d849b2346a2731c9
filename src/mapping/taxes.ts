import { isNothing, type Money, printMoney } from '../domain/money.ts';
import { fold } from '../domain/text.ts';
import type { Findings } from './findings.ts';
import { type At, lookUp } from './look-up.ts';
import type { Mapping, TaxTarget } from './mapping.ts';
import type { ReferenceIndex, ReferenceList } from './references.ts';
import { mappingFix, unknownCode } from './yaml-fix.ts';

/**
 * The tax of a line. A line without a rule and without tax is `none`. `form` names the fields that this ERP's targets
 * have, for the line to add.
 */
export function mapTax(
  at: At,
  rule: string | undefined,
  tax: Money,
  mapping: Mapping,
  findings: Findings,
  form: readonly string[] = ['code'],
): TaxTarget | 'none' | undefined {
  const key = (rule ?? '').trim();
  const target = fold(key) === '' ? (isNothing(tax) ? 'none' : undefined) : mapping.tax(key);
  const fix = mappingFix('taxes', key, Object.fromEntries(form.map((field) => [field, unknownCode])));
  if (target === undefined) {
    findings.add({
      code: 'tax-unmapped',
      record: at.record,
      field: at.field,
      seen: key === '' ? `tax of ${printMoney(tax)} without a tax rule` : key,
      allowed: key === '' ? undefined : [...mapping.keys('taxes')],
      fix: key === '' ? 'give the line a tax rule in Cin7' : `add ${fix}`,
    });
  } else if (target === 'none' && !isNothing(tax)) {
    findings.add({
      code: 'tax-unusable',
      record: at.record,
      field: at.field,
      seen: `${key}: tax of ${printMoney(tax)}`,
      allowed: ['tax of 0.00'],
      fix: `change ${fix}`,
    });
    return undefined;
  }
  return target;
}

/** One code of a tax target as the ERP prints it; nothing, and a problem, if it does not exist or may not be used. */
export function useTax(
  at: At,
  code: string,
  index: ReferenceIndex,
  findings: Findings,
  list: ReferenceList = 'taxes',
): string | undefined {
  const fix = 'name another one in mapping.taxes';
  return lookUp({ at, code, list, index, problem: 'tax-unusable', fix }, findings)?.code;
}
