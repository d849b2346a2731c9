import type { Log } from '../domain/log.ts';
import { createRedactor, type Redactor } from '../domain/redactor.ts';
import { type Io, writeTo } from './io.ts';
import { createLog } from './log.ts';
import { createStatusLine, noStatusLine, type StatusLine } from './status-line.ts';

/** The options that every command takes. */
export interface Globals {
  readonly config?: string | undefined;
  /** `text` or `json`; `audit export` has more. */
  readonly format: string;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** What every command is given. Everything that it says is redacted on its way out. */
export interface Context {
  readonly globals: Globals;
  readonly io: Io;
  readonly json: boolean;
  readonly redactor: Redactor;
  readonly log: Log;
  readonly line: StatusLine;
  /** The result, on stdout. */
  print(text: string): Promise<void>;
  /** The result as one object, on stdout. */
  printJson(result: object): Promise<void>;
  /** Something worth knowing besides, on stderr; not with `--quiet`. */
  tell(text: string): void;
  /** Something that must be known, on stderr. */
  warn(text: string): void;
}

export function createContext(globals: Globals, io: Io): Context {
  const redactor = createRedactor();
  const json = globals.format === 'json';
  const watched = io.stderr.isTTY === true && !globals.quiet && !json;
  const line = watched ? createStatusLine(io.stderr) : noStatusLine;
  const level = globals.verbose ? 'debug' : globals.quiet ? 'warn' : 'info';
  const say = (text: string) => {
    line.clear();
    io.stderr.write(redactor.redact(`${text}\n`));
  };
  const print = (text: string) => {
    line.clear();
    return writeTo(io.stdout, redactor.redact(text));
  };
  return {
    globals,
    io,
    json,
    redactor,
    line,
    log: createLog({ stream: io.stderr, level, redactor, line }),
    print,
    printJson: (result) => print(`${JSON.stringify(result, undefined, 2)}\n`),
    tell: (text) => {
      if (!globals.quiet) say(text);
    },
    warn: say,
  };
}
