import { Failure } from '../../domain/failure.ts';
import type { Problem } from '../../domain/problem.ts';
import { effectOf } from '../../http/policy.ts';
import type { HttpRequest, HttpResponse } from '../../http/ports.ts';
import { title } from './capabilities.ts';

/**
 * What both services tell by the status alone. A 401 gets here only if it did not come from the sign-in itself; 503 is
 * how Windows' own HTTP layer declines while the service is down or full, before anybody saw the request.
 */
export function judgeStatus(response: HttpResponse, request: HttpRequest): Failure | undefined {
  const { status } = response;
  const what = request.name ?? 'request';
  const fail = (kind: Failure['kind'], message: string) =>
    new Failure({ kind, system: title, status, message });
  if (status === 401)
    return fail(
      'unauthenticated',
      `${title} refused the Windows account for the ${what}. It is not tried again.`,
    );
  if (status === 429 || (status === 503 && response.headers['retry-after'] !== undefined))
    return fail('throttled', `${title} declined the ${what} because it is busy.`);
  if (status === 408 || status === 502 || status === 503 || status === 504)
    return fail('unknown', `${title} did not answer the ${what} clearly (HTTP ${status}).`);
  if (status === 403 && response.json === undefined && !/<[^>]*Fault/i.test(response.text)) {
    return new Failure({
      kind: 'refused',
      system: title,
      status,
      code: 'forbidden',
      message: `${title} knows the Windows account but does not allow the ${what}. ${permissionFix}`,
      problems: [refusal(request, 'HTTP 403')],
    });
  }
  if (status >= 300 && status < 400)
    return fail(
      'refused',
      `${title} redirected the ${what}, which is not an API answer. Check erp.serviceUrl.`,
    );
  return undefined;
}

export const permissionFix =
  'SOAP: give the account a role with this operation in the Dynamics Security console, for this company. SBA: map the account to a GP user (User Setup, Windows Account) with access to the company and the window.';

/**
 * eConnect's own error numbers in a text (`Error Number = 372`). They are shown and kept; only 372 is documented, so no
 * other one decides anything.
 */
export const serverNumbers = (text: string): string[] =>
  [...text.matchAll(/Error Number\s*=\s*(\d+)/gi)].map((match) => match[1] ?? '').filter(Boolean);

/** Vendor does not exist in PM00200. */
const noVendor = '372';

export function refusal(request: HttpRequest, said: string, number?: string): Problem {
  const record = request.name ?? 'request';
  const seen = number === undefined || said.includes(number) ? said : `${said} [${number}]`;
  if (number === noVendor)
    return {
      code: 'master-unknown',
      record,
      field: 'vendor',
      seen,
      fix: 'enter the vendor in Dynamics GP, or pin another one',
    };
  const fix =
    effectOf(request) === 'write'
      ? 'settle it in Dynamics GP or in the mapping (DYNAMICS..taErrorCode explains the numbers); it is tried again on every pass'
      : permissionFix;
  return { code: 'refused', record, seen, fix };
}
