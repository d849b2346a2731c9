import { Failure, type FailureDetails, type FailureKind, isFailure } from '../../domain/failure.ts';
import type { Problem, ProblemCode } from '../../domain/problem.ts';
import { effectOf } from '../../http/policy.ts';
import type { HttpRequest, HttpResponse } from '../../http/ports.ts';
import { type ODataError, readODataError } from '../odata/errors.ts';
import { title } from './capabilities.ts';

/**
 * Sorts Business Central's answers by status and code (Microsoft Learn, "Error codes" and "Operational limits"). Texts
 * are localised, so they decide nothing that a code tells; we ask for English (`Accept-Language: en-US`) for the few
 * that no code tells.
 */
export function judge(response: HttpResponse, request: HttpRequest): Failure | undefined {
  const { status } = response;
  if (status >= 200 && status < 300) {
    return response.json !== undefined || status === 204 ? undefined : noJson(response, request);
  }
  const error: ODataError = readODataError(response) ?? {
    code: '',
    message: `it gave no reason (HTTP ${status})`,
  };
  const kind = kindOf(status, error.code);
  const what = `the ${request.name ?? 'request'}`;
  const fail = (message: string, more: Partial<FailureDetails> = {}) =>
    new Failure({ kind, system: title, status, code: error.code || undefined, message, ...more });

  if (kind === 'throttled') return fail(`${title} declined ${what} because of its request limit.`);
  if (kind === 'unauthenticated') return fail(`${title} refused our token: ${error.message}. ${entraCard}`);
  if (kind === 'stale') return fail(`${title} did not take ${what}: ${error.message}`);
  if (kind === 'unknown')
    return fail(`${title} did not answer ${what} clearly (HTTP ${status}): ${error.message}`);
  if (status < 400)
    return fail(`${title} redirected ${what}, which is not an API answer. Check erp.baseUrl.`);
  const later = effectOf(request) === 'write' ? allowedLater(error.message) : undefined;
  if (later) {
    const problems = [refusal(later[0], request, error.message, later[1])];
    return fail(`${title} does not allow ${what} now: ${error.message}`, { kind: 'held', problems });
  }
  const seen = error.code === '' ? error.message : `${error.message} [${error.code}]`;
  const fix = status === 403 ? permissions : fixOf(error);
  return fail(`${title} refused ${what}: ${error.message}`, {
    problems: [refusal('refused', request, seen, fix)],
  });
}

function kindOf(status: number, code: string): FailureKind {
  if (status === 429) return 'throttled';
  if (status === 401 || (status === 403 && code.startsWith('Authentication'))) return 'unauthenticated';
  // 409 is used for other conflicts too, for example two records of one key: these are refusals.
  if (status === 412 || code === 'Request_EntityChanged') return 'stale';
  if (status === 408 || status >= 500) return 'unknown';
  return code === 'Internal_ServerError' || code === 'Internal_TenantUnavailable' ? 'unknown' : 'refused';
}

/** A page of HTML or nothing at all comes from a gateway in between: the request may have arrived there or not. */
const noJson = ({ status }: HttpResponse, request: HttpRequest): Failure =>
  new Failure({
    kind: 'unknown',
    system: title,
    status,
    message: `${title} answered the ${request.name ?? 'request'} with no JSON (HTTP ${status}).`,
  });

/** Whether the failure says that there is no record (any more) with the id of the address; a lost company is not that. */
export const isGone = (error: unknown): boolean =>
  isFailure(error, 'refused') && error.code === 'Internal_RecordNotFound';

const entraCard =
  'In Business Central, the page "Microsoft Entra applications" must hold this client id with State Enabled and permission sets.';
const permissions =
  'Give the card of our client id on the page "Microsoft Entra applications" the permission sets that this flow needs, for example D365 PURCH DOC, EDIT, D365 PURCH DOC, POST, D365 VENDOR, EDIT and D365 READ.';

/**
 * Refusals that time or a person there will lift; all of them are Application_DialogException and the like, so only the
 * text tells them apart (microsoft/BCApps: GenJnlCheckLine, PurchPost, UserSetupManagement, ApprovalsMgmt).
 */
function allowedLater(text: string): readonly [ProblemCode, string] | undefined {
  if (/not within your range of allowed posting dates/i.test(text)) {
    return [
      'period-closed',
      'open the period in General Ledger Setup or User Setup, or set closedPeriod: next-open-day',
    ];
  }
  if (/must be approved and released|pending approval|approval request/i.test(text)) {
    return ['approval-pending', 'approve the document in Business Central; the next pass goes on'];
  }
  if (/being updated in a transaction|locked by another|deadlock/i.test(text)) {
    return ['record-locked', 'nothing: the next pass tries again'];
  }
  return undefined;
}

function fixOf(error: ODataError): string {
  if (/Posting Group must have a value in Vendor/i.test(error.message)) {
    return 'fill the posting groups on the vendor card; vendors made through the API get them only from a template';
  }
  if (error.code === 'Internal_DataNotFoundFilter')
    return 'add what is missing in Business Central, for example the exchange rate of the posting date';
  if (error.code === 'Internal_InvalidTableRelation')
    return 'correct the mapping: the code does not exist in Business Central';
  return 'settle it in Business Central or in the mapping; it is tried again on every pass';
}

const refusal = (code: ProblemCode, request: HttpRequest, seen: string, fix: string): Problem => ({
  code,
  record: request.name ?? 'request',
  seen,
  fix,
});
