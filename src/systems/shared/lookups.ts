import type { Party } from '../../domain/party.ts';
import type { LinkedMaster, Lookups } from '../../engine/ports.ts';
import type { Findings } from '../../mapping/findings.ts';

/** The vendor at the ERP that stands for a document's supplier: linked and not blocked, else a problem. */
export const vendorOf = (
  supplier: { readonly id: string; readonly name: string },
  lookups: Lookups,
  record: string,
  findings: Findings,
) => partyOf('suppliers', supplier, lookups, record, findings);

/** As `vendorOf`, also for customers. */
export function partyOf(
  flow: 'suppliers' | 'customers',
  party: { readonly id: string; readonly name: string },
  lookups: Lookups,
  record: string,
  findings: Findings,
): { readonly code: string; readonly linked: LinkedMaster } | undefined {
  const [field, there] = flow === 'suppliers' ? ['supplier', 'vendor'] : ['customer', 'customer'];
  const linked = lookups.master(flow, party.id);
  if (!linked) {
    findings.add({
      code: 'master-unknown',
      record,
      field,
      seen: party.name,
      fix: `sync the ${flow} first, or name the ${there} under mapping.${flow}: "${party.name}": <number>`,
    });
    return undefined;
  }
  const found = linked.record as Party;
  const code = found.code || (linked.ref.number ?? '');
  if (found.status === 'inactive') {
    findings.add({
      code: 'master-inactive',
      record,
      field,
      seen: `${code} ${found.name}`.trim(),
      fix: `unblock the ${there} at the ERP`,
    });
  }
  return { code, linked };
}
