import type { ProblemCode } from '../../domain/problem.ts';
import type { Findings } from '../../mapping/findings.ts';
import type { ReferenceIndex, ReferenceList, ReferenceRow } from '../../mapping/references.ts';
import { title } from './capabilities.ts';

/** Where a value of a new record stands and where it can be put right. */
export interface Place {
  readonly record: string;
  readonly findings: Findings;
  readonly reference: (list: ReferenceList) => ReferenceIndex;
}

interface Check {
  readonly list: ReferenceList;
  readonly field: string;
  readonly value: string;
  readonly code: ProblemCode;
  readonly fix: string;
  /** Why a row that exists and is active will not do all the same. */
  readonly unfit?: ((row: ReferenceRow) => string | undefined) | undefined;
}

/** Names in Cin7's records must exist and be active, else it refuses the whole record: checked before anything is sent. */
export function checkName(place: Place, check: Check): void {
  const { list, field, value } = check;
  if (value === '') return;
  const index = place.reference(list);
  const row = index.get(value);
  const why =
    row === undefined ? undefined : row.usable ? check.unfit?.(row) : (row.why ?? 'it is not active');
  if (row && why === undefined) return;
  const allowed = index.rows.filter(
    (candidate) => candidate.usable && check.unfit?.(candidate) === undefined,
  );
  place.findings.add(
    {
      code: check.code,
      record: place.record,
      field,
      seen: why === undefined ? value : `${value} (${why})`,
      allowed: allowed.slice(0, 20).map(({ code }) => code),
      fix: check.fix,
    },
    list,
  );
}

/** Fields that Cin7 requires on create (API Blueprint). */
export function checkRequired(
  place: Place,
  body: Readonly<Record<string, unknown>>,
  fields: readonly string[],
  key: string,
): void {
  for (const field of fields) {
    const value = body[field];
    if (value !== undefined && value !== '') continue;
    place.findings.add({
      code: 'value-missing',
      record: place.record,
      field,
      fix: `${title} requires it: set ${key}.${field} in the config`,
    });
  }
}
