import type { Instant } from '../../domain/time.ts';
import { pick } from '../ids.ts';

/** Seven digits of fraction and no zone, `2026-09-01T08:00:00.1234567`: how stamps are kept; they sort as text. */
export const stampOf = (at: Instant, ticks: number): string =>
  `${at.slice(0, -1)}${String(ticks % 10_000).padStart(4, '0')}`;

/** A date or stamp of a query, in the form in which stamps are kept; without a zone it is UTC. */
export function readStamp(text: string): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,7}))?)?(Z|[+-]\d\d:\d\d)?$/i.exec(
    text.trim(),
  );
  if (match === null) return undefined;
  const [, date, time = '00:00:00', fraction = '', zone = 'Z'] = match;
  const at = new Date(`${date}T${time}${zone}`);
  if (Number.isNaN(at.getTime())) return undefined;
  return `${at.toISOString().slice(0, 19)}.${fraction.padEnd(7, '0')}`;
}

/** As Cin7 prints it: 0 to 7 digits, trailing zeros dropped, for half of the records with `Z` (section 1.4). */
export const printStamp = (stamp: string, id: string): string =>
  `${stamp.replace(/\.?0*$/, '')}${pick(`zone ${id}`, 2) === 0 ? 'Z' : ''}`;

/** A calendar date as Cin7 prints it; blank as null. */
export const printDate = (date: string): string | null =>
  date === '' ? null : `${date.slice(0, 10)}T00:00:00`;

/** GUIDs come in either letter case (section 1.6): here it depends on the id and on where it is shown. */
export const printGuid = (id: string, place: string, mixed: boolean): string =>
  mixed && pick(`case ${place} ${id}`, 2) === 1 ? id.toUpperCase() : id;
