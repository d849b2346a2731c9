import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { proxyFor } from '../../src/http/proxy.ts';
import { certificate, client, closeAll, failureOf, json, serve, world } from './support.ts';

const proxies: http.Server[] = [];
let erp: { key: string; cert: string };

beforeAll(async () => {
  erp = await certificate('erp.example');
});
afterEach(async () => {
  await closeAll();
  for (const proxy of proxies.splice(0)) {
    proxy.closeAllConnections();
    proxy.close();
  }
});

/** A proxy that leads every name to a port of this machine, or answers with a status of its own. */
async function proxy(
  port: number,
  status = 200,
): Promise<{ url: string; asked: string[]; logins: string[] }> {
  const asked: string[] = [];
  const logins: string[] = [];
  const server = http.createServer((_, response) => response.writeHead(405).end());
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    logins.push(request.headers['proxy-authorization'] ?? '');
    if (status !== 200) return socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const onward = net.connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [onward, socket]) end.on('error', () => {});
    onward.on('close', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxies.push(server);
  return { url: `http://user:pa%20ss@127.0.0.1:${(server.address() as AddressInfo).port}`, asked, logins };
}

describe('through a proxy', () => {
  test('https goes through CONNECT, encrypted end to end, on one kept connection', async () => {
    const server = await serve((_, response) => json(response, 200, { ok: true }), erp);
    const { url, asked, logins } = await proxy(server.port);
    const { deps } = world({ env: { HTTPS_PROXY: url } });
    const api = client('https://erp.example', { ca: erp.cert }, deps);
    expect((await api.request({ method: 'GET', url: 'x' })).json).toEqual({ ok: true });
    await api.request({ method: 'POST', url: 'y', json: {} });
    expect(asked).toEqual(['erp.example:443']);
    expect(logins).toEqual([`Basic ${Buffer.from('user:pa ss').toString('base64')}`]);
    expect(server.seen).toEqual(['GET /x', 'POST /y']);
  });

  test.each([407, 502])('its refusal (%i) means that nothing was sent', async (status) => {
    const { url } = await proxy(0, status);
    const { deps } = world({ env: { https_proxy: url } });
    const failure = await failureOf(
      client('https://erp.example', { attempts: 1 }, deps).request({ method: 'POST', url: 'x' }),
    );
    expect(failure.kind).toBe('unsent');
    expect(failure.message).toMatch(`the proxy answered ${status}`);
    expect(failure.message).not.toMatch(/pa.{0,3}ss/);
  });

  test('a proxy that is not there is named', async () => {
    const { deps } = world({ env: { HTTPS_PROXY: 'http://user:pass@127.0.0.1:1' } });
    const api = client('https://erp.example', { attempts: 1 }, deps);
    const failure = await failureOf(api.request({ method: 'POST', url: 'x' }));
    expect(failure).toMatchObject({ kind: 'unsent', code: 'ECONNREFUSED' });
    expect(failure.message).toMatch('the proxy 127.0.0.1:1 refused the connection');
    expect(failure.message).not.toMatch('pass');
  });

  test('so does a proxy that never answers', async () => {
    const silent = net.createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { deps } = world({
      env: { HTTPS_PROXY: `http://127.0.0.1:${(silent.address() as AddressInfo).port}` },
    });
    const api = client('https://erp.example', { attempts: 1, connectTimeoutMs: 50 }, deps);
    expect(await failureOf(api.request({ method: 'POST', url: 'x' }))).toMatchObject({ kind: 'unsent' });
    silent.close();
  });

  test('an untrusted certificate behind it means that nothing was sent', async () => {
    const server = await serve((_, response) => json(response, 200, {}), erp);
    const { url } = await proxy(server.port);
    const { deps } = world({ env: { HTTPS_PROXY: url } });
    const api = client('https://erp.example', { attempts: 1 }, deps);
    const failure = await failureOf(api.request({ method: 'POST', url: 'x', json: {} }));
    expect(failure.kind).toBe('unsent');
    expect(failure.message).toMatch(/not trusted/);
    expect(server.seen).toEqual([]);
  });

  test('a proxy that is no http proxy is refused', () => {
    const { deps } = world({ env: { HTTPS_PROXY: 'socks5://127.0.0.1:1' } });
    expect(() => client('https://erp.example', {}, deps)).toThrow(expect.objectContaining({ code: 'proxy' }));
  });
});

describe('whether there is one', () => {
  const env = { HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'internal.example,.corp.example' };
  test.each([
    ['https://erp.example', 'http://proxy:3128'],
    ['https://internal.example', undefined],
    ['https://nav.corp.example:7048', undefined],
    ['https://127.0.0.1:5000', undefined],
    ['http://localhost:5000', undefined],
  ])('%s', (url, expected) => {
    const before = process.env;
    expect(proxyFor(new URL(url), env)).toBe(expected);
    expect(process.env).toBe(before);
  });

  test('none without the environment naming one', () => {
    expect(proxyFor(new URL('https://erp.example'), {})).toBeUndefined();
  });
});
