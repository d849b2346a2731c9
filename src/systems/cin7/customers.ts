import type { Party } from '../../domain/party.ts';
import { parseInstant } from '../../domain/time.ts';
import type { Source, SourceRow, Versioned } from '../../engine/ports.ts';
import type { HttpResponse } from '../../http/ports.ts';
import type { References } from '../../mapping/references.ts';
import { stampVersion } from '../shared/version.ts';
import { readRows, readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { Cin7Client } from './client.ts';
import { another } from './errors.ts';
import { baseCurrency } from './references.ts';
import { toParty } from './suppliers.ts';
import { readList } from './wire.ts';
import { type CustomerRow, customer } from './wire-customers.ts';

/** Customers: the list shows whole records (API Blueprint, "Customer"); deprecated ones only when asked for. */
export function customerSource(client: Cin7Client, references: References): Source<Party> {
  return {
    paging: 'offset',
    async *changes(since) {
      const query = { ModifiedSince: since?.replace(/Z$/, ''), IncludeDeprecated: true };
      const base = await baseCurrency(references);
      for await (const page of client.pages('/customer', 'CustomerList', 'customer list', query)) {
        const about = { system: title, name: 'customer', status: page.response.status, id: 'ID' };
        const rows = readRows(page.rows, customer, about, (row) => toRow(row, base));
        yield { rows, total: page.total, servedAt: page.response.servedAt };
      }
    },
    async read(id) {
      const found = await readCustomer(client, id);
      return found && customerVersioned(found.row, found.response, await baseCurrency(references));
    },
  };
}

export const readCustomers = (rows: readonly unknown[], response: HttpResponse): CustomerRow[] =>
  rows.map((json) =>
    readWire(customer, { status: response.status, json }, { system: title, name: 'customer' }),
  );

/** The customer as it is now, or nothing. */
export async function readCustomer(
  client: Cin7Client,
  id: string,
): Promise<{ readonly row: CustomerRow; readonly response: HttpResponse } | undefined> {
  const response = await client.get('/customer', 'customer', { ID: id, IncludeDeprecated: true });
  const rows = readCustomers(readList(response, 'CustomerList', 'customer').rows, response);
  const row = rows.find(({ ID }) => ID === id.toLowerCase());
  if (!row && rows.length > 0) throw another('customer');
  return row && { row, response };
}

export function customerVersioned(row: CustomerRow, response: HttpResponse, base: string): Versioned<Party> {
  const { id, number, version, stamp, record } = toRow(row, base);
  return { id, number, version, stamp, record, servedAt: response.servedAt };
}

const toRow = (row: CustomerRow, base: string): SourceRow<Party> & { readonly record: Party } => ({
  id: row.ID,
  number: row.Name,
  version: customerVersion(row),
  stamp: parseInstant(row.LastModifiedOn),
  // The ERP's number of a customer stands nowhere in Cin7: the link holds it.
  record: toParty(row, undefined, base),
});

export const customerVersion = (row: CustomerRow): string => stampVersion(row.LastModifiedOn, row);
