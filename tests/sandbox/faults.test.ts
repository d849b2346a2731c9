import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { bcClient, type Client, cin7Client, start } from './support.ts';

let sandbox: Sandbox;
let cin7: Client;
let bc: Client;
const supplier = (Name: string) => ({
  Name,
  Currency: 'GBP',
  PaymentTerm: '30 days',
  AccountPayable: '800',
  TaxRule: 'Tax on Purchases',
  Status: 'Active',
});
const names = () => sandbox.cin7.state.suppliers.map((row) => row.Name);

beforeAll(async () => {
  sandbox = await start({ cin7RequestsPerMinute: 1000 });
  cin7 = cin7Client(sandbox);
  bc = await bcClient(sandbox);
});
beforeEach(() => sandbox.journal.clear());
afterEach(() => sandbox.faults.clear());
afterAll(() => sandbox.close());

describe('what was done and what was not', () => {
  test('drop-before: nothing', async () => {
    sandbox.faults.add({ system: 'cin7', method: 'POST', fault: { kind: 'drop-before' } });
    await expect(cin7('POST', 'supplier', supplier('Before'))).rejects.toThrow();
    expect(names()).not.toContain('Before');
    expect(sandbox.journal.entries).toMatchObject([{ status: 0, fault: 'drop-before', method: 'POST' }]);
    expect(sandbox.journal.entries[0]?.handled).toBeUndefined();
  });

  test('drop-after: everything, but nobody was told', async () => {
    sandbox.faults.add({ path: /\/supplier$/, fault: { kind: 'drop-after' } });
    await expect(cin7('POST', 'supplier', supplier('After'))).rejects.toThrow();
    expect(names()).toContain('After');
    expect(sandbox.journal.entries).toMatchObject([{ status: 0, handled: 200, fault: 'drop-after' }]);
  });

  test('error-after: everything, then 500 in HTML or JSON', async () => {
    sandbox.faults.add({ fault: { kind: 'error-after' } });
    const first = await cin7('POST', 'supplier', supplier('Failed'));
    expect(first.status).toBe(500);
    expect(first.headers['content-type']).toContain('text/html');
    expect(names()).toContain('Failed');
    sandbox.faults.add({ fault: { kind: 'error-after', status: 503, body: { error: 'busy' } } });
    const second = await cin7('POST', 'supplier', supplier('Failed too'));
    expect([second.status, second.json]).toEqual([503, { error: 'busy' }]);
    expect(names()).toContain('Failed too');
  });

  test('status: nothing', async () => {
    sandbox.faults.add({ fault: { kind: 'status', status: 502, headers: { 'retry-after': '3' } } });
    const reply = await cin7('POST', 'supplier', supplier('Status'));
    expect([reply.status, reply.headers['retry-after']]).toEqual([502, '3']);
    expect(names()).not.toContain('Status');
  });

  test('html: 200, and nothing', async () => {
    sandbox.faults.add({ fault: { kind: 'html' } });
    const reply = await cin7('POST', 'supplier', supplier('Html'));
    expect([reply.status, reply.json]).toEqual([200, undefined]);
    expect(names()).not.toContain('Html');
  });

  test('truncate: everything, and half of the body', async () => {
    sandbox.faults.add({ fault: { kind: 'truncate' } });
    await expect(cin7('POST', 'supplier', supplier('Truncated'))).rejects.toThrow();
    expect(names()).toContain('Truncated');
  });

  test('delay: carried out after real time, even when the client has gone', async () => {
    sandbox.faults.add({ times: 2, fault: { kind: 'delay', ms: 60 } });
    const began = Date.now();
    await cin7('POST', 'supplier', supplier('Delayed'));
    expect(Date.now() - began).toBeGreaterThanOrEqual(55);
    const gone = cin7('POST', 'supplier', supplier('Delayed and gone'));
    await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 20))]);
    expect(names()).not.toContain('Delayed and gone');
    await gone;
    expect(names()).toContain('Delayed and gone');
  });

  test('late-commit: carried out after further requests to the same system', async () => {
    sandbox.faults.add({ method: 'POST', fault: { kind: 'late-commit', requests: 2, answer: 504 } });
    expect((await cin7('POST', 'supplier', supplier('Late'))).status).toBe(504);
    await bc('GET', 'vendors');
    expect(names()).not.toContain('Late');
    expect((await cin7('GET', 'supplier?Name=Late')).json.Total).toBe(0);
    expect((await cin7('GET', 'supplier?Name=Late')).json.Total).toBe(0);
    expect((await cin7('GET', 'supplier?Name=Late')).json.Total).toBe(1);
    expect(sandbox.faults.pending()).toEqual({ rules: [], late: 0 });
  });

  test('late-commit: or when the test says so; the connection is closed', async () => {
    sandbox.faults.add({ fault: { kind: 'late-commit' } });
    await expect(cin7('POST', 'supplier', supplier('Released'))).rejects.toThrow();
    await cin7('GET', 'me');
    expect(sandbox.faults.pending().late).toBe(1);
    expect(names()).not.toContain('Released');
    await sandbox.faults.releaseLate();
    expect(names()).toContain('Released');
  });

  test('expire-token: 401, also for the next request with it', async () => {
    const other = await bcClient(sandbox);
    sandbox.faults.add({ system: 'businessCentral', fault: { kind: 'expire-token' } });
    expect((await other('GET', 'vendors')).status).toBe(401);
    expect((await other('GET', 'vendors')).status).toBe(401);
    expect((await bc('GET', 'vendors')).status).toBe(200);
  });
});

describe('throttle in the shapes of each API', () => {
  test.each([
    [{}, 429, '60 Seconds'],
    [{ retryAfter: 30 }, 429, '30'],
    [{ retryAfter: 'Wed, 16 Sep 2026 10:01:00 GMT' }, 429, 'Wed, 16 Sep 2026 10:01:00 GMT'],
    [{ retryAfter: null }, 429, undefined],
    [{ status: 503 }, 503, undefined],
    [{ status: 400 }, 400, undefined],
  ])('Cin7 %j', async (throttling, status, retryAfter) => {
    sandbox.faults.add({ fault: { kind: 'throttle', ...throttling } });
    const reply = await cin7('POST', 'supplier', supplier('Throttled'));
    expect([reply.status, reply.headers['retry-after']]).toEqual([status, retryAfter]);
    expect(reply.text).toContain('reached 60 calls per 60 seconds');
    expect(names()).not.toContain('Throttled');
  });

  test('Business Central: 429 with its own code, without Retry-After unless given', async () => {
    sandbox.faults.add({ fault: { kind: 'throttle' } });
    const reply = await bc('GET', 'vendors');
    expect([reply.status, reply.headers['retry-after'], reply.json.error.code]).toEqual([
      429,
      undefined,
      'Application_TooManyRequests',
    ]);
  });
});

describe('which requests are struck', () => {
  test('after some, for some times, by path and by test', async () => {
    sandbox.faults.add({
      system: 'cin7',
      path: 'supplier$',
      match: (request) => request.query.get('Name') === 'X',
      after: 1,
      times: 2,
      fault: { kind: 'status', status: 418 },
    });
    const statuses = [];
    for (const path of [
      'supplier?Name=X',
      'me',
      'supplier',
      'supplier?Name=X',
      'supplier?Name=X',
      'supplier?Name=X',
    ])
      statuses.push((await cin7('GET', path)).status);
    expect(statuses).toEqual([200, 200, 200, 418, 418, 200]);
  });
});

describe('the journal', () => {
  test('tells every request, without more of a key than its tail', async () => {
    await cin7('POST', 'supplier', supplier('Journal'), {});
    await cin7('GET', 'supplier?Name=Journal&Limit=5');
    const [post, get] = sandbox.journal.entries;
    expect(post).toMatchObject({
      system: 'cin7',
      method: 'POST',
      status: 200,
      handled: 200,
      body: { Name: 'Journal' },
    });
    expect(get).toMatchObject({
      path: '/ExternalApi/v2/supplier',
      query: { Name: 'Journal', Limit: '5' },
      at: '2026-09-16T10:00:00.000Z',
    });
    expect(post?.caller).toHaveLength(5);
    expect(JSON.stringify(sandbox.journal.entries)).not.toContain(sandbox.credentials.cin7.applicationKey);
    expect(sandbox.journal.count({ method: 'POST' })).toBe(1);
    expect(sandbox.journal.find({ path: /supplier/, status: 200 })).toHaveLength(2);
  });

  test('a server may have another idea of the time', async () => {
    sandbox.cin7.skewMs = 90_000;
    expect((await cin7('GET', 'me')).headers['date']).toBe('Wed, 16 Sep 2026 10:01:30 GMT');
    sandbox.cin7.skewMs = 0;
    expect((await bc('GET', 'vendors')).headers['date']).toBe('Wed, 16 Sep 2026 10:00:00 GMT');
  });
});
