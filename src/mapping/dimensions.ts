import { fold } from '../domain/text.ts';
import type { Findings } from './findings.ts';
import { type At, lookUp } from './look-up.ts';
import type { AccountTarget, LocationTarget } from './mapping.ts';
import type { ReferenceIndex } from './references.ts';

/** Dimension values by dimension. */
export type Dimensions = Readonly<Record<string, string>>;

/** Dimensions of an account and of a location together; where both name one dimension, the account's value holds. */
export function mergeDimensions(
  account: Dimensions | undefined,
  location: Dimensions | undefined,
): Dimensions {
  const merged = new Map<string, readonly [string, string]>();
  for (const [dimension, value] of Object.entries(location ?? {}))
    merged.set(fold(dimension), [dimension, value]);
  for (const [dimension, value] of Object.entries(account ?? {}))
    merged.set(fold(dimension), [dimension, value]);
  return Object.fromEntries(merged.values());
}

export interface DimensionLists {
  readonly dimensions?: ReferenceIndex | undefined;
  /** Codes are `DIMENSION/VALUE`. */
  readonly dimensionValues?: ReferenceIndex | undefined;
}

/**
 * The dimensions of a line, by codes as the ERP prints them. A list that the ERP does not show is not checked against.
 * Each dimension or value that does not exist, or may not be used, is a problem and is left out.
 */
export function mapDimensions(
  at: At,
  account: AccountTarget | undefined,
  location: LocationTarget | 'ignore' | undefined,
  lists: DimensionLists,
  findings: Findings,
): Dimensions {
  const ofLocation = location === 'ignore' ? undefined : location?.dimensions;
  const mapped: [string, string][] = [];
  for (const [dimension, value] of Object.entries(mergeDimensions(account?.dimensions, ofLocation))) {
    const code = useDimension(at, dimension, lists.dimensions, findings);
    const valueCode = code && useValue(at, code, value, lists.dimensionValues, findings);
    if (code !== undefined && valueCode !== undefined) mapped.push([code, valueCode]);
  }
  return Object.fromEntries(mapped);
}

const fix = 'correct `dimensions` in mapping.accounts or mapping.locations, or add it at the ERP';

function useDimension(
  at: At,
  code: string,
  index: ReferenceIndex | undefined,
  findings: Findings,
): string | undefined {
  if (index === undefined) return code;
  return lookUp({ at, code, list: 'dimensions', index, problem: 'dimension-unknown', fix }, findings)?.code;
}

function useValue(
  at: At,
  dimension: string,
  value: string,
  index: ReferenceIndex | undefined,
  findings: Findings,
): string | undefined {
  if (index === undefined) return value;
  const code = `${dimension}/${value}`;
  const row = lookUp(
    { at, code, list: 'dimensionValues', index, problem: 'dimension-unknown', fix },
    findings,
  );
  return row?.code.slice(dimension.length + 1);
}
