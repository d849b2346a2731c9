import { isFailure } from '../../domain/failure.ts';
import type { FlowLeg, PingCheck } from '../../engine/ports.ts';
import type { SystemDeps } from '../shared/options.ts';
import { checkClock, failedCheck } from '../shared/ping.ts';
import { readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import type { Cin7Client } from './client.ts';
import { me } from './wire.ts';

/** Whether a cheap read of what a flow needs is answered; Cin7 has no rights per application but modules per plan. */
const reads: Readonly<Partial<Record<FlowLeg['flow'], readonly [path: string, name: string]>>> = {
  suppliers: ['/supplier', 'suppliers'],
  products: ['/product', 'products'],
  purchases: ['/purchaseList', 'purchases'],
};

export async function pingCin7(
  client: Cin7Client,
  deps: SystemDeps,
  flows: readonly FlowLeg[],
): Promise<PingCheck[]> {
  const checks: PingCheck[] = [];
  try {
    const sentAt = deps.clock.now();
    const response = await client.get('/me', 'company settings');
    const settings = readWire(me, response, { system: title, name: 'company settings' });
    checks.push({ check: 'reachable', ok: true, detail: 'it answers over TLS and took the credentials' });
    checks.push({
      check: 'company',
      ok: true,
      detail: `${settings.Company || '(no name)'}, base currency ${settings.Currency}`,
    });
    checks.push(checkClock(response, sentAt));
    if (settings.LockDate !== '') {
      checks.push({
        check: 'lock date',
        ok: true,
        detail: `documents up to ${settings.LockDate.slice(0, 10)} cannot be changed in Cin7`,
      });
    }
  } catch (error) {
    return [...checks, failedCheck(isFailure(error, 'unauthenticated') ? 'credentials' : 'reachable', error)];
  }
  for (const flow of new Set(flows.map(({ flow }) => flow))) {
    const read = reads[flow];
    if (!read) continue;
    const [path, name] = read;
    try {
      await client.get(path, name, { Page: 1, Limit: 1 });
      checks.push({ check: `permission: ${name}`, ok: true, detail: 'readable' });
    } catch (error) {
      checks.push(failedCheck(`permission: ${name}`, error));
    }
  }
  return checks;
}
