import { fold } from '../domain/text.ts';
import type { Findings } from './findings.ts';
import { type At, lookUp } from './look-up.ts';
import type { Mapping } from './mapping.ts';
import type { ReferenceIndex } from './references.ts';
import { candidates } from './suggest.ts';
import { mappingFix, unknownCode } from './yaml-fix.ts';

/**
 * The ERP's code of a payment term, as the ERP prints it. A blank term is nothing, without a problem. Without `terms`
 * (an ERP that shows no such list) the mapped code is taken on trust.
 */
export function mapTerm(
  at: At,
  term: string | undefined,
  mapping: Mapping,
  terms: ReferenceIndex | undefined,
  findings: Findings,
): string | undefined {
  if (fold(term) === '') return undefined;
  const key = (term ?? '').trim();
  const code = mapping.term(key);
  const fix = mappingFix('paymentTerms', key, unknownCode);
  if (code === undefined) {
    const allowed = terms && candidates([key], terms);
    findings.add({ code: 'term-unmapped', ...at, seen: key, allowed, fix: `add ${fix}` });
    return undefined;
  }
  if (terms === undefined) return code;
  const wanted = {
    at,
    code,
    list: 'paymentTerms',
    index: terms,
    problem: 'term-unmapped',
    fix: `change ${fix}`,
  } as const;
  return lookUp(wanted, findings)?.code;
}
