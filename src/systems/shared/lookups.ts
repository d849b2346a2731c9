import type { Party } from '../../domain/party.ts';
import type { LinkedMaster, Lookups } from '../../engine/ports.ts';
import type { Findings } from '../../mapping/findings.ts';

/** The vendor at the ERP that stands for a document's supplier: linked and not blocked, else a problem. */
export function vendorOf(
  supplier: { readonly id: string; readonly name: string },
  lookups: Lookups,
  record: string,
  findings: Findings,
): { readonly code: string; readonly linked: LinkedMaster } | undefined {
  const linked = lookups.master('suppliers', supplier.id);
  if (!linked) {
    findings.add({
      code: 'master-unknown',
      record,
      field: 'supplier',
      seen: supplier.name,
      fix: `sync the suppliers first, or name the vendor under mapping.suppliers: "${supplier.name}": <number>`,
    });
    return undefined;
  }
  const party = linked.record as Party;
  if (party.status === 'inactive') {
    findings.add({
      code: 'master-inactive',
      record,
      field: 'supplier',
      seen: `${party.code || (linked.ref.number ?? '')} ${party.name}`.trim(),
      fix: 'unblock the vendor at the ERP',
    });
  }
  return { code: party.code || (linked.ref.number ?? ''), linked };
}
