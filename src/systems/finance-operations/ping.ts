import type { FinanceOperationsConfig } from '../../config/schema.ts';
import { isFailure } from '../../domain/failure.ts';
import type { FlowLeg, PingCheck } from '../../engine/ports.ts';
import type { References } from '../../mapping/references.ts';
import type { SystemDeps } from '../shared/options.ts';
import { answered, failedCheck, unanswered } from '../shared/ping.ts';
import { title } from './capabilities.ts';
import type { FinanceOperationsClient } from './client.ts';
import { chooseCompany } from './company.ts';

type PingConfig = Pick<
  FinanceOperationsConfig,
  'environmentUrl' | 'legalEntity' | 'crossCompany' | 'dimensions'
>;

/** The sets that a flow reads or writes. */
const sets: Readonly<Partial<Record<FlowLeg['flow'], readonly string[]>>> = {
  suppliers: ['VendorsV2', 'VendorGroups', 'PaymentTerms', 'Currencies'],
  products: ['ReleasedProductsV2', 'ProductsV2', 'UnitsOfMeasure'],
  purchases: [
    'PurchaseOrderHeadersV2',
    'PurchaseOrderLinesV2',
    'VendorInvoiceHeaders',
    'VendorInvoiceLines',
    'VendorsV2',
    'ReleasedProductsV2',
    'TaxGroups',
    'Warehouses',
    'OperationalSites',
  ],
};

/** Settings that bite and that no entity shows; said once, so that nobody has to find out. */
const unseen: Readonly<Partial<Record<FlowLeg['flow'], string>>> = {
  suppliers:
    'not visible here: whether the vendor number sequence is manual (erp.numbering.vendors: ours), and whether tax exempt numbers must be set up first',
  products:
    'not visible here: item model, storage and tracking dimension groups (erp.defaults.products), and whether an item model group is stocked',
  purchases:
    'not visible here: whether a default dimension format is active for integrating applications and which, change management of purchase orders, invoice matching, and open periods',
};

export async function pingFinanceOperations(
  client: FinanceOperationsClient,
  references: References,
  erp: PingConfig,
  deps: SystemDeps,
  flows: readonly FlowLeg[],
): Promise<PingCheck[]> {
  const checks: PingCheck[] = [];
  try {
    const sentAt = deps.clock.now();
    const { found, response } = await client.legalEntities();
    checks.push(...answered(erp.environmentUrl, response, sentAt));
    const names = [erp.legalEntity, ...erp.crossCompany].map((wanted) => chooseCompany(found, wanted));
    const detail = names
      .map(({ LegalEntityId, Name }) => `${LegalEntityId}${Name ? ` (${Name})` : ''}`)
      .join(', ');
    checks.push({ check: 'company', ok: true, detail });
  } catch (error) {
    return checks.length > 0
      ? [...checks, failedCheck('company', error)]
      : unanswered(erp.environmentUrl, title, error);
  }
  const names = [...new Set(flows.map(({ flow }) => flow))];
  for (const set of new Set(names.flatMap((flow) => sets[flow] ?? [])))
    checks.push(await readable(client, set));
  if (names.includes('purchases')) {
    checks.push(await listed('chart of accounts', references, 'accounts', 'set erp.chartOfAccounts'));
    checks.push(await listed('dimensions', references, 'dimensionValues', 'correct erp.dimensions.format'));
  }
  for (const flow of names) {
    const detail = unseen[flow];
    if (detail !== undefined) checks.push({ check: `settings: ${flow}`, ok: true, detail });
  }
  return checks;
}

/** Rights that are lacking show as a refusal, or as a set without rows. */
async function readable(client: FinanceOperationsClient, set: string): Promise<PingCheck> {
  const check = `permission: ${set}`;
  try {
    await client.get(set, set, { top: 1 });
    return { check, ok: true, detail: 'readable' };
  } catch (error) {
    const missing = isFailure(error, 'refused') && error.status === 404;
    const fix = missing
      ? 'this environment does not have the data entity: it may be disabled by its configuration key or version'
      : 'give the user of our client id (Microsoft Entra ID applications) a role that reads it';
    return failedCheck(check, error, fix);
  }
}

async function listed(
  what: string,
  references: References,
  list: 'accounts' | 'dimensionValues',
  fix: string,
): Promise<PingCheck> {
  try {
    const { rows } = await references.load(list, { fresh: true });
    if (rows.length > 0 || list === 'dimensionValues')
      return {
        check: what,
        ok: true,
        detail: `${rows.length} ${list === 'accounts' ? 'main accounts' : 'values'}`,
      };
    return { check: what, ok: false, detail: 'no main account is shown', fix };
  } catch (error) {
    return failedCheck(what, error, fix);
  }
}
