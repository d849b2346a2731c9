import type { Party } from '../../domain/party.ts';
import { cut, fold, tidy } from '../../domain/text.ts';
import type { Lookups } from '../../engine/ports.ts';
import type { Findings } from '../../mapping/findings.ts';
import { mapTerm } from '../../mapping/terms.ts';
import { countryCode } from '../shared/countries.ts';
import { cutTo } from '../shared/masters.ts';
import { lengths } from './capabilities.ts';
import { currencyHere } from './currency.ts';
import { countryHere } from './parties.ts';
import { cardFields, contactField, type PartyShape } from './party-shape.ts';
import { optionOf, type Row, textOf } from './rows.ts';
import type { PublishedPage } from './services.ts';
import { shownList } from './setup.ts';

/** A card, or its changes, in the page's own field names. */
export type Body = Readonly<Record<string, string | number | boolean>>;

/** As a card would hold it: cut to what this server's fields take, no letters in the telephone number. */
export function carry(record: Party, page: PublishedPage | undefined): Party {
  const held = cutTo(record, limitsOf(page));
  return {
    ...held,
    ...(page && !contactField(page) ? { contact: undefined } : {}),
    code: fold(record.code),
    ...(record.phone === undefined ? {} : { phone: phoneHere(record.phone) }),
    ...(record.country === undefined ? {} : { country: countryCode(record.country) ?? tidy(record.country) }),
  };
}

/** NAV's fields are shorter than those of current versions; `$metadata` tells. */
function limitsOf(page: PublishedPage | undefined): Readonly<Partial<Record<keyof Party, number>>> {
  const { code: _, ...usual } = lengths.supplier;
  const limits: Partial<Record<keyof Party, number>> = { ...usual };
  for (const [field, name] of Object.entries({ ...cardFields, contact: contactField(page) }) as [
    keyof Party,
    string | undefined,
  ][]) {
    const length = name === undefined ? 0 : (page?.fields[name] ?? 0);
    if (length > 0) limits[field] = length;
  }
  return limits;
}

/** What follows the first letter (`ext. 5`) would be refused. */
const phoneHere = (phone: string): string =>
  cut(tidy(phone.replace(/\p{L}.*$/su, '')), lengths.supplier.phone);

export function bodyOf(
  record: Party,
  changed: readonly (keyof Party)[],
  { shape, page }: { readonly shape: PartyShape; readonly page: PublishedPage | undefined },
  lookups: Lookups,
  findings: Findings,
): Body {
  const body: Record<string, string> = {};
  const put = (field: keyof Party, name: string | undefined) => {
    if (name !== undefined && changed.includes(field) && record[field] !== undefined)
      body[name] = String(record[field]);
  };
  put('name', cardFields.name);
  if (changed.includes('country')) Object.assign(body, countryField(record, shape, lookups, findings));
  for (const [field, name] of Object.entries(cardFields) as [keyof Party, string][])
    if (field !== 'name') put(field, name);
  put('contact', contactField(page));
  if (changed.includes('terms')) Object.assign(body, termField(record, shape, lookups, findings));
  if (changed.includes('status')) body['Blocked'] = record.status === 'active' ? ' ' : 'All';
  return body;
}

function countryField(record: Party, shape: PartyShape, lookups: Lookups, findings: Findings): Body {
  if (record.country === undefined) return {};
  if (record.country === '') return { Country_Region_Code: '' };
  const code = countryHere(record.country, lookups.reference('countries'));
  if (code !== undefined) return { Country_Region_Code: code };
  findings.add({
    code: 'value-dropped',
    record: titleOf(shape, record),
    field: 'country',
    seen: record.country,
    fix: 'add it to the countries/regions of Dynamics NAV',
  });
  return {};
}

function termField(record: Party, shape: PartyShape, lookups: Lookups, findings: Findings): Body {
  if (record.terms === undefined) return {};
  if (record.terms === '') return { Payment_Terms_Code: '' };
  const at = { record: titleOf(shape, record), field: 'payment term' };
  const code = mapTerm(at, record.terms, lookups.mapping, shownList(lookups, 'paymentTerms'), findings);
  return code === undefined ? {} : { Payment_Terms_Code: code };
}

/** Sent on create only; the company's own is blank there. */
export function currencyField(record: Party, shape: PartyShape, lookups: Lookups, findings: Findings): Body {
  if (record.currency === '') return {};
  const at = { record: titleOf(shape, record), field: 'currency' };
  const code = currencyHere(at, record.currency, lookups, undefined, findings);
  return code === undefined || code === '' ? {} : { Currency_Code: code };
}

export const withoutBlanks = (body: Body): Body =>
  Object.fromEntries(
    Object.entries(body).filter(([, value]) => typeof value !== 'string' || value.trim() !== ''),
  );

/** Whether a card already is as a change wants it. */
export const holds = (row: Row, body: Body): boolean =>
  Object.entries(body).every(([field, value]) =>
    field === 'Blocked'
      ? fold(optionOf(row, field)) === fold(String(value))
      : tidy(textOf(row, field)) === tidy(String(value)),
  );

export const titleOf = (shape: PartyShape, record: Pick<Party, 'name'>): string =>
  `${shape.kind} ${record.name}`;

/** By number where there is one; else by name, until the server has given it a number. */
export const head = (shape: PartyShape, record: Party) => ({
  kind: shape.kind,
  naturalKey: record.code === '' ? `name ${fold(record.name)}` : fold(record.code),
  title: titleOf(shape, record),
  currency: record.currency,
});
