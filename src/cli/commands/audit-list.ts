import { printAuditList } from '../../report/audit-list.ts';
import type { AuditEntry } from '../../store/audit.ts';
import { type AuditFilterOptions, auditFilter } from '../audit-filter.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { loadSettings } from '../settings.ts';
import { readState, withStore } from '../state.ts';

export async function auditList(context: Context, options: AuditFilterOptions): Promise<number> {
  const config = loadSettings(context);
  const filter = auditFilter(options);
  return withStore(readState(config), async (store) => {
    const entries: AuditEntry[] = [];
    for await (const entry of store.audit.entries({ ...filter, newestFirst: true })) entries.push(entry);
    if (context.json) await context.printJson({ entries, head: await store.audit.head() });
    else await context.print(printAuditList(entries));
    return exitCodes.ok;
  });
}
