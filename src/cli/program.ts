import { Command, Option } from 'commander';
import type { Globals } from './context.ts';
import { addAuditCommands } from './program-audit.ts';
import { addSetupCommands } from './program-setup.ts';
import { addSyncCommands } from './program-sync.ts';
import type { Start } from './start.ts';
import { version } from './version.ts';

/** Every command and option. Nothing heavy is imported here: a command's own file comes in when it runs. */
export function createProgram(
  start: (globals: Globals, ...given: Parameters<Start>) => Promise<void>,
): Command {
  const program = new Command('ml-connector')
    .description('Keeps Cin7 Core and your ERP in step. Every command takes the global options.')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .option('--config <file>', 'else $ML_CONNECTOR_CONFIG, ./config.yaml, /etc/ml-connector/config.yaml')
    .option('--format <format>', 'text or json', 'text')
    .addOption(new Option('--quiet', 'say only what needs somebody').conflicts('verbose'))
    .addOption(new Option('--verbose', 'say more on stderr'));
  const begin: Start = (...given) => start(globalsOf(program), ...given);
  addSyncCommands(program, begin);
  addAuditCommands(program, begin);
  addSetupCommands(program, begin);
  return program;
}

function globalsOf(program: Command): Globals {
  const { config, format, quiet, verbose } = program.opts<Partial<Globals> & { format: string }>();
  return { config, format, quiet: quiet === true, verbose: verbose === true };
}
