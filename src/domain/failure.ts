import type { Problem } from './problem.ts';

/**
 * How a call to another system failed, sorted by what may be done next:
 * - `unsent`: nothing left us (name not found, connection refused, TLS). Nothing was done; may be sent again.
 * - `throttled`: declined by a limit, nothing was done; may be sent again after `retryAfterMs`.
 * - `unauthenticated`: the credentials were refused, also after one fresh token. Nothing was done; nothing else will work.
 * - `refused`: the system's own refusal of this request. Nothing was done; sending it again unchanged is useless.
 * - `stale`: the record changed since we read it. Nothing was done; read again.
 * - `held`: would be allowed later (closed period, approval, a locked record). Nothing was done.
 * - `unknown`: bytes left us and no clear answer came. It may have been done, or may still be: look before anything else.
 * - `outage`: the system is not there.
 */
export type FailureKind =
  | 'unsent'
  | 'throttled'
  | 'unauthenticated'
  | 'refused'
  | 'stale'
  | 'held'
  | 'unknown'
  | 'outage';

export interface FailureDetails {
  readonly kind: FailureKind;
  /** The system that failed, as people know it: `Cin7 Core`, `Business Central`. */
  readonly system: string;
  /** One sentence, free of secrets and of personal data. */
  readonly message: string;
  readonly status?: number | undefined;
  /** The system's own error code. */
  readonly code?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  /** What the system said is wrong, one by one, where it says so. */
  readonly problems?: readonly Problem[] | undefined;
  readonly cause?: unknown;
}

export class Failure extends Error {
  readonly kind: FailureKind;
  readonly system: string;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly problems: readonly Problem[];

  constructor(details: FailureDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'Failure';
    this.kind = details.kind;
    this.system = details.system;
    this.status = details.status;
    this.code = details.code;
    this.retryAfterMs = details.retryAfterMs;
    this.problems = details.problems ?? [];
  }
}

export const isFailure = (error: unknown, ...kinds: FailureKind[]): error is Failure =>
  error instanceof Failure && (kinds.length === 0 || kinds.includes(error.kind));
