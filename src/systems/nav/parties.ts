import type { Party } from '../../domain/party.ts';
import { fold, tidy } from '../../domain/text.ts';
import { addDays, dateOf, type Instant, startOf } from '../../domain/time.ts';
import type { Source, SourceRow, Versioned } from '../../engine/ports.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import type { ReferenceIndex, References } from '../../mapping/references.ts';
import { date, text } from '../odata/literal.ts';
import { compare } from '../odata/query.ts';
import { countryCode } from '../shared/countries.ts';
import { stampVersion } from '../shared/version.ts';
import type { Key, NavClient } from './client.ts';
import { cardFields, contactField, type PartyShape } from './party-shape.ts';
import { dayOf, optionOf, type Row, textOf } from './rows.ts';
import type { PublishedPage } from './services.ts';
import { company } from './setup.ts';

/** What it takes to tell a card in words that both sides share. */
export interface PartyWords {
  readonly shape: PartyShape;
  readonly page: PublishedPage;
  readonly mapping: Mapping;
  readonly countries: ReferenceIndex;
  readonly localCurrency: string;
}

export async function partyWords(
  client: NavClient,
  references: References,
  mapping: Mapping,
  shape: PartyShape,
): Promise<PartyWords> {
  const page = await client.page(shape.page);
  const [countries, setup] = [await references.load('countries'), await references.load('setup')];
  return {
    shape,
    page,
    mapping,
    countries,
    localCurrency: setup.get(company)?.data?.['localCurrency'] ?? '',
  };
}

/**
 * Vendors or customers from their cards. These tell only the date of a change, in the server's own time zone, so a whole
 * day more is read, and rows count as changed by what they say.
 */
export function partySource(
  client: NavClient,
  references: References,
  mapping: Mapping,
  shape: PartyShape,
): Source<Party> {
  return {
    paging: 'keyset',
    async *changes(since) {
      const words = await partyWords(client, references, mapping, shape);
      const dated = since !== undefined && 'Last_Date_Modified' in words.page.fields;
      const from = dated ? date(addDays(dateOf(since), -1)) : undefined;
      const query = from ? { filter: compare('Last_Date_Modified', 'ge', from) } : {};
      for await (const page of client.list(shape.page, `list of ${shape.what}s`, query))
        yield { rows: page.rows.map((row) => toRow(row, words)), servedAt: page.servedAt };
    },
    async read(id) {
      const found = await readParty(client, shape, id);
      if (!found) return undefined;
      const words = await partyWords(client, references, mapping, shape);
      return toVersioned(found.row, found.servedAt, words);
    },
  };
}

/** The key of a card by its id: numbers are codes, which are stored in upper case; ids are theirs in lower case. */
export const partyKey = (id: string): Key => ({ No: text(id.toUpperCase()) });

/** The card as it is now, or nothing. */
export const readParty = (client: NavClient, shape: PartyShape, id: string) =>
  client.one(shape.page, partyKey(id), shape.what);

export function toVersioned(row: Row, servedAt: Instant, words: PartyWords): Versioned<Party> {
  const { id, number, version, stamp, record } = toRow(row, words);
  return { id, number, version, stamp, record, servedAt };
}

/** What is ours of a card: its ETag also moves with the balance. */
export const partyVersion = (row: Row, { page }: Pick<PartyWords, 'page'>): string =>
  stampVersion(
    textOf(row, 'Last_Date_Modified'),
    [...Object.values(cardFields), ...further, contactField(page)].map((field) => textOf(row, field)),
  );

const further = ['Country_Region_Code', 'Currency_Code', 'Payment_Terms_Code', 'Blocked'];

function toRow(row: Row, words: PartyWords): SourceRow<Party> & { readonly record: Party } {
  const day = dayOf(row, 'Last_Date_Modified');
  const number = textOf(row, 'No');
  return {
    id: number.toLowerCase(),
    number,
    version: partyVersion(row, words),
    stamp: day && startOf(day),
    record: toParty(row, words),
  };
}

function toParty(row: Row, { shape, page, mapping, countries, localCurrency }: PartyWords): Party {
  const contact = contactField(page);
  const terms = textOf(row, 'Payment_Terms_Code');
  const blocked = optionOf(row, 'Blocked');
  return {
    id: textOf(row, 'No').toLowerCase(),
    code: textOf(row, 'No'),
    name: tidy(textOf(row, 'Name')),
    taxNumber: tidy(textOf(row, 'VAT_Registration_No')),
    email: tidy(textOf(row, 'E_Mail')),
    phone: tidy(textOf(row, 'Phone_No')),
    contact: contact === undefined ? undefined : tidy(textOf(row, contact)),
    line1: tidy(textOf(row, 'Address')),
    line2: tidy(textOf(row, 'Address_2')),
    city: tidy(textOf(row, 'City')),
    state: 'County' in page.fields ? tidy(textOf(row, 'County')) : undefined,
    postcode: tidy(textOf(row, 'Post_Code')),
    country: countryOf(textOf(row, 'Country_Region_Code'), countries),
    // A term that `mapping.paymentTerms` does not know cannot be told in Cin7's words.
    terms: terms === '' ? '' : mapping.back.term(terms),
    currency: fold(mapping.back.currency(textOf(row, 'Currency_Code') || localCurrency)),
    status: shape.blocked.some((caption) => fold(caption) === fold(blocked)) ? 'inactive' : 'active',
  };
}

/** Country codes are the company's own; most use ISO's, and else the name tells, where the API shows it. */
function countryOf(code: string, countries: ReferenceIndex): string {
  if (code === '') return '';
  return countryCode(countries.get(code)?.name ?? '') ?? countryCode(code) ?? code;
}

/** The company's own code of a country; ISO's where the server shows no list. */
export function countryHere(country: string, countries: ReferenceIndex): string | undefined {
  if (countries.rows.length === 0) return countryCode(country) ?? country;
  const same = countries.get(country);
  if (same && countryOf(same.code, countries) === fold(country)) return same.code;
  return countries.rows.find((row) => countryOf(row.code, countries) === fold(country))?.code ?? same?.code;
}
