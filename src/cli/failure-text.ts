import { isFailure } from '../domain/failure.ts';
import { VaultError } from '../vault/error.ts';
import { messageOf, StoppedError, UsageError } from './errors.ts';
import { exitCodes } from './exit-codes.ts';

export interface ErrorText {
  readonly exitCode: number;
  readonly message: string;
  readonly problems: readonly object[];
}

/** What an error that ended a command means for whoever started it. */
export function describeError(error: unknown): ErrorText {
  const message = messageOf(error);
  if (error instanceof StoppedError) return { exitCode: error.exitCode, message, problems: [] };
  if (error instanceof UsageError) return { exitCode: exitCodes.usage, message, problems: error.problems };
  if (error instanceof VaultError) return { exitCode: exitCodes.usage, message, problems: [] };
  if (!isFailure(error)) return { exitCode: exitCodes.unexpected, message, problems: [] };
  const refusal = isFailure(error, 'refused', 'stale', 'held');
  return { exitCode: refusal ? exitCodes.unexpected : exitCodes.unreachable, message, problems: [] };
}
