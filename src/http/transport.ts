import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { got, type OptionsOfBufferResponseBody } from 'got';
import { type AgentOptions, createAgent } from './agents.ts';
import type { Answer, Exchange, Transport } from './ports.ts';
import { proxyFor } from './proxy.ts';
import { WireError } from './wire-error.ts';

/** The ordinary way to the wire: got without its own repeats, redirects and opinions on status codes. */
export function gotTransport(options: AgentOptions): Transport {
  const agent = createAgent(options);
  const proxy = proxyFor(options.base, options.env);
  const via = proxy === undefined ? undefined : new URL(proxy).host;
  const key = options.base.protocol === 'https:' ? 'https' : 'http';
  const settings = {
    agent: { [key]: agent },
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: true,
    responseType: 'buffer',
  } satisfies OptionsOfBufferResponseBody;

  return {
    async send(exchange: Exchange): Promise<Answer> {
      const connection: Connection = { ready: false };
      const { method, url, headers, body, timeoutMs } = exchange;
      const payload = body === undefined ? {} : { body };
      const exchanged = got(url, {
        ...settings,
        method,
        headers,
        ...payload,
        timeout: { request: timeoutMs },
      });
      void exchanged.on('request', (request) => watch(request, connection, options));
      try {
        const response = await exchanged;
        return { status: response.statusCode, headers: response.headers, body: response.rawBody };
      } catch (error) {
        throw wireError(error, connection, via);
      } finally {
        clearTimeout(connection.timer);
      }
    },
    close: async () => agent.destroy(),
  };
}

interface Connection {
  /** From here on bytes of the request may be on the wire. */
  ready: boolean;
  timer?: NodeJS.Timeout;
}

/**
 * Notes when the connection can carry bytes: at once for one that is used again, after `connect` or, with TLS, after
 * `secureConnect` (the certificate is checked before it, and Node holds the request back until then).
 */
function watch(request: ClientRequest, connection: Connection, options: AgentOptions): void {
  const { connectTimeoutMs, onSocket } = options;
  const ready = (socket: Socket) => {
    connection.ready = true;
    clearTimeout(connection.timer);
    onSocket?.(socket);
  };
  const assigned = (socket: Socket & { secureConnecting?: boolean; encrypted?: boolean }) => {
    if (!socket.connecting && !socket.secureConnecting) return ready(socket);
    socket.once(socket.encrypted ? 'secureConnect' : 'connect', () => ready(socket));
  };
  connection.timer = setTimeout(
    () => request.destroy(Object.assign(new Error('no connection in time'), { code: 'ECONNECTTIMEOUT' })),
    connectTimeoutMs,
  );
  if (request.socket) assigned(request.socket);
  else request.once('socket', assigned);
}

function wireError(error: unknown, connection: Connection, via: string | undefined): WireError {
  const { code, message, name } = error as { code?: unknown; message?: unknown; name?: unknown };
  const text = typeof code === 'string' ? code : String(name ?? 'ERROR');
  return new WireError(typeof message === 'string' ? message : text, text, connection.ready, via);
}
