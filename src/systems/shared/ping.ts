import { isFailure } from '../../domain/failure.ts';
import { type Instant, millis } from '../../domain/time.ts';
import type { PingCheck } from '../../engine/ports.ts';
import type { HttpResponse } from '../../http/ports.ts';

/** Further off than this, marks and "today" of the two clocks may disagree about a day's end. */
const skewLimitMs = 2 * 60_000;

/** What an answer proves: the system is there, the connection is safe, the credentials are taken; and its clock. */
export function answered(baseUrl: string, response: HttpResponse, sentAt: Instant): PingCheck[] {
  const { protocol, host } = new URL(baseUrl);
  const tls = protocol === 'https:' ? 'the certificate is trusted' : 'not used: this machine only';
  return [
    { check: 'reachable', ok: true, detail: `${host} answers` },
    { check: 'tls', ok: true, detail: tls },
    { check: 'credentials', ok: true, detail: 'taken' },
    checkClock(response, sentAt),
  ];
}

/** What the lack of a good answer shows, as far as it shows; `system` is the one at `baseUrl`, not who issues tokens. */
export function unanswered(baseUrl: string, system: string, error: unknown): PingCheck[] {
  const { host } = new URL(baseUrl);
  if (isFailure(error, 'unauthenticated')) {
    const reached =
      error.system === system ? [{ check: 'reachable', ok: true, detail: `${host} answers` }] : [];
    return [...reached, failedCheck('credentials', error)];
  }
  const tls =
    isFailure(error) && /CERT|SELF_SIGNED|UNABLE_TO_|DEPTH_ZERO|ISSUER|SSL|TLS|EPROTO/.test(error.code ?? '');
  return [failedCheck(tls ? 'tls' : 'reachable', error)];
}

/** A check that could not be passed; `unreachable` where the system is not there or refuses the credentials. */
export function failedCheck(check: string, error: unknown, fix?: string): PingCheck {
  const unreachable = isFailure(error, 'unsent', 'unauthenticated', 'outage', 'unknown');
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

/** How far the server's clock is from ours, by the `Date` header of an answer; it says whole seconds. */
function checkClock(response: HttpResponse, sentAt: Instant): PingCheck {
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
