import type { DefaultsRule } from '../../config/schema.ts';
import type { Party } from '../../domain/party.ts';
import { fold, tidy } from '../../domain/text.ts';
import type { MasterTarget, Versioned } from '../../engine/ports.ts';
import type { HttpResponse } from '../../http/ports.ts';
import { Findings } from '../../mapping/findings.ts';
import type { References } from '../../mapping/references.ts';
import { countryCode } from '../shared/countries.ts';
import { type DefaultFields, typedDefaults } from '../shared/defaults.ts';
import { cutTo, masterDraft } from '../shared/masters.ts';
import { readWire } from '../shared/wire.ts';
import { lengths, title } from './capabilities.ts';
import { checkRequired } from './checks.ts';
import type { Cin7Client } from './client.ts';
import { type Body, type MasterWrites, masterSteps } from './master-steps.ts';
import { baseCurrency } from './references.ts';
import { addressOf, changesOf, checkReferences, contactOf, holds, known, overlay } from './supplier-body.ts';
import {
  type CodeAttribute,
  readSupplier,
  readSuppliers,
  supplierVersion,
  toVersioned,
} from './suppliers.ts';
import { type SupplierRow, supplier } from './wire.ts';

/** What `cin7.defaults.suppliers` may set (API Blueprint, "Supplier"). */
const fields: DefaultFields = {
  Currency: 'text',
  PaymentTerm: 'text',
  AccountPayable: 'text',
  TaxRule: 'text',
  Discount: 'number',
  Comments: 'text',
  TaxNumber: 'text',
  AttributeSet: 'text',
  // Of the address, where the ERP names no country (it may mean its own by that).
  Country: 'text',
  ...Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [`AdditionalAttribute${i + 1}`, 'text' as const]),
  ),
};
const required = ['Name', 'Currency', 'PaymentTerm', 'AccountPayable', 'TaxRule'];
const key = 'cin7.defaults.suppliers';

/** Suppliers into Cin7: POST for a new one, PUT by `ID` for a change (API Blueprint, "Supplier"). */
export function supplierTarget(options: {
  readonly client: Cin7Client;
  readonly references: References;
  readonly code: CodeAttribute;
  readonly defaults: readonly DefaultsRule[] | undefined;
}): MasterTarget<Party> {
  const { client, references, code, defaults } = options;

  const versioned = async (row: SupplierRow, response: HttpResponse) =>
    toVersioned(row, response, code, await baseCurrency(references));
  const writes: MasterWrites<Party, SupplierRow> = {
    what: 'supplier',
    path: '/supplier',
    list: 'SupplierList',
    parse: (json, { status }, name) =>
      readWire(supplier, { status, json }, { system: title, name, effect: 'write' }),
    read: (id) => readSupplier(client, id),
    version: supplierVersion,
    versioned,
    overlay: (row, body) => overlay(row, body, code),
    holds,
  };

  const carry = (record: Party): Party => {
    const country =
      record.country === undefined ? undefined : (countryCode(record.country) ?? tidy(record.country));
    const held = cutTo({ ...record, country }, lengths.supplier);
    return code === undefined ? { ...held, code: '' } : held;
  };

  return {
    kind: 'supplier',
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
        ...(code !== undefined && record.code !== '' ? { [code]: record.code } : {}),
        Status: record.status === 'active' ? 'Active' : 'Deprecated',
        ...addressOf({ ...record, country: record.country || String(Country ?? '') }, place),
        ...contactOf(record),
      };
      const complete = { ...body, Currency: body['Currency'] ?? base };
      checkRequired(place, complete, required, key);
      checkReferences(place, complete, key);
      return masterDraft({ ...head(record), body: complete }, findings);
    },

    change(current, wanted, changed, lookups) {
      const record = carry(wanted);
      const findings = new Findings();
      const place = { record: head(record).title, findings, reference: lookups.reference };
      const body = { ID: current.id, ...changesOf(current.record, record, changed, code, place) };
      checkReferences(place, body, key);
      return masterDraft({ ...head(record), body, current }, findings);
    },

    async find(draft) {
      const name = String((draft.body as Body)['Name']);
      const base = await baseCurrency(references);
      const found: Versioned<Party>[] = [];
      // `Name` filters by how a name begins.
      for await (const page of client.pages('/supplier', 'SupplierList', 'supplier look-up', {
        Name: name,
        IncludeDeprecated: true,
      })) {
        for (const row of readSuppliers(page.rows, page.response)) {
          if (fold(row.Name) === fold(name)) found.push(toVersioned(row, page.response, code, base));
        }
      }
      return found;
    },

    async read(id) {
      const found = await readSupplier(client, id);
      return found && versioned(found.row, found.response);
    },

    steps: (draft) => masterSteps(client, writes, draft),
  };
}

const head = (record: Party) => ({
  kind: 'supplier' as const,
  naturalKey: fold(record.name),
  title: `supplier ${record.name}`,
  currency: record.currency,
});
