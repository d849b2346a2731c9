import { Failure, type FailureDetails, type FailureKind, isFailure } from '../../domain/failure.ts';
import type { Problem, ProblemCode } from '../../domain/problem.ts';
import { effectOf } from '../../http/policy.ts';
import type { HttpRequest, HttpResponse } from '../../http/ports.ts';
import { type ODataError, readODataError } from '../odata/errors.ts';
import { title } from './capabilities.ts';

/**
 * Sorts the server's answers by status and code (Microsoft Learn, "Error codes"; codeunits in microsoft/BCApps). Texts
 * are localised: they decide only what no code tells, and we ask for English (`Accept-Language: en-US`).
 */
export function judge(response: HttpResponse, request: HttpRequest): Failure | undefined {
  const { status } = response;
  if (status >= 200 && status < 300) {
    const good = response.json !== undefined || status === 204 || isMetadata(response, request);
    return good ? undefined : noJson(response, request);
  }
  return failureOf(status, readODataError(response), request);
}

/** The failure that an answer means, on its own or as a part of a `$batch`. */
export function failureOf(
  status: number,
  told: ODataError | undefined,
  request: Pick<HttpRequest, 'method' | 'effect' | 'name'>,
): Failure {
  const error = told ?? { code: '', message: `it gave no reason (HTTP ${status})` };
  const kind = kindOf(status, error.code);
  const what = `the ${request.name ?? 'request'}`;
  const fail = (message: string, more: Partial<FailureDetails> = {}) =>
    new Failure({ kind, system: title, status, code: error.code || undefined, message, ...more });

  if (kind === 'throttled') return fail(`${title} declined ${what} because it has too much to do.`);
  if (kind === 'unauthenticated')
    return fail(`${title} refused our credentials: ${error.message}. ${credentialsAdvice}`);
  if (kind === 'stale') return fail(`${title} did not take ${what}: ${error.message}`);
  if (kind === 'unknown')
    return fail(`${title} did not answer ${what} clearly (HTTP ${status}): ${error.message}`);
  if (status < 400) return fail(`${title} redirected ${what}, which is no answer of its services.`);
  const later = effectOf({ ...request, url: '' }) === 'write' ? allowedLater(error.message) : undefined;
  if (later) {
    const problems = [refusal(later[0], request.name, error.message, later[1])];
    return fail(`${title} does not allow ${what} now: ${error.message}`, { kind: 'held', problems });
  }
  const seen = error.code === '' ? error.message : `${error.message} [${error.code}]`;
  return fail(`${title} refused ${what}: ${error.message}`, {
    problems: [refusal('refused', request.name, seen, fixOf(status, error))],
  });
}

function kindOf(status: number, code: string): FailureKind {
  if (status === 429) return 'throttled';
  if (status === 401 || (status === 403 && code.startsWith('Authentication'))) return 'unauthenticated';
  if (status === 412 || code === 'Request_EntityChanged') return 'stale';
  if (status === 408 || status >= 500) return 'unknown';
  return code === 'Internal_ServerError' || code === 'Internal_TenantUnavailable' ? 'unknown' : 'refused';
}

const isMetadata = ({ text }: HttpResponse, { url }: HttpRequest): boolean =>
  /\$metadata(\?|$)/.test(url) && text.includes('<');

/** A page of HTML or nothing at all comes from something in between: the request may have arrived there or not. */
const noJson = ({ status }: HttpResponse, request: HttpRequest): Failure =>
  new Failure({
    kind: 'unknown',
    system: title,
    status,
    message: `${title} answered the ${request.name ?? 'request'} with no JSON (HTTP ${status}).`,
  });

/** There is no record (any more) with that key. */
export const isGone = (error: unknown): boolean =>
  isFailure(error, 'refused') && error.code === 'Internal_RecordNotFound';

/** Nothing is published or switched on at that address: a service that is off answers 405, not 404. */
export const isAbsent = (error: unknown): boolean =>
  isFailure(error, 'refused') &&
  (error.status === 405 || (error.status === 404 && !/_(Record|Company)NotFound$/.test(error.code ?? '')));

export const isTaken = (error: unknown): boolean =>
  isFailure(error, 'refused') && error.code === 'Internal_EntityWithSameKeyExists';

const credentialsAdvice =
  'Check the entry in the vault; on premises the web service key on the user card, with Entra the card of our client id on the page "Microsoft Entra applications" with State Enabled and permission sets.';

/**
 * Refusals that time or a person there will lift; only the text tells them (codeunits GenJnlCheckLine,
 * UserSetupManagement and ApprovalsMgmt in microsoft/BCApps).
 */
function allowedLater(text: string): readonly [ProblemCode, string] | undefined {
  if (/not within your range of allowed posting dates/i.test(text))
    return [
      'period-closed',
      'open the period in General Ledger Setup or User Setup, or set closedPeriod: next-open-day',
    ];
  if (/approval request|pending approval|approval entries/i.test(text))
    return ['approval-pending', 'approve or reject the journal batch in Dynamics NAV; the next pass goes on'];
  if (/being updated in a transaction|locked by another|deadlock/i.test(text))
    return ['record-locked', 'nothing: the next pass tries again'];
  return undefined;
}

function fixOf(status: number, error: ODataError): string {
  if (status === 403 || /permissions prevented/i.test(error.message))
    return 'give our user or application a permission set for this in Dynamics NAV';
  if (status === 405) return 'an administrator must switch the OData service on, or publish an editable page';
  if (status === 404) return 'an administrator must publish the page under the name in erp.services';
  if (/Posting Group must have a value in (Vendor|Customer)/i.test(error.message))
    return 'fill the posting groups on the card, or set them in erp.defaults.vendors or .customers';
  if (/CallbackNotAllowed/.test(error.code))
    return 'the page asks a question here, which a web service cannot answer: make this change in Dynamics NAV';
  if (error.code === 'Internal_InvalidTableRelation')
    return 'correct the mapping: the code does not exist in Dynamics NAV';
  return 'settle it in Dynamics NAV or in the mapping; it is tried again on every pass';
}

const refusal = (code: ProblemCode, name: string | undefined, seen: string, fix: string): Problem => ({
  code,
  record: name ?? 'request',
  seen,
  fix,
});
