import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { HttpRequest } from '../../src/http/ports.ts';
import { client, closeAll, failureOf, json, serve, serveRaw, world } from './support.ts';

afterEach(closeAll);

const read: HttpRequest = { method: 'GET', url: 'x' };
const write: HttpRequest = { method: 'POST', url: 'x', json: { a: 1 } };

describe('before a byte can have left', () => {
  test('nobody listens', async () => {
    const { port } = await serveRaw(() => {});
    await closeAll();
    const http = client(`http://127.0.0.1:${port}`, { attempts: 3 });
    const failure = await failureOf(http.request(write));
    expect(failure).toMatchObject({ kind: 'unsent', code: 'ECONNREFUSED' });
    expect(failure.message).toMatch(/refused the connection/);
    expect(http.sent()).toBe(3);
  });

  test('the name is unknown', async () => {
    const http = client('https://no-such-host.invalid', { attempts: 1 });
    const failure = await failureOf(http.request(write));
    expect(failure.kind).toBe('unsent');
    expect(failure.message).toMatch(/the name of no-such-host.invalid was not found/);
  });

  test('the connection is reset before it stands', async () => {
    const { port } = await serveRaw((socket) => socket.resetAndDestroy());
    const failure = await failureOf(client(`https://127.0.0.1:${port}`, { attempts: 1 }).request(write));
    expect(failure).toMatchObject({ kind: 'unsent', code: 'ECONNRESET' });
  });

  test('the connection breaks during the TLS handshake', async () => {
    const { port } = await serveRaw((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const failure = await failureOf(client(`https://127.0.0.1:${port}`, { attempts: 1 }).request(write));
    expect(failure.kind).toBe('unsent');
  });

  test('the other side does not speak TLS', async () => {
    const { port } = await serveRaw((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 400 no\r\n\r\n')),
    );
    const failure = await failureOf(client(`https://127.0.0.1:${port}`, { attempts: 1 }).request(write));
    expect(failure.kind).toBe('unsent');
    expect(failure.message).toMatch(/no TLS connection/);
  });

  test('the TLS handshake takes too long', async () => {
    const { port } = await serveRaw(() => {});
    const http = client(`https://127.0.0.1:${port}`, { attempts: 1, connectTimeoutMs: 50 });
    const failure = await failureOf(http.request(write));
    expect(failure).toMatchObject({ kind: 'unsent', code: 'ECONNECTTIMEOUT' });
    expect(failure.message).toMatch(/no connection to 127.0.0.1:\d+ in time/);
  });

  test('the whole time is up before the connection stands', async () => {
    const { port } = await serveRaw(() => {});
    const http = client(`https://127.0.0.1:${port}`, { attempts: 1, timeoutMs: 50 });
    expect(await failureOf(http.request(write))).toMatchObject({ kind: 'unsent', code: 'ETIMEDOUT' });
  });

  test('a header that cannot be sent is refused at once, and not shown', async () => {
    const server = await serve((_, response) => json(response, 200, {}));
    const http = client(server.origin);
    const failure = await failureOf(http.request({ ...read, headers: { authorization: 'se\ncret' } }));
    expect(failure.kind).toBe('refused');
    expect(`${failure.message} ${(failure.cause as Error).message}`).not.toMatch(/cret/);
    expect(http.sent()).toBe(1);
  });
});

describe('after bytes may have left', () => {
  test.each([
    ['reset', (socket: Socket) => socket.resetAndDestroy()],
    ['closed', (socket: Socket) => socket.end()],
    ['garbled', (socket: Socket) => socket.end('what?\r\n\r\n')],
    ['cut off', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"a"')],
  ])('the connection is %s: a write is never sent again, a read is', async (_, end) => {
    let requests = 0;
    const { port } = await serveRaw((socket) =>
      socket.once('data', () => {
        requests += 1;
        end(socket);
      }),
    );
    const http = client(`http://127.0.0.1:${port}`);
    const failure = await failureOf(http.request(write));
    expect(failure.kind).toBe('unknown');
    expect(failure.message).toMatch(/It may have been carried out/);
    expect([http.sent(), requests]).toEqual([1, 1]);
    expect((await failureOf(http.request(read))).kind).toBe('unknown');
    expect([http.sent(), requests]).toEqual([6, 6]);
  });

  test('the connection is reset by a server that never read: bytes may be under way', async () => {
    const { port } = await serveRaw((socket) => {
      socket.pause();
      setTimeout(() => socket.resetAndDestroy(), 20);
    });
    const http = client(`http://127.0.0.1:${port}`);
    expect((await failureOf(http.request(write))).kind).toBe('unknown');
    expect(http.sent()).toBe(1);
  });

  test('a kept connection is reset: a write is not sent again', async () => {
    const server = await serve((request, response, n) => {
      if (n === 1) json(response, 200, {});
      else request.socket.resetAndDestroy();
    });
    const http = client(server.origin);
    await http.request(read);
    expect((await failureOf(http.request(write))).kind).toBe('unknown');
    expect(server.seen).toEqual(['GET /x', 'POST /x']);
    expect(server.connections()).toBe(1);
  });

  test('a kept connection that the server closed long ago is not used again', async () => {
    const server = await serve((request, response, n) => {
      json(response, 200, { n });
      if (n === 1) response.once('finish', () => setImmediate(() => request.socket.end()));
    });
    const http = client(server.origin);
    await http.request(read);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await http.request(write)).json).toEqual({ n: 2 });
    expect(server.connections()).toBe(2);
  });

  test('a closed client keeps no connection', async () => {
    const server = await serve((_, response) => json(response, 200, {}));
    const http = client(server.origin);
    await http.request(read);
    const ended = server.ended();
    await http.close();
    await ended;
  });

  test('no answer in time', async () => {
    const server = await serve(() => {});
    const failure = await failureOf(client(server.origin, { timeoutMs: 60 }).request(write));
    expect(failure).toMatchObject({ kind: 'unknown', code: 'ETIMEDOUT' });
    expect(failure.message).toMatch(/took too long to answer/);
  });

  test('the body stalls', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"a":');
    });
    const http = client(server.origin, { timeoutMs: 60 });
    expect((await failureOf(http.request({ ...write, timeoutMs: 40 }))).kind).toBe('unknown');
    expect(http.sent()).toBe(1);
  });

  test('the body cannot be decompressed', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end('this is no gzip');
    });
    const http = client(server.origin);
    expect((await failureOf(http.request(write))).kind).toBe('unknown');
    expect(http.sent()).toBe(1);
  });

  test('a read recovers when the second try is answered', async () => {
    const server = await serve((request, response, n) => {
      if (n === 1) request.socket.resetAndDestroy();
      else json(response, 200, { n });
    });
    const { deps } = world();
    expect((await client(server.origin, {}, deps).request(read)).json).toEqual({ n: 2 });
    expect(deps.clock.slept).toEqual([1_000]);
  });
});
