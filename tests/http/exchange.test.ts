import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { client, closeAll, failureOf, json, serve, world } from './support.ts';

afterEach(closeAll);

describe('an exchange', () => {
  test('sends JSON, query and headers, and reads the answer', async () => {
    const server = await serve((_, response) =>
      json(response, 201, { id: 7 }, { date: 'Tue, 01 Sep 2026 10:00:00 GMT', 'set-cookie': ['a=1', 'b=2'] }),
    );
    const http = client(`${server.origin}/base/`);
    const response = await http.request({
      method: 'POST',
      url: 'things',
      query: { q: 'a+b' },
      headers: { 'X-Extra': 'yes' },
      json: { name: 'Tee' },
    });
    expect(response).toMatchObject({
      status: 201,
      json: { id: 7 },
      servedAt: '2026-09-01T10:00:00.000Z',
      cookies: ['a=1', 'b=2'],
    });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', url: '/base/things?q=a%2Bb', body: '{"name":"Tee"}' });
    expect(request?.headers).toMatchObject({
      'x-extra': 'yes',
      'content-type': 'application/json',
      accept: 'application/json',
      'user-agent': 'ml-connector',
    });
    expect(http.sent()).toBe(1);
  });

  test('sends forms and raw bodies', async () => {
    const server = await serve((_, response) => json(response, 200, {}));
    const http = client(server.origin);
    await http.request({ method: 'POST', url: 'form', form: { a: 'x y', b: '&=+' } });
    await http.request({ method: 'POST', url: 'raw', body: '<x/>', headers: { 'Content-Type': 'text/xml' } });
    expect(server.requests.map((r) => [r.headers['content-type'], r.body])).toEqual([
      ['application/x-www-form-urlencoded', 'a=x%20y&b=%26%3D%2B'],
      ['text/xml', '<x/>'],
    ]);
  });

  test.each([
    ['a byte order mark', '\uFEFF{"a":1}', { a: 1 }],
    ['HTML', '<html></html>', undefined],
    ['nothing', '', undefined],
    ['half a document', '{"a":', undefined],
  ])('parses JSON only: %s', async (_, body, expected) => {
    const server = await serve((_request, response) => response.end(body));
    const { json: parsed } = await client(server.origin).request({ method: 'GET', url: '' });
    expect(parsed).toEqual(expected);
  });

  test('decompresses, and takes our clock where there is no Date', async () => {
    const server = await serve((_, response) => {
      response.sendDate = false;
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync('{"a":1}'));
    });
    const response = await client(server.origin).request({ method: 'GET', url: '' });
    expect(response).toMatchObject({ json: { a: 1 }, servedAt: '2026-09-01T08:00:00.000Z' });
  });

  test('keeps connections open between requests', async () => {
    const server = await serve((_, response) => json(response, 200, {}));
    const http = client(server.origin);
    for (let i = 0; i < 3; i++) await http.request({ method: 'GET', url: `${i}` });
    expect(server.connections()).toBe(1);
  });

  test('never has more under way than it may', async () => {
    let open = 0;
    let most = 0;
    const server = await serve((_, response) => {
      open += 1;
      most = Math.max(most, open);
      setImmediate(() => {
        open -= 1;
        json(response, 200, {});
      });
    });
    const http = client(server.origin, { concurrency: 2 });
    await Promise.all(Array.from({ length: 9 }, (_, i) => http.request({ method: 'GET', url: `${i}` })));
    expect(server.seen).toHaveLength(9);
    expect(most).toBeLessThanOrEqual(2);
  });
});

describe('what leads elsewhere', () => {
  test('a redirect is not followed', async () => {
    const other = await serve((_, response) => json(response, 200, {}));
    const server = await serve((_, response) => response.writeHead(302, { location: other.origin }).end());
    const failure = await failureOf(
      client(server.origin).request({
        method: 'GET',
        url: 'x',
        headers: { authorization: 'Bearer secret-token' },
      }),
    );
    expect(failure).toMatchObject({ kind: 'refused', status: 302, code: 'redirected' });
    expect(failure.message).toMatch(/redirected.*not an API answer/);
    expect([server.seen.length, other.seen.length]).toEqual([1, 0]);
  });

  test('a next link to another origin is refused before anything is sent', async () => {
    const other = await serve((_, response) => json(response, 200, {}));
    const server = await serve((_, response) => json(response, 200, {}));
    const http = client(server.origin);
    const failure = await failureOf(http.request({ method: 'GET', url: `${other.origin}/x` }));
    expect(failure).toMatchObject({ kind: 'refused', code: 'foreign-origin' });
    expect([http.sent(), other.seen.length]).toEqual([0, 0]);
  });
});

describe('what is told', () => {
  test('logs method, path, status and time, and no query, header or body', async () => {
    const { deps, lines } = world();
    deps.redactor.add('secret-path');
    const server = await serve((_, response) => json(response, 200, { answer: 'private' }));
    await client(server.origin, {}, deps).request({
      method: 'POST',
      url: 'a/secret-path',
      query: { who: 'somebody' },
      headers: { authorization: 'Bearer abc' },
      json: { body: 'content' },
    });
    expect(lines).toEqual([
      {
        message: 'request',
        values: { system: 'Test', method: 'POST', path: '/a/[secret]', status: 200, ms: 0 },
      },
    ]);
  });

  test('no secret survives in a failure, wherever the system repeats it', async () => {
    const { deps } = world();
    deps.redactor.add('s3cr3t-key');
    const server = await serve((_, response) => json(response, 400, {}));
    const { Failure } = await import('../../src/domain/failure.ts');
    const judge = () =>
      new Failure({
        kind: 'refused',
        system: 'Test',
        message: 'bad s3cr3t-key',
        code: 's3cr3t-key',
        cause: Object.assign(new Error('s3cr3t-key'), { options: { headers: { key: 's3cr3t-key' } } }),
        problems: [
          {
            code: 'refused',
            record: 'x',
            seen: 's3cr3t-key',
            allowed: ['s3cr3t-key'],
            fix: 'not s3cr3t-key',
          },
        ],
      });
    const failure = await failureOf(
      client(server.origin, { judge }, deps).request({ method: 'GET', url: '' }),
    );
    const { inspect } = await import('node:util');
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain('s3cr3t-key');
    expect(failure).toMatchObject({
      message: 'bad [secret]',
      problems: [{ record: 'x', fix: 'not [secret]' }],
    });
  });
});
