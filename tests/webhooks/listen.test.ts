import { createServer } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { openWorld, type Running, removeFolders, until, type World } from '../e2e/support.ts';

const secret = 'a-secret-of-the-e2e-tests';
const options = { data: 'empty' } as const;

let world: World;
let running: Running | undefined;
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.ended;
  await world.close();
});
afterAll(removeFolders);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function prepare(auth = 'path'): Promise<{ url: string; monitor: string }> {
  const [port, health] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  world = await openWorld({
    ...options,
    before({ cin7, businessCentral }) {
      cin7.addSupplier({ Name: 'Tea Co', Currency: 'GBP' });
      businessCentral.addVendor({ number: 'V00010', displayName: 'Tea Co', currencyCode: 'GBP' });
    },
    change: (config) => ({
      ...config,
      pairs: config.pairs.map((pair) => ({ ...pair, mapping: { ...pair.mapping, suppliers: {} } })),
      webhooks: { port, publicUrl: url, secrets: 'hooks', auth, metrics: { port: health } },
    }),
  });
  const set = await world.run(['credentials', 'set', 'hooks'], { stdin: `demo=${secret}` });
  expect([set.code, set.stderr]).toEqual([0, expect.stringContaining('demo')]);
  return { url, monitor: `http://127.0.0.1:${health}` };
}

async function listen(...args: string[]): Promise<void> {
  const { child, ended } = world.start(['listen', ...args]);
  running = { child, ended };
  let out = '';
  child.stdout?.on('data', (chunk) => {
    out += String(chunk);
  });
  await until(() => out.includes('listening on'));
}

const addBill = (n: number) =>
  world.sandbox.cin7.addPurchase({
    supplier: 'Tea Co',
    type: 'Service',
    orderNumber: `PO-${n}`,
    lines: [{ description: 'Tea tasting', price: '100.00', account: '480' }],
    invoices: [{ number: `INV-${n}`, date: world.sandbox.clock.now().slice(0, 10) }],
  });
const posted = () =>
  world.sandbox.businessCentral.state.purchaseInvoices
    .filter(({ status }) => status !== 'Draft')
    .map(({ externalNumber }) => externalNumber);
const subscribed = () => world.sandbox.businessCentral.subscriptions.rows.length;

describe('listen', () => {
  it('subscribes, posts a bill soon after Cin7 tells of it, tells how it is, and stops on a signal', async () => {
    const { monitor } = await prepare();
    expect((await world.run(['sync'])).code).toBe(0);
    await listen();
    await until(() => subscribed() === 3);
    const { pushes } = world.sandbox;
    pushes.factor = 0;
    addBill(1);
    await pushes.deliver();
    await until(() => posted().includes('INV-1'));
    expect(await (await fetch(`${monitor}/healthz`)).text()).toBe('ok\n');
    const metrics = await (await fetch(`${monitor}/metrics`)).text();
    expect(metrics).toMatch(/ml_connector_deliveries_total\{pair="demo",side="cin7"\} [1-9]/);
    expect(metrics).toMatch(/ml_connector_subscription_active\{pair="demo",side="erp",topic="vendors"\} 1/);
    running?.child.kill('SIGTERM');
    const result = await running?.ended;
    expect(result?.code).toBe(143);
    expect(`${result?.stdout}${result?.stderr}${metrics}`).not.toContain(secret);
  });

  it('--receive-only leaves the work to the next sync, and loses nothing when it is killed', async () => {
    await prepare('bearer');
    expect((await world.run(['sync'])).code).toBe(0);
    await listen('--receive-only');
    await until(() => subscribed() === 3);
    const { pushes } = world.sandbox;
    pushes.factor = 0;
    addBill(1);
    await pushes.deliver();
    expect(pushes.sent.map(({ status }) => status)).toEqual(pushes.sent.map(() => 200));
    running?.child.kill('SIGKILL');
    await running?.ended;
    expect(posted()).toEqual([]);
    const result = await world.run(['sync', '--due', '--format', 'json']);
    expect(result.code).toBe(0);
    expect(posted()).toEqual(['INV-1']);
    expect(JSON.parse((await world.run(['sync', '--due', '--format', 'json'])).stdout)).toEqual({
      passes: [],
    });
  });
});

describe('subscriptions', () => {
  it('lists what is missing, makes it, and removes it', async () => {
    await prepare('header');
    const before = await world.run(['subscriptions', 'list', '--format', 'json']);
    expect(before.code).toBe(3);
    // Nobody answers Business Central's handshake yet.
    expect((await world.run(['subscriptions', 'renew'])).code).toBe(3);
    await listen('--receive-only');
    await until(() => subscribed() === 3);
    const made = await world.run(['subscriptions', 'list']);
    expect([made.code, made.stdout]).toEqual([0, expect.stringContaining('Purchase/InvoiceAuthorised')]);
    expect(made.stdout).not.toContain(secret);
    const status = JSON.parse((await world.run(['status', '--format', 'json'])).stdout);
    expect(status.pairs[0].push).toEqual(
      expect.arrayContaining([expect.objectContaining({ side: 'erp', topic: 'vendors', state: 'active' })]),
    );
    expect((await world.run(['subscriptions', 'remove'])).code).toBe(0);
    expect(subscribed()).toBe(0);
  });
});
