import { Failure } from '../../../domain/failure.ts';
import type { HttpRequest, HttpResponse } from '../../../http/ports.ts';
import { title } from '../capabilities.ts';
import { judgeStatus, permissionFix, refusal } from '../errors.ts';
import { status as statusFrame } from './wire.ts';

/** There is nothing of that key, or no such object at all: `codes.absent`. */
export const codes = { absent: 'NotFound', notAllowed: 'MethodNotAllowed' } as const;

/** Sorts the answers of SBA: errors come in a frame that tells their number, text and a correlation id. */
export function judge(response: HttpResponse, request: HttpRequest): Failure | undefined {
  const { status } = response;
  const frame = statusFrame.safeParse(response.json);
  const sorted = frame.success && status < 500 && status !== 401 ? undefined : judgeStatus(response, request);
  if (sorted) return sorted;
  const what = request.name ?? 'request';
  if (status >= 200 && status < 300) {
    if (frame.success || request.url.endsWith('/help')) return undefined;
    return new Failure({
      kind: 'unknown',
      system: title,
      status,
      message: `${title} answered the ${what} with nothing that is SBA's (HTTP ${status}).`,
    });
  }
  if (!frame.success && status >= 500)
    return new Failure({
      kind: 'unknown',
      system: title,
      status,
      message: `${title} did not answer the ${what} clearly (HTTP ${status}).`,
    });
  const { CorrelationId = '', Trace = [] } = frame.success ? frame.data.Status : {};
  const told = Trace.map(({ Code, Message }) => ({
    number: Code === '0' ? undefined : Code,
    message: Message,
  }));
  const reasons = told.map(({ message }) => message).join(' ') || `HTTP ${status}`;
  const correlation = CorrelationId === '' ? '' : ` (correlation id ${CorrelationId})`;
  const code =
    status === 404 ? codes.absent : status === 405 ? codes.notAllowed : (told[0]?.number ?? String(status));
  const problems = told.map(({ message, number }) => refusal(request, `${message}${correlation}`, number));
  return new Failure({
    kind: 'refused',
    system: title,
    status,
    code,
    message: `${title} refused the ${what}: ${reasons}${correlation}.${status === 403 ? ` ${permissionFix}` : ''}`,
    problems: problems.length > 0 ? problems : [refusal(request, `HTTP ${status}${correlation}`)],
  });
}
