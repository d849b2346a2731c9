import type { AcumaticaConfig } from '../../config/schema.ts';
import { isFailure } from '../../domain/failure.ts';
import type { FlowLeg, PingCheck } from '../../engine/ports.ts';
import type { References } from '../../mapping/references.ts';
import type { SystemDeps } from '../shared/options.ts';
import { answered, failedCheck, unanswered } from '../shared/ping.ts';
import { title } from './capabilities.ts';
import type { AcumaticaClient } from './client.ts';
import { wrongEndpoint } from './endpoints.ts';
import { company } from './references.ts';

/** Entities that a flow reads or writes, with their screens and keys. */
const screens = {
  Vendor: ['AP303000', 'VendorID'],
  Bill: ['AP301000', 'ReferenceNbr'],
  PurchaseOrder: ['PO301000', 'OrderNbr'],
  Account: ['GL202500', 'AccountCD'],
  TaxCategory: ['TX205500', 'TaxCategoryID'],
  TaxZone: ['TX206000', 'TaxZoneID'],
  Warehouse: ['IN204000', 'WarehouseID'],
  StockItem: ['IN202500', 'InventoryID'],
  NonStockItem: ['IN202000', 'InventoryID'],
  Currency: ['CM202000', 'CurrencyID'],
} as const;

type Entity = keyof typeof screens;

const entities: Readonly<Partial<Record<FlowLeg['flow'], readonly Entity[]>>> = {
  suppliers: ['Vendor', 'Currency'],
  purchases: [
    'PurchaseOrder',
    'Bill',
    'Vendor',
    'Account',
    'TaxCategory',
    'TaxZone',
    'Warehouse',
    'StockItem',
    'NonStockItem',
    'Currency',
  ],
};

/** Settings that bite and that no entity shows; said once, so that nobody has to find out. */
const unseen: Readonly<Partial<Record<FlowLeg['flow'], string>>> = {
  suppliers:
    'not visible here: whether vendors are numbered by the site (segmented key VENDOR), and how long a number may be',
  purchases:
    'not visible here: approval maps, Validate Document Totals on Entry, Require Vendor Reference (AP101000), and whether the user may release bills; orders wait for print or e-mail unless the vendor says otherwise',
};

export async function pingAcumatica(
  client: AcumaticaClient,
  references: References,
  erp: AcumaticaConfig,
  deps: SystemDeps,
  flows: readonly FlowLeg[],
): Promise<PingCheck[]> {
  const checks: PingCheck[] = [];
  try {
    const sentAt = deps.clock.now();
    const offer = await client.offer();
    const wrong = wrongEndpoint(offer, erp);
    // A wrong endpoint is told before the sign-in, so that nobody looks for a wrong password.
    const told = `${erp.endpoint} ${erp.endpointVersion}${offer.build ? ` of build ${offer.build}` : ''}`;
    const endpoint: PingCheck = wrong
      ? { check: 'endpoint', ok: false, detail: wrong, fix: 'correct erp.endpoint and erp.endpointVersion' }
      : { check: 'endpoint', ok: true, detail: told };
    checks.push(...answered(erp.instanceUrl, offer.response, sentAt), endpoint);
    if (wrong) return checks;
    checks.push(await companyCheck(references, erp));
  } catch (error) {
    return checks.length > 0
      ? [...checks, failedCheck('company', error)]
      : unanswered(erp.instanceUrl, title, error);
  }
  const names = [...new Set(flows.map(({ flow }) => flow))];
  for (const entity of new Set(names.flatMap((flow) => entities[flow] ?? [])))
    checks.push(await readable(client, entity));
  for (const flow of names) {
    const detail = unseen[flow];
    if (detail !== undefined) checks.push({ check: `settings: ${flow}`, ok: true, detail });
  }
  return checks;
}

/** The API does not name the company that one is in; the ledgers tell it. */
async function companyCheck(references: References, erp: AcumaticaConfig): Promise<PingCheck> {
  const row = (await references.load('setup', { fresh: true })).get(company);
  const currency = row?.data?.['localCurrency'];
  const where = [
    erp.tenant ? `tenant ${erp.tenant}` : 'default tenant',
    erp.branch ? `branch ${erp.branch}` : '',
  ];
  const books = currency ? `ledger ${row?.name}, base currency ${currency}` : 'its ledgers cannot be read';
  return { check: 'company', ok: true, detail: [...where.filter(Boolean), books].join(', ') };
}

async function readable(client: AcumaticaClient, entity: Entity): Promise<PingCheck> {
  const [screen, key] = screens[entity];
  const check = `permission: ${entity}`;
  try {
    await client.get(entity, entity, { top: 1, select: [key] });
    return { check, ok: true, detail: `readable (${screen})` };
  } catch (error) {
    const forbidden = isFailure(error, 'refused') && error.status === 403;
    const fix = forbidden
      ? `give the user of the vault entry a role with rights to ${screen} (Access Rights by Screen, SM201020)`
      : undefined;
    return failedCheck(check, error, fix);
  }
}
