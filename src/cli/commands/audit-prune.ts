import { dateOf, parsePlainDate, startOf, systemClock } from '../../domain/time.ts';
import { openStore } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { openSecrets } from '../secrets.ts';
import { loadSettings } from '../settings.ts';
import { auditKeyOf, withStore } from '../state.ts';

/** Removes what is older than a day, and leaves a signed anchor, so that the rest can still be verified. */
export async function auditPrune(context: Context, options: { before: string }): Promise<number> {
  const before = parsePlainDate(options.before);
  if (before === undefined || before !== options.before)
    throw new UsageError(`--before ${options.before}: expected a date such as 2025-01-01`);
  if (before > dateOf(systemClock.now()))
    throw new UsageError(`--before ${before} lies ahead: that would remove the whole trail`);
  const config = loadSettings(context);
  const { vault } = await openSecrets(context, config);
  const auditKey = await auditKeyOf(context, vault);
  const store = openStore({ path: config.state, clock: systemClock, auditKey });
  return withStore(store, async () => {
    const removed = await store.transact((tx) => tx.audit.prune(startOf(before)));
    const head = await store.audit.head();
    if (context.json) await context.printJson({ removed, before, head });
    else await context.print(`removed ${removed} entries from before ${before}; head ${head}\n`);
    return exitCodes.ok;
  });
}
