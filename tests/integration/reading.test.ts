import { copyFileSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Bench, createBench } from './harness.ts';
import { furnish } from './scenes.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await createBench({ data: 'empty', tls: false, pageSize: 40 });
  furnish(bench);
});
afterEach(() => bench.close());

const bill = (n: number, more = {}) =>
  bench.sandbox.cin7.addPurchase({
    supplier: 'Harbour Oils',
    lines: [{ sku: 'OIL-01', quantity: 1, price: n + 1, account: '310' }],
    invoices: [{ number: `INV-${n}` }],
    ...more,
  });

const posted = () => bench.sandbox.businessCentral.documents().filter((one) => one.status !== 'Draft').length;
const purchases = (options: Parameters<Bench['sync']>[0] = {}) =>
  bench.sync({ flows: ['purchases'], ...options });

test('two and a half pages of purchases, rows changing while they are paged: none missed, none twice', async () => {
  for (let n = 0; n < 2500; n++) {
    const status = n % 50 === 0 ? 'AUTHORISED' : 'DRAFT';
    bill(n, {
      order: status === 'DRAFT' ? 'DRAFT' : 'AUTHORISED',
      invoices: status === 'DRAFT' ? [] : [{ number: `INV-${n}` }],
    });
  }
  bench.clock.advance(60_000);
  // While page 2 is read, rows of later pages change and move to the front.
  let changes = 0;
  bench.sandbox.faults.add({
    times: 3,
    match: (request) => {
      if (!/purchaselist/i.test(request.path)) return false;
      for (let k = 0; k < 5; k++)
        bench.sandbox.cin7.touchPurchase(bench.sandbox.cin7.state.purchases[100 * ++changes]!.id);
      return false;
    },
    fault: { kind: 'drop-before' },
  });
  const [first] = await purchases();
  expect(first?.read).toBe(2500);
  bench.sandbox.faults.clear();
  for (let i = 0; i < 3; i++) {
    bench.clock.advance(15 * 60_000);
    await purchases();
  }
  expect(posted()).toBe(50);
  expect(bench.sandbox.check()).toEqual([]);
}, 120_000);

test('two and a half pages of vendors, items and suppliers are all read', async () => {
  for (let n = 0; n < 100; n++) {
    bench.sandbox.businessCentral.addVendor({
      number: `W${n}`,
      displayName: `Vendor ${n}`,
      country: 'GB',
      addressLine1: 'Quay 1',
    });
    bench.sandbox.businessCentral.addItem({ number: `I-${n}`, displayName: `Item ${n}` });
  }
  await bench.sync();
  expect(bench.sandbox.cin7.state.suppliers.length).toBe(101);
  const products = bench.sandbox.cin7.state.products.filter((row) => String(row['SKU']).startsWith('I-'));
  expect(products.length).toBe(100);
});

test.each([
  ['an hour ahead', 3_600_000],
  ['an hour behind', -3_600_000],
])('a Cin7 clock %s of ours loses nothing', async (_, skew) => {
  bench.sandbox.cin7.skewMs = skew;
  for (let n = 0; n < 6; n++) {
    bill(n);
    bench.clock.advance(30_000);
    await purchases();
    bench.clock.advance(15 * 60_000);
  }
  await purchases();
  expect(posted()).toBe(6);
  expect(bench.sandbox.check()).toEqual([]);
});

test('a change under the very stamp that was read before is noticed', async () => {
  const row = bill(1, { invoices: [{ number: 'INV-1', status: 'DRAFT' }] });
  await purchases();
  // Nobody moves the clock: the same stamp, to the millisecond.
  bench.sandbox.cin7.authoriseInvoice(row.id);
  bench.clock.advance(15 * 60_000);
  await purchases();
  expect(posted()).toBe(1);
});

test("yesterday's state file, or none at all, duplicates nothing", async () => {
  for (let n = 0; n < 4; n++) bill(n);
  bench.clock.advance(60_000);
  await bench.sync();
  const look = () => bench.look(async () => copyFileSync(bench.path, `${bench.path}.yesterday`));
  await look();
  for (let n = 4; n < 8; n++) bill(n);
  bench.sandbox.cin7.addSupplier({ Name: 'Newcomer', PaymentTerm: '30 days' });
  bench.clock.advance(60_000);
  await bench.sync();
  expect(posted()).toBe(8);
  for (const lost of [false, true]) {
    for (const end of ['', '-wal', '-shm']) rmSync(bench.path + end, { force: true });
    if (!lost) copyFileSync(`${bench.path}.yesterday`, bench.path);
    bench.clock.advance(15 * 60_000);
    const passes = await bench.sync();
    expect(passes.map((pass) => pass.written)).toEqual([0, 0, 0, 0]);
    expect(posted()).toBe(8);
    expect(bench.sandbox.businessCentral.documents()).toHaveLength(8);
    expect(bench.sandbox.check()).toEqual([]);
  }
});

test('going live over two years of bills that a clerk keyed under slightly other numbers: nothing old is touched', async () => {
  for (let n = 0; n < 60; n++) {
    const date = `2025-0${1 + (n % 9)}-1${n % 9}`;
    bill(n, { invoices: [{ number: `INV ${n}`, date }], updated: `${date}T09:00:00` });
    const id = bench.sandbox.businessCentral.addDraft('invoice', {
      vendorNumber: 'V1',
      vendorInvoiceNumber: `INV${n}`,
      invoiceDate: date,
      postingDate: date,
      purchaseInvoiceLines: [
        { lineType: 'Account', lineObjectNumber: '10700', quantity: 1, unitCost: n + 1 },
      ],
    }).id;
    if (n % 7 !== 0) bench.sandbox.businessCentral.postDraft(id);
  }
  const before = JSON.stringify(bench.sandbox.businessCentral.documents());
  bill(999, { invoices: [{ number: 'INV-999' }] });
  // One old bill is edited on the day we go live.
  bench.sandbox.cin7.touchPurchase(bench.sandbox.cin7.state.purchases[3]!.id);
  bench.clock.advance(60_000);
  const [pass] = await purchases({ flow: { since: '2026-09-14' as never } });
  expect(pass?.documents.filter((one) => one.kind === 'bill').map((one) => one.state)).toEqual(['written']);
  expect(pass).toMatchObject({ rejected: 0, diverged: 0, failed: 0, held: 0 });
  const after = bench.sandbox.businessCentral.documents();
  expect(JSON.stringify(after.filter((one) => one.externalNumber !== 'INV-999'))).toBe(before);
});

test('a purchase in an odd shape fails by itself, and is read again on every pass', async () => {
  const odd = bill(1);
  bill(2);
  bench.clock.advance(60_000);
  bench.sandbox.faults.add({
    times: 5,
    match: (request) =>
      /advanced-purchase$/i.test(request.path) &&
      request.query.get('ID')?.toLowerCase() === odd.id.toLowerCase(),
    fault: { kind: 'status', status: 200, body: { ID: odd.id, Order: 'what is this?' } },
  });
  const [first] = await purchases();
  expect(first).toMatchObject({ outcome: 'ok', failed: 1 });
  expect(first?.documents.find((one) => one.state === 'failed')?.problems[0]?.seen).toContain('shape');
  expect(posted()).toBe(1);
  bench.sandbox.faults.clear();
  await purchases();
  expect(posted()).toBe(2);
});
