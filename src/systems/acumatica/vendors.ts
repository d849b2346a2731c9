import type { Party } from '../../domain/party.ts';
import { fold, tidy } from '../../domain/text.ts';
import { type Instant, parseInstant } from '../../domain/time.ts';
import type { Source, SourceRow, Versioned } from '../../engine/ports.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import type { References } from '../../mapping/references.ts';
import { countryCode } from '../shared/countries.ts';
import type { SystemDeps } from '../shared/options.ts';
import { stampVersion } from '../shared/version.ts';
import { readRows } from '../shared/wire.ts';
import { sweepMs, title } from './capabilities.ts';
import type { AcumaticaClient } from './client.ts';
import { changedSince, equal, type Filter } from './query.ts';
import { company } from './references.ts';
import { type VendorRow, vendor } from './wire.ts';

const about = { system: title, name: 'vendor', id: 'VendorID', status: 200 } as const;

export const vendorQuery = {
  keys: ['VendorID'],
  select: [
    'VendorID',
    'VendorName',
    'Status',
    'AccountRef',
    'CurrencyID',
    'Terms',
    'TaxRegistrationID',
    'LastModifiedDateTime',
    'MainContact/Email',
    'MainContact/Phone1',
    'MainContact/Attention',
    'MainContact/Address/AddressLine1',
    'MainContact/Address/AddressLine2',
    'MainContact/Address/City',
    'MainContact/Address/State',
    'MainContact/Address/PostalCode',
    'MainContact/Address/Country',
  ],
  expand: ['MainContact', 'MainContact/Address'],
} as const;

/** What it takes to tell a vendor in words that both sides share. */
export interface VendorWords {
  readonly mapping: Mapping;
  readonly localCurrency: string;
}

export async function vendorWords(references: References, mapping: Mapping): Promise<VendorWords> {
  const setup = await references.load('setup');
  return { mapping, localCurrency: setup.get(company)?.data?.['localCurrency'] ?? '' };
}

/**
 * Vendors by their stamp. Another contact or address may not move it (nothing says so), so once a day all of them are
 * read; what is unchanged then costs nothing further.
 */
export function vendorSource(
  client: AcumaticaClient,
  references: References,
  mapping: Mapping,
  deps: Pick<SystemDeps, 'cache' | 'clock'>,
): Source<Party> {
  const swept = `${client.key}|vendors swept`;
  return {
    paging: 'keyset',
    async *changes(since) {
      const words = await vendorWords(references, mapping);
      const sweep = since === undefined || (await deps.cache.get(swept)) === undefined;
      const filter = sweep ? undefined : changedSince('LastModifiedDateTime', since);
      for await (const page of client.pages('Vendor', 'list of vendors', { ...vendorQuery, filter })) {
        yield {
          rows: readRows(page.rows, vendor, about, (row) => toRow(row, words)),
          servedAt: page.servedAt,
        };
      }
      if (sweep) await deps.cache.set(swept, deps.clock.now(), sweepMs);
    },
    async read(id) {
      const row = await readVendor(client, id);
      return row && toVersioned(row, deps.clock.now(), await vendorWords(references, mapping));
    },
  };
}

export const findVendors = (client: AcumaticaClient, filter: Filter): Promise<VendorRow[]> =>
  client.list(vendor, 'Vendor', 'vendor look-up', { ...vendorQuery, filter });

/** The vendor as it is now, or nothing. Ids are codes in lower case; the site keeps codes in upper case. */
export async function readVendor(client: AcumaticaClient, id: string): Promise<VendorRow | undefined> {
  const rows = await findVendors(client, equal('VendorID', fold(id)));
  return rows.find((row) => fold(row.VendorID) === fold(id));
}

export function toVersioned(row: VendorRow, servedAt: Instant, words: VendorWords): Versioned<Party> {
  const { id, number, version, stamp, record } = toRow(row, words);
  return { id, number, version, stamp, record, servedAt };
}

const toRow = (row: VendorRow, words: VendorWords): SourceRow<Party> & { readonly record: Party } => {
  const stamp = parseInstant(row.LastModifiedDateTime);
  const { id: _, LastModifiedDateTime, ...state } = row;
  return {
    id: row.VendorID.toLowerCase(),
    number: row.VendorID,
    version: stampVersion(stamp ?? LastModifiedDateTime, state),
    stamp,
    record: toParty(row, words),
  };
};

function toParty(row: VendorRow, { mapping, localCurrency }: VendorWords): Party {
  const { MainContact: contact } = row;
  const address = contact?.Address;
  const country = tidy(address?.Country);
  return {
    id: row.VendorID.toLowerCase(),
    code: row.VendorID,
    name: tidy(row.VendorName),
    taxNumber: tidy(row.TaxRegistrationID),
    email: tidy(contact?.Email),
    phone: tidy(contact?.Phone1),
    contact: tidy(contact?.Attention),
    line1: tidy(address?.AddressLine1),
    line2: tidy(address?.AddressLine2),
    city: tidy(address?.City),
    state: tidy(address?.State),
    postcode: tidy(address?.PostalCode),
    country: countryCode(country) ?? country,
    // A term that `mapping.paymentTerms` does not know cannot be told in Cin7's words.
    terms: row.Terms === '' ? '' : mapping.back.term(row.Terms),
    currency: fold(mapping.back.currency(row.CurrencyID || localCurrency)),
    // On Hold and Hold Payments keep from paying, not from entering bills.
    status: fold(row.Status) === 'INACTIVE' ? 'inactive' : 'active',
  };
}
