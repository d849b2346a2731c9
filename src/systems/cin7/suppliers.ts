import type { Party } from '../../domain/party.ts';
import { fold, tidy } from '../../domain/text.ts';
import { parseInstant } from '../../domain/time.ts';
import type { Source, SourceRow, Versioned } from '../../engine/ports.ts';
import type { HttpResponse } from '../../http/ports.ts';
import type { References } from '../../mapping/references.ts';
import { countryCode } from '../shared/countries.ts';
import { stampVersion } from '../shared/version.ts';
import { readRows, readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { Cin7Client } from './client.ts';
import { another } from './errors.ts';
import { baseCurrency } from './references.ts';
import { readList, type SupplierRow, supplier } from './wire.ts';

/** The additional attribute that keeps the ERP's vendor number on a supplier, if the pair has agreed on one. */
export type CodeAttribute = Extract<keyof SupplierRow, `AdditionalAttribute${string}`> | undefined;

/** What suppliers and customers have in common. */
export type PartyRow = Omit<SupplierRow, 'AccountPayable'>;

/** Suppliers: the list shows whole records (API Blueprint, "Supplier"); deprecated ones only when asked for. */
export function supplierSource(
  client: Cin7Client,
  references: References,
  code: CodeAttribute,
): Source<Party> {
  return {
    paging: 'offset',
    async *changes(since) {
      const query = { ModifiedSince: since?.replace(/Z$/, ''), IncludeDeprecated: true };
      const base = await baseCurrency(references);
      for await (const page of client.pages('/supplier', 'SupplierList', 'supplier list', query)) {
        const about = { system: title, name: 'supplier', status: page.response.status, id: 'ID' };
        const rows = readRows(page.rows, supplier, about, (row) => toRow(row, code, base));
        yield { rows, total: page.total, servedAt: page.response.servedAt };
      }
    },
    async read(id) {
      const found = await readSupplier(client, id);
      return found && toVersioned(found.row, found.response, code, await baseCurrency(references));
    },
  };
}

export const readSuppliers = (rows: readonly unknown[], response: HttpResponse): SupplierRow[] =>
  rows.map((json) =>
    readWire(supplier, { status: response.status, json }, { system: title, name: 'supplier' }),
  );

/** The supplier as it is now, or nothing. */
export async function readSupplier(
  client: Cin7Client,
  id: string,
): Promise<{ readonly row: SupplierRow; readonly response: HttpResponse } | undefined> {
  const response = await client.get('/supplier', 'supplier', { ID: id, IncludeDeprecated: true });
  const rows = readSuppliers(readList(response, 'SupplierList', 'supplier').rows, response);
  const row = rows.find(({ ID }) => ID === id.toLowerCase());
  if (!row && rows.length > 0) throw another('supplier');
  return row && { row, response };
}

export function toVersioned(
  row: SupplierRow,
  response: HttpResponse,
  code: CodeAttribute,
  base: string,
): Versioned<Party> {
  const { id, number, version, stamp, record } = toRow(row, code, base);
  return { id, number, version, stamp, record, servedAt: response.servedAt };
}

const toRow = (
  row: SupplierRow,
  code: CodeAttribute,
  base: string,
): SourceRow<Party> & { readonly record: Party } => ({
  id: row.ID,
  number: tidy(row.Name),
  version: supplierVersion(row),
  stamp: parseInstant(row.LastModifiedOn),
  record: toParty(row, code, base),
});

export const supplierVersion = (row: SupplierRow): string => stampVersion(row.LastModifiedOn, row);

export function toParty(row: PartyRow, code: CodeAttribute, base: string): Party {
  const address = defaultAddress(row);
  const contact = defaultContact(row);
  const country = tidy(address?.Country);
  return {
    id: row.ID,
    code: code === undefined ? '' : tidy(row[code]),
    name: tidy(row.Name),
    taxNumber: tidy(row.TaxNumber),
    email: tidy(contact?.Email),
    phone: tidy(contact?.Phone),
    // A contact needs a name; without one we give it the supplier's, which says nothing about a person.
    contact: fold(contact?.Name) === fold(row.Name) ? '' : tidy(contact?.Name),
    line1: tidy(address?.Line1),
    line2: tidy(address?.Line2),
    city: tidy(address?.City),
    state: tidy(address?.State),
    postcode: tidy(address?.Postcode),
    country: countryCode(country) ?? country,
    terms: tidy(row.PaymentTerm),
    currency: fold(row.Currency) || base,
    status: /^deprecated$/i.test(row.Status) ? 'inactive' : 'active',
  };
}

/** The default billing address, else the first for billing, else the first for business. */
export const defaultAddress = (row: PartyRow): SupplierRow['Addresses'][number] | undefined => {
  const of = (type: string) => row.Addresses.filter((address) => fold(address.Type) === type);
  return of('BILLING').find(({ DefaultForType }) => DefaultForType) ?? of('BILLING')[0] ?? of('BUSINESS')[0];
};

/** The default contact, else the first. */
export const defaultContact = (row: PartyRow): SupplierRow['Contacts'][number] | undefined =>
  row.Contacts.find((contact) => contact.Default) ?? row.Contacts[0];
