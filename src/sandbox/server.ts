import { createServer as createPlain, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTls } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { millis, shift } from '../domain/time.ts';
import type { Certificates } from './certificates.ts';
import type { VirtualClock } from './clock.ts';
import type { Answer, SandboxRequest, Service } from './exchange.ts';
import type { OpenFaults } from './faults.ts';
import type { OpenJournal } from './journal.ts';
import { type Outcome, perform } from './perform.ts';

export interface ServerOptions {
  readonly clock: VirtualClock;
  readonly faults: OpenFaults;
  readonly journal: OpenJournal;
  readonly host: string;
  readonly port: number;
  /** Plain HTTP without. */
  readonly certificates?: Certificates | undefined;
}

export interface RunningServer {
  /** `https://127.0.0.1:1234` */
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves one stand-in: every request is counted, written into the journal, and struck by the faults that match. */
export async function serve(service: Service, options: ServerOptions): Promise<RunningServer> {
  const { clock, faults, journal, certificates } = options;
  const closing = new AbortController();
  let origin = '';

  async function exchange(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming, service, journal.next(), origin);
    const date = () => new Date(millis(shift(clock.now(), service.skewMs))).toUTCString();
    const early = service.prelude?.(request);
    if (early) return send(incoming.socket, response, { wire: 'answer', answer: early }, date());
    const outcome = await perform(service, request, faults, closing.signal);
    journal.record({
      n: request.n,
      system: service.system,
      method: request.method,
      path: request.path,
      query: Object.fromEntries(request.query),
      at: clock.now(),
      status: outcome.wire === 'drop' ? 0 : (outcome.answer?.status ?? 0),
      handled: outcome.handled,
      fault: outcome.fault,
      caller: service.caller(request),
      body: service.keep(request),
    });
    send(incoming.socket, response, outcome, date());
  }

  const listener = (incoming: IncomingMessage, response: ServerResponse) => {
    exchange(incoming, response).catch((error: unknown) => {
      // A defect of the stand-in itself: shown, so that a test fails with the reason in sight.
      if (response.headersSent || response.destroyed) return;
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(`the stand-in failed: ${error instanceof Error ? error.stack : String(error)}`);
    });
  };
  const server = certificates
    ? createTls({ cert: certificates.cert, key: certificates.key }, listener)
    : createPlain(listener);
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  origin = `${certificates ? 'https' : 'http'}://${options.host}:${port}`;
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(
  incoming: IncomingMessage,
  service: Service,
  n: number,
  origin: string,
): Promise<SandboxRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? '/', origin);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
  return {
    n,
    system: service.system,
    method: incoming.method ?? 'GET',
    path: decodePath(url.pathname),
    query: url.searchParams,
    origin,
    headers,
    text: Buffer.concat(chunks).toString('utf8'),
    connection: incoming.socket,
  };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function send(socket: Socket, response: ServerResponse, outcome: Outcome, date: string): void {
  const { answer } = outcome;
  if (outcome.wire === 'drop' || answer === undefined) {
    socket.destroy();
    return;
  }
  const text = answer.text ?? (answer.body === undefined ? '' : JSON.stringify(answer.body));
  response.sendDate = false;
  response.writeHead(answer.status, { ...contentHeaders(answer, text), date, ...answer.headers });
  if (outcome.wire === 'truncate') {
    response.write(text.slice(0, Math.floor(text.length / 2)), () => socket.destroy());
    return;
  }
  response.end(text);
}

function contentHeaders(answer: Answer, text: string): Record<string, string> {
  if (answer.status === 204) return {};
  const type = answer.text === undefined ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8';
  return { 'content-type': type, 'content-length': String(Buffer.byteLength(text)) };
}
