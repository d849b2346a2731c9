import { Failure, type FailureDetails, type FailureKind, isFailure } from '../../domain/failure.ts';
import type { Problem } from '../../domain/problem.ts';
import { tidy } from '../../domain/text.ts';
import { effectOf } from '../../http/policy.ts';
import type { HttpRequest, HttpResponse } from '../../http/ports.ts';
import { parseRetryAfter } from '../../http/retry-after.ts';
import { readBatch } from '../odata/batch.ts';
import { readODataError } from '../odata/errors.ts';
import { fallbackWaitMs, title } from './capabilities.ts';

/** What the server's words tell that no code tells: its `error.code` is always empty. */
const codes = {
  exists: /The record already exists/i,
  gone: /No resources were found when selecting for update/i,
  conflict: /An update conflict occurred due to another user process/i,
} as const;

/**
 * Sorts the answers of Finance & Operations. The useful text is `innererror.message`, behind `Infolog:`; business
 * refusals (`AxODataWriteException`) come as 400 and, from older versions, as 500, so the type decides, not the status
 * (recorded answers; Microsoft Learn, "Service protection API limits", for 429).
 */
export function judge(response: HttpResponse, request: HttpRequest): Failure | undefined {
  const { status, headers } = response;
  if (status < 200 || status >= 300) return refusal(response, request);
  if (/^multipart\/mixed/i.test(headers['content-type'] ?? '')) return judgeBatch(response, request);
  return response.json !== undefined || status === 204 ? undefined : noJson(response, request);
}

/** The outer status is 200 even when everything failed: each part is judged as an answer of its own. */
function judgeBatch(response: HttpResponse, request: HttpRequest): Failure | undefined {
  const answers = readBatch(response.headers['content-type'] ?? '', response.text);
  if (answers === undefined || answers.length === 0) return noJson(response, request);
  const failed = answers.find(({ status }) => status >= 300);
  return failed && refusal({ ...failed, servedAt: response.servedAt }, request);
}

type Said = Pick<HttpResponse, 'status' | 'headers' | 'json' | 'servedAt'>;

function refusal(response: Said, request: HttpRequest): Failure {
  const { status } = response;
  const error = readODataError(response);
  const text = error?.inner ?? error?.message ?? '';
  const what = `the ${request.name ?? 'request'}`;
  const code = codeOf(text, status);
  const kind = kindOf(status, error?.type ?? '', code);
  const parts = infolog(text);
  const said = parts.join('; ') || `it gave no reason (HTTP ${status})`;
  const fail = (message: string, more: Partial<FailureDetails> = {}) =>
    new Failure({ kind, system: title, status, code, message, ...more });

  if (kind === 'throttled') {
    const told = parseRetryAfter(response.headers['retry-after'], response.servedAt);
    return fail(`${title} declined ${what} because of its limits.`, { retryAfterMs: told ?? fallbackWaitMs });
  }
  if (kind === 'unauthenticated') return fail(`${title} refused our token. ${registration}`);
  if (kind === 'stale')
    return fail(`${title} did not take ${what}: the record was changed since it was read.`);
  if (kind === 'unknown') return fail(`${title} did not answer ${what} clearly (HTTP ${status}): ${said}`);
  if (status < 400)
    return fail(`${title} redirected ${what}, which is not an API answer. Check erp.environmentUrl.`);
  const fix =
    status === 403 ? permissions : 'settle it there or in the mapping; it is tried again on every pass';
  if (kind === 'held') {
    const problems = [problem('record-locked', request, said, 'nothing: the next pass tries again')];
    return fail(`${title} does not allow ${what} now: ${said}`, { problems });
  }
  const problems = (parts.length > 0 ? parts : [said]).map((part) => problem('refused', request, part, fix));
  return fail(`${title} refused ${what}: ${said}`, effectOf(request) === 'write' ? { problems } : {});
}

function kindOf(status: number, type: string, code: string | undefined): FailureKind {
  if (status === 429) return 'throttled';
  if (status === 401) return 'unauthenticated';
  if (status === 412) return 'stale';
  if (code === 'conflict') return 'held';
  if (/AxODataWriteException/.test(type)) return 'refused';
  return status === 408 || (status >= 500 && status !== 501) ? 'unknown' : 'refused';
}

const codeOf = (text: string, status: number): string | undefined =>
  Object.entries(codes).find(([, pattern]) => pattern.test(text))?.[0] ??
  (status === 404 ? 'gone' : undefined);

/** What people can act upon of an Infolog; without the lines that only say where it was noticed. */
export function infolog(text: string): string[] {
  const log = /Infolog:(.*)$/s.exec(text)?.[1] ?? text;
  return log
    .split(/;|\n/)
    .map((part) => tidy(part.replace(/^\s*(?:Info|Warning|Error):/i, '')).replace(/\.{2,}$/, '.'))
    .filter((part) => part !== '' && part !== '.' && !noise.test(part));
}

const noise =
  /^validateField failed on field|^validateWrite failed on data source|^validateDelete failed on|^Update has been cancell?ed/i;

/** A page of HTML or nothing at all comes from a gateway in between: the request may have arrived there or not. */
const noJson = ({ status }: HttpResponse, request: HttpRequest): Failure =>
  new Failure({
    kind: 'unknown',
    system: title,
    status,
    message: `${title} answered the ${request.name ?? 'request'} with no JSON (HTTP ${status}).`,
  });

/** There is no such record (any more). A set that the site does not have answers alike. */
export const isGone = (error: unknown): boolean => isFailure(error, 'refused') && error.code === 'gone';
/** A record with this key is there already: most likely our own, from an answer that was lost. */
export const isThere = (error: unknown): boolean => isFailure(error, 'refused') && error.code === 'exists';
/** Somebody else was writing the record: nothing was done, and the next moment it may be free. */
export const isConflict = (error: unknown): boolean => isFailure(error, 'held') && error.code === 'conflict';

const registration =
  'In System administration > Setup > Microsoft Entra ID applications our client id must be registered and mapped to a user.';
const permissions =
  'Give the user that our client id is mapped to (Microsoft Entra ID applications) a role that covers this entity.';

const problem = (code: Problem['code'], request: HttpRequest, seen: string, fix: string): Problem => ({
  code,
  record: request.name ?? 'request',
  seen,
  fix,
});
