import type { Problem } from '../../domain/problem.ts';
import type { PlainDate } from '../../domain/time.ts';
import type { DocumentOptions } from '../../engine/ports.ts';
import type { ReferenceIndex } from '../../mapping/references.ts';

interface Period {
  /** `102026`. */
  readonly id: string;
  readonly from: string;
  /** The first day after it. */
  readonly until: string;
  readonly open: boolean;
}

/** Rows of the list `setup` that are financial periods. */
export const periodCode = (id: string): string => `period ${id}`;

export function periodsOf(setup: ReferenceIndex): Period[] {
  return setup.rows.flatMap(({ code, data }) =>
    code.startsWith('period ')
      ? [
          {
            id: code.slice('period '.length),
            from: data?.['from'] ?? '',
            until: data?.['until'] ?? '',
            open: data?.['open'] === 'true',
          },
        ]
      : [],
  );
}

export interface PostPeriod {
  /** To be sent where it is not the one that the document's date gives by itself. */
  readonly period?: string | undefined;
  readonly hold?: Problem | undefined;
  readonly problem?: Problem | undefined;
}

/**
 * The financial period by the flow's options. A date in a closed period is moved to the next open one if the flow says so,
 * else the document is held; periods that the site does not show are left to the site.
 */
export function postPeriodOf(
  date: PlainDate,
  options: DocumentOptions,
  today: PlainDate,
  periods: readonly Period[],
  record: string,
): PostPeriod {
  const wanted = options.postingDate === 'today' ? today : date;
  const period = periods.find(({ from, until }) => from <= wanted && wanted < until);
  const own = periods.find(({ from, until }) => from <= date && date < until);
  if (!period) return wanted === date ? {} : { problem: unseen(record, wanted) };
  if (period.open) return period.id === own?.id ? {} : { period: period.id };
  const later = periods
    .filter(({ from, open }) => open && from > wanted)
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  const [next] = later;
  if (options.closedPeriod === 'next-open-day' && next) return { period: next.id };
  return {
    hold: {
      code: 'period-closed',
      record,
      field: 'posting period',
      seen: `${wanted} in ${period.id}`,
      allowed: periods
        .filter(({ open }) => open)
        .map(({ id }) => id)
        .slice(0, 20),
      fix: 'open the period in Acumatica, or set closedPeriod: next-open-day for the flow',
    },
  };
}

const unseen = (record: string, wanted: PlainDate): Problem => ({
  code: 'value-missing',
  record,
  field: 'posting period',
  seen: wanted,
  fix: 'let the user read the financial periods of that year (GL201000), or set postingDate: invoice-date',
});
