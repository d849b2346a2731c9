import { afterEach, expect, it } from '@jest/globals';
import { createPushBench, type PushBench, secret } from './support.ts';

let push: PushBench;
afterEach(() => push.close());

const open = async () =>
  (await push.store.inbox.open(push.bench.pair.name)).map(({ flow, role, id, number }) => [
    flow,
    role,
    id || number,
  ]);

it('Acumatica tells of a vendor, five times where nobody answers well, and the same once only', async () => {
  push = await createPushBench({ erps: ['acumatica'] });
  const { acumatica, pushes } = push.bench.sandbox;
  const url = `${push.origin}/${encodeURIComponent(push.bench.pair.name)}/erp`;
  acumatica.notifications.pushTo({ url, headers: { 'x-webhook-secret': 'not the secret' } });
  acumatica.addVendor({ VendorID: 'V900', VendorName: 'Tea Co' });
  await pushes.deliverAll();
  expect(pushes.sent.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
  expect(await open()).toEqual([]);
  acumatica.notifications.pushTo({ url, headers: { 'x-webhook-secret': secret } });
  acumatica.notifications.resend();
  await pushes.deliverAll();
  expect(await open()).toEqual([['suppliers', 'source', 'v900']]);
  await push.store.transact(async (tx) => tx.inbox.settle(await tx.inbox.open(push.bench.pair.name)));
  acumatica.notifications.resend();
  await pushes.deliverAll();
  expect(await open()).toEqual([]);
});

it('Finance & Operations tells what became of an order, and an old duplicate starts nothing', async () => {
  push = await createPushBench({ erps: ['finance-operations'], data: 'demo' });
  const { financeOperations, pushes } = push.bench.sandbox;
  const name = encodeURIComponent(push.bench.pair.name);
  financeOperations.businessEvents.pushTo({ url: `${push.origin}/${name}/erp/${secret}` });
  const order = financeOperations.addOrder(
    { OrderVendorAccountNumber: 'V00010', DefaultReceivingSiteId: '1' },
    [{ ItemNumber: 'OIL-01', OrderedPurchaseQuantity: 2, PurchasePrice: 5 }],
  );
  const number = String(order.fields['PurchaseOrderNumber']);
  financeOperations.receiveOrder(number);
  await pushes.deliverAll();
  expect(pushes.sent.map(({ topic }) => topic)).toContain('PurchaseOrderReceivedBusinessEvent');
  expect(await open()).toEqual([['purchases', 'target', number]]);
  await push.store.transact(async (tx) => tx.inbox.settle(await tx.inbox.open(push.bench.pair.name)));
  financeOperations.businessEvents.resend();
  await pushes.deliverAll();
  expect(await open()).toEqual([]);
});
