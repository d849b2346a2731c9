import type { Command } from 'commander';
import type { ListenOptions } from './commands/listen.ts';
import type { SubscriptionOptions } from './commands/subscriptions.ts';
import { several } from './several.ts';
import type { Start } from './start.ts';

const pairs = ['--pair <name>', 'only this pair; may be repeated', several] as const;

export function addPushCommands(program: Command, start: Start): void {
  program
    .command('listen')
    .description('receive notices of changes, and read again what they tell; polling stays the truth')
    .option('--receive-only', 'only take notices in; the next `sync` works them off')
    .action((options: ListenOptions) =>
      start(async (context) => (await import('./commands/listen.ts')).listen(context, options)),
    );
  const subscriptions = program
    .command('subscriptions')
    .description('what the systems of each pair have been asked to tell');
  const add = (name: 'list' | 'renew' | 'remove', description: string) =>
    subscriptions
      .command(name)
      .description(description)
      .option(...pairs)
      .action((options: SubscriptionOptions) =>
        start(async (context) => {
          const { subscriptionsCommand } = await import('./commands/subscriptions.ts');
          return subscriptionsCommand(context, name, options);
        }),
      );
  add('list', 'what is there, what is missing, and what an administrator has to enter');
  add('renew', 'make what is missing, prolong what ends, remove what nothing needs; safe from cron');
  add('remove', 'remove every subscription of ours');
}
