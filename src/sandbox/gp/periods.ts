import type { PlainDate } from '../../domain/time.ts';
import { econnect, refuse } from './faults.ts';
import type { BatchRow } from './rows.ts';
import type { World } from './state.ts';

export const isOpen = ({ company }: World, date: PlainDate): boolean =>
  company.periods.all().some((row) => row.from <= date && date <= row.to && !row.closed);

export function checkPeriod(world: World, date: PlainDate): void {
  if (world.switches.refusesClosedPeriods && !isOpen(world, date))
    refuse.econnect(econnect.closedPeriod, date);
}

/** Batches are made on the fly; one that somebody works with takes nothing. */
export function intoBatch({ company }: World, id: string, origin: BatchRow['origin']): void {
  const batch = company.batches.get(`${origin}|${id}`);
  if (batch === undefined) company.batches.put({ id, origin, status: 'Available' });
  else if (batch.status !== 'Available') refuse.econnect(econnect.batchBusy, `${id}: ${batch.status}`);
}
