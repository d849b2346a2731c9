import { Failure, type FailureDetails } from '../domain/failure.ts';
import type { Problem } from '../domain/problem.ts';
import type { Redactor } from '../domain/redactor.ts';
import type { Effect } from './policy.ts';
import type { HttpRequest, HttpResponse } from './ports.ts';
import { parseRetryAfter } from './retry-after.ts';
import type { WireError } from './wire-error.ts';

/** A copy of `failure` with some details replaced. */
export function amend(failure: Failure, details: Partial<FailureDetails>): Failure {
  const { kind, system, message, status, code, retryAfterMs, problems, cause } = failure;
  return new Failure({ kind, system, message, status, code, retryAfterMs, problems, cause, ...details });
}

/** The API's verdict, with the wait that the answer's `Retry-After` asks for unless the verdict names one. */
export function withRetryAfter(failure: Failure, response: HttpResponse): Failure {
  if (failure.retryAfterMs !== undefined) return failure;
  return amend(failure, {
    retryAfterMs: parseRetryAfter(response.headers['retry-after'], response.servedAt),
  });
}

/** A redirect that the API's own reading let pass: following it could take the credentials elsewhere. */
export const redirected = (
  system: string,
  request: HttpRequest,
  response: HttpResponse,
): Failure | undefined =>
  response.status >= 300 && response.status < 400
    ? new Failure({
        kind: 'refused',
        system,
        status: response.status,
        code: 'redirected',
        message: `${system} redirected ${nameOf(request)}, which is not an API answer; check the configured address.`,
      })
    : undefined;

/** An exchange without an answer, by whether a byte of it can have left us. */
export function lost(
  system: string,
  host: string,
  request: HttpRequest,
  effect: Effect,
  error: WireError,
): Failure {
  const kind = error.left ? 'unknown' : error.code.startsWith('ERR_INVALID') ? 'refused' : 'unsent';
  const doubt = error.left && effect === 'write' ? ' It may have been carried out.' : '';
  return new Failure({
    kind,
    system,
    code: error.code,
    message: `${system}: ${nameOf(request)} ${error.left ? 'got no clear answer' : 'could not be sent'}: ${explain(error, host)}.${doubt}`,
    cause: error,
  });
}

export const nameOf = (request: HttpRequest): string => request.name ?? `a ${request.method} request`;

function explain({ code, message, left, proxy }: WireError, host: string): string {
  const peer = proxy === undefined ? host : `the proxy ${proxy}`;
  if (/^Bad response: \d+$/.test(message)) return `the proxy answered ${message.slice(14)}`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `the name of ${peer} was not found (${code})`;
  if (code === 'ECONNREFUSED') return `${peer} refused the connection`;
  if (code === 'ETIMEDOUT' || code === 'ECONNECTTIMEOUT')
    return left ? `${host} took too long to answer` : `no connection to ${peer} in time`;
  if (/CERT|SELF_SIGNED|UNABLE_TO_|DEPTH_ZERO|ISSUER/.test(code))
    return `the certificate of ${host} is not trusted (${code}); name its authority in tls.ca`;
  if (/SSL|TLS|EPROTO/.test(code)) return `no TLS connection to ${host} (${code})`;
  return `${code} from ${host}`;
}

export const stopped = (system: string, request: HttpRequest, cause?: Failure): Failure =>
  new Failure({
    kind: 'unsent',
    system,
    code: 'stopped',
    message: `${system}: ${nameOf(request)} was not sent, because the program was asked to stop.`,
    cause,
  });

/** Nothing of the request itself was sent, whatever became of asking for credentials. */
export const withoutCredentials = (failure: Failure): Failure =>
  failure.kind === 'unknown' || failure.kind === 'outage' ? amend(failure, { kind: 'unsent' }) : failure;

/** Takes the secrets out of everything that a failure says, its cause included. */
export function redactFailure(failure: Failure, redactor: Redactor): Failure {
  const clean = (text: string) => redactor.redact(text);
  return amend(failure, {
    message: clean(failure.message),
    code: failure.code === undefined ? undefined : clean(failure.code),
    problems: failure.problems.map((problem) => redactProblem(problem, clean)),
    cause: redactCause(failure.cause, redactor),
  });
}

const redactProblem = (problem: Problem, clean: (text: string) => string): Problem => ({
  ...problem,
  fix: clean(problem.fix),
  ...(problem.seen === undefined ? {} : { seen: clean(problem.seen) }),
  ...(problem.allowed === undefined ? {} : { allowed: problem.allowed.map(clean) }),
});

/** Only code and message of a cause are kept: got's errors carry the request's headers. */
function redactCause(cause: unknown, redactor: Redactor): unknown {
  if (cause === undefined) return undefined;
  if (cause instanceof Failure) return redactFailure(cause, redactor);
  const { code, message } = cause as { code?: unknown; message?: unknown };
  const text = [code, message].filter((part) => typeof part === 'string').join(': ');
  return new Error(redactor.redact(text));
}
