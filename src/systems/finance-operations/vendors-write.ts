import type { DefaultsRule, FinanceOperationsConfig } from '../../config/schema.ts';
import type { Party } from '../../domain/party.ts';
import { fold } from '../../domain/text.ts';
import type { Lookups, MasterTarget, Outcome } from '../../engine/ports.ts';
import { Findings } from '../../mapping/findings.ts';
import { lookUp } from '../../mapping/look-up.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import { text } from '../odata/literal.ts';
import { entity, equal } from '../odata/query.ts';
import { type DefaultFields, typedDefaults } from '../shared/defaults.ts';
import { checkLength, masterDraft, merge } from '../shared/masters.ts';
import { changedMeanwhile } from '../shared/stale.ts';
import { readWire } from '../shared/wire.ts';
import { lengths, title } from './capabilities.ts';
import type { FinanceOperationsClient } from './client.ts';
import { checkKey, checkOwnCompany, companyIn } from './company-checks.ts';
import { partsOf } from './ids.ts';
import { vendorGroupRow } from './references.ts';
import {
  type Body,
  bodyOf,
  carry,
  currencyOf,
  head,
  holds,
  markOf,
  ownNumber,
  titleOf,
  withoutBlanks,
} from './vendor-body.ts';
import { etagIn, findVendors, type Read, readVendor, toVersioned, vendorSet } from './vendors.ts';
import { type VendorRow, vendor } from './wire.ts';

/** What `erp.defaults.vendors` may set (Common Data Model, VendVendorV2Entity). */
const fields: DefaultFields = Object.fromEntries(
  [
    'VendorGroupId',
    'VendorSearchName',
    'VendorKnownAsName',
    'VendorPartyType',
    'CurrencyCode',
    'LanguageId',
    'DefaultPaymentTermsName',
    'DefaultVendorPaymentMethodName',
    'SalesTaxGroupCode',
    'TaxExemptNumber',
    'OnHoldStatus',
    'ArePricesIncludingSalesTax',
    'Notes',
    'AddressDescription',
    'AddressCountryRegionId',
    'DefaultPurchaseSiteId',
    'DefaultProcumentWarehouseId',
    'DefaultLedgerDimensionDisplayValue',
    'DefaultDeliveryTermsCode',
    'DefaultDeliveryModeId',
  ].map((field) => [field, 'text'] as const),
);

const defaultsKey = 'erp.defaults.vendors';

/** Suppliers as vendors of the pair's own legal entity; those of other companies are only read. */
export function vendorTarget(options: {
  readonly client: FinanceOperationsClient;
  readonly mapping: Mapping;
  readonly numbering: FinanceOperationsConfig['numbering']['vendors'];
  readonly defaults: readonly DefaultsRule[] | undefined;
}): MasterTarget<Party> {
  const { client, mapping, numbering, defaults } = options;

  const outcome = ({ row, servedAt }: Read<VendorRow>): Outcome => {
    const record = toVersioned(row, servedAt, mapping);
    return { ref: { id: record.id, number: record.number, version: record.version }, record };
  };

  return {
    kind: 'supplier',
    needs: ['setup', 'currencies', 'paymentTerms'],
    carry,

    create(wanted, lookups) {
      const record = carry(wanted);
      const findings = new Findings();
      const at = { record: titleOf(record), key: defaultsKey, fields };
      const company = companyIn(lookups);
      const number = numbering === 'ours' ? ownNumber(wanted) : '';
      const body: Body = {
        dataAreaId: company,
        ...typedDefaults(defaults, record, at, findings),
        ...(number === '' ? {} : { VendorAccountNumber: number }),
        ...withoutBlanks(bodyOf(record, Object.keys(record) as (keyof Party)[], lookups, findings)),
        ...currencyOf(record, lookups, findings),
        OurAccountNumber: markOf(wanted.id),
      };
      checkLength(number, lengths.supplier.code, { record: titleOf(record), field: 'number' }, findings);
      checkKey(number, { record: titleOf(record), field: 'number' }, findings);
      checkGroup(body, record, lookups, findings);
      return masterDraft({ ...head(company, number || markOf(wanted.id), record), body }, findings);
    },

    change(current, wanted, changed, lookups) {
      const record = merge(current.record, carry(wanted), changed);
      const findings = new Findings();
      const body = bodyOf(record, changed, lookups, findings);
      checkOwnCompany(current.id, titleOf(record), lookups, findings);
      return masterDraft({ ...head(companyIn(lookups), current.number, record), body, current }, findings);
    },

    async find(draft) {
      const { dataAreaId, VendorAccountNumber, OurAccountNumber } = draft.body as Record<string, string>;
      const [field, value] =
        VendorAccountNumber === undefined
          ? (['OurAccountNumber', OurAccountNumber ?? ''] as const)
          : (['VendorAccountNumber', VendorAccountNumber] as const);
      const found = await findVendors(
        client,
        dataAreaId ?? '',
        equal(field, text(value)),
        (row) => fold(row[field]) === fold(value),
      );
      return found.map(({ row, servedAt }) => toVersioned(row, servedAt, mapping));
    },

    async read(id) {
      const found = await readVendor(client, id);
      return found && toVersioned(found.row, found.servedAt, mapping);
    },

    steps(draft) {
      const json = draft.body as Body;
      const { current } = draft;
      if (!current) {
        const name = 'new vendor';
        return [
          {
            role: 'create',
            name: 'create',
            async run() {
              const response = await client.send({ method: 'POST', path: vendorSet, json }, name);
              const row = readWire(vendor, response, { system: title, name, effect: 'write' });
              return outcome({ row, servedAt: response.servedAt });
            },
          },
        ];
      }
      const [company = '', account = ''] = partsOf(current.id);
      const key = { dataAreaId: text(company), VendorAccountNumber: text(account) };
      const write = {
        method: 'PATCH',
        path: entity(vendorSet, key),
        json,
        version: etagIn(current.version),
      } as const;
      return [
        {
          role: 'fill',
          name: 'update',
          async probe() {
            const found = await readVendor(client, current.id);
            return found && holds(found.row, json) ? outcome(found) : undefined;
          },
          async run() {
            await client.send(write, 'vendor update');
            const found = await readVendor(client, current.id);
            if (!found) throw changedMeanwhile(title, 'vendor');
            return outcome(found);
          },
        },
      ];
    },
  };
}

function checkGroup(body: Body, record: Party, lookups: Lookups, findings: Findings): void {
  const group = String(body['VendorGroupId'] ?? '');
  const at = { record: titleOf(record), field: 'VendorGroupId' };
  const fix = `set ${defaultsKey}.VendorGroupId to a vendor group of the legal entity`;
  if (group === '') {
    findings.add({ ...at, code: 'value-missing', fix: `${title} requires it: ${fix}` });
    return;
  }
  const index = lookups.reference('setup');
  lookUp({ at, code: vendorGroupRow(group), list: 'setup', index, problem: 'field-invalid', fix }, findings);
}
