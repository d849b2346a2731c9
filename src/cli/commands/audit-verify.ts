import { systemClock } from '../../domain/time.ts';
import type { createStyle } from '../../report/style.ts';
import { openStore } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { styleOf } from '../say-passes.ts';
import { openSecrets } from '../secrets.ts';
import { loadSettings } from '../settings.ts';
import { auditKeyOf, withStore } from '../state.ts';

/** Checks the whole chain; exit code 3 when something was edited, removed, added or cut off. */
export async function auditVerify(context: Context, options: { head?: string }): Promise<number> {
  if (options.head !== undefined && !/^\d+:([0-9a-f]{64})?$/.test(options.head))
    throw new UsageError('--head: expected a head as a pass prints it, such as 1042:9f3c...');
  const config = loadSettings(context);
  const { vault } = await openSecrets(context, config);
  const auditKey = await auditKeyOf(context, vault);
  const store = openStore({ path: config.state, clock: systemClock, auditKey });
  return withStore(store, async () => {
    const findings = await store.audit.verify(options.head);
    const head = await store.audit.head();
    const ok = findings.length === 0;
    if (context.json) await context.printJson({ ok, head, findings });
    else await context.print(printVerdict(findings, head, await styleOf(context)));
    return ok ? exitCodes.ok : exitCodes.attention;
  });
}

function printVerdict(
  findings: readonly { readonly message: string }[],
  head: string,
  style: ReturnType<typeof createStyle>,
): string {
  if (findings.length === 0) return `${style.good('the audit trail is whole')}, head ${head}\n`;
  const lines = findings.map(({ message }) => `  ${message}\n`);
  return `${style.bad('the audit trail is not whole')}\n${lines.join('')}head ${head}\n`;
}
