import { Failure, type FailureDetails } from '../../domain/failure.ts';

/** A copy of a failure with some details replaced. */
export function amended(failure: Failure, details: Partial<FailureDetails>): Failure {
  const { kind, system, message, status, code, retryAfterMs, problems, cause } = failure;
  return new Failure({ kind, system, message, status, code, retryAfterMs, problems, cause, ...details });
}
