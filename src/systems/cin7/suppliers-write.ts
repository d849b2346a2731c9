import type { DefaultsRule } from '../../config/schema.ts';
import type { Party } from '../../domain/party.ts';
import { fold, tidy } from '../../domain/text.ts';
import type { Mapped, MasterDraft, MasterTarget, Outcome, Versioned } from '../../engine/ports.ts';
import { Findings } from '../../mapping/findings.ts';
import type { References } from '../../mapping/references.ts';
import { countryCode } from '../shared/countries.ts';
import { type DefaultFields, defaultsFor } from '../shared/defaults.ts';
import { cutTo, noTotals } from '../shared/masters.ts';
import { changedMeanwhile } from '../shared/stale.ts';
import { readWire } from '../shared/wire.ts';
import { lengths, title } from './capabilities.ts';
import { checkRequired, type Place } from './checks.ts';
import type { Cin7Client } from './client.ts';
import { baseCurrency } from './references.ts';
import {
  addressOf,
  type Body,
  changesOf,
  checkReferences,
  contactOf,
  holds,
  known,
  overlay,
} from './supplier-body.ts';
import {
  type CodeAttribute,
  readSupplier,
  readSuppliers,
  supplierVersion,
  toVersioned,
} from './suppliers.ts';
import { readAnswer, type SupplierRow, supplier } from './wire.ts';

/** What `cin7.defaults.suppliers` may set (API Blueprint, "Supplier"). */
const defaultFields: DefaultFields = {
  Currency: 'text',
  PaymentTerm: 'text',
  AccountPayable: 'text',
  TaxRule: 'text',
  Discount: 'number',
  Comments: 'text',
  TaxNumber: 'text',
  AttributeSet: 'text',
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

  const read = async (id: string): Promise<Versioned<Party> | undefined> => {
    const found = await readSupplier(client, id);
    return found && toVersioned(found.row, found.response, code, await baseCurrency(references));
  };

  const carry = (record: Party): Party => {
    const country =
      record.country === undefined ? undefined : (countryCode(record.country) ?? tidy(record.country));
    const held = cutTo({ ...record, name: tidy(record.name), country }, lengths.supplier);
    return code === undefined ? { ...held, code: '' } : held;
  };

  return {
    kind: 'supplier',
    needs: ['accounts', 'taxes', 'paymentTerms', 'setup'],

    carry,

    create(wanted, lookups) {
      const record = carry(wanted);
      const at = `supplier ${record.name}`;
      const findings = new Findings();
      const place: Place = { record: at, findings, reference: lookups.reference };
      const base = lookups.reference('setup').get('me')?.data?.['currency'] ?? '';
      const preset = defaultsFor(defaults, record, { record: at, key, fields: defaultFields }, findings);
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
        ...addressOf(record, place),
        ...contactOf(record),
      };
      const complete = { ...body, Currency: body['Currency'] ?? base };
      checkRequired(place, complete, required, key);
      checkReferences(place, complete, key);
      return mapped(at, complete, record, findings);
    },

    change(current, wanted, fields, lookups) {
      const at = `supplier ${wanted.name}`;
      const findings = new Findings();
      const place: Place = { record: at, findings, reference: lookups.reference };
      const body = { ID: current.id, ...changesOf(current.record, wanted, fields, code, place) };
      checkReferences(place, body, key);
      return mapped(at, body, wanted, findings, current);
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

    read,

    steps(draft) {
      const body = draft.body as Body;
      if (!draft.current) {
        return [
          { role: 'create', name: 'create', run: async () => outcome(await send(client, 'POST', body)) },
        ];
      }
      const { id, version } = draft.current;
      return [
        {
          role: 'fill',
          name: 'update',
          async probe() {
            const found = await readSupplier(client, id);
            return found && holds(found.row, body) ? outcome(found.row) : undefined;
          },
          async run() {
            const found = await readSupplier(client, id);
            if (!found || supplierVersion(found.row) !== version) throw changedMeanwhile(title, 'supplier');
            return outcome(await send(client, 'PUT', overlay(found.row, body, code)));
          },
        },
      ];
    },
  };
}

async function send(client: Cin7Client, method: 'POST' | 'PUT', body: Body): Promise<SupplierRow> {
  const name = method === 'POST' ? 'new supplier' : 'supplier update';
  const response = await client.send(method, '/supplier', name, body);
  const json = readAnswer(response, 'SupplierList', name);
  return readWire(supplier, { status: response.status, json }, { system: title, name, effect: 'write' });
}

const outcome = (row: SupplierRow): Outcome => ({
  ref: { id: row.ID, number: tidy(row.Name), version: supplierVersion(row) },
});

function mapped(
  at: string,
  body: Body,
  record: Party,
  findings: Findings,
  current?: Versioned<Party>,
): Mapped<MasterDraft> {
  if (findings.problems.length > 0)
    return { ok: false, problems: findings.problems, missing: [...findings.missing] };
  const draft: MasterDraft = {
    kind: 'supplier',
    naturalKey: fold(record.name),
    title: at,
    body,
    totals: noTotals(record.currency),
    current,
  };
  return { ok: true, draft, warnings: findings.warnings };
}
