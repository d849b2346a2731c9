import { z } from 'zod';
import type { HttpResponse } from '../../http/ports.ts';
import { readODataError } from '../odata/errors.ts';
import { readWire } from '../shared/wire.ts';
import { title } from './capabilities.ts';
import { failureOf } from './errors.ts';

/** One answer of a JSON batch (Microsoft Learn, "OData JSON batch requests"). */
export interface BatchAnswer {
  readonly status: number;
  readonly json: unknown;
}

const answers = z.object({
  responses: z.array(z.object({ id: z.coerce.string(), status: z.number(), body: z.unknown().optional() })),
});

/** The answers in the order of the requests. After a failed one the server stops, so that some may be missing. */
export function readBatchAnswers(response: HttpResponse, name: string, asked: number): BatchAnswer[] {
  const { responses } = readWire(answers, response, { system: title, name, effect: 'write' });
  const sorted = [...responses].sort((a, b) => Number(a.id) - Number(b.id));
  const read = sorted.map(({ status, body }) => ({ status, json: jsonOf(body) }));
  if (read.length < asked && read.every(({ status }) => status < 400))
    throw failureOf(504, { code: '', message: 'its batch was not answered whole' }, { method: 'POST', name });
  return read;
}

/** @throws Failure what the first refused part of a batch means. */
export function refuseIfAny(found: readonly BatchAnswer[], name: string): void {
  for (const { status, json } of found)
    if (status >= 400) throw failureOf(status, readODataError({ json }), { method: 'POST', name });
}

function jsonOf(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
