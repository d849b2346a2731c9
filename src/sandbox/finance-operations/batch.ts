import { STATUS_CODES } from 'node:http';
import { type Answer, Refusal } from '../exchange.ts';
import { guidOf } from '../ids.ts';
import { parseJson } from '../json-body.ts';
import type { Asked } from './entity.ts';
import { refusals } from './errors.ts';
import { busy } from './limits.ts';
import { answer, type Routes } from './route.ts';

/** `POST /data/$batch`, multipart only: apis/dynamics-fo.md, section 15. */

interface Operation {
  readonly id: string;
  readonly request: Asked;
}

type Part =
  | { readonly kind: 'one'; readonly operation: Operation }
  | { readonly kind: 'set'; readonly operations: readonly Operation[] };

const limit = 5000;
const line = '\r\n';

/** Always 200 outside, whatever became of the parts. */
export function batch(routes: Routes, request: Asked, n: number, seen: (request: Asked) => void): Answer {
  const parts = readParts(request);
  const operations = parts.flatMap((part) => (part.kind === 'one' ? [part.operation] : part.operations));
  if (operations.length > limit) refusals.badRequest(`A batch has at most ${limit} operations.`);
  for (const operation of operations) seen(operation.request);
  const boundary = `batchresponse_${guidOf(`batch ${n}`)}`;
  const answers = parts.map((part, i) =>
    part.kind === 'one'
      ? [httpPart('', carriedOut(routes, [part.operation])[0] as Answer)]
      : changeSet(
          `changesetresponse_${guidOf(`batch ${n} ${i}`)}`,
          part.operations,
          carriedOut(routes, part.operations),
        ),
  );
  return {
    status: 200,
    text: multipart(
      boundary,
      answers.map((lines) => lines.join(line)),
    ),
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}`, 'odata-version': '4.0' },
  };
}

/** For the journal: what the parts ask for; nothing when it cannot be read. */
export function partsOf(
  request: Asked,
): readonly { method: string; path: string; body: unknown }[] | undefined {
  try {
    return readParts(request)
      .flatMap((part) => (part.kind === 'one' ? [part.operation] : part.operations))
      .map(({ request: { method, path, text } }) => ({ method, path, body: parseJson(text) }));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** All or nothing: the answers of all, or the one refusal. */
function carriedOut({ world, entities }: Routes, operations: readonly Operation[]): Answer[] {
  if (world.switches.busyParts > 0) {
    world.switches.busyParts--;
    return [busy({})];
  }
  try {
    return world.database.transaction(() =>
      operations.map(({ request }) => {
        const done = answer({ world, entities }, request);
        if (done.status >= 400 && operations.length > 1) throw new Refusal(done);
        return done;
      }),
    );
  } catch (error) {
    if (error instanceof Refusal) return [error.answer];
    throw error;
  }
}

const multipart = (boundary: string, parts: readonly string[]): string =>
  `${parts.map((part) => `--${boundary}${line}${part}`).join(line)}${line}--${boundary}--${line}`;

function changeSet(boundary: string, operations: readonly Operation[], answers: readonly Answer[]): string[] {
  const failed = answers.some(({ status }) => status >= 400);
  const parts = answers.map((done, i) => httpPart(failed ? '' : (operations[i]?.id ?? ''), done));
  return [`Content-Type: multipart/mixed; boundary=${boundary}`, '', multipart(boundary, parts)];
}

function httpPart(id: string, { status, body, text, headers = {} }: Answer): string {
  const content = text ?? (body === undefined ? '' : JSON.stringify(body));
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(id === '' ? [] : [`Content-ID: ${id}`]),
    '',
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    content,
  ].join(line);
}

function readParts(request: Asked): Part[] {
  return split(request.text, request.headers['content-type'] ?? '').map((part) => {
    const { headers, body } = readHead(part);
    const media = headers['content-type'] ?? '';
    if (!media.startsWith('multipart/mixed')) return { kind: 'one', operation: readOperation(part, request) };
    const operations = split(body, media).map((inner) => readOperation(inner, request));
    if (operations.some((operation) => operation.request.method === 'GET'))
      refusals.badRequest('A change set cannot contain a query operation.');
    if (
      operations.some(({ id }) => id === '') ||
      new Set(operations.map(({ id }) => id)).size < operations.length
    )
      refusals.badRequest('Every operation of a change set needs a Content-ID of its own.');
    return { kind: 'set', operations };
  });
}

function split(text: string, media: string): string[] {
  const boundary = /^multipart\/mixed;\s*boundary="?([^";]+)"?/i.exec(media)?.[1];
  if (boundary === undefined) return refusals.unsupported(media);
  const parts = `${line}${text}`.split(`${line}--${boundary}`);
  if (parts.length < 3 || !parts.at(-1)?.startsWith('--'))
    return refusals.badRequest('The batch is not a well-formed multipart message: lines end with CR LF.');
  return parts.slice(1, -1).map((part) => part.replace(/^[ \t]*\r\n/, ''));
}

function readHead(text: string): { headers: Record<string, string>; body: string } {
  const end = `${line}${text}`.indexOf(`${line}${line}`);
  const head = end < 0 ? text : text.slice(0, Math.max(0, end - line.length));
  const pairs = head.split(line).flatMap((item): [string, string][] => {
    const at = item.indexOf(':');
    return at < 0 ? [] : [[item.slice(0, at).trim().toLowerCase(), item.slice(at + 1).trim()]];
  });
  return { headers: Object.fromEntries(pairs), body: end < 0 ? '' : text.slice(end + line.length) };
}

function readOperation(part: string, outer: Asked): Operation {
  const { headers, body } = readHead(part);
  if (headers['content-type'] !== 'application/http' || headers['content-transfer-encoding'] !== 'binary')
    refusals.badRequest('A part of a batch must be application/http, binary.');
  const end = body.indexOf(line);
  const [, method = '', address = ''] =
    /^([A-Z]+) (\S+) HTTP\/1\.1$/.exec(end < 0 ? body : body.slice(0, end)) ?? [];
  if (method === '') refusals.badRequest('A part of a batch must begin with a request line.');
  const inner = readHead(end < 0 ? '' : body.slice(end + line.length));
  return { id: headers['content-id'] ?? '', request: requestOf(method, address, inner, outer) };
}

function requestOf(
  method: string,
  address: string,
  { headers, body }: { headers: Record<string, string>; body: string },
  { origin }: Asked,
): Asked {
  if (address.startsWith('$')) refusals.badRequest('References to other parts of a batch are not supported.');
  if (!URL.canParse(address, `${origin}/data/`) || /%(?![0-9A-Fa-f]{2})/.test(address))
    refusals.badRequest(`The address ${address} is not well-formed.`);
  const url = new URL(address, `${origin}/data/`);
  if (url.origin !== origin) refusals.badRequest(`The address ${address} is not of this service.`);
  return {
    method,
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    origin,
    headers,
    text: body.trimEnd(),
  };
}
