import type { Command } from 'commander';
import type { AuditFilterOptions } from './audit-filter.ts';
import { type Start, usualFormats } from './start.ts';

export function addAuditCommands(program: Command, start: Start): void {
  const audit = program.command('audit').description('the trail of everything that was done, and why');
  withFilter(audit.command('list').description('print entries, newest first'), '50').action(
    (options: AuditFilterOptions) =>
      start(async (context) => (await import('./commands/audit-list.ts')).auditList(context, options)),
  );
  audit
    .command('show')
    .description("one document's whole life")
    .argument('<id>', 'id of a document, or an order or invoice number where it is unique')
    .action((id: string) =>
      start(async (context) => (await import('./commands/audit-show.ts')).auditShow(context, id)),
    );
  withFilter(
    audit.command('export').description('write the trail as --format csv, jsonl or html, oldest first'),
  )
    .option('-o, --output <file>', 'write to this file instead of stdout')
    .action((options: AuditFilterOptions & { output?: string }) =>
      start(
        async (context) => (await import('./commands/audit-export.ts')).auditExport(context, options),
        exportFormats,
      ),
    );
  audit
    .command('verify')
    .description('check that no entry was edited, removed or added')
    .option('--head <head>', 'a head that an earlier pass printed: finds an end that was cut off')
    .action((options: { head?: string }) =>
      start(async (context) => (await import('./commands/audit-verify.ts')).auditVerify(context, options)),
    );
  audit
    .command('prune')
    .description('remove old entries and leave one signed anchor in their place')
    .requiredOption('--before <date>', 'remove what is older than this day')
    .action((options: { before: string }) =>
      start(async (context) => (await import('./commands/audit-prune.ts')).auditPrune(context, options)),
    );
}

const exportFormats = ['csv', 'jsonl', 'html', ...usualFormats];

const withFilter = (command: Command, limit?: string): Command =>
  command
    .option('--pair <name>', 'only this pair')
    .option('--from <time>', 'from this date or instant')
    .option('--to <time>', 'up to this date (included) or instant')
    .option('--limit <n>', 'at most so many entries', limit);
