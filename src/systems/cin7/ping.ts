import type { FlowLeg, PingCheck } from '../../engine/ports.ts';
import type { SystemDeps } from '../shared/options.ts';
import { answered, failedCheck, unanswered } from '../shared/ping.ts';
import { readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { Cin7Client } from './client.ts';
import { me } from './wire.ts';

/** Whether a cheap read of what a flow needs is answered; Cin7 has no rights per application but modules per plan. */
const reads: Readonly<Partial<Record<FlowLeg['flow'], readonly [path: string, name: string]>>> = {
  suppliers: ['/supplier', 'suppliers'],
  customers: ['/customer', 'customers'],
  products: ['/product', 'products'],
  purchases: ['/purchaseList', 'purchases'],
  sales: ['/saleList', 'sales'],
};

export async function pingCin7(
  client: Cin7Client,
  baseUrl: string,
  deps: SystemDeps,
  flows: readonly FlowLeg[],
): Promise<PingCheck[]> {
  const checks: PingCheck[] = [];
  try {
    const sentAt = deps.clock.now();
    const response = await client.get('/me', 'company settings');
    checks.push(...answered(baseUrl, response, sentAt));
    const settings = readWire(me, response, { system: title, name: 'company settings' });
    checks.push({
      check: 'company',
      ok: true,
      detail: `${settings.Company || '(no name)'}, base currency ${settings.Currency}`,
    });
    if (settings.LockDate !== '') {
      const detail = `documents up to ${settings.LockDate.slice(0, 10)} cannot be changed in Cin7`;
      checks.push({ check: 'lock date', ok: true, detail });
    }
  } catch (error) {
    return checks.length > 0 ? [...checks, failedCheck('company', error)] : unanswered(baseUrl, title, error);
  }
  for (const flow of new Set(flows.map(({ flow }) => flow))) {
    const read = reads[flow];
    if (read) checks.push(await readable(client, ...read));
  }
  return checks;
}

async function readable(client: Cin7Client, path: string, name: string): Promise<PingCheck> {
  const check = `permission: ${name}`;
  try {
    await client.get(path, name, { Page: 1, Limit: 1 });
    return { check, ok: true, detail: 'readable' };
  } catch (error) {
    return failedCheck(check, error);
  }
}
