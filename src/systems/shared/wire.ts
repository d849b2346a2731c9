import { type ZodType, z } from 'zod';
import { Failure } from '../../domain/failure.ts';
import { fingerprint } from '../../domain/text.ts';
import type { SourceRow } from '../../engine/ports.ts';
import type { HttpResponse } from '../../http/ports.ts';

/**
 * Reads an answer in the shape that we know.
 * @throws Failure `refused` when a read answers in another shape; `unknown` when a write does, since it was carried out
 * or not, and the answer does not say which.
 */
export function readWire<T>(
  schema: ZodType<T>,
  response: Pick<HttpResponse, 'status' | 'json'>,
  about: { readonly system: string; readonly name: string; readonly effect?: 'read' | 'write' },
): T {
  const parsed = schema.safeParse(response.json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.length ? ` at ${issue.path.map(String).join('.')}` : '';
  throw new Failure({
    kind: about.effect === 'write' ? 'unknown' : 'refused',
    system: about.system,
    status: response.status,
    code: 'UnexpectedAnswer',
    message: `${about.system} answered the ${about.name} in a shape that is not its API's${where}: ${issue?.message ?? 'no JSON'}.`,
  });
}

/** Rows that are read one by one. */
export const anything = z.unknown();

/**
 * Reads the rows of a list one by one: a row in a shape that we do not know must not end the walk of all others. It is
 * passed on by its id alone, so that it is read by itself and fails by itself.
 * @throws Failure `refused` for a row that does not even tell its id.
 */
export function readRows<T, R>(
  rows: readonly unknown[],
  schema: ZodType<T>,
  about: { readonly system: string; readonly name: string; readonly status: number; readonly id: string },
  toRow: (row: T) => SourceRow<R>,
): SourceRow<R>[] {
  return rows.map((json) => {
    const parsed = schema.safeParse(json);
    if (parsed.success) return toRow(parsed.data);
    const id = (json as Record<string, unknown> | null)?.[about.id];
    if (typeof id !== 'string' || id === '')
      return toRow(readWire(schema, { status: about.status, json }, about));
    return { id: id.toLowerCase(), number: id, version: `unreadable#${fingerprint(json).slice(0, 12)}` };
  });
}
