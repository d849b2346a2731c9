import type { DefaultsRule } from '../../config/schema.ts';
import type { Party } from '../../domain/party.ts';
import { fold } from '../../domain/text.ts';
import type { Instant } from '../../domain/time.ts';
import type { MasterTarget, Outcome, Versioned } from '../../engine/ports.ts';
import type { HttpResponse } from '../../http/ports.ts';
import { Findings } from '../../mapping/findings.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import type { References } from '../../mapping/references.ts';
import { guid, text } from '../odata/literal.ts';
import { entity, equal } from '../odata/query.ts';
import { type DefaultFields, typedDefaults } from '../shared/defaults.ts';
import { checkLength, masterDraft } from '../shared/masters.ts';
import { readWire } from '../shared/wire.ts';
import { lengths, title } from './capabilities.ts';
import type { BusinessCentralClient } from './client.ts';
import { type Body, bodyOf, carry, currencyOf, head, holds, titleOf, withoutBlanks } from './vendor-body.ts';
import { readVendor, toVersioned, vendorWords } from './vendors.ts';
import { type VendorRow, vendor } from './wire.ts';

/** What `erp.defaults.vendors` may set (AL page 30010). */
const fields: DefaultFields = {
  number: 'text',
  addressLine1: 'text',
  addressLine2: 'text',
  city: 'text',
  state: 'text',
  country: 'text',
  postalCode: 'text',
  phoneNumber: 'text',
  email: 'text',
  website: 'text',
  taxRegistrationNumber: 'text',
  currencyCode: 'text',
  irs1099Code: 'text',
  paymentTermsId: 'text',
  paymentMethodId: 'text',
  taxLiable: 'boolean',
  blocked: 'text',
};

/**
 * Suppliers as vendors (AL page 30010). A vendor made through the API has posting groups only if a template gives them;
 * without, every document of it is refused, and the refusal says so.
 */
export function vendorTarget(options: {
  readonly client: BusinessCentralClient;
  readonly references: References;
  readonly mapping: Mapping;
  readonly defaults: readonly DefaultsRule[] | undefined;
}): MasterTarget<Party> {
  const { client, references, mapping, defaults } = options;

  const versioned = async (row: VendorRow, servedAt: Instant): Promise<Versioned<Party>> =>
    toVersioned(row, servedAt, await vendorWords(references, mapping));
  const outcome = async (row: VendorRow, servedAt: Instant): Promise<Outcome> => {
    const record = await versioned(row, servedAt);
    return { ref: { id: record.id, number: record.number, version: record.version }, record };
  };
  const answer = (response: HttpResponse, name: string) =>
    outcome(readWire(vendor, response, { system: title, name, effect: 'write' }), response.servedAt);

  return {
    kind: 'supplier',
    needs: ['setup', 'currencies', 'paymentTerms', 'countries'],
    carry,

    create(wanted, lookups) {
      const record = carry(wanted);
      const findings = new Findings();
      const at = { record: titleOf(record), key: 'erp.defaults.vendors', fields };
      checkLength(record.code, lengths.supplier.code, { record: titleOf(record), field: 'number' }, findings);
      const body: Body = {
        ...typedDefaults(defaults, record, at, findings),
        ...(record.code === '' ? {} : { number: record.code }),
        ...withoutBlanks(bodyOf(record, Object.keys(record) as (keyof Party)[], lookups, findings)),
        ...currencyOf(record, lookups, findings),
      };
      return masterDraft({ ...head(record), body }, findings);
    },

    change(current, wanted, changed, lookups) {
      const record = carry(wanted);
      const findings = new Findings();
      const body = bodyOf(record, changed, lookups, findings);
      return masterDraft({ ...head({ ...current.record, name: record.name }), body, current }, findings);
    },

    async find(draft) {
      const body = draft.body as Body;
      const number = String(body['number'] ?? '');
      const filter =
        number === ''
          ? equal('displayName', text(String(body['displayName'])))
          : equal('number', text(fold(number)));
      const found: Versioned<Party>[] = [];
      for await (const page of client.pages(vendor, 'vendors', 'vendor look-up', { filter })) {
        for (const row of page.rows) {
          const same =
            number === ''
              ? fold(row.displayName) === fold(String(body['displayName']))
              : fold(row.number) === fold(number);
          if (same) found.push(await versioned(row, page.servedAt));
        }
      }
      return found;
    },

    async read(id) {
      const found = await readVendor(client, id);
      return found && versioned(found.row, found.servedAt);
    },

    steps(draft) {
      const json = draft.body as Body;
      const { current } = draft;
      if (!current) {
        return [
          {
            role: 'create',
            name: 'create',
            run: async () =>
              answer(await client.send('POST', 'vendors', 'new vendor', { json }), 'new vendor'),
          },
        ];
      }
      const name = 'vendor update';
      return [
        {
          role: 'fill',
          name: 'update',
          async probe() {
            const found = await readVendor(client, current.id);
            return found && holds(found.row, json) ? outcome(found.row, found.servedAt) : undefined;
          },
          run: async () =>
            answer(
              await client.send('PATCH', entity('vendors', guid(current.id)), name, {
                json,
                version: current.version,
              }),
              name,
            ),
        },
      ];
    },
  };
}
