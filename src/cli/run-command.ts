import { createContext, type Globals } from './context.ts';
import { UsageError } from './errors.ts';
import { exitCodes } from './exit-codes.ts';
import { type Io, writeTo } from './io.ts';
import { usualFormats, type Work } from './start.ts';

/** Runs one command and tells what ended it early. @returns the exit code */
export async function runCommand(
  globals: Globals,
  io: Io,
  work: Work,
  formats: readonly string[] = usualFormats,
): Promise<number> {
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

/** What Commander refused is on stderr already; whoever asked for JSON gets an object all the same. */
export async function refuseUsage(message: string, argv: readonly string[], io: Io): Promise<number> {
  if (wantsJson(argv)) {
    const told = errorObject(message.replace(/^error: /, ''), exitCodes.usage);
    await writeTo(io.stdout, `${JSON.stringify(told, undefined, 2)}\n`);
  }
  return exitCodes.usage;
}

const wantsJson = (argv: readonly string[]): boolean =>
  argv.some((arg, index) => arg === '--format=json' || (arg === 'json' && argv[index - 1] === '--format'));

const errorObject = (message: string, exitCode: number, problems: readonly object[] = []) => ({
  passes: [],
  error: { message, exitCode, ...(problems.length > 0 ? { problems } : {}) },
});
