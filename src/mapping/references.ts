import { fold } from '../domain/text.ts';

/** Lists that are read and never written. Not every system has every list. */
export type ReferenceList =
  | 'accounts'
  | 'subaccounts'
  | 'branches'
  | 'categories'
  | 'countries'
  | 'currencies'
  | 'defaultDimensions'
  | 'dimensions'
  | 'dimensionValues'
  | 'items'
  | 'locations'
  | 'paymentTerms'
  | 'setup'
  | 'taxes'
  | 'taxZones'
  | 'taxItemGroups'
  | 'units';

export interface ReferenceRow {
  /** As the system prints it. A dimension value's code is `DIMENSION/VALUE`. */
  readonly code: string;
  readonly name: string;
  /** Whether a document may use it now. */
  readonly usable: boolean;
  /** Why not, in the system's own words: `accountType is Heading`. */
  readonly why?: string | undefined;
  /** Further fields of the system, by their own names. */
  readonly data?: Readonly<Record<string, string>> | undefined;
}

/** A reference list in memory, looked up by code without case. */
export interface ReferenceIndex {
  readonly rows: readonly ReferenceRow[];
  get(code: string): ReferenceRow | undefined;
}

export interface References {
  /** The lists that this system offers. */
  readonly lists: readonly ReferenceList[];
  /** From the cache, or from the system when the cache is older than its life or `fresh` is asked for. */
  load(list: ReferenceList, options?: { readonly fresh?: boolean }): Promise<ReferenceIndex>;
}

export function indexRows(rows: readonly ReferenceRow[]): ReferenceIndex {
  const byCode = new Map(rows.map((row) => [fold(row.code), row]));
  return { rows, get: (code) => byCode.get(fold(code)) };
}
