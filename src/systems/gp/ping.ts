import type { GpConfig } from '../../config/schema.ts';
import type { FlowLeg, PingCheck } from '../../engine/ports.ts';
import type { SystemDeps } from '../shared/options.ts';
import { answered, failedCheck, unanswered } from '../shared/ping.ts';
import type { GpApi } from './api.ts';
import { title } from './capabilities.ts';
import { permissionFix } from './errors.ts';

/** What bites and what neither interface shows; said once, so that nobody has to find out. */
const unseen: Readonly<Partial<Record<FlowLeg['flow'], (erp: GpConfig) => string>>> = {
  purchases: ({ openPeriods, rateDirection }) =>
    [
      'not visible here: open fiscal periods',
      openPeriods
        ? ` (taken from erp.openPeriods: ${openPeriods.from} to ${openPeriods.to})`
        : ' (set erp.openPeriods)',
      ', whether an account allows account entry, and whether a rate is multiplied or divided by',
      rateDirection.size === 0 ? ' (set erp.rateDirection for foreign currencies)' : '',
    ].join(''),
  receipts: () => 'not visible here: lot and serial tracking of items; receipts of those are left to people',
};

export async function pingGp(
  api: GpApi,
  erp: GpConfig,
  deps: SystemDeps,
  flows: readonly FlowLeg[],
): Promise<PingCheck[]> {
  const checks: PingCheck[] = [];
  try {
    const sentAt = deps.clock.now();
    const response = await api.hello();
    checks.push(...answered(erp.serviceUrl, response, sentAt));
    checks.push({ check: 'company', ok: true, detail: await api.company() });
  } catch (error) {
    if (checks.length > 0)
      return [...checks, failedCheck('company', error, 'set erp.company to its display name')];
    return unanswered(erp.serviceUrl, title, error).map(withOldTls);
  }
  const names = [...new Set(flows.map(({ flow }) => flow))];
  const asked = new Set<string>();
  for (const { what, ask } of names.flatMap((flow) => api.permissions(flow))) {
    if (asked.has(what)) continue;
    asked.add(what);
    const check = `permission: ${what}`;
    try {
      await ask();
      checks.push({ check, ok: true, detail: 'allowed' });
    } catch (error) {
      checks.push(failedCheck(check, error, permissionFix));
    }
  }
  for (const flow of names) {
    const detail = unseen[flow]?.(erp);
    if (detail !== undefined) checks.push({ check: `settings: ${flow}`, ok: true, detail });
  }
  return checks;
}

/** Servers from before October 2020 may speak nothing newer than TLS 1.1, which is not spoken here. */
const withOldTls = (check: PingCheck): PingCheck =>
  /EPROTO|UNSUPPORTED_PROTOCOL|TLSV1_ALERT/.test(check.detail)
    ? {
        ...check,
        fix: 'the server offers only TLS 1.0 or 1.1: enable TLS 1.2 there (from GP 18.3 on, and in Windows)',
      }
    : check;
