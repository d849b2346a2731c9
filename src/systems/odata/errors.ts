import { cut, tidy } from '../../domain/text.ts';
import type { HttpResponse } from '../../http/ports.ts';

/** What an OData service says went wrong, in its own words. */
export interface ODataError {
  /** `Internal_RecordNotFound`; empty where the service gives none (Finance and Operations). */
  readonly code: string;
  /** Without correlation ids, so that equal errors have equal texts. */
  readonly message: string;
  /** The .NET type behind it: `Microsoft.Dynamics.…AxODataWriteException`. */
  readonly type?: string | undefined;
  /** What lies behind a general message; the stack trace is never read. */
  readonly inner?: string | undefined;
}

const longestMessage = 2000;

/**
 * Reads `{"error":{"code","message"}}` of OData v4, `message.value` and `odata.error` of v3, and `{"Message"}` of
 * services that answer before OData does. Nothing when the body is none of these.
 */
export function readODataError(response: Pick<HttpResponse, 'json'>): ODataError | undefined {
  const body = record(response.json);
  const error = record(body?.['error']) ?? record(body?.['odata.error']);
  if (!error) {
    const message = wordsOf(body?.['Message'] ?? body?.['message']);
    return message === undefined ? undefined : { code: '', message };
  }
  const inner = record(error['innererror']);
  return {
    code: typeof error['code'] === 'string' ? error['code'] : '',
    message: wordsOf(error['message']) ?? '',
    type: typeof inner?.['type'] === 'string' ? inner['type'] : undefined,
    inner: wordsOf(inner?.['message']),
  };
}

/** Takes off `CorrelationId:  <guid>.`, which Business Central and NAV append. */
export const withoutCorrelation = (message: string): string =>
  tidy(message.replace(/\s*Correlation\s?Id:?\s*[0-9a-f]{8}-[0-9a-f-]{27}\.?/gi, ''));

function wordsOf(message: unknown): string | undefined {
  const text = typeof message === 'string' ? message : record(message)?.['value'];
  return typeof text === 'string' ? cut(withoutCorrelation(text), longestMessage) : undefined;
}

const record = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
