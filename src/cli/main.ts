import { CommanderError } from 'commander';
import { createContext, type Globals } from './context.ts';
import { messageOf, UsageError } from './errors.ts';
import { exitCodes } from './exit-codes.ts';
import { type Io, processIo, toleratePipes, writeTo } from './io.ts';
import { createProgram } from './program.ts';
import { usualFormats, type Work } from './start.ts';

/** The program: parses, runs one command, and resolves to the exit code. */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  toleratePipes(io);
  let exitCode: number = exitCodes.ok;
  const program = createProgram(async (globals, work, formats = usualFormats) => {
    exitCode = await runCommand(globals, io, work, formats);
  });
  try {
    await program.parseAsync([...argv]);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return afterParsing(error, argv, io);
    throw error;
  }
}

async function runCommand(globals: Globals, io: Io, work: Work, formats: readonly string[]): Promise<number> {
  const context = createContext(globals, io);
  try {
    if (!formats.includes(globals.format))
      throw new UsageError(`--format ${globals.format}: use ${formats.join(', ')}`);
    return await work(context);
  } catch (error) {
    const { describeError } = await import('./failure-text.ts');
    const { exitCode, message, problems } = describeError(error);
    context.warn(`error: ${message}`);
    if (globals.verbose && exitCode === exitCodes.unexpected)
      context.warn(String((error as Error)?.stack ?? ''));
    if (context.json) await context.printJson(errorObject(message, exitCode, problems));
    return exitCode;
  } finally {
    context.line.clear();
  }
}

/** Commander has said what is wrong; help and version are no errors. */
async function afterParsing(error: CommanderError, argv: readonly string[], io: Io): Promise<number> {
  if (error.exitCode === 0) return exitCodes.ok;
  if (wantsJson(argv)) {
    const message = messageOf(error).replace(/^error: /, '');
    await writeTo(io.stdout, `${JSON.stringify(errorObject(message, exitCodes.usage), undefined, 2)}\n`);
  }
  return exitCodes.usage;
}

const wantsJson = (argv: readonly string[]): boolean =>
  argv.some((arg, index) => arg === '--format=json' || (arg === 'json' && argv[index - 1] === '--format'));

const errorObject = (message: string, exitCode: number, problems: readonly object[] = []) => ({
  passes: [],
  error: { message, exitCode, ...(problems.length > 0 ? { problems } : {}) },
});
