import type { PlainDate } from '../../domain/time.ts';
import type { PeriodRow } from './rows.ts';
import type { Scope } from './scope.ts';
import type { Site } from './state.ts';

export const periodOn = (site: Site, date: PlainDate): PeriodRow | undefined =>
  site.periods.find((row) => row.from <= date && date <= row.to);

/** `102021` and `10-2021` are one period. */
export const periodId = (text: string): string => text.replace('-', '');

const shown = (id: string): string => `${id.slice(0, 2)}-${id.slice(2)}`;

/** Nothing is posted, or meant to be posted, into a period that is not open. */
export function checkPeriod({ site, complaints }: Scope, id: string): void {
  if (id === '') {
    complaints.add('PostPeriod', "'Post Period' cannot be empty.");
    return;
  }
  const problem = periodProblem(site, id);
  if (problem !== undefined) complaints.add('PostPeriod', problem);
}

export function periodProblem(site: Site, id: string): string | undefined {
  const row = site.periods.get(id);
  if (row === undefined) return `The ${shown(id)} financial period cannot be found in the system.`;
  if (row.status === 'Inactive')
    return `The ${shown(id)} financial period is inactive in the ${company} company.`;
  if (row.status !== 'Open') return `The ${shown(id)} financial period is closed in the ${company} company.`;
  if (row.closedInAP)
    return `The ${shown(id)} financial period of the ${company} company is closed in  Accounts Payable.`;
  return undefined;
}

const company = 'LARDER';
