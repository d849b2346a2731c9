import type { AcumaticaConfig } from '../../config/schema.ts';
import type { Party } from '../../domain/party.ts';
import { fold } from '../../domain/text.ts';
import type { MasterTarget, Outcome, Step, Versioned } from '../../engine/ports.ts';
import { Findings } from '../../mapping/findings.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import type { References } from '../../mapping/references.ts';
import { type DefaultFields, typedDefaults } from '../shared/defaults.ts';
import { checkLength, masterDraft } from '../shared/masters.ts';
import type { SystemDeps } from '../shared/options.ts';
import { changedMeanwhile } from '../shared/stale.ts';
import { lengths, title } from './capabilities.ts';
import type { AcumaticaClient } from './client.ts';
import { either, equal } from './query.ts';
import { asShown, bodyOf, carry, currencyOf, head, holds, titleOf, withoutBlanks } from './vendor-body.ts';
import { findVendors, readVendor, toVersioned, vendorQuery, vendorWords } from './vendors.ts';
import { type VendorRow, vendor } from './wire.ts';
import type { PlainRecord } from './wrap.ts';

/** What `erp.defaults.vendors` may set (the contract's own fields that Cin7 does not know). */
const fields: DefaultFields = {
  VendorClass: 'text',
  CurrencyID: 'text',
  Terms: 'text',
  TaxZone: 'text',
  TaxCalculationMode: 'text',
  PaymentMethod: 'text',
  CashAccount: 'text',
  APAccount: 'text',
  APSubaccount: 'text',
  ReceivingBranch: 'text',
  Warehouse: 'text',
  ShipVia: 'text',
  FOBPoint: 'text',
  LeadTimedays: 'number',
  EnableCurrencyOverride: 'boolean',
  PrintOrders: 'boolean',
  SendOrdersbyEmail: 'boolean',
  F1099Vendor: 'boolean',
};

/** Suppliers as vendors (AP303000). Where the site numbers them itself, a vendor without a code gets one there. */
export function vendorTarget(options: {
  readonly client: AcumaticaClient;
  readonly references: References;
  readonly mapping: Mapping;
  readonly config: Pick<AcumaticaConfig, 'defaults' | 'supplierReference'>;
  readonly deps: Pick<SystemDeps, 'clock'>;
}): MasterTarget<Party> {
  const { client, references, mapping, config, deps } = options;
  const versioned = async (row: VendorRow): Promise<Versioned<Party>> =>
    toVersioned(row, deps.clock.now(), await vendorWords(references, mapping));
  const outcome = async (row: VendorRow): Promise<Outcome> => {
    const record = await versioned(row);
    return { ref: { id: record.id, number: record.number, version: record.version }, record };
  };
  const write = async (record: PlainRecord, only: 'insert' | 'update', name: string): Promise<Outcome> => {
    const { select, expand } = vendorQuery;
    return outcome(await client.write(vendor, 'Vendor', name, { record, only, select, expand }));
  };

  return {
    kind: 'supplier',
    needs: ['setup', 'currencies'],
    carry,

    create(wanted, lookups) {
      const record = carry(wanted);
      const findings = new Findings();
      const at = { record: titleOf(record), key: 'erp.defaults.vendors', fields };
      checkLength(
        record.code,
        lengths.supplier.code,
        { record: titleOf(record), field: 'VendorID' },
        findings,
      );
      const body: PlainRecord = {
        ...typedDefaults(config.defaults.vendors, record, at, findings),
        ...(record.code === '' ? {} : { VendorID: record.code }),
        ...withoutBlanks(bodyOf(record, Object.keys(record) as (keyof Party)[], lookups, findings)),
        ...currencyOf(record, lookups, findings),
        ...(config.supplierReference === 'AccountRef' ? { AccountRef: wanted.id } : {}),
      };
      return masterDraft({ ...head(record), body }, findings);
    },

    change(current, wanted, changed, lookups) {
      const record = carry(wanted);
      const findings = new Findings();
      const body = bodyOf(record, changed, lookups, findings);
      return masterDraft({ ...head({ ...current.record, name: record.name }), body, current }, findings);
    },

    /**
     * By number; where the site numbers vendors itself, it passed ours over, so by name too: but then only one that is in
     * all what we would write.
     */
    async find(draft) {
      const { VendorID, ...body } = draft.body as PlainRecord;
      const name = String(body['VendorName']);
      const named = equal('VendorName', name);
      const code = VendorID === undefined ? undefined : String(VendorID);
      const rows = await findVendors(
        client,
        code === undefined ? named : either(equal('VendorID', code), named),
      );
      const hits = rows.filter((row) => {
        if (code !== undefined && fold(row.VendorID) === fold(code)) return true;
        return fold(row.VendorName) === fold(name) && (code === undefined || holds(row, asShown(body)));
      });
      return Promise.all(hits.map(versioned));
    },

    async read(id) {
      const row = await readVendor(client, id);
      return row && versioned(row);
    },

    steps(draft): Step[] {
      const body = draft.body as PlainRecord;
      const { current } = draft;
      if (!current)
        return [{ role: 'create', name: 'create', run: () => write(body, 'insert', 'new vendor') }];
      return [
        {
          role: 'fill',
          name: 'update',
          async probe() {
            const row = await readVendor(client, current.id);
            return row && holds(row, body) ? outcome(row) : undefined;
          },
          /** There is no ETag: the vendor is read afresh, and written only at the version that the change was made for. */
          async run() {
            const row = await readVendor(client, current.id);
            if (!row || (await versioned(row)).version !== current.version)
              throw changedMeanwhile(title, 'vendor');
            return write({ VendorID: row.VendorID, ...body }, 'update', 'vendor update');
          },
        },
      ];
    },
  };
}
