import { Chalk } from 'chalk';

/** How text is set off for people; plain where nobody would see colours. */
export interface Style {
  bold(text: string): string;
  quiet(text: string): string;
  good(text: string): string;
  warn(text: string): string;
  bad(text: string): string;
}

export function createStyle(colours: boolean): Style {
  const chalk = new Chalk({ level: colours ? 1 : 0 });
  return { bold: chalk.bold, quiet: chalk.dim, good: chalk.green, warn: chalk.yellow, bad: chalk.red };
}

type Env = Readonly<Record<string, string | undefined>>;

/** `FORCE_COLOR` decides, then `NO_COLOR`, then whether anybody watches. */
export function wantsColours(env: Env, isTerminal: boolean): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}

/** Text of other systems on its way to a terminal: one line, and nothing in it that a terminal would obey. */
export const plainText = (text: string): string =>
  text.replace(/[\n\r\t]+/g, ' ').replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
