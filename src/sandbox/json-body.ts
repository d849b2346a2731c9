import type { JsonObject, SandboxRequest } from './exchange.ts';

export const isObject = (value: unknown): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** The parsed body; `undefined` when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** For the journal: the parsed body of a write. */
export const bodyOf = (request: SandboxRequest): unknown =>
  request.method === 'GET' || request.text === '' ? undefined : (parseJson(request.text) ?? request.text);
