import { isFailure } from '../../domain/failure.ts';
import { type Instant, millis } from '../../domain/time.ts';
import type { PingCheck } from '../../engine/ports.ts';
import type { HttpResponse } from '../../http/ports.ts';

/** Further off than this, marks and "today" of the two clocks may disagree about a day's end. */
const skewLimitMs = 2 * 60_000;

/** How far the server's clock is from ours, by the `Date` header of an answer; it says whole seconds. */
export function checkClock(response: HttpResponse, sentAt: Instant): PingCheck {
  if (response.headers['date'] === undefined)
    return { check: 'clock', ok: true, detail: 'the server does not tell its time' };
  const seconds = Math.round((millis(response.servedAt) - millis(sentAt)) / 1000);
  const ok = Math.abs(seconds) * 1000 <= skewLimitMs;
  const detail =
    Math.abs(seconds) < 2
      ? 'in step'
      : `the server is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead' : 'behind'}`;
  return { check: 'clock', ok, detail, ...(ok ? {} : { fix: 'set the clock of this machine by NTP' }) };
}

/** A check that could not be passed; `unreachable` where the system is not there or refuses the credentials. */
export function failedCheck(check: string, error: unknown, fix?: string): PingCheck {
  const kind = isFailure(error) ? error.kind : undefined;
  const unreachable =
    kind === 'unsent' || kind === 'unauthenticated' || kind === 'outage' || kind === 'unknown';
  return {
    check,
    ok: false,
    detail: error instanceof Error ? error.message : String(error),
    fix:
      fix ??
      (unreachable ? 'check address, credentials and network, then run ping again' : 'see what it says'),
    unreachable,
  };
}
