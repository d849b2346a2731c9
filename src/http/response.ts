import { type Instant, instant } from '../domain/time.ts';
import type { Answer, HttpResponse } from './ports.ts';

export function toResponse(answer: Answer, url: URL, now: Instant): HttpResponse {
  const text = answer.body.toString('utf8').replace(/^\uFEFF/, '');
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    headers[name] = typeof value === 'string' ? value : value?.join(', ');
  }
  const cookies = answer.headers['set-cookie'];
  return {
    status: answer.status,
    headers,
    text,
    json: parseJson(text),
    servedAt: readDate(headers['date']) ?? now,
    url: url.href,
    cookies: typeof cookies === 'string' ? [cookies] : (cookies ?? []),
  };
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readDate(header: string | undefined): Instant | undefined {
  const at = Date.parse(header ?? '');
  return Number.isNaN(at) ? undefined : instant(at);
}
