import pLimit from 'p-limit';
import pRetry, { AbortError } from 'p-retry';
import { type Failure, isFailure } from '../domain/failure.ts';
import { stopped, withoutCredentials } from './failures.ts';
import { createGate, type Gate } from './gate.ts';
import { checkBaseUrl, resolveUrl } from './origin.ts';
import { effectOf, longestWaitMs, repeatable, waitMs } from './policy.ts';
import type { Credentials, Http, HttpOptions, HttpRequest, HttpResponse } from './ports.ts';
import { sendOnce } from './send.ts';
import { gotTransport } from './transport.ts';

const defaults = { concurrency: 4, attempts: 5, connectTimeoutMs: 15_000 };

/**
 * The one HTTP client of all systems: paces, sends, judges, and repeats where it is known to be safe (`policy.ts`).
 * @throws Failure (`refused`) at once, when address, CA or proxy of the configuration cannot be used.
 */
export function createHttp(options: HttpOptions): Http {
  const { system, deps } = options;
  const base = checkBaseUrl(system, options.baseUrl);
  const transport =
    options.transport ??
    gotTransport({
      system,
      base,
      ca: options.ca,
      env: deps.env ?? process.env,
      connectTimeoutMs: options.connectTimeoutMs ?? defaults.connectTimeoutMs,
    });
  const gate = createGate(options);
  const slots = pLimit(options.concurrency ?? defaults.concurrency);
  let sent = 0;

  async function request(asked: HttpRequest): Promise<HttpResponse> {
    const url = resolveUrl(system, base, asked);
    const course = courseOf(options, asked);
    return pRetry(
      async () => {
        course.credentials = await credentialsFor(options).catch(giveUp);
        const { credentials } = course;
        return slots(async () => {
          await gate.pass(asked, credentials).catch(giveUp);
          sent += 1;
          return sendOnce(options, transport, url, asked, credentials);
        });
      },
      {
        retries: course.mostSends,
        minTimeout: 0,
        shouldRetry: ({ error }) => mayRepeat(options, gate, course, error),
      },
    );
  }

  return { request, sent: () => sent, close: () => transport.close() };
}

/** What has become of one request so far. */
interface Course {
  readonly request: HttpRequest;
  readonly attempts: number;
  readonly mostSends: number;
  credentials: Credentials | undefined;
  failures: number;
  limits: number;
  renewed: boolean;
}

function courseOf(options: HttpOptions, request: HttpRequest): Course {
  const attempts = options.attempts ?? defaults.attempts;
  const none = { credentials: undefined, failures: 0, limits: 0, renewed: false };
  return { request, attempts, mostSends: 3 * attempts + 1, ...none };
}

/** Failures to get credentials are final here: whoever provides them has repeated what could be repeated. */
async function credentialsFor(options: HttpOptions): Promise<Credentials | undefined> {
  try {
    return await options.access?.credentials();
  } catch (error) {
    throw isFailure(error) ? withoutCredentials(error) : error;
  }
}

/** Ends p-retry's repeats with this error. */
function giveUp(error: unknown): never {
  throw error instanceof Error ? new AbortError(error) : error;
}

/** Decides by the policy, and waits as long as it takes before the request may go out again. */
async function mayRepeat(options: HttpOptions, gate: Gate, course: Course, error: Error): Promise<boolean> {
  if (!isFailure(error)) return false;
  if (error.kind === 'throttled') return afterLimit(options, gate, course, error);
  if (!repeatable[effectOf(course.request)].includes(error.kind)) return false;
  if (error.kind === 'unauthenticated') return afterRefusal(options, course);
  course.failures += 1;
  if (course.failures >= course.attempts) return false;
  return pause(options, course, waitMs(error, course.failures, random(options)), error);
}

/** A limit closes the budget for every process that shares it; with other credentials at hand we go on with these. */
async function afterLimit(
  options: HttpOptions,
  gate: Gate,
  course: Course,
  failure: Failure,
): Promise<boolean> {
  course.limits += 1;
  const wait = waitMs(failure, course.limits, random(options));
  await gate.close(course.credentials, wait);
  if (course.limits >= 2 * course.attempts) return false;
  const key = course.credentials?.budget?.key;
  const others = key !== undefined && (await credentialsFor(options))?.budget?.key !== key;
  return others || pause(options, course, wait, failure);
}

async function afterRefusal(options: HttpOptions, course: Course): Promise<boolean> {
  if (course.renewed || !course.credentials || !options.access?.renew) return false;
  course.renewed = true;
  try {
    return await options.access.renew(course.credentials);
  } catch (error) {
    throw isFailure(error) ? withoutCredentials(error) : error;
  }
}

async function pause(options: HttpOptions, course: Course, ms: number, failure: Failure): Promise<boolean> {
  const { system, deps } = options;
  if (ms > longestWaitMs) return false;
  deps.log.debug('waiting', { system, reason: failure.kind, ms });
  await deps.clock.sleep(ms, deps.signal);
  if (deps.signal?.aborted) throw stopped(system, course.request, failure);
  return true;
}

const random = (options: HttpOptions): (() => number) => options.deps.random ?? Math.random;
