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

/** How late a place may be used; budgets leave at least as much room between windows. */
const slackMs = 1000;
const mostPlaces = 5;

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

  /** A place that was slept past (the machine stood still) is not used: another may have been given what came after. */
  async function takePlace(request: HttpRequest, budget: NonNullable<Credentials['budget']>): Promise<void> {
    const { key, limit, windowMs } = budget;
    for (let attempt = 1; ; attempt++) {
      const ms = await pacer.reserve(key, { limit, windowMs });
      const place = millis(clock.now()) + ms;
      await wait(request, ms);
      if (millis(clock.now()) - place <= slackMs || attempt === mostPlaces) return;
    }
  }

  return {
    async pass(request, credentials) {
      if (signal?.aborted) throw stopped(system, request);
      const budget = credentials?.budget;
      if (budget) {
        await takePlace(request, budget);
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
