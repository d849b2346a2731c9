import { readFileSync } from 'node:fs';
import { createServer as createPlain, type RequestListener, type Server } from 'node:http';
import { createServer as createTls } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  /** PEM files; without them a proxy in front speaks TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string } | undefined;
}

export interface RunningServer {
  /** `http://127.0.0.1:8787` */
  readonly origin: string;
  /** Takes no new request and lets those that run end. */
  close(): Promise<void>;
}

/** A caller that is slower than this is cut off. */
const headersMs = 10_000;
const requestMs = 20_000;
const idleMs = 15_000;
const mostConnections = 1000;
const largestHeaders = 16 * 1024;

/** @throws when the port is taken or a file of `tls` cannot be read. */
export async function serve(listener: RequestListener, options: ServerOptions): Promise<RunningServer> {
  const limits = {
    maxHeaderSize: largestHeaders,
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: idleMs,
    connectionsCheckingInterval: 1000,
  };
  const server: Server = options.tls
    ? createTls(
        {
          ...limits,
          cert: readFileSync(options.tls.certificate),
          key: readFileSync(options.tls.key),
          handshakeTimeout: headersMs,
        },
        listener,
      )
    : createPlain(limits, listener);
  server.maxConnections = mostConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    origin: `${options.tls ? 'https' : 'http'}://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2000).unref();
      }),
  };
}
