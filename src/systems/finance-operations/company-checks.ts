import type { Lookups } from '../../engine/ports.ts';
import type { Findings } from '../../mapping/findings.ts';
import type { At } from '../../mapping/look-up.ts';
import { partsOf } from './ids.ts';
import { companyRow } from './references.ts';

/** The legal entity that the pair writes to, as the server prints it. */
export const companyIn = (lookups: Lookups): string =>
  lookups.reference('setup').get(companyRow)?.data?.['company'] ?? '';

/** Whether a record stands in the pair's own legal entity, and not in one that is only read. */
export const isOwn = (id: string, lookups: Lookups): boolean =>
  partsOf(id)[0]?.toLowerCase() === companyIn(lookups).toLowerCase();

/** A pair writes to its own legal entity only. */
export function checkOwnCompany(id: string, record: string, lookups: Lookups, findings: Findings): void {
  if (isOwn(id, lookups)) return;
  const company = companyIn(lookups);
  findings.add({
    code: 'field-invalid',
    record,
    field: 'legal entity',
    seen: partsOf(id)[0] ?? '',
    allowed: [company],
    fix: `the record stands in a legal entity that is only read: change it there, or add it to ${company}`,
  });
}

/** Web servers refuse these in an address before the service sees them, so no key of ours may hold one. */
export function checkKey(key: string, at: At, findings: Findings): void {
  const found = key.match(/[/\\?#%&:*+<>]/g);
  if (found === null) return;
  findings.add({
    code: 'field-invalid',
    ...at,
    seen: key,
    allowed: [`without ${[...new Set(found)].join(' ')}`],
    fix: 'no address of the ERP can hold it: change it in Cin7, or map it to another number',
  });
}
