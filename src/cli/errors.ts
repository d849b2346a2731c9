/** Wrong usage, or a configuration that cannot be worked with: nothing was started, exit code 2. */
export class UsageError extends Error {
  /** One by one, where there are several. */
  readonly problems: readonly object[];

  constructor(message: string, problems: readonly object[] = []) {
    super(message);
    this.name = 'UsageError';
    this.problems = problems;
  }
}

/** A signal ended the command: 130 or 143. */
export class StoppedError extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('stopped by a signal');
    this.name = 'StoppedError';
    this.exitCode = exitCode;
  }
}

/** Errors of Node's own may come from another realm (tests), so `instanceof` cannot tell. */
export const messageOf = (error: unknown): string =>
  hasMessage(error) ? error.message : String(error ?? 'unknown error');

const hasMessage = (error: unknown): error is { message: string } =>
  typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string';
