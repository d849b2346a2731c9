import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { certificate, client, closeAll, failureOf, json, serve, world } from './support.ts';

let own: { key: string; cert: string };
let other: { key: string; cert: string };

beforeAll(async () => {
  own = await certificate('localhost', '127.0.0.1');
  other = await certificate('other.example');
});
afterEach(closeAll);

describe('trust', () => {
  test('an authority of the configuration is trusted', async () => {
    const server = await serve((_, response) => json(response, 200, { ok: true }), own);
    const http = client(server.origin, { ca: own.cert });
    expect((await http.request({ method: 'GET', url: '' })).json).toEqual({ ok: true });
    await http.request({ method: 'GET', url: '' });
    expect(server.connections()).toBe(1);
  });

  test.each([
    ['unknown', undefined],
    ['another', () => other.cert],
  ])('with an %s authority nothing of the request leaves us', async (_, ca) => {
    const server = await serve((_request, response) => json(response, 200, {}), own);
    const http = client(server.origin, { attempts: 2, ...(ca ? { ca: ca() } : {}) });
    const failure = await failureOf(http.request({ method: 'POST', url: 'x', json: { secret: 1 } }));
    expect(failure.kind).toBe('unsent');
    expect(failure.message).toMatch(/is not trusted \(\w+\); name its authority in tls.ca/);
    expect(server.seen).toEqual([]);
  });

  test('a certificate for another name is not trusted', async () => {
    const server = await serve((_, response) => json(response, 200, {}), other);
    const http = client(server.origin, { attempts: 1, ca: other.cert });
    const failure = await failureOf(http.request({ method: 'POST', url: 'x' }));
    expect(failure).toMatchObject({ kind: 'unsent', code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(server.seen).toEqual([]);
  });

  test('NODE_EXTRA_CA_CERTS is not forgotten beside an authority of our own', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'http-')), 'extra.pem');
    await writeFile(file, own.cert);
    const server = await serve((_, response) => json(response, 200, { ok: true }), own);
    const { deps } = world({ env: { NODE_EXTRA_CA_CERTS: file } });
    const http = client(server.origin, { ca: other.cert }, deps);
    expect((await http.request({ method: 'GET', url: '' })).json).toEqual({ ok: true });
  });

  test.each(['', 'not a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    'a file without a certificate is said to be one: %j',
    (ca) => {
      expect(() => client('https://127.0.0.1:1', { ca })).toThrow(
        expect.objectContaining({ kind: 'refused', message: expect.stringContaining('tls.ca') }),
      );
    },
  );
});
