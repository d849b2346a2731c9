import { addDays, dateOf, type Instant, type PlainDate, parseInstant } from '../../domain/time.ts';

/**
 * From when a list is asked for: a stamp may be no more than a day in the server's own zone (MODIFDT, section 5), so from
 * the day before, never later.
 */
export const dayBefore = (since: Instant): PlainDate => addDays(dateOf(since), -1);

/** A stamp that shows no time of day tells only the day. */
export const tellsTime = (stamp: string): boolean => {
  const at = parseInstant(stamp);
  return at !== undefined && !/T00:00:00(\.0+)?Z$/.test(at);
};

/** Where the stamp tells only the day, the row may have changed since. */
export function mayBeNewer(stamp: string, since: Instant): boolean {
  const at = parseInstant(stamp);
  return at === undefined || at >= since || !tellsTime(stamp);
}
