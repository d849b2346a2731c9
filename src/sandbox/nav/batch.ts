import { type Answer, type JsonObject, json, Refusal } from '../exchange.ts';
import { isObject, parseJson } from '../json-body.ts';
import type { Asked } from './address.ts';
import { refusals } from './errors.ts';
import type { World } from './state.ts';

/**
 * `$batch` as JSON (section 8): at most 100 operations, in order; the first that fails ends it unless continue-on-error
 * was asked for. With `Isolation: snapshot` a transactional server undoes everything if one fails: what went before it
 * was answered as if it had happened.
 */
export function answerBatch(
  world: World,
  root: string,
  request: Asked,
  answer: (request: Asked) => Answer,
): Answer {
  if (world.switches.batch === 'none') return refusals.noResource('$batch');
  if (request.method !== 'POST') return refusals.noMethod(request.method, '$batch');
  const operations = readOperations(root, request);
  const isolation = request.headers['isolation'] ?? request.headers['odata-isolation'];
  const atomic = world.switches.batch === 'transactional' && isolation?.toLowerCase() === 'snapshot';
  const goOn = /odata\.continue-on-error(?!=false)/i.test(request.headers['prefer'] ?? '');
  const answers: { readonly id: string; readonly answer: Answer }[] = [];
  const runAll = () => {
    for (const { id, request: inner } of operations) {
      const done = refusable(() => answer(inner));
      answers.push({ id, answer: done });
      if (done.status >= 400 && !goOn) break;
    }
    if (atomic && answers.some(({ answer: done }) => done.status >= 400)) throw new RolledBack();
  };
  if (atomic) undoneIfFailed(world, runAll);
  else runAll();
  return responses(answers);
}

class RolledBack extends Error {}

function undoneIfFailed(world: World, work: () => void): void {
  try {
    world.database.transaction(work);
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
  }
}

function refusable(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

const responses = (answers: readonly { readonly id: string; readonly answer: Answer }[]): Answer =>
  json(200, {
    responses: answers.map(({ id, answer: { status, headers = {}, body, text } }) => ({
      id,
      status,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json; odata.metadata=minimal' }),
      },
      ...(body === undefined && text === undefined ? {} : { body: body ?? text }),
    })),
  });

const limit = 100;

function readOperations(root: string, request: Asked): { readonly id: string; readonly request: Asked }[] {
  if (!(request.headers['content-type'] ?? '').toLowerCase().startsWith('application/json'))
    return refusals.badRequest('This server takes a batch as application/json.');
  const body = parseJson(request.text);
  const list = isObject(body) ? body['requests'] : undefined;
  if (!Array.isArray(list) || !list.every(isObject))
    return refusals.badRequest('The batch must have a list of requests.');
  if (list.length > limit)
    return refusals.badRequest(`The batch has ${list.length} operations; at most ${limit} are allowed.`);
  const ids = new Set(list.map((item) => item['id']));
  if (ids.size !== list.length || [...ids].some((id) => typeof id !== 'string'))
    return refusals.badRequest('Every request of a batch needs an id of its own.');
  return list.map((item) => ({ id: String(item['id']), request: readOperation(root, request, item) }));
}

function readOperation(root: string, outer: Asked, item: JsonObject): Asked {
  const { method, url, headers, body } = item;
  if (typeof method !== 'string' || typeof url !== 'string')
    return refusals.badRequest('A request of a batch needs a method and a url.');
  const target = new URL(url, `${outer.origin}${encodeURI(root)}/`);
  if (target.origin !== outer.origin)
    refusals.badRequest(`The url '${url}' of a request is not below the service root.`);
  for (const name of ['company', 'tenant']) {
    const value = outer.query.get(name);
    if (value !== null && !target.searchParams.has(name)) target.searchParams.set(name, value);
  }
  const given = Object.entries(isObject(headers) ? headers : {}).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  return {
    method: method.toUpperCase(),
    path: decodeURIComponent(target.pathname),
    query: target.searchParams,
    origin: outer.origin,
    headers: Object.fromEntries(given),
    text: body === undefined ? '' : JSON.stringify(body),
  };
}
