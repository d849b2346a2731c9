import type { Party } from '../../domain/party.ts';
import { cut, fold, tidy } from '../../domain/text.ts';
import type { Lookups } from '../../engine/ports.ts';
import { mapCurrency } from '../../mapping/currencies.ts';
import type { Findings } from '../../mapping/findings.ts';
import { mapTerm } from '../../mapping/terms.ts';
import { noGuid } from '../odata/literal.ts';
import { countryCode } from '../shared/countries.ts';
import { cutTo } from '../shared/masters.ts';
import { lengths } from './capabilities.ts';
import { company } from './references.ts';
import { countryHere } from './vendors.ts';
import type { VendorRow } from './wire.ts';

/** A vendor, or its changes, in the API's own field names. */
export type Body = Readonly<Record<string, string | number | boolean>>;

/** As a vendor would hold it: no contact person, no letters in the telephone number, codes in upper case. */
export function carry(record: Party): Party {
  const { code: _, ...texts } = lengths.supplier;
  const held = cutTo(record, texts);
  return {
    ...held,
    contact: undefined,
    ...(record.code === undefined ? {} : { code: fold(record.code) }),
    ...(record.phone === undefined ? {} : { phone: phoneHere(record.phone) }),
    ...(record.country === undefined ? {} : { country: countryCode(record.country) ?? tidy(record.country) }),
  };
}

/** The number as far as it is one: what follows the first letter (`ext. 5`) would be refused. */
const phoneHere = (phone: string): string =>
  cut(tidy(phone.replace(/\p{L}.*$/su, '')), lengths.supplier.phone);

const own: Readonly<Partial<Record<keyof Party, string>>> = {
  name: 'displayName',
  taxNumber: 'taxRegistrationNumber',
  email: 'email',
  phone: 'phoneNumber',
  line1: 'addressLine1',
  line2: 'addressLine2',
  city: 'city',
  state: 'state',
  postcode: 'postalCode',
};

export function bodyOf(
  record: Party,
  changed: readonly (keyof Party)[],
  lookups: Lookups,
  findings: Findings,
): Body {
  const body: Record<string, string> = {};
  for (const field of changed) {
    const name = own[field];
    if (name !== undefined && record[field] !== undefined) body[name] = String(record[field]);
  }
  if (changed.includes('country')) Object.assign(body, countryFields(record, lookups, findings));
  if (changed.includes('terms')) Object.assign(body, termFields(record, lookups, findings));
  if (changed.includes('status')) body['blocked'] = record.status === 'active' ? '_x0020_' : 'All';
  return body;
}

function countryFields(
  record: Party,
  lookups: Lookups,
  findings: Findings,
): Readonly<Record<string, string>> {
  if (record.country === undefined || record.country === '')
    return record.country === '' ? { country: '' } : {};
  const country = countryHere(record.country, lookups.reference('countries'));
  if (country !== undefined) return { country };
  findings.add({
    code: 'value-dropped',
    record: titleOf(record),
    field: 'country',
    seen: record.country,
    fix: 'add it to the countries/regions of Business Central',
  });
  return {};
}

function termFields(record: Party, lookups: Lookups, findings: Findings): Readonly<Record<string, string>> {
  if (record.terms === undefined) return {};
  if (record.terms === '') return { paymentTermsId: noGuid };
  const terms = lookups.reference('paymentTerms');
  const code = mapTerm(
    { record: titleOf(record), field: 'payment term' },
    record.terms,
    lookups.mapping,
    terms,
    findings,
  );
  const id = code === undefined ? undefined : terms.get(code)?.data?.['id'];
  return id ? { paymentTermsId: id } : {};
}

/** Sent on create only, also the company's own (which is stored as blank): a template might say another. */
export function currencyOf(
  record: Party,
  lookups: Lookups,
  findings: Findings,
): Readonly<Record<string, string>> {
  if (record.currency === '') return {};
  const local = lookups.reference('setup').get(company)?.data?.['localCurrency'];
  const at = { record: titleOf(record), field: 'currency' };
  const code = mapCurrency(
    at,
    record.currency,
    lookups.mapping,
    lookups.reference('currencies'),
    findings,
    local,
  );
  return code === undefined ? {} : { currencyCode: code };
}

export const withoutBlanks = (body: Body): Body =>
  Object.fromEntries(
    Object.entries(body).filter(
      ([field, value]) => value !== '' && value !== noGuid && !(field === 'blocked' && value === '_x0020_'),
    ),
  );

/** Whether a vendor already is as a change wants it. */
export function holds(row: VendorRow, body: Body): boolean {
  return Object.entries(body).every(([field, value]) => {
    const wanted = value === '_x0020_' || value === noGuid ? '' : String(value);
    return tidy(String(row[field as keyof VendorRow] ?? '')) === tidy(wanted);
  });
}

export const titleOf = (record: Party): string => `supplier ${record.name}`;

/** By number where there is one; else by name, until the server has given it a number. */
export const head = (record: Party) => ({
  kind: 'supplier' as const,
  naturalKey: record.code === '' ? `name ${fold(record.name)}` : fold(record.code),
  title: titleOf(record),
  currency: record.currency,
});
