import { type Instant, millis } from '../../domain/time.ts';
import type { Answer, Throttling } from '../exchange.ts';
import { errorAnswer } from './errors.ts';

/**
 * Requests of one user in a sliding five minutes; calling again before Retry-After ends makes the interval longer
 * (apis/dynamics-fo.md, section 15; by how much is a guess: it doubles, up to five minutes).
 */
export interface Limits {
  /** Counts a request; the seconds to wait when it is one too many. */
  admit(user: string, now: Instant, limit: number): number | undefined;
}

const windowMs = 300_000;

interface Penalty {
  readonly until: number;
  readonly seconds: number;
}

export function createLimits(): Limits {
  const times = new Map<string, number[]>();
  const penalties = new Map<string, Penalty>();
  const punish = (user: string, at: number, seconds: number) => {
    penalties.set(user, { until: at + seconds * 1000, seconds });
    return seconds;
  };
  return {
    admit(user, now, limit) {
      const at = millis(now);
      const penalty = penalties.get(user);
      if (penalty !== undefined && at < penalty.until)
        return punish(user, at, Math.min(300, penalty.seconds * 2));
      penalties.delete(user);
      const recent = (times.get(user) ?? []).filter((time) => time > at - windowMs && time <= at);
      times.set(user, recent);
      const [oldest = at] = recent;
      if (recent.length >= limit)
        return punish(user, at, Math.max(1, Math.ceil((oldest + windowMs - at) / 1000)));
      recent.push(at);
      return undefined;
    },
  };
}

/** The user's own limit: Microsoft's spelling. */
export const overLimit = (limit: number, retryAfter: number): Answer =>
  errorAnswer(
    429,
    `Number of requests exeeded the limit of ${limit} over the time window of 300 seconds.`,
    undefined,
    'service',
    { 'retry-after': String(retryAfter) },
  );

/** The limit on resources, which is the one in force today. */
export function busy({ status = 429, retryAfter = 10 }: Throttling): Answer {
  const text = `This request could not be processed at this time due to system experiencing high resource utilization. Retry the request after ${retryAfter ?? 'some'} seconds`;
  const headers = retryAfter === null ? undefined : { 'retry-after': String(retryAfter) };
  return errorAnswer(status, text, text, 'service', headers);
}
