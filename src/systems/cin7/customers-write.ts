import type { DefaultsRule } from '../../config/schema.ts';
import type { Party } from '../../domain/party.ts';
import { fold, tidy } from '../../domain/text.ts';
import type { MasterTarget, Versioned } from '../../engine/ports.ts';
import { Findings } from '../../mapping/findings.ts';
import type { References } from '../../mapping/references.ts';
import { countryCode } from '../shared/countries.ts';
import { type DefaultFields, typedDefaults } from '../shared/defaults.ts';
import { cutTo, masterDraft } from '../shared/masters.ts';
import { readWire } from '../shared/wire.ts';
import { lengths, title } from './capabilities.ts';
import { checkName, checkRequired, type Place } from './checks.ts';
import type { Cin7Client } from './client.ts';
import { customerVersion, customerVersioned, readCustomer, readCustomers } from './customers.ts';
import { type Body, type MasterWrites, masterSteps } from './master-steps.ts';
import { baseCurrency } from './references.ts';
import { addressOf, changesOf, contactOf, holds, known, laidOverParty } from './supplier-body.ts';
import { type CustomerRow, customer } from './wire-customers.ts';

/** What `cin7.defaults.customers` may set (API Blueprint, "Customer"). */
const fields: DefaultFields = {
  Currency: 'text',
  PaymentTerm: 'text',
  AccountReceivable: 'text',
  RevenueAccount: 'text',
  TaxRule: 'text',
  PriceTier: 'text',
  Carrier: 'text',
  SalesRepresentative: 'text',
  Location: 'text',
  Discount: 'number',
  CreditLimit: 'number',
  Comments: 'text',
  Tags: 'text',
  AttributeSet: 'text',
  // Of the address, where the ERP names no country (it may mean its own by that).
  Country: 'text',
  ...Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [`AdditionalAttribute${i + 1}`, 'text' as const]),
  ),
};
const required = ['Name', 'Currency', 'PaymentTerm', 'AccountReceivable', 'RevenueAccount', 'TaxRule'];
const key = 'cin7.defaults.customers';

/** Customers into Cin7: POST for a new one, PUT by `ID` for a change (API Blueprint, "Customer"). */
export function customerTarget(options: {
  readonly client: Cin7Client;
  readonly references: References;
  readonly defaults: readonly DefaultsRule[] | undefined;
}): MasterTarget<Party> {
  const { client, references, defaults } = options;

  const writes: MasterWrites<Party, CustomerRow> = {
    what: 'customer',
    path: '/customer',
    list: 'CustomerList',
    parse: (json, { status }, name) =>
      readWire(customer, { status, json }, { system: title, name, effect: 'write' }),
    read: (id) => readCustomer(client, id),
    version: customerVersion,
    versioned: async (row, response) => customerVersioned(row, response, await baseCurrency(references)),
    overlay,
    holds,
  };

  const carry = (record: Party): Party => {
    const country =
      record.country === undefined ? undefined : (countryCode(record.country) ?? tidy(record.country));
    return { ...cutTo({ ...record, country }, lengths.supplier), code: '' };
  };

  return {
    kind: 'customer',
    needs: ['accounts', 'taxes', 'paymentTerms', 'setup'],

    carry,

    create(wanted, lookups) {
      const record = carry(wanted);
      const { title: at } = head(record);
      const findings = new Findings();
      const base = lookups.reference('setup').get('me')?.data?.['currency'] ?? '';
      const place = { record: at, findings, reference: lookups.reference };
      const { Country, ...preset } = typedDefaults(defaults, record, { record: at, key, fields }, findings);
      const body: Body = {
        ...preset,
        ...known({
          Name: record.name,
          Currency: fold(record.currency),
          PaymentTerm: record.terms,
          TaxNumber: record.taxNumber,
        }),
        Status: record.status === 'active' ? 'Active' : 'Deprecated',
        ...addressOf({ ...record, country: record.country || String(Country ?? '') }, place),
        ...contactOf(record),
      };
      const complete = { ...body, Currency: body['Currency'] ?? base };
      checkRequired(place, complete, required, key);
      checkReferences(place, complete);
      return masterDraft({ ...head(record), body: complete }, findings);
    },

    change(current, wanted, changed, lookups) {
      const record = carry(wanted);
      const findings = new Findings();
      const place = { record: head(record).title, findings, reference: lookups.reference };
      const body = { ID: current.id, ...changesOf(current.record, record, changed, undefined, place) };
      checkReferences(place, body);
      return masterDraft({ ...head(record), body, current }, findings);
    },

    async find(draft) {
      const name = String((draft.body as Body)['Name']);
      const base = await baseCurrency(references);
      const found: Versioned<Party>[] = [];
      // `Name` filters by how a name begins.
      for await (const page of client.pages('/customer', 'CustomerList', 'customer look-up', {
        Name: name,
        IncludeDeprecated: true,
      })) {
        for (const row of readCustomers(page.rows, page.response)) {
          if (fold(row.Name) === fold(name)) found.push(customerVersioned(row, page.response, base));
        }
      }
      return found;
    },

    async read(id) {
      const found = await readCustomer(client, id);
      return found && customerVersioned(found.row, found.response, await baseCurrency(references));
    },

    steps: (draft) => masterSteps(client, writes, draft),
  };
}

/** The fields that we own as they are now, with the changes laid over. */
const overlay = (row: CustomerRow, body: Body): Body => ({
  ID: row.ID,
  Name: row.Name,
  Currency: row.Currency,
  PaymentTerm: row.PaymentTerm,
  AccountReceivable: row.AccountReceivable,
  RevenueAccount: row.RevenueAccount,
  TaxRule: row.TaxRule,
  Status: row.Status,
  TaxNumber: row.TaxNumber,
  ...laidOverParty(row, body),
});

function checkReferences(place: Place, body: Body): void {
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
    fix: `set ${key}.TaxRule to an active tax rule for sales`,
    unfit: (row) => (row.data?.['sale'] === 'false' ? 'it is not for sales' : undefined),
  });
  checkName(place, {
    list: 'accounts',
    field: 'AccountReceivable',
    value: value('AccountReceivable'),
    code: 'account-unusable',
    fix: `set ${key}.AccountReceivable to the account whose system account is Accounts receivable`,
    unfit: ({ data }) =>
      /^accounts receivable$/i.test(data?.['systemAccount'] ?? '') ||
      data?.['systemAccountCode'] === 'DEBTORS'
        ? undefined
        : 'its system account is not Accounts receivable',
  });
  checkName(place, {
    list: 'accounts',
    field: 'RevenueAccount',
    value: value('RevenueAccount'),
    code: 'account-unusable',
    fix: `set ${key}.RevenueAccount to a revenue account of Cin7`,
    unfit: ({ data }) =>
      data?.['class'] && fold(data['class']) !== 'REVENUE' ? `its class is ${data['class']}` : undefined,
  });
}

const head = (record: Party) => ({
  kind: 'customer' as const,
  naturalKey: fold(record.name),
  title: `customer ${record.name}`,
  currency: record.currency,
});
