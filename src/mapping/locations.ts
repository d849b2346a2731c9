import { fold } from '../domain/text.ts';
import type { Findings } from './findings.ts';
import { type At, lookUp } from './look-up.ts';
import type { LocationTarget, Mapping } from './mapping.ts';
import type { ReferenceIndex } from './references.ts';
import { candidates } from './suggest.ts';
import { mappingFix, unknownCode } from './yaml-fix.ts';

/**
 * The location at the ERP; `ignore` where none is to be sent, also for a record without one. Nothing, and a problem, for
 * a location that stands in no line of the mapping or whose code the ERP does not know. Without `locations` (an ERP that
 * shows no such list) the code is taken on trust.
 */
export function mapLocation(
  at: At,
  location: string | undefined,
  mapping: Mapping,
  locations: ReferenceIndex | undefined,
  findings: Findings,
): LocationTarget | 'ignore' | undefined {
  if (fold(location) === '') return 'ignore';
  const key = (location ?? '').trim();
  const target = mapping.location(key);
  const fix = `${mappingFix('locations', key, unknownCode)} or ${mappingFix('locations', key, 'ignore')}`;
  if (target === undefined) {
    const allowed = locations && candidates([key], locations);
    findings.add({ code: 'location-unmapped', ...at, seen: key, allowed, fix: `add ${fix}` });
    return undefined;
  }
  if (target === 'ignore' || target.code === undefined || locations === undefined) return target;
  const row = lookUp(
    {
      at,
      code: target.code,
      list: 'locations',
      index: locations,
      problem: 'location-unmapped',
      fix: `change ${fix}`,
    },
    findings,
  );
  return row === undefined ? undefined : { ...target, code: row.code };
}
