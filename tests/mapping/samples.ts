import { Findings } from '../../src/mapping/findings.ts';
import type { At } from '../../src/mapping/look-up.ts';
import { indexRows, type ReferenceRow } from '../../src/mapping/references.ts';

export const at: At = { record: 'bill INV-77 of Tea Co (PO-00012)', field: 'line 1' };

export const row = (code: string, name = '', why?: string): ReferenceRow => ({
  code,
  name,
  usable: why === undefined,
  why,
});

export const accounts = indexRows([
  row('10700', 'Inventory'),
  row('10999', 'Suspense'),
  row('61300', 'Freight'),
  row('61400', 'General Expenses'),
  row('60000', 'Expenses', 'accountType is Heading'),
]);

/** What a helper returned, and what it told. */
export function told<T>(work: (findings: Findings) => T) {
  const findings = new Findings();
  const value = work(findings);
  return { value, problems: findings.problems, warnings: findings.warnings, missing: [...findings.missing] };
}
