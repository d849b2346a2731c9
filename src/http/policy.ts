import type { Failure, FailureKind } from '../domain/failure.ts';
import type { HttpRequest } from './ports.ts';

export type Effect = 'read' | 'write';

export const effectOf = (request: HttpRequest): Effect =>
  request.effect ?? (request.method === 'GET' ? 'read' : 'write');

/**
 * What may be sent again unchanged, by what is known of the send that failed. A write goes out again only when it is
 * sure that nothing was done; `unauthenticated` stands here for a refusal that fresh credentials may cure, once.
 */
export const repeatable: Readonly<Record<Effect, readonly FailureKind[]>> = {
  read: ['unsent', 'throttled', 'unauthenticated', 'unknown'],
  write: ['unsent', 'throttled', 'unauthenticated'],
};

/** A longer wait is not slept through: the failure carries it to whoever can come back later. */
export const longestWaitMs = 5 * 60_000;
/** How far ahead a single answer may close a budget for all processes. */
export const longestDelayMs = 60 * 60_000;

const baseMs = 1_000;
const capMs = 60_000;

/** Exponential back-off with full jitter, for the n-th failure (from 1) of a request. */
export const backoffMs = (n: number, random: () => number): number =>
  Math.round(random() * Math.min(capMs, baseMs * 2 ** (n - 1)));

/** How long to wait before the next send: as the system told, or else by back-off. */
export const waitMs = (failure: Failure, n: number, random: () => number): number =>
  failure.retryAfterMs !== undefined && failure.retryAfterMs > 0
    ? failure.retryAfterMs
    : backoffMs(n, random);
