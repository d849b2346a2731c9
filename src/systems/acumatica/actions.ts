import { Failure, isFailure } from '../../domain/failure.ts';
import type { Clock } from '../../domain/time.ts';
import { millis } from '../../domain/time.ts';
import type { HttpRequest, HttpResponse } from '../../http/ports.ts';
import { actionTimeoutMs, title } from './capabilities.ts';

interface Line {
  send(request: HttpRequest): Promise<HttpResponse>;
  readonly clock: Clock;
}

/** Most releases take a second or two; some take minutes. */
const firstPauseMs = 150;
const pauseGrowth = 3;
const longestPauseMs = 15_000;

/**
 * Starts an action and asks for its end: 202 with a `Location` until 204 (Integration Development Guide, "Execution of
 * actions"). A `Location` beside 204 means nothing.
 * @throws Failure `refused` or `held` when it was not carried out; `unknown` when nobody can tell: the record will.
 */
export async function runAction(line: Line, url: string, entity: unknown, name: string): Promise<void> {
  const started = await line.send({ method: 'POST', url, json: { entity, parameters: {} }, name });
  if (started.status !== 202) return;
  const location = started.headers['location'];
  if (location === undefined) throw unclear(name, 'it does not say where its end is told');
  const status = new URL(location, started.url).href;
  const deadline = millis(line.clock.now()) + actionTimeoutMs;
  for (
    let pause = firstPauseMs;
    millis(line.clock.now()) < deadline;
    pause = Math.min(pause * pauseGrowth, longestPauseMs)
  ) {
    await line.clock.sleep(pause);
    if ((await poll(line, status, name)).status !== 202) return;
  }
  throw unclear(name, `it had not ended after ${actionTimeoutMs / 60_000} minutes`);
}

/** The server's refusal of the action comes as the answer to the question for its end. */
async function poll(line: Line, url: string, name: string): Promise<HttpResponse> {
  try {
    return await line.send({ method: 'GET', url, name });
  } catch (error) {
    if (isFailure(error, 'refused', 'held', 'stale') && error.status !== 404) throw error;
    throw unclear(name, isFailure(error) ? error.message : 'its end could not be asked for', error);
  }
}

const unclear = (name: string, why: string, cause?: unknown): Failure =>
  new Failure({
    kind: 'unknown',
    system: title,
    message: `${title}: the ${name} has no clear end: ${why}`,
    cause,
  });
