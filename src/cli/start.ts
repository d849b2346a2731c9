import type { Context } from './context.ts';

/** Runs a command; its result is the exit code. */
export type Start = (work: Work, formats?: readonly string[]) => Promise<void>;
export type Work = (context: Context) => Promise<number>;

/** What `--format` may be, but for `audit export`. */
export const usualFormats: readonly string[] = ['text', 'json'];
