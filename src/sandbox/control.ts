import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseJson } from './json-body.ts';

/** What can be reached by name: `clock`, `faults`, `journal`, `cin7`, `businessCentral`, `entra`, `sandbox`. */
export type ControlTargets = Readonly<Record<string, object>>;

export interface RunningControl {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Lets another process do what a test does: `POST /control/<target>/<member>` with a JSON array of arguments calls a
 * method and answers its result; a member that is not a method is read without arguments, and set with one. 400 with
 * `{ "error": … }` when it throws. For loopback only, without credentials: it commands stand-ins, nothing else.
 */
export async function serveControl(
  targets: ControlTargets,
  host: string,
  port: number,
): Promise<RunningControl> {
  const server = createServer((request, response) => {
    handle(targets, request)
      .then((result) => answer(response, 200, { result: result ?? null }))
      .catch((error: unknown) =>
        answer(response, 400, { error: error instanceof Error ? error.message : String(error) }),
      );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(targets: ControlTargets, request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const [, root, name = '', member = ''] = (request.url ?? '').split('/');
  const target = Object.hasOwn(targets, name) ? targets[name] : undefined;
  if (
    request.method !== 'POST' ||
    root !== 'control' ||
    target === undefined ||
    !Object.hasOwn(target, member)
  )
    throw new Error(`there is nothing at ${request.method} ${request.url}`);
  const given = text.trim() === '' ? [] : parseJson(text);
  if (!Array.isArray(given)) throw new Error('the body must be a JSON array of arguments');
  return call(target as Record<string, unknown>, member, given);
}

function call(target: Record<string, unknown>, member: string, given: readonly unknown[]): unknown {
  const found = target[member];
  if (typeof found === 'function') return found.apply(target, given) as unknown;
  if (given.length > 0) [target[member]] = given;
  return target[member];
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
