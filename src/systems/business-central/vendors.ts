import type { Party } from '../../domain/party.ts';
import { fold, tidy } from '../../domain/text.ts';
import { type Instant, parseInstant } from '../../domain/time.ts';
import type { Source, SourceRow, Versioned } from '../../engine/ports.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import type { ReferenceIndex, References } from '../../mapping/references.ts';
import { guid, moment } from '../odata/literal.ts';
import { compare, entity } from '../odata/query.ts';
import { countryCode } from '../shared/countries.ts';
import { stampVersion } from '../shared/version.ts';
import { anything, readRows, readWire } from '../shared/wire.ts';
import { pageSize, title } from './capabilities.ts';
import type { BusinessCentralClient } from './client.ts';
import { isGone } from './errors.ts';
import { company } from './references.ts';
import { type VendorRow, vendor } from './wire.ts';

const about = { system: title, name: 'vendor', id: 'id' } as const;

/** What it takes to tell a vendor in words that both sides share. */
export interface VendorWords {
  readonly mapping: Mapping;
  readonly terms: ReferenceIndex;
  readonly countries: ReferenceIndex;
  readonly localCurrency: string;
}

export async function vendorWords(references: References, mapping: Mapping): Promise<VendorWords> {
  const [terms, countries, setup] = [
    await references.load('paymentTerms'),
    await references.load('countries'),
    await references.load('setup'),
  ];
  return { mapping, terms, countries, localCurrency: setup.get(company)?.data?.['localCurrency'] ?? '' };
}

/** Vendors, sorted by their stamp and paged by the server's own links (AL page 30010). */
export function vendorSource(
  client: BusinessCentralClient,
  references: References,
  mapping: Mapping,
): Source<Party> {
  return {
    paging: 'keyset',
    async *changes(since) {
      const words = await vendorWords(references, mapping);
      const query = {
        count: true,
        orderBy: ['lastModifiedDateTime'],
        filter: since && compare('lastModifiedDateTime', 'ge', moment(since)),
      };
      for await (const page of client.pages(anything, 'vendors', 'list of vendors', query, pageSize)) {
        yield {
          rows: readRows(page.rows, vendor, { ...about, status: 200 }, (row) => toRow(row, words)),
          total: page.total,
          servedAt: page.servedAt,
        };
      }
    },
    async read(id) {
      const found = await readVendor(client, id);
      return found && toVersioned(found.row, found.servedAt, await vendorWords(references, mapping));
    },
  };
}

/** The vendor as it is now, or nothing. */
export async function readVendor(
  client: BusinessCentralClient,
  id: string,
): Promise<{ readonly row: VendorRow; readonly servedAt: Instant } | undefined> {
  try {
    const response = await client.get(entity('vendors', guid(id)), 'vendor');
    return {
      row: readWire(vendor, response, { system: title, name: 'vendor' }),
      servedAt: response.servedAt,
    };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

export function toVersioned(row: VendorRow, servedAt: Instant, words: VendorWords): Versioned<Party> {
  const { id, number, version, stamp, record } = toRow(row, words);
  return { id, number, version, stamp, record, servedAt };
}

const toRow = (row: VendorRow, words: VendorWords): SourceRow<Party> & { readonly record: Party } => ({
  id: row.id,
  number: row.number,
  // The ETag: what a change has to name. It moves with every change of the record.
  version: row['@odata.etag'] ?? stampVersion(row.lastModifiedDateTime, row),
  stamp: parseInstant(row.lastModifiedDateTime),
  record: toParty(row, words),
});

function toParty(row: VendorRow, { mapping, terms, countries, localCurrency }: VendorWords): Party {
  const term = terms.rows.find(({ data }) => data?.['id'] === row.paymentTermsId)?.code;
  return {
    id: row.id,
    code: row.number,
    name: tidy(row.displayName),
    taxNumber: tidy(row.taxRegistrationNumber),
    email: tidy(row.email),
    phone: tidy(row.phoneNumber),
    line1: tidy(row.addressLine1),
    line2: tidy(row.addressLine2),
    city: tidy(row.city),
    state: tidy(row.state),
    postcode: tidy(row.postalCode),
    country: countryOf(row.country, countries),
    // A term that `mapping.paymentTerms` does not know cannot be told in Cin7's words.
    terms: row.paymentTermsId === '' ? '' : term === undefined ? undefined : mapping.back.term(term),
    currency: fold(mapping.back.currency(row.currencyCode || localCurrency)),
    // `Payment` keeps from paying, not from entering invoices.
    status: row.blocked === 'All' ? 'inactive' : 'active',
  };
}

/** Country codes are the company's own; most use ISO's, and else the name tells. */
function countryOf(code: string, countries: ReferenceIndex): string {
  if (code === '') return '';
  return countryCode(countries.get(code)?.name ?? '') ?? countryCode(code) ?? code;
}

/** The company's own code of a country. */
export function countryHere(country: string, countries: ReferenceIndex): string | undefined {
  const same = countries.get(country);
  if (same && countryOf(same.code, countries) === fold(country)) return same.code;
  return countries.rows.find((row) => countryOf(row.code, countries) === fold(country))?.code ?? same?.code;
}
