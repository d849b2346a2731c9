import { CommanderError } from 'commander';
import { type Io, processIo, toleratePipes } from './io.ts';
import { createProgram } from './program.ts';

/** The program: parses, runs one command, and resolves to the exit code. `--help` loads nothing but what is above. */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  toleratePipes(io);
  let exitCode = 0;
  const program = createProgram(async (globals, work, formats) => {
    const { runCommand } = await import('./run-command.ts');
    exitCode = await runCommand(globals, io, work, formats);
  });
  try {
    await program.parseAsync([...argv]);
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has said what is wrong; help and version are no errors.
    if (error.exitCode === 0) return 0;
    const { refuseUsage } = await import('./run-command.ts');
    return refuseUsage(error.message, argv, io);
  }
}
