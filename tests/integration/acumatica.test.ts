import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AcumaticaConfig } from '../../src/config/schema.ts';
import type { PassReport } from '../../src/engine/report.ts';
import { furnishAcumatica } from './acumatica-scenes.ts';
import { type Bench, createBench } from './harness.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await createBench({ erps: ['acumatica'], data: 'empty', tls: false });
  furnishAcumatica(bench);
});
afterEach(() => bench.close());

const supplier = 'Harbour Oils';
const lines = [
  { sku: 'OIL-01', quantity: '3', price: '4.35', account: '310' },
  { description: 'Freight', price: '9.99', account: '425' },
];
const { stringify } = JSON;

const change = (erp: Partial<AcumaticaConfig>) => {
  bench.pair = { ...bench.pair, erp: { ...bench.pair.erp, ...erp } as AcumaticaConfig };
};
const sync = async (...args: Parameters<Bench['sync']>): Promise<PassReport[]> => {
  bench.clock.advance(16 * 60_000);
  return bench.sync(...args);
};
const orders = () => bench.sandbox.acumatica.site.orders.all();
const bills = () => bench.sandbox.acumatica.site.bills.all();
const told = (passes: readonly PassReport[]) =>
  passes.flatMap(({ documents }) => documents).map((one) => `${one.kind} ${one.source.number} ${one.state}`);
const problems = (passes: readonly PassReport[]) =>
  passes.flatMap(({ documents }) => documents).flatMap((one) => one.problems.map(({ code }) => code));
const sound = (options = {}) =>
  expect(bench.sandbox.check({ purchaseWrites: true, signedOut: true, ...options })).toEqual([]);
const tokens = () =>
  bench.sandbox.journal.entries
    .filter(({ path }) => /connect\/token/.test(path))
    .map(({ body }) => stringify(body));

describe('orders', () => {
  test('a change in Cin7 is made in the same order, which is on hold meanwhile', async () => {
    const { id } = bench.sandbox.cin7.addPurchase({ supplier, orderNumber: 'PO-1', lines });
    await sync();
    expect(orders()).toMatchObject([{ vendorRef: 'PO-1', status: 'Open', lines: [{}, {}] }]);
    bench.sandbox.cin7.undoOrder(id);
    bench.sandbox.cin7.editOrder(id, [{ sku: 'OIL-01', quantity: '5', price: '4.10', account: '310' }]);
    bench.sandbox.cin7.authoriseOrder(id);
    expect(told(await sync())).toContain('order PO-1 written');
    expect(orders()).toMatchObject([{ status: 'Open', lines: [{ qty: '5', extended: '20.5' }] }]);
    expect(orders()[0]?.lines).toHaveLength(1);
    expect((await sync()).reduce((sum, pass) => sum + pass.written, 0)).toBe(0);
    sound();
  });

  test('undone in Cin7 it waits as it is; voided, it is taken back', async () => {
    const { id } = bench.sandbox.cin7.addPurchase({ supplier, orderNumber: 'PO-2', lines });
    await sync();
    bench.sandbox.cin7.undoOrder(id);
    expect(told(await sync())).toContain('order PO-2 waiting');
    expect(orders()).toMatchObject([{ vendorRef: 'PO-2', status: 'Open' }]);
    bench.sandbox.cin7.voidPurchase(id);
    await sync();
    expect(orders()).toEqual([]);
    sound();
  });

  test('once goods were received there, a change in Cin7 is only told', async () => {
    const { id } = bench.sandbox.cin7.addPurchase({ supplier, orderNumber: 'PO-3', lines });
    await sync();
    bench.sandbox.acumatica.receiveOrder(orders()[0]?.nbr ?? '', 1, '1');
    bench.sandbox.cin7.undoOrder(id);
    bench.sandbox.cin7.editOrder(id, [{ sku: 'OIL-01', quantity: '9', price: '4.10', account: '310' }]);
    bench.sandbox.cin7.authoriseOrder(id);
    expect(told(await sync())).toContain('order PO-3 diverged');
    expect(orders()).toMatchObject([{ lines: [{ qty: '3' }, {}] }]);
  });

  test('its lines are completed once Cin7 says that all was invoiced', async () => {
    const { id } = bench.sandbox.cin7.addPurchase({ supplier, orderNumber: 'PO-4', lines });
    await sync();
    expect(orders()).toMatchObject([{ status: 'Open' }]);
    bench.sandbox.cin7.addInvoice(id, { number: 'I-4' });
    await sync();
    expect(orders()).toMatchObject([{ status: 'Completed' }]);
    sound();
  });
});

describe('bills', () => {
  test('lines refer to the lines of their order where the set-up asks for it', async () => {
    change({ linkOrders: true, closeOrders: false });
    const invoices = [{ number: 'I-5' }];
    bench.sandbox.cin7.addPurchase({ supplier, orderNumber: 'PO-5', lines, invoices });
    await sync();
    const [order] = orders();
    expect(bills()).toMatchObject([
      { vendorRef: 'I-5', released: true, lines: [{ order: { nbr: order?.nbr, line: 1 } }, {}] },
    ]);
    sound();
  });

  test('approval is waited for, and the bill released by a later pass', async () => {
    bench.sandbox.acumatica.approveBills = true;
    bench.sandbox.cin7.addPurchase({ supplier, blindReceipt: true, lines, invoices: [{ number: 'I-6' }] });
    const first = await sync();
    expect(told(first)).toContain('bill I-6 held');
    expect(problems(first)).toEqual(['approval-pending']);
    await sync();
    const [bill] = bills();
    expect(bill).toMatchObject({ status: 'Pending Approval', released: false });
    bench.sandbox.acumatica.approveBill(bill?.nbr ?? '');
    expect(told(await sync())).toContain('bill I-6 written');
    expect(bills()).toMatchObject([{ released: true }]);
    sound();
  });

  test('post: false leaves it balanced; posted by hand it is noticed', async () => {
    bench.sandbox.cin7.addPurchase({ supplier, blindReceipt: true, lines, invoices: [{ number: 'I-7' }] });
    await sync({ flow: { post: false } });
    const [bill] = bills();
    expect(bill).toMatchObject({ status: 'Balanced', hold: false });
    bench.sandbox.acumatica.releaseBill(bill?.nbr ?? '');
    const after = await sync({ flow: { post: false } });
    expect(after.flatMap(({ documents }) => documents)).toMatchObject([{ state: 'written', posted: 'yes' }]);
  });

  test('a create whose answer was lost is found though its number was edited meanwhile, and never made twice', async () => {
    bench.sandbox.cin7.addPurchase({ supplier, blindReceipt: true, lines, invoices: [{ number: 'I-8' }] });
    bench.sandbox.faults.add({
      match: ({ method, path }) => method === 'PUT' && /Bill$/.test(path),
      fault: { kind: 'drop-after' },
    });
    bench.sandbox.faults.add({
      match: ({ method, path }) => method === 'GET' && /Bill/.test(path),
      after: 1,
      times: 100,
      fault: { kind: 'status', status: 503 },
    });
    await sync();
    bench.sandbox.faults.clear();
    bench.sandbox.acumatica.editBill(bills()[0]?.nbr ?? '', { VendorRef: 'TYPO' });
    const passes = await sync();
    expect(bills()).toHaveLength(1);
    expect(problems(passes)).toContain('draft-foreign');
  });

  test('a closed period holds it, and once it is open it goes on', async () => {
    bench.sandbox.acumatica.closePeriod('2026-08-31');
    const invoices = [{ number: 'I-9', date: '2026-08-20' }];
    bench.sandbox.cin7.addPurchase({
      supplier,
      orderDate: '2026-08-20',
      blindReceipt: true,
      lines,
      invoices,
    });
    const first = await sync();
    expect(told(first)).toContain('bill I-9 held');
    expect(problems(first)).toEqual(['period-closed']);
    bench.sandbox.acumatica.setPeriod('08-2026', { status: 'Open' });
    await sync();
    expect(bills()).toMatchObject([{ vendorRef: 'I-9', released: true, period: '082026' }]);
    sound();
  });

  test('with closedPeriod: next-open-day it is posted in the next open period, under its own date', async () => {
    bench.sandbox.acumatica.closePeriod('2026-08-31');
    const invoices = [{ number: 'I-10', date: '2026-08-20' }];
    bench.sandbox.cin7.addPurchase({
      supplier,
      orderDate: '2026-08-20',
      blindReceipt: true,
      lines,
      invoices,
    });
    await sync({ flow: { closedPeriod: 'next-open-day' } });
    expect(bills()).toMatchObject([{ date: '2026-08-20', period: '092026', released: true }]);
  });

  test('more lines than one request takes arrive in parts, in order', async () => {
    const many = Array.from({ length: 620 }, (_, n) => ({
      description: `Charge ${n}`,
      price: '1.00',
      taxRule: 'Tax Exempt',
      account: '425',
    }));
    bench.sandbox.cin7.addPurchase({
      supplier,
      blindReceipt: true,
      lines: many,
      invoices: [{ number: 'I-11' }],
    });
    await sync();
    const [bill] = bills();
    expect(bill).toMatchObject({ released: true, total: '620' });
    expect(bill?.lines[619]?.text).toContain('Charge 619');
  });
});

describe('orders of Acumatica', () => {
  const ordered = (fields = {}) =>
    bench.sandbox.acumatica.addOrder({
      VendorID: 'V1',
      Date: '2026-09-14',
      Hold: false,
      Details: [{ InventoryID: 'OIL-01', OrderQty: 4, UnitCost: 12.5, WarehouseID: 'MAIN' }],
      ...fields,
    });

  test('an open one becomes an authorised purchase and never comes back', async () => {
    const { nbr } = ordered();
    await sync();
    expect(bench.sandbox.cin7.state.purchases).toMatchObject([
      {
        order: { status: 'AUTHORISED', lines: [{ sku: 'OIL-01', quantity: '4', tax: '10' }] },
        attributes: { AdditionalAttribute2: `Normal ${nbr}` },
        approach: 'STOCK',
      },
    ]);
    expect((await sync()).reduce((sum, pass) => sum + pass.written + pass.linked, 0)).toBe(0);
    expect(orders()).toHaveLength(1);
    sound();
  });

  test('on hold it waits; cancelled after it was authorised in Cin7 it is told', async () => {
    const { nbr } = ordered({ Hold: true });
    await sync();
    expect(bench.sandbox.cin7.state.purchases).toEqual([]);
    bench.sandbox.acumatica.editOrder(nbr, { Hold: false });
    await sync();
    expect(bench.sandbox.cin7.state.purchases).toHaveLength(1);
    bench.sandbox.acumatica.cancelOrder(nbr);
    expect(told(await sync())).toContain(`purchase Normal ${nbr} diverged`);
  });

  test('its bill is entered in Cin7 and goes to Acumatica, its order does not', async () => {
    ordered();
    await sync();
    const [purchase] = bench.sandbox.cin7.state.purchases;
    bench.sandbox.cin7.receiveStock(purchase?.id ?? '', 'authorised');
    bench.sandbox.cin7.addInvoice(purchase?.id ?? '', { number: 'I-20' });
    await sync();
    expect(bills()).toMatchObject([{ vendorRef: 'I-20', released: true }]);
    expect(orders()).toHaveLength(1);
  });
});

describe('sign-in', () => {
  test('oauth: one password grant, then refresh tokens, each stored before it is used; every pass signs out', async () => {
    await sync();
    expect(bench.sandbox.acumatica.seats).toEqual([]);
    bench.clock.advance(2 * 3_600_000);
    await sync();
    bench.clock.advance(2 * 3_600_000);
    await sync();
    const grants = bench.sandbox.journal.entries.filter(({ path }) => /connect\/token/.test(path));
    expect(grants.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(tokens()).toHaveLength(3);
    expect(bench.sandbox.acumatica.mostAtOnce).toBe(1);
    sound();
  });

  test('cookie sessions: one sign-in a pass, signed out at its end', async () => {
    change({ auth: 'session' });
    bench.sandbox.cin7.addPurchase({ supplier, orderNumber: 'PO-9', lines, invoices: [{ number: 'I-12' }] });
    await sync();
    expect(bills()).toMatchObject([{ released: true }]);
    const paths = bench.sandbox.journal.entries.map(({ path }) => path);
    expect(paths.filter((path) => /auth\/login/.test(path))).toHaveLength(1);
    expect(paths.filter((path) => /auth\/logout/.test(path))).toHaveLength(1);
    expect(bench.sandbox.acumatica.seats).toEqual([]);
    sound();
  });

  test('no free seat: the pass stops and says what to do; a refused password is sent once', async () => {
    bench.sandbox.acumatica.takeSeats(2);
    const full = await sync();
    expect(full.map(({ outcome }) => outcome)).toContain('stopped');
    expect(full.flatMap(({ notes }) => notes).join()).toMatch(/no free API session/);
    bench.sandbox.acumatica.freeSeats();
    bench.sandbox.acumatica.setPassword('another');
    bench.clock.advance(40 * 24 * 3_600_000);
    const before = bench.sandbox.journal.entries.length;
    const refused = await sync();
    expect(refused.flatMap(({ notes }) => notes).join()).toMatch(/credentials set/);
    const sent = bench.sandbox.journal.entries
      .slice(before)
      .filter(({ path }) => /connect\/token/.test(path));
    expect(sent.length).toBeLessThanOrEqual(2);
  });

  test('a version that the site does not serve is explained with those that it does', async () => {
    change({ endpointVersion: '21.200.001' });
    const passes = await sync();
    expect(
      passes
        .flatMap(({ notes }) => notes)
        .concat(stringify(passes))
        .join(),
    ).toMatch(/does not serve version 21\.200\.001 .*24\.200\.001/);
  });
});

test.each(['20.200.001', '22.200.001', '25.200.001'])('endpoint version %s', async (endpointVersion) => {
  change({ endpointVersion });
  bench.sandbox.cin7.addPurchase({ supplier, orderNumber: 'PO-30', lines, invoices: [{ number: 'I-30' }] });
  bench.sandbox.cin7.addSupplier({ Name: 'Brand New Ltd', PaymentTerm: '30 days' });
  await sync();
  expect(bills()).toMatchObject([{ released: true }]);
  expect(orders()).toHaveLength(1);
  sound();
});

test.each<[string, Partial<Bench['sandbox']['acumatica']>]>([
  ['west of Greenwich', { utcOffset: '-05:00' }],
  ['far east of it', { utcOffset: '+13:00' }],
  ['compares texts with case', { filtersIgnoreCase: false }],
  ['lists in the order in which records were made', { order: 'made' }],
  ['names rules by 500', { ruleStatus: 500 }],
  ['validates totals', { validateTotals: true, validateOrderTotals: true }],
  ['refuses duplicates', { refuseDuplicates: true }],
  ['prints and mails orders', { printOrders: true, emailOrders: true }],
  ['takes changes of open orders', { editOpenOrders: true }],
  ['does not hold on entry', { holdBills: false, holdOrders: false }],
  ['numbers vendors by hand', { vendorNumbers: 'manual' }],
  ['ends actions at once', { polls: 0 }],
  ['is an older build', { bareEndpointList: true, singleTenant: true }],
  ['has no subaccounts', { subaccounts: false }],
  ['cannot list details', { notOptimised: ['Bill/Details', 'PurchaseOrder/Details', 'Vendor/MainContact'] }],
  ['has a licence of 60 a minute', { requestsPerMinute: 60 }],
])('a site that %s', async (_, switches) => {
  Object.assign(bench.sandbox.acumatica, switches);
  const { id } = bench.sandbox.cin7.addPurchase({
    supplier,
    type: 'Advanced',
    orderNumber: 'PO-40',
    lines,
    invoices: [{ number: 'I-40' }],
  });
  bench.sandbox.cin7.addCreditNote(id, { number: 'C-40', invoiceNumber: 'I-40', lines });
  await sync();
  bench.sandbox.cin7.editSupplier(supplier, { TaxNumber: 'GB999999973' });
  await sync();
  const after = await sync();
  expect(after.map((pass) => pass.written + pass.linked)).toEqual([0, 0, 0, 0]);
  expect(problems(after)).toEqual([]);
  expect(bills()).toMatchObject([
    { vendorRef: 'I-40', date: '2026-09-14', released: true },
    { vendorRef: 'C-40', released: true },
  ]);
  expect(orders()).toMatchObject([{ vendorRef: 'PO-40', hold: false }]);
  expect(
    bench.sandbox.acumatica.site.vendors.find(({ vendorId }) => vendorId === 'V1')?.values,
  ).toMatchObject({
    TaxRegistrationID: 'GB999999973',
  });
  expect(bench.sandbox.check({ purchaseWrites: true })).toEqual([]);
});
