import { guidOf } from '../ids.ts';
import type { Input } from './input.ts';
import type { ContactRow, Value, Values, VendorRow } from './rows.ts';
import { type Scope, takerOf } from './scope.ts';
import type { Shown } from './shown.ts';

/** A contact as it was sent, if it was, and where it stands in the record. */
export interface ContactInput {
  readonly scope: Scope;
  readonly input: Input | undefined;
  readonly path: string;
}

const blank: ContactRow = { values: {}, address: {} };

const lengths: Readonly<Record<string, number>> = {
  Phone1: 50,
  Phone2: 50,
  Fax: 50,
  AddressLine1: 50,
  AddressLine2: 50,
  City: 50,
  State: 50,
  PostalCode: 20,
  Country: 2,
};

export function savedContact({ scope, input, path }: ContactInput, before = blank): ContactRow {
  if (input === undefined) return before;
  return {
    values: taken(scope, input, path, before.values),
    address: addressOf({ scope, input: input.linked['Address'], path: `${path}/Address` }, before.address),
  };
}

function addressOf({ scope, input, path }: ContactInput, before: Values): Values {
  if (input === undefined) return before;
  const after = taken(scope, input, path, before);
  const country = String(after['Country'] ?? '').toUpperCase();
  const sent = input.values['Country'];
  if (sent !== undefined && sent !== '' && scope.site.countries.get(String(sent)) === undefined)
    scope.complaints.add(`${path}/Country`, `Country '${String(sent)}' cannot be found in the system.`);
  return { ...after, Country: country };
}

function taken(scope: Scope, input: Input, path: string, before: Values): Values {
  const taker = takerOf(scope, input, path);
  const after: Record<string, Value> = { ...before };
  for (const [name, value] of Object.entries(input.values))
    after[name] =
      typeof value === 'string' || value === undefined ? taker.text(name, '', lengths[name]) : value;
  return after;
}

/** Remittance and shipping are those of the main contact unless they are overridden. */
export function shownContacts({ id, contacts, values }: VendorRow): Record<string, Shown> {
  const main = contacts['MainContact'] ?? blank;
  const chosen = (name: string): ContactRow => {
    const own = contacts[name] ?? blank;
    if (name === 'MainContact' || name === 'PrimaryContact') return own;
    const part = name.replace('Contact', '');
    return {
      values: values[`${part}ContactOverride`] === true ? own.values : main.values,
      address: values[`${part}AddressOverride`] === true ? own.address : main.address,
    };
  };
  return Object.fromEntries(
    ['MainContact', 'RemittanceContact', 'ShippingContact', 'PrimaryContact'].map((name) => {
      const contact = chosen(name);
      const address: Shown = { id: guidOf(`${id} ${name} address`), values: contact.address };
      return [name, { id: guidOf(`${id} ${name}`), values: contact.values, linked: { Address: address } }];
    }),
  );
}
