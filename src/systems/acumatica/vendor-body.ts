import type { Party } from '../../domain/party.ts';
import { fold, tidy } from '../../domain/text.ts';
import type { Lookups } from '../../engine/ports.ts';
import { mapCurrency } from '../../mapping/currencies.ts';
import type { Findings } from '../../mapping/findings.ts';
import { mapTerm } from '../../mapping/terms.ts';
import { countryCode } from '../shared/countries.ts';
import { cutTo } from '../shared/masters.ts';
import { lengths } from './capabilities.ts';
import { company } from './references.ts';
import type { VendorRow } from './wire.ts';
import type { Plain, PlainRecord } from './wrap.ts';

/** As a vendor would hold it: codes in upper case, a country by its two letters. */
export function carry(record: Party): Party {
  const { code: _, ...texts } = lengths.supplier;
  const held = cutTo(record, texts);
  const country =
    record.country === undefined ? undefined : (countryCode(record.country) ?? tidy(record.country));
  return { ...held, code: fold(record.code), ...(country === undefined ? {} : { country }) };
}

/** Where each field stands: in the vendor, in its main contact, or in that contact's address. */
const places: Readonly<Partial<Record<keyof Party, readonly string[]>>> = {
  name: ['VendorName'],
  taxNumber: ['TaxRegistrationID'],
  email: ['MainContact', 'Email'],
  phone: ['MainContact', 'Phone1'],
  contact: ['MainContact', 'Attention'],
  line1: ['MainContact', 'Address', 'AddressLine1'],
  line2: ['MainContact', 'Address', 'AddressLine2'],
  city: ['MainContact', 'Address', 'City'],
  state: ['MainContact', 'Address', 'State'],
  postcode: ['MainContact', 'Address', 'PostalCode'],
  country: ['MainContact', 'Address', 'Country'],
};

/** The fields of a vendor that a record fills or, for a change, those that it changes. A blank clears. */
export function bodyOf(
  record: Party,
  changed: readonly (keyof Party)[],
  lookups: Lookups,
  findings: Findings,
): PlainRecord {
  const body: Record<string, Plain> = {};
  for (const field of changed) {
    const path = places[field];
    const value = record[field];
    if (path === undefined || value === undefined) continue;
    if (field === 'country' && value !== '' && !/^[A-Z]{2}$/.test(String(value))) dropped(record, findings);
    else put(body, path, value === '' ? null : String(value));
  }
  if (changed.includes('terms')) {
    const at = { record: titleOf(record), field: 'payment term' };
    const terms = mapTerm(at, record.terms, lookups.mapping, undefined, findings);
    if (terms !== undefined) body['Terms'] = terms;
  }
  if (changed.includes('status')) body['Status'] = record.status === 'active' ? 'Active' : 'Inactive';
  return body;
}

function put(body: Record<string, Plain>, path: readonly string[], value: Plain): void {
  let at = body;
  for (const name of path.slice(0, -1)) {
    const inner = (at[name] ?? {}) as Record<string, Plain>;
    at[name] = inner;
    at = inner;
  }
  at[path.at(-1) as string] = value;
}

const dropped = (record: Party, findings: Findings): void =>
  findings.add({
    code: 'value-dropped',
    record: titleOf(record),
    field: 'country',
    seen: String(record.country),
    fix: 'Acumatica takes a country by its two letters; correct it in Cin7',
  });

/** Sent on create only. */
export function currencyOf(record: Party, lookups: Lookups, findings: Findings): PlainRecord {
  if (record.currency === '') return {};
  const local = lookups.reference('setup').get(company)?.data?.['localCurrency'];
  const at = { record: titleOf(record), field: 'currency' };
  const index = lookups.reference('currencies');
  const code = mapCurrency(at, record.currency, lookups.mapping, index, findings, local || undefined);
  return code === undefined ? {} : { CurrencyID: code };
}

/** Without what is blank: a new vendor has nothing to clear. */
export function withoutBlanks(body: PlainRecord): PlainRecord {
  const kept: Record<string, Plain> = {};
  for (const [field, value] of Object.entries(body)) {
    if (value === null || value === undefined || value === '') continue;
    if (typeof value !== 'object') kept[field] = value;
    else if (Object.keys(withoutBlanks(value as PlainRecord)).length > 0)
      kept[field] = withoutBlanks(value as PlainRecord);
  }
  return kept;
}

/** Without what defaults set, of which we read nothing back. */
export const asShown = (body: PlainRecord): PlainRecord =>
  Object.fromEntries(Object.entries(body).filter(([field]) => shown.includes(field)));
const shown = ['VendorName', 'TaxRegistrationID', 'Terms', 'CurrencyID', 'Status', 'MainContact'];

/** Whether a vendor already is as a change wants it. */
export const holds = (row: VendorRow, body: PlainRecord): boolean => within(row, body);

function within(there: unknown, body: PlainRecord): boolean {
  return Object.entries(body).every(([field, value]) => {
    const found = (there as Readonly<Record<string, unknown>> | null | undefined)?.[field];
    if (typeof value === 'object' && value !== null) return within(found, value as PlainRecord);
    return tidy(String(found ?? '')) === tidy(String(value ?? ''));
  });
}

export const titleOf = (record: Party): string => `supplier ${record.name}`;

/** By number where there is one; else by name, until the site has given it a number. */
export const head = (record: Party) => ({
  kind: 'supplier' as const,
  naturalKey: record.code === '' ? `name ${fold(record.name)}` : fold(record.code),
  title: titleOf(record),
  currency: record.currency,
});
