import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPushBench, otherSecret, type PushBench, secret } from './support.ts';

let push: PushBench;
beforeAll(async () => {
  push = await createPushBench();
});
afterAll(() => push.close());

const event = (number: string) => ({
  TaskID: 'AB',
  PurchaseOrderNumber: number,
  EventType: 'Purchase/InvoiceAuthorised',
});
const open = async () => (await push.store.inbox.open('demo')).map(({ number }) => number);

describe('the receiver', () => {
  it.each([
    ['in the path', `/demo/cin7/${secret}`, {}],
    ['in the path, the older of two', `/demo/cin7/${otherSecret}`, {}],
    ['as a bearer token', '/demo/cin7', { authorization: `Bearer ${secret}` }],
    ['as a password', '/demo/cin7', { authorization: `Basic ${btoa(`ml-connector:${secret}`)}` }],
    ['in a header', '/demo/cin7', { 'x-webhook-secret': secret }],
  ])('takes in what shows the secret %s', async (name, path, headers) => {
    expect((await push.post(path, event(name), headers as Record<string, string>)).status).toBe(200);
    expect(await open()).toContain(name);
  });

  it.each([
    ['a wrong secret', `/demo/cin7/${secret}x`, {}, 401],
    ['a part of the secret', `/demo/cin7/${secret.slice(0, 5)}`, {}, 401],
    ['no secret', '/demo/cin7', {}, 401],
    ['a wrong bearer token', '/demo/cin7', { authorization: 'Bearer nobody' }, 401],
    ['a pair that there is not', `/other/cin7/${secret}`, {}, 404],
    ['a side that there is not', `/demo/gp/${secret}`, {}, 404],
    ['a longer path', `/demo/cin7/${secret}/more`, {}, 404],
    ['no path', '/', {}, 404],
    ['a path that is not one', '/%E0%A4%A/cin7/x', {}, 404],
  ])('refuses %s and keeps nothing', async (name, path, headers, status) => {
    expect((await push.post(path, event(name), headers as Record<string, string>)).status).toBe(status);
    expect(await open()).not.toContain(name);
  });

  it('refuses other methods', async () => {
    expect((await fetch(`${push.origin}/demo/cin7/${secret}`)).status).toBe(405);
    expect((await fetch(`${push.origin}/demo/cin7/${secret}`, { method: 'PUT', body: '{}' })).status).toBe(
      405,
    );
  });

  it('reads everything again when an authentic sender says what it cannot read', async () => {
    for (const body of ['{"EventType": ', `${'['.repeat(50_000)}`, '\u0000']) {
      expect((await push.post(`/demo/cin7/${secret}`, body)).status).toBe(200);
      const entries = (await push.store.inbox.open('demo')).filter(({ record }) => record === '');
      expect(entries.map(({ flow }) => flow).sort()).toEqual(['purchases', 'suppliers']);
      await push.store.transact((tx) => tx.inbox.settle(entries));
    }
    expect((await push.post('/demo/cin7', '[[[[', {})).status).toBe(400);
  });

  it('refuses a body that is too large, with and without saying so', async () => {
    const large = 'x'.repeat(3 * 1024 * 1024);
    expect((await push.post(`/demo/cin7/${secret}`, large)).status).toBe(413);
    const status = await new Promise<number>((resolve) => {
      const call = request(`${push.origin}/demo/cin7/${secret}`, { method: 'POST' }, (answer) => {
        resolve(answer.statusCode ?? 0);
        answer.resume();
      });
      call.on('error', () => resolve(413));
      const chunk = Buffer.alloc(64 * 1024, 120);
      for (let n = 0; n < 64; n++) call.write(chunk);
      call.end();
    });
    expect(status).toBe(413);
  });

  it('refuses headers that are too large', async () => {
    const answer = await push.post(`/demo/cin7/${secret}`, {}, { 'x-large': 'y'.repeat(20_000) });
    expect(answer.status).toBe(431);
  });

  it('survives a caller that breaks off', async () => {
    const { port } = new URL(push.origin);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(`POST /demo/cin7/${secret} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"a`);
        setTimeout(() => {
          socket.destroy();
          resolve();
        }, 50);
      });
    });
    expect((await push.post(`/demo/cin7/${secret}`, event('after it'))).status).toBe(200);
  });

  it('counts what came and what it refused, and shows no secret', () => {
    const text = push.metrics.print();
    expect(text).toMatch(/ml_connector_deliveries_total\{pair="demo",side="cin7"\} \d+/);
    expect(text).toMatch(/ml_connector_refused_total\{reason="wrong secret"\} \d+/);
    expect(text).not.toContain(secret);
  });
});

describe('what Business Central sends', () => {
  const notice = (clientState: string, resource: string, changeType = 'updated') => ({
    subscriptionId: 's',
    clientState,
    expirationDateTime: '2026-09-17T08:00:00Z',
    resource,
    changeType,
    lastModifiedDateTime: '2026-09-14T08:00:00Z',
  });
  const vendor =
    'api/v2.0/companies(3f1e6bd2-0000-0000-0000-000000000000)/vendors(11111111-2222-3333-4444-555555555555)';

  it('gets its token back', async () => {
    const answer = await fetch(`${push.origin}/demo/erp/${secret}?validationToken=a%20b%2Bc`, {
      method: 'POST',
    });
    expect([answer.status, await answer.text()]).toEqual([200, 'a b+c']);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
  });

  it('counts only with our clientState, each by itself', async () => {
    const body = {
      value: [notice('forged', `${vendor.slice(0, -2)}9)`), notice(otherSecret, vendor, 'deleted')],
    };
    expect((await push.post('/demo/erp', `\ufeff${JSON.stringify(body)}`)).status).toBe(200);
    const entries = (await push.store.inbox.open('demo')).filter(({ side }) => side === 'erp');
    expect(entries).toEqual([
      expect.objectContaining({ flow: 'suppliers', id: '11111111-2222-3333-4444-555555555555', gone: true }),
    ]);
    expect((await push.post('/demo/erp', { value: [notice('forged', vendor)] })).status).toBe(401);
  });

  it('starts a pass where it sends a collection', async () => {
    const resource = `${vendor.split('(').slice(0, 2).join('(')}?$filter=lastModifiedDateTime gt 2026-09-14T08:00:00Z`;
    expect((await push.post('/demo/erp', { value: [notice(secret, resource, 'collection')] })).status).toBe(
      200,
    );
    const entries = (await push.store.inbox.open('demo')).filter(({ side }) => side === 'erp');
    expect(entries.map(({ record }) => record)).toContain('');
  });
});

describe('a caller that guesses', () => {
  it('is sent away after some tries, and keeps nobody else out', async () => {
    const guessed = await createPushBench({ strangers: { burst: 5, perSecond: 0 } });
    try {
      const statuses: number[] = [];
      for (let n = 0; n < 8; n++) statuses.push((await guessed.post(`/demo/cin7/guess-${n}`, {})).status);
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
      expect((await guessed.post(`/demo/cin7/${secret}`, event('ours'))).status).toBe(200);
    } finally {
      await guessed.close();
    }
  });
});
