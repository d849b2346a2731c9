import { Failure } from '../domain/failure.ts';
import { millis } from '../domain/time.ts';
import { lost, redactFailure, redirected, withRetryAfter } from './failures.ts';
import { encodeQuery } from './origin.ts';
import { effectOf } from './policy.ts';
import type { Answer, Credentials, HttpOptions, HttpRequest, HttpResponse, Transport } from './ports.ts';
import { toResponse } from './response.ts';
import { WireError } from './wire-error.ts';

const defaultTimeoutMs = 120_000;

/** Puts one request on the wire once and reads the answer; every failure comes sorted and redacted. */
export async function sendOnce(
  options: HttpOptions,
  transport: Transport,
  url: URL,
  request: HttpRequest,
  credentials: Credentials | undefined,
): Promise<HttpResponse> {
  const { system, deps } = options;
  const started = deps.clock.now();
  const note = (outcome: Record<string, string | number | undefined>) =>
    deps.log.debug('request', {
      system,
      method: request.method,
      path: deps.redactor.redact(url.pathname),
      ...outcome,
      ms: millis(deps.clock.now()) - millis(started),
    });
  const fail = (failure: Failure) => redactFailure(failure, deps.redactor);

  let answer: Answer;
  try {
    answer = await transport.send({
      method: request.method,
      url,
      headers: headersOf(request, credentials),
      body: bodyOf(request),
      timeoutMs: request.timeoutMs ?? options.timeoutMs ?? defaultTimeoutMs,
    });
  } catch (error) {
    if (!(error instanceof WireError)) throw error instanceof Failure ? fail(error) : error;
    const failure = fail(lost(system, url.host, request, effectOf(request), error));
    note({ failure: failure.kind, code: failure.code });
    throw failure;
  }
  note({ status: answer.status });
  const response = toResponse(answer, url, deps.clock.now());
  const verdict = options.judge(response, request) ?? redirected(system, request, response);
  if (verdict) throw fail(withRetryAfter(verdict, response));
  return response;
}

function headersOf(request: HttpRequest, credentials: Credentials | undefined): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json', 'user-agent': 'ml-connector' };
  if (request.json !== undefined) headers['content-type'] = 'application/json';
  if (request.form !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
  for (const [name, value] of Object.entries({ ...request.headers, ...credentials?.headers })) {
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

function bodyOf(request: HttpRequest): string | Buffer | undefined {
  if (request.json !== undefined) return JSON.stringify(request.json);
  if (request.form !== undefined) return encodeQuery(request.form);
  return request.body;
}
