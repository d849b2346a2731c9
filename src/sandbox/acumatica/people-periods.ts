import type { PlainDate } from '../../domain/time.ts';
import { guidOf } from '../ids.ts';
import { periodOn } from './periods.ts';
import type { MadeBy, PeriodRow } from './rows.ts';
import { type Site, stamped, type World } from './state.ts';

/** Twelve calendar months, all open. */
export function addYear(world: World, site: Site, year: number, by: MadeBy): void {
  for (let month = 1; month <= 12; month++) {
    const first = new Date(Date.UTC(year, month - 1, 1));
    const last = new Date(Date.UTC(year, month, 0));
    site.periods.put({
      id: `${String(month).padStart(2, '0')}${year}`,
      from: first.toISOString().slice(0, 10) as PlainDate,
      to: last.toISOString().slice(0, 10) as PlainDate,
      status: 'Open',
      closedInAP: false,
    });
  }
  showYear(world, site, String(year), by);
}

/** The year's record in FinancialPeriod follows its periods. */
function showYear(world: World, site: Site, year: string, by: MadeBy): void {
  const periods = site.periods.all().filter((row) => row.id.endsWith(year));
  site.lists.FinancialPeriod.put({
    ...stamped(world, by, guidOf(`${site.tenant} year ${year}`)),
    key: year,
    values: { FinancialYear: year, NbrOfPeriods: 12, StartDate: `${year}-01-01`, UserDefinedPeriods: false },
    details: {
      Details: periods.map((row) => ({
        FinancialPeriodID: row.id,
        PeriodNbr: row.id.slice(0, 2),
        StartDate: row.from,
        EndDate: row.to,
        Status: row.status,
        ClosedInAP: row.closedInAP,
        AdjustmentPeriod: false,
      })),
    },
  });
}

export function setPeriod(world: World, site: Site, name: string, changes: Partial<PeriodRow>): PeriodRow {
  const id = name.replace('-', '');
  const row = site.periods.get(id) ?? periodOn(site, name as PlainDate);
  if (row === undefined) throw new Error(`Acumatica has no period ${name}`);
  const changed = site.periods.put({ ...row, ...changes });
  showYear(world, site, row.id.slice(2), 'person');
  return changed;
}
