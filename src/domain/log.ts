/** Says on stderr what happens; a static message and named values, so that lines group. Implementations redact. */
export interface Log {
  debug(message: string, values?: LogValues): void;
  info(message: string, values?: LogValues): void;
  warn(message: string, values?: LogValues): void;
  error(message: string, values?: LogValues): void;
}

export type LogValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

export const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
