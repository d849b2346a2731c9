import type { Party } from '../../domain/party.ts';
import { fold, tidy } from '../../domain/text.ts';
import { countryCode, countryName } from '../shared/countries.ts';
import { merge } from '../shared/masters.ts';
import { title } from './capabilities.ts';
import { checkName, type Place } from './checks.ts';
import type { Body } from './master-steps.ts';
import { type CodeAttribute, defaultAddress, defaultContact, type PartyRow } from './suppliers.ts';
import type { SupplierRow } from './wire.ts';

/** Without what the record does not know or leaves blank. */
export const known = (
  values: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => (entry[1] ?? '') !== ''),
  );

const addressFields = ['line1', 'line2', 'city', 'state', 'postcode', 'country'] as const;
const contactFields = ['contact', 'phone', 'email'] as const;

/** An address must have its first line and its country (API Blueprint); without them it cannot be kept there. */
export function addressOf(record: Party, { record: at, findings }: Pick<Place, 'record' | 'findings'>): Body {
  // A country alone is no address.
  if (addressFields.every((field) => field === 'country' || (record[field] ?? '') === '')) return {};
  if (!record.line1 || !record.country) {
    findings.add({
      code: 'value-dropped',
      record: at,
      field: 'address',
      seen: addressFields
        .map((field) => record[field])
        .filter(Boolean)
        .join(', '),
      fix: `${title} takes an address only with its first line and a country`,
    });
    return {};
  }
  return {
    Addresses: [
      {
        Type: 'Billing',
        DefaultForType: true,
        Line1: record.line1,
        Line2: record.line2 ?? '',
        City: record.city ?? '',
        State: record.state ?? '',
        Postcode: record.postcode ?? '',
        Country: countryName(record.country),
      },
    ],
  };
}

/** A contact must have a name; where nobody is named it is the supplier's own. */
export function contactOf(record: Party): Body {
  if (contactFields.every((field) => (record[field] ?? '') === '')) return {};
  const Name = record.contact || record.name;
  return { Contacts: [{ Name, Phone: record.phone ?? '', Email: record.email ?? '', Default: true }] };
}

export function changesOf(
  current: Party,
  wanted: Party,
  fields: readonly (keyof Party)[],
  code: CodeAttribute,
  place: Place,
): Body {
  const after = merge(current, wanted, fields);
  const changed = (...names: (keyof Party)[]) => names.some((name) => fields.includes(name));
  return {
    ...(changed('name') ? { Name: after.name } : {}),
    ...(changed('taxNumber') ? { TaxNumber: after.taxNumber ?? '' } : {}),
    ...(changed('terms') && after.terms ? { PaymentTerm: after.terms } : {}),
    ...(changed('status') ? { Status: after.status === 'active' ? 'Active' : 'Deprecated' } : {}),
    ...(changed('code') && code !== undefined ? { [code]: after.code } : {}),
    ...(changed(...addressFields) ? addressOf(after, place) : {}),
    // Renaming the supplier renames a contact that only bears its name.
    ...(changed(...contactFields) || (changed('name') && !after.contact) ? contactOf(after) : {}),
  };
}

export function checkReferences(place: Place, body: Body, key: string): void {
  const value = (field: string) => String(body[field] ?? '');
  checkName(place, {
    list: 'paymentTerms',
    field: 'PaymentTerm',
    value: value('PaymentTerm'),
    code: 'term-unmapped',
    fix: 'map it under mapping.paymentTerms to an active payment term of Cin7, or activate it there',
  });
  checkName(place, {
    list: 'taxes',
    field: 'TaxRule',
    value: value('TaxRule'),
    code: 'tax-unusable',
    fix: `set ${key}.TaxRule to an active tax rule for purchases`,
    unfit: (row) => (row.data?.['purchase'] === 'false' ? 'it is not for purchases' : undefined),
  });
  checkName(place, {
    list: 'accounts',
    field: 'AccountPayable',
    value: value('AccountPayable'),
    code: 'account-unusable',
    fix: `set ${key}.AccountPayable to the account whose system account is Accounts payable`,
    // Only these are taken (antonhill/cin7core-feeder, docs/cin7-api-findings.md).
    unfit: (row) =>
      /^accounts payable$/i.test(row.data?.['systemAccount'] ?? '') ||
      row.data?.['systemAccountCode'] === 'CREDITORS'
        ? undefined
        : 'its system account is not Accounts payable',
  });
}

/**
 * The fields that we own as they are now, with the changes laid over. Cin7 changes only what is present, so it is said;
 * sending all that we own is right also where it should not be. An address or contact with its `ID` is updated, one
 * without is added (API Blueprint); the others are sent back as they are.
 */
export const overlay = (row: SupplierRow, body: Body, code: CodeAttribute): Body => ({
  ID: row.ID,
  Name: row.Name,
  Currency: row.Currency,
  PaymentTerm: row.PaymentTerm,
  AccountPayable: row.AccountPayable,
  TaxRule: row.TaxRule,
  Status: row.Status,
  TaxNumber: row.TaxNumber,
  ...(code === undefined ? {} : { [code]: row[code] }),
  ...laidOverParty(row, body),
});

/** The changes, with those of address and contact laid over the entries that there are. */
export function laidOverParty(row: PartyRow, body: Body): Body {
  const { Addresses, Contacts, ...rest } = body;
  return {
    ...rest,
    ...(Addresses === undefined
      ? {}
      : { Addresses: laidOver(row.Addresses, defaultAddress(row), first(Addresses)) }),
    ...(Contacts === undefined
      ? {}
      : { Contacts: laidOver(row.Contacts, defaultContact(row), first(Contacts)) }),
  };
}

const first = (list: unknown): Body => (list as readonly Body[])[0] ?? {};

function laidOver(
  entries: readonly { readonly ID: string }[],
  chosen: { readonly ID: string } | undefined,
  change: Body,
): Body[] {
  if (!chosen) return [...entries.map(sendable), change];
  const { Type, DefaultForType, Default, ...values } = change;
  return entries.map((entry) => sendable(entry === chosen ? { ...entry, ...values } : entry));
}

/** Without what is read as nothing and refused when it is sent back: a consent that nobody gave is no 1, 2 or 3. */
const sendable = (entry: Body): Body =>
  Object.fromEntries(
    Object.entries(entry).filter(
      ([field, value]) => value !== null && (field !== 'MarketingConsent' || value),
    ),
  );

/** Whether a supplier or customer already is as a change wants it. */
export function holds(row: PartyRow, body: Body): boolean {
  const same = (a: unknown, b: unknown) => tidy(String(a ?? '')) === tidy(String(b ?? ''));
  const within = (change: Body, entry: object | undefined) =>
    entry !== undefined &&
    Object.entries(change).every(([field, value]) => {
      if (field === 'Type' || field.startsWith('Default')) return true;
      const held = (entry as Body)[field];
      return field === 'Country'
        ? countryCode(String(held)) === countryCode(String(value))
        : same(held, value);
    });
  return Object.entries(body).every(([field, value]) => {
    if (field === 'Addresses') return within(first(value), defaultAddress(row));
    if (field === 'Contacts') return within(first(value), defaultContact(row));
    if (field === 'Status') return fold(row.Status) === fold(String(value));
    return same(row[field as keyof PartyRow], value);
  });
}
