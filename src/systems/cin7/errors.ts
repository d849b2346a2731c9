import { Failure, type FailureDetails, type FailureKind, isFailure } from '../../domain/failure.ts';
import type { Problem } from '../../domain/problem.ts';
import { effectOf } from '../../http/policy.ts';
import type { HttpRequest, HttpResponse } from '../../http/ports.ts';
import { title } from './capabilities.ts';

/** The limit also arrives under another status with this text (antonhill/cin7core-feeder, docs/cin7-api-findings.md). */
const limitText = /reached \d+ calls per \d+ seconds/i;

interface ErrorModel {
  readonly code: string;
  readonly text: string;
}

/**
 * Sorts Cin7's answers (API Blueprint of https://dearinventory.docs.apiary.io/, "Errors" and "Limits"; live notes in
 * antonhill/cin7core-feeder and jamespudney/cin7_sync). The body is looked at before the status: an error model may
 * arrive with 200.
 */
export function judge(response: HttpResponse, request: HttpRequest): Failure | undefined {
  const { status } = response;
  const models = errorModels(response.json);
  const what = `the ${request.name ?? 'request'}`;
  const why = say(models);
  const fail = (kind: FailureKind, message: string, more: Partial<FailureDetails> = {}) =>
    new Failure({ kind, system: title, status, message, code: models[0]?.code, ...more });

  if (isLimit(response, request, models)) {
    return fail('throttled', `${title} declined ${what} because of its limit of calls a minute.`);
  }
  if (status === 401 || status === 403) {
    return fail('unauthenticated', `${title} refused the account id or the application key: ${why}`);
  }
  if (status >= 500 || status === 408) {
    return fail('unknown', `${title} did not carry out ${what} (HTTP ${status}): ${why}`);
  }
  if (models.length > 0) {
    const problems = models.map((model) => refusal(model, request));
    return fail('refused', `${title} refused ${what}: ${why}`, { problems });
  }
  if (status >= 300 && status < 400) return fail('refused', notAnApi(what, `a redirect (HTTP ${status})`));
  if (status === 404) return fail('refused', notAnApi(what, 'no such page (HTTP 404)'));
  if (status >= 400) return fail('refused', `${title} refused ${what} (HTTP ${status}): ${why}`);
  if (response.json === undefined && status !== 204) {
    // A wrong path leads to a page of HTML with 200; whether a write was carried out nevertheless, nobody can tell.
    const kind = effectOf(request) === 'read' ? 'refused' : 'unknown';
    return fail(kind, notAnApi(what, response.text === '' ? 'nothing' : 'no JSON'));
  }
  return undefined;
}

/** Whether Cin7 itself says that there is no record with the id that was asked for. */
export const saysMissing = (error: unknown): boolean =>
  isFailure(error, 'refused') &&
  error.code !== undefined &&
  /(not found|does not exist|no such)/i.test(error.message);

/** Unknown query parameters are ignored, so a filter by id is trusted only if it shows in the answer. */
export const another = (name: string): Failure =>
  new Failure({
    kind: 'refused',
    system: title,
    message: `${title} answered with another ${name} than the one that was asked for.`,
  });

function isLimit(response: HttpResponse, request: HttpRequest, models: readonly ErrorModel[]): boolean {
  if (response.status === 429) return true;
  if (models.some(({ text }) => limitText.test(text))) return true;
  if (response.status >= 400 && limitText.test(response.text)) return true;
  // 503 is the older form of the limit. A gateway's page says 503 too, and there a write may have gone through before.
  const page = (response.headers['content-type'] ?? '').includes('html');
  return response.status === 503 && (effectOf(request) === 'read' || !page);
}

/** The error models of a body: an array of them, or one by itself. */
function errorModels(json: unknown): ErrorModel[] {
  const models: ErrorModel[] = [];
  for (const item of Array.isArray(json) ? json : [json]) {
    if (typeof item !== 'object' || item === null || !('ErrorCode' in item)) continue;
    const { ErrorCode: code, Exception: text } = item as Readonly<Record<string, unknown>>;
    models.push({ code: String(code), text: typeof text === 'string' ? text.trim() : '' });
  }
  return models;
}

const refusal = (model: ErrorModel, request: HttpRequest): Problem => ({
  code: 'refused',
  record: request.name ?? 'request',
  seen: model.text || `error ${model.code}`,
  fix: 'Correct what Cin7 Core names, then run the sync again.',
});

const notAnApi = (what: string, instead: string): string =>
  `${title} answered ${what} with ${instead}, which is not an API answer. Check cin7.baseUrl.`;

/** Cin7's own words, each once; it may tell only some of what is wrong at a time. */
function say(models: readonly ErrorModel[]): string {
  const texts = new Set(models.map(({ code, text }) => text || `error ${code}.`));
  return texts.size > 0 ? [...texts].join(' ').slice(0, 500) : 'it gave no reason.';
}
