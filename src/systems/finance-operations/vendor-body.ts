import type { Party } from '../../domain/party.ts';
import { base32, fold, tidy } from '../../domain/text.ts';
import type { Lookups } from '../../engine/ports.ts';
import { mapCurrency } from '../../mapping/currencies.ts';
import type { Findings } from '../../mapping/findings.ts';
import { mapTerm } from '../../mapping/terms.ts';
import { countryCode, longCountryCode } from '../shared/countries.ts';
import { cutTo } from '../shared/masters.ts';
import { lengths } from './capabilities.ts';
import type { VendorRow } from './wire.ts';

/** A vendor, or its changes, in the entity's own field names. */
export type Body = Readonly<Record<string, string | number | boolean>>;

/** As a vendor would hold it: no contact person, countries by code. */
export function carry(record: Party): Party {
  const { code: _, ...texts } = lengths.supplier;
  return {
    ...cutTo(record, texts),
    contact: undefined,
    ...(record.country === undefined ? {} : { country: countryCode(record.country) ?? tidy(record.country) }),
  };
}

const own: Readonly<Partial<Record<keyof Party, string>>> = {
  name: 'VendorOrganizationName',
  taxNumber: 'TaxExemptNumber',
  email: 'PrimaryEmailAddress',
  phone: 'PrimaryPhoneNumber',
  city: 'AddressCity',
  state: 'AddressStateId',
  postcode: 'AddressZipCode',
};

/** `record` is whole: a street is one field of two lines. */
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
  if (changed.includes('line1') || changed.includes('line2'))
    body['AddressStreet'] = [record.line1, record.line2].filter(Boolean).join('\n');
  if (changed.includes('country') && record.country !== undefined)
    body['AddressCountryRegionId'] = longCountryCode(record.country) ?? record.country;
  if (changed.includes('terms')) Object.assign(body, termFields(record, lookups, findings));
  if (changed.includes('status')) body['OnHoldStatus'] = record.status === 'active' ? 'No' : 'All';
  return body;
}

function termFields(record: Party, lookups: Lookups, findings: Findings): Readonly<Record<string, string>> {
  if (record.terms === undefined) return {};
  const at = { record: titleOf(record), field: 'payment term' };
  const code = mapTerm(at, record.terms, lookups.mapping, lookups.reference('paymentTerms'), findings);
  return { DefaultPaymentTermsName: code ?? '' };
}

/** Sent on create only; a supplier without a currency gets the company's. */
export function currencyOf(
  record: Party,
  lookups: Lookups,
  findings: Findings,
): Readonly<Record<string, string>> {
  if (record.currency === '') return {};
  const at = { record: titleOf(record), field: 'currency' };
  const code = mapCurrency(at, record.currency, lookups.mapping, lookups.reference('currencies'), findings);
  return code === undefined ? {} : { CurrencyCode: code };
}

/** What marks a vendor as this Cin7 supplier, so that one whose answer was lost is found again. */
export const markOf = (cin7Id: string): string => `C7-${base32(cin7Id.toLowerCase(), 14)}`;

/** Numbers of our own, where the company's number sequence is manual: the agreed code, else one made of the Cin7 id. */
export const ownNumber = (record: Party): string =>
  record.code === '' ? `C7-${base32(record.id.toLowerCase(), 9)}` : record.code;

export const withoutBlanks = (body: Body): Body =>
  Object.fromEntries(
    Object.entries(body).filter(
      ([field, value]) => value !== '' && !(field === 'OnHoldStatus' && value === 'No'),
    ),
  );

/** Whether a vendor already is as a change wants it. */
export const holds = (row: VendorRow, body: Body): boolean =>
  Object.entries(body).every(
    ([field, value]) => tidy(String(row[field as keyof VendorRow] ?? '')) === tidy(String(value)),
  );

export const titleOf = (record: Party): string => `supplier ${record.name}`;

export const head = (company: string, key: string, record: Party) => ({
  kind: 'supplier' as const,
  naturalKey: `${company}|${fold(key)}`.toLowerCase(),
  title: titleOf(record),
  currency: record.currency,
});
