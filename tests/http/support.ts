import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import { generate } from 'selfsigned';
import { Failure } from '../../src/domain/failure.ts';
import { createRedactor, type Redactor } from '../../src/domain/redactor.ts';
import { type Clock, instant } from '../../src/domain/time.ts';
import { createHttp } from '../../src/http/client.ts';
import type { Http, HttpDeps, HttpOptions, Pacer } from '../../src/http/ports.ts';

export interface FakeClock extends Clock {
  readonly slept: number[];
}

/** Time stands still but for sleeps, which pass at once. `during` runs inside each sleep. */
export function fakeClock(
  start = '2026-09-01T08:00:00.000Z',
  during: (ms: number) => void = () => {},
): FakeClock {
  let now = Date.parse(start);
  const slept: number[] = [];
  return {
    slept,
    now: () => instant(now),
    sleep: async (ms) => {
      slept.push(ms);
      now += ms;
      during(ms);
    },
  };
}

export interface FakePacer extends Pacer {
  readonly calls: string[];
}

/** Answers each reservation with the next of `waits` (then 0) and notes what it was told. */
export function fakePacer(...waits: number[]): FakePacer {
  const calls: string[] = [];
  return {
    calls,
    reserve: async (key, { limit, windowMs }) => {
      calls.push(`reserve ${key} ${limit}/${windowMs}`);
      return waits.shift() ?? 0;
    },
    backlog: async () => 0,
    delay: async (key, until) => {
      calls.push(`delay ${key} ${until}`);
    },
  };
}

export interface LogLine {
  readonly message: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface World {
  readonly deps: HttpDeps & {
    readonly clock: FakeClock;
    readonly pacer: FakePacer;
    readonly redactor: Redactor;
  };
  readonly lines: LogLine[];
}

export function world(overrides: Partial<HttpDeps> & { clock?: FakeClock; pacer?: FakePacer } = {}): World {
  const lines: LogLine[] = [];
  const say = (message: string, values = {}) => {
    lines.push({ message, values });
  };
  const deps = {
    clock: fakeClock(),
    pacer: fakePacer(),
    redactor: createRedactor(),
    log: { debug: say, info: say, warn: say, error: say },
    random: () => 1,
    env: {},
    ...overrides,
  };
  return { deps, lines };
}

/** 2xx and 3xx are good; the rest as most APIs mean it. */
export const plainJudge: HttpOptions['judge'] = ({ status }) => {
  const kinds = {
    401: 'unauthenticated',
    409: 'stale',
    423: 'held',
    429: 'throttled',
    503: 'unknown',
  } as const;
  if (status < 400) return undefined;
  const kind = kinds[status as keyof typeof kinds] ?? 'refused';
  return new Failure({ kind, system: 'Test', message: `Test answered ${status}.`, status });
};

const clients: Http[] = [];

export function client(
  baseUrl: string,
  options: Partial<HttpOptions> = {},
  deps: HttpDeps = world().deps,
): Http {
  const made = createHttp({ system: 'Test', baseUrl, judge: plainJudge, deps, ...options });
  clients.push(made);
  return made;
}

export interface TestServer {
  readonly origin: string;
  readonly port: number;
  /** `METHOD url` of every request, as it came. */
  readonly seen: string[];
  readonly requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];
  readonly connections: () => number;
  /** Resolves when the latest connection is closed. */
  readonly ended: () => Promise<void>;
}

const closers: (() => Promise<void>)[] = [];

type Handler = (request: IncomingMessage, response: ServerResponse, n: number, body: string) => void;

/** `handler` gets the number of the request, from 1. */
export async function serve(handler: Handler, tls?: { key: string; cert: string }): Promise<TestServer> {
  const seen: string[] = [];
  const requests: TestServer['requests'] = [];
  let connections = 0;
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('error', () => {});
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { method = '', url = '', headers } = request;
      seen.push(`${method} ${url}`);
      requests.push({ method, url, headers, body });
      handler(request, response, seen.length, body);
    });
  };
  const server = tls ? https.createServer(tls, listener) : http.createServer(listener);
  let ended = Promise.resolve();
  server.on('connection', (socket: Socket) => {
    connections += 1;
    ended = new Promise((resolve) => socket.once('close', () => resolve()));
  });
  server.on('tlsClientError', () => {});
  const port = await listen(server);
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    origin: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    seen,
    requests,
    connections: () => connections,
    ended: () => ended,
  };
}

/** A bare TCP server, for what no HTTP server would do. */
export async function serveRaw(handler: (socket: Socket) => void): Promise<{ port: number }> {
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    handler(socket);
  });
  const port = await listen(server);
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port };
}

async function listen(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** For afterEach. */
export async function closeAll(): Promise<void> {
  for (const made of clients.splice(0)) await made.close();
  for (const close of closers.splice(0)) await close();
}

export const json = (response: ServerResponse, status: number, body: unknown, headers = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};

/** A certificate for `names`, its own authority. */
export async function certificate(...names: string[]): Promise<{ key: string; cert: string }> {
  const made = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
    keySize: 2048,
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: names.map((name) => (net.isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })),
      },
    ],
  });
  return { key: made.private, cert: made.cert };
}

/** The failure that `work` ends with. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('expected a failure');
}
