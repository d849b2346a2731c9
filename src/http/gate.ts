import { Failure } from '../domain/failure.ts';
import { type Instant, millis, shift } from '../domain/time.ts';
import { nameOf, stopped } from './failures.ts';
import { longestDelayMs, longestWaitMs } from './policy.ts';
import type { Credentials, HttpOptions, HttpRequest } from './ports.ts';

/** Lets sends pass at the pace of their budget. */
export interface Gate {
  /**
   * Waits for a place in the budget of these credentials, and for the end of a limit met meanwhile by another request.
   * @throws Failure: `unsent` when the signal fired, `throttled` when the wait would be too long to sleep through.
   */
  pass(request: HttpRequest, credentials: Credentials | undefined): Promise<void>;
  /** A limit answer: nothing passes with these credentials for so long, in other processes neither. */
  close(credentials: Credentials | undefined, ms: number): Promise<void>;
}

export function createGate({ system, access, deps }: HttpOptions): Gate {
  const { clock, pacer, signal } = deps;
  const closed = new Map<string, Instant>();
  const keyOf = (credentials: Credentials | undefined) => credentials?.budget?.key ?? '';

  async function wait(request: HttpRequest, ms: number): Promise<void> {
    if (ms > longestWaitMs) {
      const message = `${system}: ${nameOf(request)} would have to wait too long for the request limit.`;
      throw new Failure({ kind: 'throttled', system, message, code: 'budget', retryAfterMs: ms });
    }
    if (ms > 0) await clock.sleep(ms, signal);
    if (signal?.aborted) throw stopped(system, request);
  }

  return {
    async pass(request, credentials) {
      if (signal?.aborted) throw stopped(system, request);
      const budget = credentials?.budget;
      if (budget) {
        const { limit, windowMs } = budget;
        await wait(request, await pacer.reserve(budget.key, { limit, windowMs }));
      }
      const until = closed.get(keyOf(credentials));
      if (until !== undefined) await wait(request, millis(until) - millis(clock.now()));
    },
    async close(credentials, ms) {
      const until = shift(clock.now(), Math.min(ms, longestDelayMs));
      closed.set(keyOf(credentials), until);
      if (credentials?.budget) await pacer.delay(credentials.budget.key, until);
      if (credentials) await access?.limited?.(credentials, ms);
    },
  };
}
