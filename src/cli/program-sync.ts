import type { Command } from 'commander';
import type { ReplayOptions } from './commands/replay.ts';
import type { SyncOptions } from './commands/sync.ts';
import { addPushCommands } from './program-push.ts';
import { several } from './several.ts';
import type { Start } from './start.ts';

const pairs = ['--pair <name>', 'only this pair; may be repeated', several] as const;
const flows = ['--flow <name>', 'only this flow; may be repeated', several] as const;

export function addSyncCommands(program: Command, start: Start): void {
  program
    .command('sync')
    .description('one pass of every leg: read what changed, deliver what is due')
    .option(...pairs)
    .option(...flows)
    .option('--due', 'only flows whose `every` has elapsed')
    .option('--dry-run', 'write nothing anywhere; show what would be written')
    .option('--since <time>', 'read source changes again from this date or instant')
    .option('--limit <n>', 'deliver at most so many documents a pass')
    .action((options: SyncOptions) =>
      start(async (context) => (await import('./commands/sync.ts')).sync(context, options)),
    );
  program
    .command('replay')
    .description('deliver documents again, with every guard in force')
    .argument('[ids...]', 'ids of documents, or order or invoice numbers where these are unique')
    .option('--failed', 'every document that is failed, held or rejected')
    .option('--accept <why>', 'settle what diverged or is in conflict, or write again what was deleted')
    .option(...pairs)
    .option(...flows)
    .action((ids: string[], options: ReplayOptions) =>
      start(async (context) => (await import('./commands/replay.ts')).replay(context, ids, options)),
    );
  program
    .command('status')
    .description('where every leg stands, what is open, what is next')
    .option(...pairs)
    .option('--inventory', 'the stock of both sides by item and location, against baseline and movements')
    .action((options: { pair?: string[]; inventory?: boolean }) =>
      start(async (context) =>
        options.inventory
          ? (await import('./commands/status-inventory.ts')).statusInventory(context, options)
          : (await import('./commands/status.ts')).status(context, options),
      ),
    );
  program
    .command('ping')
    .description('check both sides: reachable, TLS, credentials, company, permissions, clock')
    .option(...pairs)
    .action((options: { pair?: string[] }) =>
      start(async (context) => (await import('./commands/ping.ts')).ping(context, options)),
    );
  addPushCommands(program, start);
  program
    .command('mapping')
    .description('what Cin7 calls something, and what the ERP calls it')
    .command('check')
    .description('everything that the mapping lacks, at once, with lines to paste')
    .option(...pairs)
    .option('--limit <n>', 'read at most so many purchases that were not synced yet', '200')
    .action((options: { pair?: string[]; limit: string }) =>
      start(async (context) => (await import('./commands/mapping-check.ts')).mappingCheck(context, options)),
    );
}
