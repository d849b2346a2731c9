import type { ZodType } from 'zod';
import { Failure } from '../../domain/failure.ts';
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
