import type { Problem } from '../../domain/problem.ts';
import type { PlainDate } from '../../domain/time.ts';
import type { DocumentOptions } from '../../engine/ports.ts';

/** What the ERP tells of the dates on which may be posted; either end may be open. */
export interface OpenDates {
  readonly from?: PlainDate | undefined;
  readonly to?: PlainDate | undefined;
}

/**
 * The posting date by the flow's options, and what holds the posting back: a date outside of the known range is moved
 * to the first open day if the flow says so (`closedPeriod: next-open-day`), else the document is drafted and held.
 */
export function postingDateOf(
  date: PlainDate,
  options: DocumentOptions,
  today: PlainDate,
  open: OpenDates,
  record: string,
): { readonly date: PlainDate; readonly hold?: Problem } {
  const wanted = options.postingDate === 'today' ? today : date;
  const early = open.from !== undefined && wanted < open.from;
  const late = open.to !== undefined && wanted > open.to;
  if (!early && !late) return { date: wanted };
  if (early && open.from !== undefined && options.closedPeriod === 'next-open-day')
    return { date: open.from };
  return {
    date: wanted,
    hold: {
      code: 'period-closed',
      record,
      field: 'posting date',
      seen: wanted,
      allowed: [`${open.from ?? '...'} to ${open.to ?? '...'}`],
      fix: early
        ? 'open the period at the ERP, or set closedPeriod: next-open-day for the flow'
        : 'open the period at the ERP; the next pass goes on',
    },
  };
}
