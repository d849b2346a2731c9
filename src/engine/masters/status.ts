import type { FlowOptions } from '../../config/schema.ts';
import type { Leg } from '../../domain/document.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Baseline } from '../../store/links.ts';
import type { Master } from './spec.ts';

export type StatusDecision =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'write' }
  | { readonly kind: 'report'; readonly problem: Problem };

/**
 * What an (in)activation means for the other side. Deactivated in the ERP: deprecated in Cin7. Deprecated in Cin7: only
 * reported, unless `deactivate: block`, since open bills must still be paid. First contact changes no status.
 */
export function decideStatus(
  leg: Leg,
  options: Pick<FlowOptions, 'deactivate'>,
  here: { readonly record: Master; readonly base: Baseline },
  there: Master,
): StatusDecision {
  const before = here.base['status'];
  if (before === undefined || before === here.record.status || here.record.status === there.status) {
    return { kind: 'nothing' };
  }
  if (leg === 'erp-to-cin7' || options.deactivate === 'block') return { kind: 'write' };
  if (here.record.status === 'active') return { kind: 'nothing' };
  return {
    kind: 'report',
    problem: {
      code: 'deactivated',
      severity: 'warning',
      record: here.record.name,
      field: 'status',
      seen: 'deprecated in Cin7',
      fix: 'block it in the ERP by hand if no bill of it is open, or set deactivate: block',
    },
  };
}
