import type { Instant } from '../../domain/time.ts';
import { moment, text } from '../odata/literal.ts';
import { all, compare, equal } from '../odata/query.ts';
import type { FinanceOperationsClient, ListPage } from './client.ts';

/** A full read of one set, company by company. */
export interface Scan {
  readonly set: string;
  readonly name: string;
  readonly select: readonly string[];
  /** What the rows are sorted by behind the company: pages of unsorted rows overlap and miss some. */
  readonly keys: readonly string[];
  /** Rows of different companies with the same value here are one record: the first company's counts. */
  readonly same: string;
  /** Legal entities that are read besides the pair's own. */
  readonly crossCompany: readonly string[];
  readonly modifiedField?: string | undefined;
}

/**
 * The rows of the pair's own legal entity and of those read besides, page by page, so that memory stays flat. `total`
 * is what the whole scan must come to; with several companies only the last page can tell.
 */
export async function* scanSet(
  client: FinanceOperationsClient,
  scan: Scan,
  since: Instant | undefined,
): AsyncIterable<ListPage> {
  const companies = await companiesOf(client, scan);
  if (companies.length === 1) {
    yield* client.pages(scan.set, scan.name, queryOf(scan, companies[0] ?? '', since));
    return;
  }
  const owners = new Map<string, string>();
  let total = 0;
  let last: ListPage | undefined;
  for (const company of companies) {
    let count: number | undefined;
    for await (const page of client.pages(scan.set, scan.name, queryOf(scan, company, since))) {
      const rows = page.rows.filter((row) => isFirst(row, scan.same, company, owners));
      // A count that moves while the list is read makes the scan come to another sum than its rows.
      total += (page.total ?? count ?? 0) - (count ?? 0) - (page.rows.length - rows.length);
      count = page.total ?? count;
      last = page;
      yield { ...page, rows, total: undefined };
    }
  }
  if (last) yield { rows: [], total, servedAt: last.servedAt };
}

/** The pair's own first: what it has is never told as another company has it. */
export async function companiesOf(
  client: FinanceOperationsClient,
  { crossCompany }: Pick<Scan, 'crossCompany'>,
): Promise<string[]> {
  const own = await client.company();
  return [own, ...crossCompany.filter((other) => other.toLowerCase() !== own.toLowerCase())];
}

export const queryOf = (
  { select, keys, modifiedField }: Scan,
  company: string,
  since: Instant | undefined,
) => ({
  filter: all(
    equal('dataAreaId', text(company)),
    modifiedField !== undefined && since !== undefined
      ? compare(modifiedField, 'ge', moment(since))
      : undefined,
  ),
  select: modifiedField === undefined ? select : [...select, modifiedField],
  orderBy: [
    ...(modifiedField !== undefined && since !== undefined ? [modifiedField] : []),
    'dataAreaId',
    ...keys,
  ],
  count: true,
});

function isFirst(row: unknown, field: string, company: string, owners: Map<string, string>): boolean {
  const value = (row as Readonly<Record<string, unknown>>)[field];
  if (typeof value !== 'string' || value === '') return true;
  const owner = owners.get(value);
  if (owner === undefined) owners.set(value, company);
  return owner === undefined || owner === company;
}
