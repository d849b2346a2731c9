import type { Log, LogValues } from '../domain/log.ts';
import type { Redactor } from '../domain/redactor.ts';
import type { StatusLine } from './status-line.ts';

const levels = ['debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof levels)[number];

export interface LogOptions {
  readonly stream: { write(text: string): unknown };
  readonly level: Level;
  readonly redactor: Redactor;
  readonly line: StatusLine;
  readonly now?: (() => Date) | undefined;
}

/** One line an event: time, level, message, then the values as `name=value`. */
export function createLog({ stream, level, redactor, line, now = () => new Date() }: LogOptions): Log {
  const from = levels.indexOf(level);
  const say = (of: Level) => (message: string, values?: LogValues) => {
    if (levels.indexOf(of) < from) return;
    line.clear();
    stream.write(
      redactor.redact(`${now().toISOString()} ${of.padEnd(5)} ${message}${printValues(values)}\n`),
    );
  };
  return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
}

const printValues = (values: LogValues = {}): string =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => ` ${name}=${printValue(String(value))}`)
    .join('');

const printValue = (text: string): string => (/^[\w.:/+-]+$/.test(text) ? text : JSON.stringify(text));
