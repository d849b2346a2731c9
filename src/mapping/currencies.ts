import { fold } from '../domain/text.ts';
import type { Findings } from './findings.ts';
import { type At, lookUp } from './look-up.ts';
import type { Mapping } from './mapping.ts';
import type { ReferenceIndex } from './references.ts';
import { mappingFix, unknownCode } from './yaml-fix.ts';

/**
 * The ERP's code of a currency: the mapped one, else the same. `local` is the company's own currency (the ERP's code):
 * some ERPs do not list it.
 */
export function mapCurrency(
  at: At,
  currency: string,
  mapping: Mapping,
  currencies: ReferenceIndex,
  findings: Findings,
  local?: string | undefined,
): string | undefined {
  const code = mapping.currency(currency);
  if (local !== undefined && fold(code) === fold(local)) return local;
  const fix = `set the currency up at the ERP, or add ${mappingFix('currencies', currency, unknownCode)}`;
  const wanted = {
    at,
    code,
    list: 'currencies',
    index: currencies,
    problem: 'currency-unmapped',
    fix,
  } as const;
  return lookUp(wanted, findings)?.code;
}
