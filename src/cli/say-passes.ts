import type { PassReport } from '../engine/report.ts';
import type { Context } from './context.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';

/** Prints what a run did; with `--quiet` only if it needs somebody. @returns the exit code. */
export async function sayPasses(context: Context, passes: readonly PassReport[]): Promise<number> {
  const exitCode = exitCodeOf(passes);
  if (context.json) {
    await context.printJson({ passes });
  } else if (!context.globals.quiet || exitCode !== exitCodes.ok) {
    const { printPasses } = await import('../report/passes.ts');
    await context.print(printPasses(passes, await styleOf(context)));
  }
  return exitCode;
}

/** Colours for stdout. */
export async function styleOf({ io }: Context) {
  const { createStyle, wantsColours } = await import('../report/style.ts');
  return createStyle(wantsColours(io.env, io.stdout.isTTY === true));
}
