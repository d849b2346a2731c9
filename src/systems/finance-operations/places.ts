import { fold } from '../../domain/text.ts';
import type { Lookups } from '../../engine/ports.ts';
import type { Dimensions } from '../../mapping/dimensions.ts';
import type { Findings } from '../../mapping/findings.ts';
import { mapLocation } from '../../mapping/locations.ts';
import { type At, lookUp } from '../../mapping/look-up.ts';
import { siteRow } from './references.ts';

export interface Place {
  readonly site?: string | undefined;
  readonly warehouse?: string | undefined;
  readonly dimensions?: Dimensions | undefined;
}

/**
 * Site and warehouse of a Cin7 location. A warehouse stands in one site, which is sent along: stocked items need one.
 * Nothing for a location that is ignored, or unmapped (then it was told).
 */
export function placeOf(at: At, location: string | undefined, lookups: Lookups, findings: Findings): Place {
  const target = mapLocation(at, location, lookups.mapping, undefined, findings);
  if (target === undefined || target === 'ignore') return {};
  const code = target.warehouse ?? target.code;
  const fix = 'correct its line under mapping.locations';
  const dimensions = target.dimensions;
  if (code === undefined) return { site: siteIn(at, target.site, lookups, findings), dimensions };
  const index = lookups.reference('locations');
  const warehouse = lookUp(
    { at, code, list: 'locations', index, problem: 'location-unmapped', fix },
    findings,
  );
  if (!warehouse) return { dimensions };
  const own = warehouse.data?.['site'] ?? '';
  if (target.site !== undefined && fold(target.site) !== fold(own)) {
    const seen = `warehouse ${warehouse.code} in site ${target.site}`;
    findings.add({ code: 'location-unmapped', ...at, seen, allowed: [`site ${own}`], fix }, 'locations');
  }
  return { ...(own === '' ? {} : { site: own }), warehouse: warehouse.code, dimensions };
}

function siteIn(at: At, site: string | undefined, lookups: Lookups, findings: Findings): string | undefined {
  if (site === undefined) return undefined;
  const wanted = { at, code: siteRow(site), list: 'setup', index: lookups.reference('setup') } as const;
  const fix = 'correct its line under mapping.locations';
  return lookUp({ ...wanted, problem: 'location-unmapped', fix }, findings)?.code.slice(siteRow('').length);
}
