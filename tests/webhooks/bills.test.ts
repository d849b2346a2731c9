import { afterEach, describe, expect, it } from '@jest/globals';
import { furnish } from '../integration/scenes.ts';
import { createPushBench, type PushBench, secret } from './support.ts';

let push: PushBench;
afterEach(() => push.close());

const bill = (n: number, draft = false) => ({
  supplier: 'Harbour Oils',
  lines: [{ sku: 'OIL-01', price: 5 + n, account: '310' }],
  invoices: [{ number: `B-${n}`, ...(draft ? { status: 'DRAFT' as const } : {}) }],
});

const reads = () =>
  push.bench.sandbox.journal
    .find({ system: 'cin7', method: 'GET', path: /purchase/i })
    .map(({ path }) => path);

async function ready(): Promise<void> {
  push = await createPushBench();
  furnish(push.bench);
  await push.bench.sync();
  await push.keep();
}

describe('a bill that Cin7 tells of', () => {
  it('is posted, and nothing that was not told is read', async () => {
    await ready();
    const { cin7, businessCentral, pushes, journal } = push.bench.sandbox;
    const { orderNumber } = cin7.addPurchase(bill(1, true));
    push.bench.clock.advance(60_000);
    await push.bench.sync();
    await pushes.deliverAll();
    await push.workOff();
    journal.clear();
    cin7.authoriseInvoice(orderNumber);
    expect(await pushes.deliverAll()).toBeGreaterThan(0);
    const reports = await push.workOff();
    expect(reports.map(({ flow, outcome, written }) => [flow, outcome, written])).toEqual([
      ['purchases', 'ok', 1],
    ]);
    expect(businessCentral.state.purchaseInvoices.map(({ status }) => status)).toEqual(['Open']);
    expect(reads()).toEqual([expect.stringMatching(/advanced-purchase$/i)]);
    expect(await push.workOff()).toEqual([]);
  });

  it('of a purchase that is new makes its flow run', async () => {
    await ready();
    const { cin7, businessCentral, pushes } = push.bench.sandbox;
    cin7.addPurchase(bill(1));
    await pushes.deliverAll();
    await push.workOff();
    expect(businessCentral.state.purchaseInvoices.map(({ externalNumber }) => externalNumber)).toEqual([
      'B-1',
    ]);
  });

  it('is read once, however often it is told', async () => {
    await ready();
    const { cin7, journal } = push.bench.sandbox;
    const { orderNumber, id } = cin7.addPurchase(bill(1));
    push.bench.clock.advance(60_000);
    await push.bench.sync();
    journal.clear();
    const body = {
      TaskID: id.toUpperCase(),
      PurchaseOrderNumber: orderNumber,
      EventType: 'Purchase/InvoiceAuthorised',
    };
    const answers = await Promise.all(
      Array.from({ length: 300 }, () => push.post(`/demo/cin7/${secret}`, body)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await push.workOff();
    expect(reads()).toHaveLength(1);
  });

  it('is worked off by the next sync where nobody else did', async () => {
    await ready();
    const { cin7, businessCentral, pushes } = push.bench.sandbox;
    cin7.addPurchase(bill(1));
    await pushes.deliverAll();
    await push.bench.sync({ flows: ['purchases'] });
    expect(businessCentral.state.purchaseInvoices).toHaveLength(1);
    expect((await push.store.inbox.open('demo')).filter(({ flow }) => flow === 'purchases')).toEqual([]);
  });
});

describe('a vendor that Business Central tells of', () => {
  it('reaches Cin7', async () => {
    await ready();
    const { cin7, businessCentral, pushes } = push.bench.sandbox;
    businessCentral.editVendor('V1', { phoneNumber: '020 7946 0999' });
    expect(await pushes.deliverAll()).toBeGreaterThan(0);
    await push.workOff();
    expect(JSON.stringify(cin7.state.suppliers)).toContain('020 7946 0999');
  });
});
