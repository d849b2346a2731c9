import { afterEach, describe, expect, test } from '@jest/globals';
import { odataPages, odataRows } from '../../../src/systems/odata/pages.ts';
import { client, closeAll, failureOf, json, serve, type TestServer } from '../../http/support.ts';

afterEach(closeAll);

const system = 'Test';

/** Five rows, two on a page; `link` makes the next link from the number of the row that it begins with. */
async function list(link: (from: number, server: TestServer) => string): Promise<TestServer> {
  const server: TestServer = await serve((request, response) => {
    const from = Number(new URL(request.url ?? '', 'http://x').searchParams.get('$skiptoken') ?? 0);
    const value = [0, 1, 2, 3, 4].slice(from, from + 2);
    const next = from + 2 < 5 ? { '@odata.nextLink': link(from + 2, server) } : {};
    json(response, 200, { '@odata.count': 5, value, ...next }, { date: 'Tue, 01 Sep 2026 10:00:00 GMT' });
  });
  return server;
}

const token = (from: number) => `$filter=a%20eq%20%27x%2By%27&$skiptoken=${from}`;

describe('a list in pages', () => {
  test('is read to its end: two and a half pages', async () => {
    const server = await list((from, { origin }) => `${origin}/api/things?${token(from)}`);
    const pages = [];
    const request = { url: 'things', query: { $count: true }, headers: { accept: 'application/json;x' } };
    for await (const page of odataPages(client(`${server.origin}/api`), request, { system, pageSize: 2 }))
      pages.push(page);
    expect(pages.map(({ rows }) => rows)).toEqual([[0, 1], [2, 3], [4]]);
    expect(pages[0]).toMatchObject({ count: 5, servedAt: '2026-09-01T10:00:00.000Z' });
    expect(server.seen).toEqual([
      'GET /api/things?$count=true',
      `GET /api/things?${token(2)}`,
      `GET /api/things?${token(4)}`,
    ]);
    for (const { headers } of server.requests) {
      expect(headers).toMatchObject({ prefer: 'odata.maxpagesize=2', accept: 'application/json;x' });
    }
  });

  test('asks for the next page only when it is wanted', async () => {
    const server = await list((from, { origin }) => `${origin}/things?${token(from)}`);
    for await (const page of odataPages(client(server.origin), { url: 'things' }, { system })) {
      expect(page.rows).toHaveLength(2);
      break;
    }
    expect(server.seen).toHaveLength(1);
  });

  test('follows links that are relative to the page', async () => {
    const server = await list((from) => `things?${token(from)}`);
    expect(await odataRows(client(`${server.origin}/api`), { url: 'v2/things' }, { system })).toEqual([
      0, 1, 2, 3, 4,
    ]);
    expect(server.seen[1]).toBe(`GET /api/v2/things?${token(2)}`);
  });

  test.each(['http://evil.example/things', '//evil.example/things'])(
    'never leaves its origin: %s',
    async (address) => {
      const server = await list((from) => `${address}?${token(from)}`);
      const failure = await failureOf(odataRows(client(server.origin), { url: 'things' }, { system }));
      expect(failure).toMatchObject({ kind: 'refused', code: 'foreign-origin' });
      expect(server.seen).toHaveLength(1);
    },
  );

  test('takes only the query of links that a server makes of an address of its own', async () => {
    const server = await list((from) => `https://nav-internal:7048/OTHER/things?${token(from)}`);
    const http = client(`${server.origin}/NAV`);
    expect(await odataRows(http, { url: 'things' }, { system, rebase: true })).toEqual([0, 1, 2, 3, 4]);
    expect(server.seen[2]).toBe(`GET /NAV/things?${token(4)}`);
  });

  test('that goes round in circles ends', async () => {
    const server = await list((_, { origin }) => `${origin}/things?${token(0)}`);
    const failure = await failureOf(odataRows(client(server.origin), { url: 'things' }, { system }));
    expect(failure.message).toMatch(/round in circles/);
    expect(server.seen).toHaveLength(2);
  });

  test.each([{ value: {} }, {}, [], 'text', null])('%j is no list', async (body) => {
    const server = await serve((_, response) => json(response, 200, body));
    const failure = await failureOf(odataRows(client(server.origin), { url: 'things' }, { system }));
    expect(failure).toMatchObject({ kind: 'unknown', code: 'no-list' });
  });
});
