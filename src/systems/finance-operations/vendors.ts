import type { FinanceOperationsConfig } from '../../config/schema.ts';
import type { Party } from '../../domain/party.ts';
import { fingerprint, fold, tidy } from '../../domain/text.ts';
import { type Instant, parseInstant } from '../../domain/time.ts';
import type { Source, SourceRow, Versioned } from '../../engine/ports.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import { text } from '../odata/literal.ts';
import { all, equal, type Filter } from '../odata/query.ts';
import { countryCode } from '../shared/countries.ts';
import { readRows, readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { FinanceOperationsClient } from './client.ts';
import { idOf, partsOf } from './ids.ts';
import { type Scan, scanSet } from './scan.ts';
import { type VendorRow, vendor } from './wire.ts';

export const vendorSet = 'VendorsV2';

/** Key and mapped fields: the whole entity has some 290. */
export const vendorFields = Object.keys(vendor.shape).filter((field) => !field.startsWith('@'));

export type VendorOptions = Pick<FinanceOperationsConfig, 'crossCompany' | 'modifiedField'>;

/**
 * Vendors by full scans: there is no modified stamp, so a row's version is its ETag and a hash of what we read of it.
 * A vendor that stands in several companies (one party number) is one supplier, told as the first of them has it.
 */
export function vendorSource(
  client: FinanceOperationsClient,
  mapping: Mapping,
  options: VendorOptions,
): Source<Party> {
  const scan: Scan = {
    set: vendorSet,
    name: 'list of vendors',
    select: vendorFields,
    keys: ['VendorAccountNumber'],
    same: 'VendorPartyNumber',
    ...options,
  };
  return {
    paging: options.modifiedField === undefined ? 'scan' : 'keyset',
    async *changes(since) {
      for await (const page of scanSet(client, scan, since)) {
        const about = { system: title, name: 'vendor', status: 200, id: 'VendorAccountNumber' };
        const rows = readRows(page.rows, vendor, about, (row) => toRow(row, mapping));
        yield {
          rows: rows.map((row, index) => stamped(row, page.rows[index], options)),
          total: page.total,
          servedAt: page.servedAt,
        };
      }
    },
    async read(id) {
      const found = await readVendor(client, id);
      return found && toVersioned(found.row, found.servedAt, mapping);
    },
  };
}

/** A site may have added a modified stamp of its own. */
export function stamped<R>(row: SourceRow<R>, json: unknown, { modifiedField }: VendorOptions): SourceRow<R> {
  const value = modifiedField === undefined ? undefined : (json as Record<string, unknown>)[modifiedField];
  return typeof value === 'string' ? { ...row, stamp: parseInstant(value) } : row;
}

export interface Read<Row> {
  readonly row: Row;
  readonly servedAt: Instant;
}

/** The vendor as it is now, or nothing. By filter: its number may hold characters that no address takes. */
export async function readVendor(
  client: FinanceOperationsClient,
  id: string,
): Promise<Read<VendorRow> | undefined> {
  const [company = '', account = ''] = partsOf(id);
  const [only] = await findVendors(
    client,
    company,
    equal('VendorAccountNumber', text(account)),
    (row) => row.VendorAccountNumber === account,
  );
  return only;
}

/** Vendors of a company, each compared once more: a star in a value is a wildcard there. */
export async function findVendors(
  client: FinanceOperationsClient,
  company: string,
  filter: Filter,
  same: (row: VendorRow) => boolean,
): Promise<Read<VendorRow>[]> {
  const found: Read<VendorRow>[] = [];
  const query = { filter: all(equal('dataAreaId', text(company)), filter), select: vendorFields };
  for await (const page of client.pages(vendorSet, 'vendor look-up', query)) {
    for (const json of page.rows) {
      const row = readWire(vendor, { status: 200, json }, { system: title, name: 'vendor' });
      if (fold(row.dataAreaId) === fold(company) && same(row)) found.push({ row, servedAt: page.servedAt });
    }
  }
  return found;
}

export function toVersioned(row: VendorRow, servedAt: Instant, mapping: Mapping): Versioned<Party> {
  const { id, number, version, record } = toRow(row, mapping);
  return { id, number, version, record, servedAt };
}

/** The ETag moves with fields that we don't read, and stays when only a joined table moves: the hash decides. */
export const vendorVersion = ({ '@odata.etag': etag = '', ...fields }: VendorRow): string =>
  `${etag} ${fingerprint(fields).slice(0, 16)}`;

/** The ETag that a version was made of. */
export const etagIn = (version: string, index = 0): string | undefined =>
  version.split(' ')[index] || undefined;

const toRow = (row: VendorRow, mapping: Mapping): SourceRow<Party> & { readonly record: Party } => ({
  id: idOf(row.dataAreaId, row.VendorAccountNumber),
  number: row.VendorAccountNumber,
  version: vendorVersion(row),
  record: toParty(row, mapping),
});

function toParty(row: VendorRow, mapping: Mapping): Party {
  const [line1 = '', ...others] = row.AddressStreet.split(/\r?\n/);
  const { DefaultPaymentTermsName: term } = row;
  return {
    id: idOf(row.dataAreaId, row.VendorAccountNumber),
    code: row.VendorAccountNumber,
    name: tidy(row.VendorOrganizationName),
    taxNumber: tidy(row.TaxExemptNumber),
    email: tidy(row.PrimaryEmailAddress),
    phone: tidy(row.PrimaryPhoneNumber),
    line1: tidy(line1),
    line2: tidy(others.join(' ')),
    city: tidy(row.AddressCity),
    state: tidy(row.AddressStateId),
    postcode: tidy(row.AddressZipCode),
    country: countryCode(row.AddressCountryRegionId) ?? tidy(row.AddressCountryRegionId),
    // A term that `mapping.paymentTerms` does not know cannot be told in Cin7's words.
    terms: term === '' ? '' : mapping.back.term(term),
    currency: fold(mapping.back.currency(row.CurrencyCode)),
    // The other holds keep from ordering or paying, not from entering invoices.
    status: row.OnHoldStatus === 'All' ? 'inactive' : 'active',
  };
}
