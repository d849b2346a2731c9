import type { Command } from 'commander';
import type { DemoOptions } from './commands/demo.ts';
import type { InitOptions } from './commands/init.ts';
import type { SandboxOptions } from './commands/sandbox.ts';
import type { Start } from './start.ts';

export function addSetupCommands(program: Command, start: Start): void {
  program
    .command('init')
    .description('write a commented config and a vault key, and say what to do next')
    .option('--erp <type>', 'type of the ERP')
    .option('--dir <folder>', 'where to write; default: this folder')
    .action((options: InitOptions) =>
      start(async (context) => (await import('./commands/init.ts')).init(context, options)),
    );
  addCredentialCommands(program, start);
  const config = program.command('config').description('the config file');
  config
    .command('check')
    .description('say everything that is wrong with it')
    .action(() =>
      start(async (context) => (await import('./commands/config-check.ts')).configCheck(context)),
    );
  config
    .command('schema')
    .description('print its JSON Schema, for editors')
    .action(() =>
      start(async (context) => (await import('./commands/config-schema.ts')).configSchema(context)),
    );
  program
    .command('sandbox')
    .description('serve stand-ins of all systems with demo data, with a config to try')
    .option('--dir <folder>', 'where config, key, vault and CA are written; default: a new temporary folder')
    .option('--port <n>', 'first port; default: free ones')
    .action((options: SandboxOptions) =>
      start(async (context) => (await import('./commands/sandbox.ts')).sandbox(context, options)),
    );
  program
    .command('demo')
    .description('the whole story of one pair on the stand-ins, in this process; takes seconds')
    .option('--pair <name>', 'demo (Business Central), demo-acumatica and so on; default: demo')
    .option('--dir <folder>', 'where to leave its files; default: a temporary folder that is removed')
    .action((options: DemoOptions) =>
      start(async (context) => (await import('./commands/demo.ts')).demo(context, options)),
    );
}

function addCredentialCommands(program: Command, start: Start): void {
  const credentials = program.command('credentials').description('the vault');
  credentials
    .command('set')
    .description('ask for the fields of an entry; without a terminal read them from stdin')
    .argument('<name>', 'name of the entry, as the config has it')
    .action((name: string) =>
      start(async (context) => (await import('./commands/credentials-set.ts')).credentialsSet(context, name)),
    );
  credentials
    .command('list')
    .description('names, fields and dates of the entries; never a value')
    .action(() =>
      start(async (context) => (await import('./commands/credentials.ts')).credentialsList(context)),
    );
  credentials
    .command('remove')
    .description('remove an entry')
    .argument('<name>', 'name of the entry')
    .action((name: string) =>
      start(async (context) => (await import('./commands/credentials.ts')).credentialsRemove(context, name)),
    );
  credentials
    .command('rotate-key')
    .description('encrypt everything anew with a new key')
    .action(() =>
      start(async (context) => (await import('./commands/credentials.ts')).credentialsRotate(context)),
    );
}
