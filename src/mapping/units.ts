import { fold } from '../domain/text.ts';
import type { Findings } from './findings.ts';
import { type At, lookUp } from './look-up.ts';
import type { Mapping } from './mapping.ts';
import type { ReferenceIndex } from './references.ts';
import { mappingFix, unknownCode } from './yaml-fix.ts';

/** The ERP's code of a unit, as the ERP prints it: the mapped one, else the same. A blank unit is nothing, without a problem. */
export function mapUnit(
  at: At,
  unit: string | undefined,
  mapping: Mapping,
  units: ReferenceIndex,
  findings: Findings,
): string | undefined {
  if (fold(unit) === '') return undefined;
  const key = (unit ?? '').trim();
  const fix = `add ${mappingFix('units', key, unknownCode)}`;
  return lookUp(
    { at, code: mapping.unit(key), list: 'units', index: units, problem: 'unit-unmapped', fix },
    findings,
  )?.code;
}
