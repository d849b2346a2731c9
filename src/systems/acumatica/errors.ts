import { Failure, type FailureDetails, type FailureKind, isFailure } from '../../domain/failure.ts';
import type { Problem, ProblemCode } from '../../domain/problem.ts';
import { cut, tidy } from '../../domain/text.ts';
import { effectOf } from '../../http/policy.ts';
import type { HttpRequest, HttpResponse } from '../../http/ports.ts';
import { title } from './capabilities.ts';
import { type EntityError, entityErrors, readException } from './error-body.ts';

/** Our own codes for what the engine or a fallback must tell apart. */
export const codes = {
  gone: 'NoEntitySatisfiesTheCondition',
  optimization: 'OptimizationCannotBePerformed',
  loginLimit: 'ApiLoginLimit',
} as const;

/**
 * Sorts Acumatica's answers (Integration Development Guide, "Response status codes"; live notes in kborovik/acumatica-cli
 * and recorded traffic in Jetbuilt/acumatica). A business rule may come as 422 with the entity or as 500 with the name of
 * an exception, and a record that is not there is a 500 as well, so the status alone tells little.
 */
export function judge(response: HttpResponse, request: HttpRequest): Failure | undefined {
  const { status } = response;
  if (status >= 200 && status < 300)
    return response.json !== undefined || response.text === '' ? undefined : noJson(response, request);
  const what = `the ${request.name ?? 'request'}`;
  const fail = (kind: FailureKind, message: string, more: Partial<FailureDetails> = {}) =>
    new Failure({ kind, system: title, status, message, ...more });
  if (status >= 300 && status < 400) return redirected(response, request, fail);
  if (status === 401)
    return fail('unauthenticated', `${title} does not know our session any more (HTTP 401).`);
  if (status === 429)
    return fail('throttled', `${title} declined ${what}: too many requests wait for its licence.`);
  if (status === 412)
    return fail('stale', `${title} did not take ${what}: the record exists or is gone (HTTP 412).`);
  if (status === 422) return refusedEntity(response, request, fail);
  const { type, text } = readException(response.json);
  if (loginLimit.test(text))
    return fail('unauthenticated', explainLoginLimit(text), { code: codes.loginLimit });
  if (status === 500) return exception(type, text, request, fail);
  if (status === 408 || status > 500)
    return fail('unknown', `${title} did not answer ${what} clearly (HTTP ${status})${said(text)}.`);
  const problems = [refusal('refused', request, text || `HTTP ${status}`, fixOf(status))];
  return fail('refused', `${title} refused ${what} (HTTP ${status})${said(text)}.`, { problems });
}

type Fail = (kind: FailureKind, message: string, more?: Partial<FailureDetails>) => Failure;

export const loginLimit = /api login limit/i;

/** It cannot be cleared from outside; the text is the guide's own advice ("License Restrictions for API Users"). */
export const explainLoginLimit = (text: string): string =>
  `${title} has no free API session${said(text)}. Each signed-in program takes one of the licence's API users: sign the others out, wait until their sessions end (10 minutes for auth: session, up to 1 hour for oauth), or allow more on License Monitoring Console (SM604000).`;

/** To the sign-in page: the session is over. To an error page: something broke there, perhaps after the work was done. */
function redirected(response: HttpResponse, request: HttpRequest, fail: Fail): Failure {
  const to = response.headers['location'] ?? '';
  const what = `the ${request.name ?? 'request'}`;
  if (/login/i.test(to)) return fail('unauthenticated', `${title} sent ${what} to its sign-in page.`);
  if (/error/i.test(to)) return fail('unknown', `${title} answered ${what} with its error page.`);
  return fail('refused', `${title} redirected ${what}, which is not an API answer. Check erp.instanceUrl.`);
}

/** 422: the entity itself, with `error` at the record, in fields and in detail rows. Nothing was saved. */
function refusedEntity(response: HttpResponse, request: HttpRequest, fail: Fail): Failure {
  const errors = entityErrors(response.json);
  const list = errors.length > 0 ? errors : [{ text: 'it gave no reason' }];
  const problems = list.map((error) => problemOf(error, request));
  const texts = list.map(({ field, text }) => (field === undefined ? text : `${field}: ${text}`)).join('; ');
  const held = problems.find(({ code }) => code !== 'refused');
  const message = `${title} refused the ${request.name ?? 'request'}: ${cut(texts, 500)}`;
  return fail(held ? 'held' : 'refused', message, { problems });
}

function problemOf({ field, text }: EntityError, request: HttpRequest): Problem {
  const later = allowedLater(text);
  const code = later?.[0] ?? 'refused';
  return {
    ...refusal(code, request, text, later?.[1] ?? fixFor(text)),
    ...(field === undefined ? {} : { field }),
  };
}

/** 500: what the name of the exception says of it. A PXException is a business rule, whatever else broke is not clear. */
function exception(type: string, text: string, request: HttpRequest, fail: Fail): Failure {
  const what = `the ${request.name ?? 'request'}`;
  if (/NoEntitySatisfiesTheCondition/i.test(type))
    return fail('refused', `${title} has no such record for ${what}.`, { code: codes.gone });
  if (/optimization cannot be performed/i.test(text))
    return fail('refused', `${title} cannot list that much at once for ${what}.`, {
      code: codes.optimization,
    });
  if (/another process has (added|updated|deleted)/i.test(text) || /PXLockViolation/i.test(type))
    return fail('stale', `${title} did not take ${what}: somebody changed the record at the same time.`);
  if (/PXUndefinedCompany/i.test(type))
    return fail('unauthenticated', `${title} does not know the tenant; check erp.tenant.`, {
      code: short(type),
    });
  const business = /^PX\./.test(type) && !/(Database|Timeout|Deadlock|Connection)/i.test(type);
  if (!business) return fail('unknown', `${title} did not carry out ${what} (HTTP 500)${said(text)}.`);
  const later = effectOf(request) === 'write' ? allowedLater(text) : undefined;
  const fix = /PXSetupNotEntered/i.test(type)
    ? 'an administrator must complete the preferences that it names, in Acumatica'
    : (later?.[1] ?? fixFor(text));
  const problems = [refusal(later?.[0] ?? 'refused', request, text || short(type), fix)];
  return fail(later ? 'held' : 'refused', `${title} refused ${what}${said(text)}.`, {
    code: short(type),
    problems,
  });
}

/** Refusals that time or a person there will lift; only the text tells them apart. */
function allowedLater(text: string): readonly [ProblemCode, string] | undefined {
  if (/period.*(inactive|closed|locked|not open|not active)|post period.*(empty|cannot be)/i.test(text)) {
    return ['period-closed', 'open the financial period in Acumatica; the next pass goes on'];
  }
  if (/pending approval|must be approved|not approved/i.test(text)) {
    return ['approval-pending', 'approve the document in Acumatica; the next pass goes on'];
  }
  return undefined;
}

const fixFor = (text: string): string => {
  if (/cannot be found in the system/i.test(text))
    return 'correct the mapping: the code does not exist in Acumatica, or create it there';
  if (/cannot be empty/i.test(text))
    return 'name a value in erp.defaults or in the mapping, or set a default there';
  if (/not balanced|out of balance|control total|document amount/i.test(text))
    return 'compare the document in Acumatica with Cin7: its lines and tax do not add up to the amount';
  return 'settle it in Acumatica or in the mapping; it is tried again on every pass';
};

const fixOf = (status: number): string => {
  if (status === 403)
    return 'give the user of the vault entry a role with rights to this form (Access Rights by Screen, SM201020), or switch its feature on';
  if (status === 404)
    return 'check erp.endpoint and erp.endpointVersion: `ml-connector ping` names those that the site has';
  return 'settle it in Acumatica or in the mapping; it is tried again on every pass';
};

/** Whether the failure says that there is no such record. */
export const isGone = (error: unknown): boolean => isFailure(error, 'refused') && error.code === codes.gone;
/** Whether a list must be asked for in smaller parts (Integration Development Guide, "Optimization of retrieval"). */
export const isTooWide = (error: unknown): boolean =>
  isFailure(error, 'refused') && error.code === codes.optimization;

/** A page of HTML comes from the site's pages or from a gateway in between: the request may have arrived or not. */
const noJson = ({ status }: HttpResponse, request: HttpRequest): Failure =>
  new Failure({
    kind: 'unknown',
    system: title,
    status,
    message: `${title} answered the ${request.name ?? 'request'} with no JSON (HTTP ${status}).`,
  });

const refusal = (code: ProblemCode, request: HttpRequest, seen: string, fix: string): Problem => ({
  code,
  record: request.name ?? 'request',
  seen: cut(seen, 300),
  fix,
});

const said = (text: string): string => (text === '' ? '' : `: ${cut(tidy(text), 300).replace(/\.$/, '')}`);
const short = (type: string): string => type.split('.').at(-1) ?? type;
