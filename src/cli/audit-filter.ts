import type { AuditFilter } from '../store/audit.ts';
import { countOption, endOption, instantOption } from './values.ts';

export interface AuditFilterOptions {
  readonly pair?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: string;
}

export const auditFilter = ({ pair, from, to, limit }: AuditFilterOptions): AuditFilter => ({
  pair,
  from: from === undefined ? undefined : instantOption('--from', from),
  to: to === undefined ? undefined : endOption('--to', to),
  limit: limit === undefined ? undefined : countOption('--limit', limit),
});

/** `pair acme, from 2026-01-01`. */
export const describeFilter = ({ pair, from, to, limit }: AuditFilterOptions): string =>
  [
    pair === undefined ? 'all pairs' : `pair ${pair}`,
    from === undefined ? '' : `from ${from}`,
    to === undefined ? '' : `up to ${to}`,
    limit === undefined ? '' : `at most ${limit} entries`,
  ]
    .filter(Boolean)
    .join(', ');
