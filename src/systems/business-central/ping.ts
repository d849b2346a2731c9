import type { BusinessCentralConfig } from '../../config/schema.ts';
import { isFailure } from '../../domain/failure.ts';
import type { FlowLeg, PingCheck } from '../../engine/ports.ts';
import type { SystemDeps } from '../shared/options.ts';
import { answered, failedCheck, unanswered } from '../shared/ping.ts';
import { title } from './capabilities.ts';
import type { BusinessCentralClient } from './client.ts';
import { chooseCompany } from './company.ts';

/** The sets that a flow reads or writes. */
const sets: Readonly<Partial<Record<FlowLeg['flow'], readonly string[]>>> = {
  suppliers: ['vendors', 'paymentTerms', 'countriesRegions', 'currencies'],
  products: ['items', 'unitsOfMeasure'],
  purchases: [
    'purchaseInvoices',
    'purchaseCreditMemos',
    'vendors',
    'accounts',
    'dimensions',
    'taxGroups',
    'locations',
    'items',
  ],
};

/** Settings that bite and that no page of the API shows; said once, so that nobody has to find out. */
const unseen: Readonly<Partial<Record<FlowLeg['flow'], string>>> = {
  suppliers:
    'not visible here: whether the vendor number series allows manual numbers, and whether a vendor template fills the posting groups',
  purchases:
    'not visible here: posting ranges per user, approval workflows, whether D365 PURCH DOC, POST is granted, and exchange rates',
};

export async function pingBusinessCentral(
  client: BusinessCentralClient,
  erp: Pick<BusinessCentralConfig, 'baseUrl' | 'company'>,
  deps: SystemDeps,
  flows: readonly FlowLeg[],
): Promise<PingCheck[]> {
  const checks: PingCheck[] = [];
  try {
    const sentAt = deps.clock.now();
    const { found, response } = await client.companies();
    checks.push(...answered(erp.baseUrl, response, sentAt));
    const chosen = chooseCompany(found, erp.company);
    checks.push({
      check: 'company',
      ok: true,
      detail: `${chosen.displayName || chosen.name} (${chosen.id})`,
    });
  } catch (error) {
    return checks.length > 0
      ? [...checks, failedCheck('company', error)]
      : unanswered(erp.baseUrl, title, error);
  }
  const names = [...new Set(flows.map(({ flow }) => flow))];
  for (const set of new Set(['generalLedgerSetup', ...names.flatMap((flow) => sets[flow] ?? [])])) {
    checks.push(await readable(client, set));
  }
  for (const flow of names) {
    const detail = unseen[flow];
    if (detail !== undefined) checks.push({ check: `settings: ${flow}`, ok: true, detail });
  }
  return checks;
}

async function readable(client: BusinessCentralClient, set: string): Promise<PingCheck> {
  const check = `permission: ${set}`;
  try {
    await client.get(set, set, { top: 1 });
    return { check, ok: true, detail: 'readable' };
  } catch (error) {
    const dataUpgrade = isFailure(error, 'refused') && /data upgrade/i.test(error.message);
    const fix = dataUpgrade
      ? 'an administrator must run the page "API Data Upgrade" in Business Central for this set'
      : 'give the card of our client id on the page "Microsoft Entra applications" a permission set that reads it';
    return failedCheck(check, error, fix);
  }
}
