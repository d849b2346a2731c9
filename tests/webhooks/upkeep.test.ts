import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pairSecrets } from '../../src/webhooks/secrets.ts';
import { keepSubscriptions, listSubscriptions, removeSubscriptions } from '../../src/webhooks/upkeep.ts';
import { createPushBench, type PushBench, secret } from './support.ts';

let push: PushBench;
beforeEach(async () => {
  push = await createPushBench();
});
afterEach(() => push.close());

const webhooks = () => push.bench.sandbox.journal.find({ system: 'cin7', path: /webhooks/ });
const outcomes = (reports: readonly { topic: string; outcome: string }[]) =>
  Object.fromEntries(reports.map(({ topic, outcome }) => [topic, outcome]));
const polls = async () =>
  (await push.store.inbox.open('demo'))
    .filter(({ record }) => record === '')
    .map(({ side, flow }) => `${side} ${flow}`);

describe('subscriptions at Cin7', () => {
  const wanted = [
    'Purchase/CreditNoteAuthorised',
    'Purchase/InvoiceAuthorised',
    'Purchase/OrderAuthorised',
    'Purchase/Updated',
    'Supplier/Updated',
  ];

  it('are made once', async () => {
    expect(Object.keys(outcomes(await push.keep('cin7'))).sort()).toEqual(wanted);
    expect(new Set(Object.values(outcomes(await push.keep('cin7'))))).toEqual(new Set(['active']));
    expect(webhooks().filter(({ method }) => method === 'POST')).toHaveLength(wanted.length);
  });

  it('of others count against the limit of five, and stay', async () => {
    const { url } = push.subscribers.cin7.endpoint;
    const others = {
      ...push.subscribers.cin7.endpoint,
      base: 'https://other.example/x',
      url: 'https://other.example/x',
    };
    for (let n = 0; n < 5; n++)
      await push.subscribers.cin7.push.subscriptions?.create('Supplier/Updated', others);
    const reports = await push.keep('cin7');
    expect(outcomes(reports)['Supplier/Updated']).toBe('failed');
    expect(reports.find(({ topic }) => topic === 'Supplier/Updated')?.problem).toMatch(/5 of this type/);
    await removeSubscriptions({ store: push.store, clock: push.bench.clock }, push.subscribers.cin7);
    const left = (await push.subscribers.cin7.push.subscriptions?.list()) ?? [];
    expect(left.map((one) => one.url)).toEqual(Array(5).fill('https://other.example/x'));
    expect(left.some((one) => one.url === url)).toBe(false);
  });

  it('that nothing needs are removed: doubles, and those of a pair that is gone', async () => {
    await push.keep('cin7');
    const { endpoint, push: port } = push.subscribers.cin7;
    await port.subscriptions?.create('Supplier/Updated', endpoint);
    const gone = { ...endpoint, url: `${push.origin}/old%20pair/cin7/some-secret-of-before` };
    await port.subscriptions?.create('Product/Updated', gone);
    const listed = await listSubscriptions(push.subscribers.cin7);
    expect(listed.filter(({ outcome }) => outcome === 'orphan')).toHaveLength(2);
    const reports = await push.keep('cin7');
    expect(
      reports
        .filter(({ outcome }) => outcome === 'removed')
        .map(({ topic }) => topic)
        .sort(),
    ).toEqual(['Product/Updated', 'Supplier/Updated']);
    expect(await port.subscriptions?.list()).toHaveLength(wanted.length);
  });

  it('get a new secret when it was changed', async () => {
    await push.keep('cin7');
    const fresh = pairSecrets('demo', 'a-secret-that-is-new-now,a-secret-of-the-tests-1');
    const endpoint = {
      ...push.subscribers.cin7.endpoint,
      secret: fresh.current,
      url: `${push.subscribers.cin7.endpoint.base}/${fresh.current}`,
    };
    const keeper = { store: push.store, clock: push.bench.clock };
    const reports = await keepSubscriptions(keeper, { ...push.subscribers.cin7, endpoint });
    expect(new Set(Object.values(outcomes(reports)))).toEqual(new Set(['renewed']));
    const urls = (await push.subscribers.cin7.push.subscriptions?.list())?.map(({ url }) => url);
    expect(new Set(urls)).toEqual(new Set([endpoint.url]));
    expect(await polls()).toEqual([]);
  });
});

describe('a webhook that Cin7 could not deliver', () => {
  it('is tried six times in 76 minutes and switched off; renewing switches it on and reads the gap', async () => {
    await push.keep('cin7');
    const { cin7, pushes } = push.bench.sandbox;
    const subscriptions = push.subscribers.cin7.push.subscriptions;
    for (const one of (await subscriptions?.list()) ?? [])
      if (one.topic === 'Supplier/Updated')
        await subscriptions?.renew(one, {
          ...push.subscribers.cin7.endpoint,
          url: `${push.origin}/demo/cin7/${secret}x`,
        });
    const from = Date.parse(push.bench.clock.now());
    cin7.addSupplier({ Name: 'Tea Co' });
    await pushes.deliverAll();
    expect(pushes.sent.map(({ attempt, status }) => [attempt, status])).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => [n, 401]),
    );
    expect(Date.parse(push.bench.clock.now()) - from).toBeGreaterThanOrEqual(76 * 60_000);
    expect(
      (await listSubscriptions(push.subscribers.cin7)).find(({ topic }) => topic === 'Supplier/Updated'),
    ).toMatchObject({
      outcome: 'failed',
      problem: expect.stringContaining('switched off'),
    });
    expect(outcomes(await push.keep('cin7'))['Supplier/Updated']).toBe('renewed');
    expect(await polls()).toContain('cin7 suppliers');
  });
});

describe('subscriptions at Business Central', () => {
  it('are renewed at half of their three days, and not before', async () => {
    expect(outcomes(await push.keep('erp'))).toEqual({
      vendors: 'created',
      items: 'created',
      purchaseInvoices: 'created',
    });
    push.bench.clock.advance(35 * 3_600_000);
    expect(new Set(Object.values(outcomes(await push.keep('erp'))))).toEqual(new Set(['active']));
    push.bench.clock.advance(2 * 3_600_000);
    expect(new Set(Object.values(outcomes(await push.keep('erp'))))).toEqual(new Set(['renewed']));
    push.bench.clock.advance(70 * 3_600_000);
    expect(push.bench.sandbox.businessCentral.subscriptions.rows).toHaveLength(3);
    expect(await polls()).toEqual([]);
  });

  it('that ended are made again, and the gap is read', async () => {
    await push.keep('erp');
    push.bench.clock.advance(80 * 3_600_000);
    expect(push.bench.sandbox.businessCentral.subscriptions.rows).toHaveLength(0);
    expect(new Set(Object.values(outcomes(await push.keep('erp'))))).toEqual(new Set(['created']));
    expect(new Set(await polls())).toEqual(new Set(['erp suppliers', 'erp products']));
  });

  it('are not made where nobody answers the handshake', async () => {
    const { erp } = push.subscribers;
    const endpoint = { ...erp.endpoint, url: 'http://127.0.0.1:9/demo/erp/x' };
    const reports = await keepSubscriptions(
      { store: push.store, clock: push.bench.clock },
      { ...erp, endpoint },
    );
    expect(new Set(Object.values(outcomes(reports)))).toEqual(new Set(['failed']));
    expect((await push.store.subscriptions.of('demo')).map(({ state }) => state)).toEqual([
      'missing',
      'missing',
      'missing',
    ]);
  });
});
