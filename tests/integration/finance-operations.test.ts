import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { dryRunSystem } from '../../src/engine/dry-run.ts';
import type { PassReport } from '../../src/engine/report.ts';
import { type Bench, createBench } from './harness.ts';

let bench: Bench;
afterEach(() => bench.close());

const fo = () => bench.sandbox.financeOperations;

/** Requests other than GET since a place in the journal, those for tokens apart. */
const writesSince = (from: number): string[] =>
  bench.sandbox.journal.entries
    .slice(from)
    .filter(({ method, system }) => method !== 'GET' && system !== 'entra')
    .map(({ method, path }) => `${method} ${path}`);
const now = () => bench.sandbox.journal.entries.length;

async function sync(...flows: ('suppliers' | 'products' | 'purchases')[]): Promise<PassReport[]> {
  bench.clock.advance(16 * 60_000);
  return bench.sync(flows.length > 0 ? { flows } : {});
}
/** What needs somebody, in one order whatever was delivered first. */
const open = (passes: readonly PassReport[]): string[] =>
  passes
    .flatMap(({ documents }) => documents)
    .filter(({ problems }) => problems.length > 0)
    .map(
      ({ kind, source, state, problems }) =>
        `${kind} ${source.number} ${state}: ${problems.map(({ code }) => code)}`,
    )
    .sort();

describe('the demo data from end to end', () => {
  beforeEach(async () => {
    bench = await createBench({ erps: ['finance-operations'] });
  });

  test('all is written but what is wrong on purpose; a second pass writes nothing', async () => {
    const first = await bench.sync();
    expect(first.map(({ outcome, diverged, conflict }) => [outcome, diverged, conflict])).toEqual(
      first.map(() => ['ok', 0, 0]),
    );
    expect(open(first)).toEqual([
      'bill ASM-4247/1 rejected: order-missing',
      'bill ASM-4247/2 rejected: order-missing',
      'bill CVO-4156 failed: refused',
      'bill QP-2218 rejected: account-unmapped',
      'order PO-00022 held: refused',
    ]);
    // The blocked item's order has its header and none of its lines: either all are there or none.
    expect(bench.sandbox.check().filter((sentence) => !sentence.includes('PO-00022'))).toEqual([]);
    expect(fo().accountWrites).toEqual([]);
    expect(fo().state.posted).toEqual([]);
    const from = now();
    const second = await sync();
    expect(open(second)).toEqual(open(first));
    // What is held and what failed is tried again.
    expect(writesSince(from).sort()).toEqual(['POST /data/$batch', 'POST /data/VendorInvoiceHeaders']);
    fo().blockProduct('COF-02', false);
    fo().holdVendor('V00040', 'No');
    expect(open(await sync('purchases'))).toEqual(['bill QP-2218 rejected: account-unmapped']);
    expect(bench.sandbox.check()).toEqual([]);
  }, 60_000);

  test('a vendor of several companies is one supplier, and one that is only read takes no bill', async () => {
    await bench.sync({ flows: ['suppliers', 'products'] });
    const named = (name: string) => bench.sandbox.cin7.state.suppliers.filter((row) => row['Name'] === name);
    expect(named('Shannon Creameries')).toHaveLength(1);
    const shared = fo().state.vendors.find((row) => row['VendorAccountNumber'] === 'V00050');
    expect(named(String(shared?.['VendorOrganizationName']))).toHaveLength(1);
    const number = 'SC-1';
    bench.sandbox.cin7.addPurchase({
      supplier: 'Shannon Creameries',
      lines: [{ description: 'Freight', price: 5, account: '425' }],
      invoices: [{ number }],
    });
    const passes = await sync('purchases');
    expect(passes[0]?.documents.filter(({ source }) => source.number === number)).toMatchObject([
      {
        state: 'rejected',
        problems: expect.arrayContaining([expect.objectContaining({ field: 'legal entity' })]),
      },
    ]);
  }, 60_000);
});

const goods = [{ sku: 'OIL-01', quantity: 3, price: 5 }];

describe('one purchase', () => {
  beforeEach(async () => {
    bench = await createBench({ erps: ['finance-operations'], data: 'empty', tls: false });
    const { cin7, financeOperations } = bench.sandbox;
    cin7.addSupplier({ Name: 'Harbour Oils', PaymentTerm: '30 days' });
    financeOperations.addVendor({ VendorOrganizationName: 'Harbour Oils', CurrencyCode: 'GBP' });
    financeOperations.addProduct({ ItemNumber: 'OIL-01', ProductName: 'Olive oil' });
    cin7.addProduct({ SKU: 'OIL-01', Name: 'Olive oil' });
  });
  const buy = (more: object = {}) =>
    bench.sandbox.cin7.addPurchase({
      supplier: 'Harbour Oils',
      orderNumber: 'PO-1',
      lines: goods,
      invoices: [{ number: 'INV-1' }],
      ...more,
    });
  const documents = async () =>
    (await bench.look((store) => store.documents.all(undefined))).filter(({ flow }) => flow === 'purchases');
  const stateOf = async (kind: string) => {
    const found = (await documents()).find((document) => document.kind === kind);
    return [found?.state, found?.posted, ...(found?.problems.map(({ code }) => code) ?? [])];
  };

  test('a dry run shows the order and its bill as they would be, and writes neither', async () => {
    buy();
    await sync('suppliers', 'products');
    const from = now();
    const passes = await bench.sync({
      flows: ['purchases'],
      dryRun: true,
      process: ({ store, systems: { cin7, erp } }) => ({
        store,
        systems: { cin7: dryRunSystem(cin7), erp: dryRunSystem(erp) },
      }),
    });
    expect(passes[0]).toMatchObject({ written: 2, rejected: 0, failed: 0 });
    expect(writesSince(from)).toEqual([]);
  });

  test('posted by people it is gone from there: noticed, and never written again', async () => {
    buy();
    await sync();
    expect(await stateOf('bill')).toEqual(['written', 'no']);
    fo().postInvoice('INV-1');
    const from = now();
    await sync('purchases');
    expect(await stateOf('bill')).toEqual(['written', 'unknown']);
    await sync('purchases');
    bench.sandbox.cin7.touchPurchase('PO-1');
    await sync('purchases');
    expect(writesSince(from)).toEqual([]);
    expect(fo().state.posted).toHaveLength(1);
    expect(bench.sandbox.check()).toEqual([]);
  });

  test('changed in Cin7 after somebody posted it, seen or not, it is diverged and not written again', async () => {
    buy();
    await sync();
    fo().postInvoice('INV-1');
    bench.sandbox.cin7.undoInvoice('PO-1');
    bench.sandbox.cin7.editInvoice('PO-1', { lines: [{ sku: 'OIL-01', quantity: 2, price: 5 }] });
    bench.sandbox.cin7.authoriseInvoice('PO-1');
    const from = now();
    await sync('purchases');
    expect((await stateOf('bill')).slice(0, 2)).toEqual(['diverged', 'unknown']);
    await sync('purchases');
    expect(writesSince(from)).toEqual([]);
    expect(fo().state.invoices).toEqual([]);
  });

  test('changed before anybody posted it, it is withdrawn and written as it is now', async () => {
    buy();
    await sync();
    bench.sandbox.cin7.undoInvoice('PO-1');
    bench.sandbox.cin7.editInvoice('PO-1', { lines: [{ sku: 'OIL-01', quantity: 2, price: 5 }] });
    bench.sandbox.cin7.authoriseInvoice('PO-1');
    await sync('purchases');
    expect(await stateOf('bill')).toEqual(['written', 'no']);
    expect(fo().state.invoices.map(({ lines }) => lines.map((line) => line['ReceiveNow']))).toEqual([['2']]);
    expect(bench.sandbox.check()).toEqual([]);
  });

  test('a line that somebody typed over is left alone and told', async () => {
    buy();
    await sync();
    fo().editInvoiceLine('INV-1', 1, { UnitPrice: 4 });
    bench.sandbox.cin7.undoInvoice('PO-1');
    await sync('purchases');
    expect(await stateOf('bill')).toEqual(['held', 'no', 'draft-edited']);
  });

  test('an order voided in Cin7 is taken out; one that was received stays, and is told', async () => {
    buy({ invoices: [] });
    buy({ invoices: [], orderNumber: 'PO-2' });
    await sync();
    const received = fo().state.orders.find((row) => row['VendorOrderReference'] === 'PO-2');
    fo().receiveOrder(String(received?.['PurchaseOrderNumber']));
    bench.sandbox.cin7.voidPurchase('PO-1');
    bench.sandbox.cin7.voidPurchase('PO-2');
    await sync('purchases');
    expect(fo().state.orders.map((row) => row['VendorOrderReference'])).toEqual(['PO-2']);
    const states = (await documents()).map(({ number, state }) => `${number} ${state}`).sort();
    expect(states).toEqual(['PO-1 skipped', 'PO-2 diverged']);
  });

  test('without batches the lines go one by one, and a lost answer is resumed at the right line', async () => {
    const lines = [1, 2, 3, 4].map((n) => ({ sku: 'OIL-01', quantity: n, price: 5 }));
    buy({ lines, invoices: [] });
    bench.sandbox.faults.add({
      match: ({ path }) => path.endsWith('$batch'),
      times: 1_000,
      fault: { kind: 'status', status: 501 },
    });
    let seen = 0;
    bench.sandbox.faults.add({
      match: ({ method, path }) => method === 'POST' && path.endsWith('PurchaseOrderLinesV2') && ++seen === 3,
      fault: { kind: 'drop-after' },
    });
    await sync();
    const [order] = fo().state.orders;
    expect(order?.lines.map((line) => line['OrderedPurchaseQuantity'])).toEqual(['1', '2', '3', '4']);
    const sent = bench.sandbox.journal.entries.filter(
      ({ method, path }) => method === 'POST' && path.endsWith('LinesV2'),
    );
    expect(sent).toHaveLength(4);
    expect(await stateOf('order')).toEqual(['written', 'no']);
  });

  test('a site that replaces the key of a header, and one that keeps amounts as they are sent', async () => {
    fo().headerReferences = 'replaced';
    fo().invoiceAmounts = 'sent';
    fo().discounts = 'per-line';
    buy({ lines: [{ sku: 'OIL-01', quantity: 3, price: 5, discount: 10 }] });
    await sync();
    expect(await stateOf('bill')).toEqual(['written', 'no']);
    expect(fo().state.invoices[0]?.lines).toHaveLength(1);
    expect(bench.sandbox.check()).toEqual([]);
  });

  test('another user in the way, and a limit, are waited for', async () => {
    fo().updateConflicts = 2;
    fo().requestsPerFiveMinutes = 12;
    buy();
    await sync();
    expect(await stateOf('bill')).toEqual(['written', 'no']);
    expect(bench.sandbox.check()).toEqual([]);
  });

  test('refusals that come as 500 are refusals', async () => {
    fo().writeErrorStatus = 500;
    fo().blockProduct('OIL-01');
    buy();
    await sync();
    expect(await stateOf('order')).toEqual(['held', 'no', 'refused']);
    expect(await stateOf('bill')).toEqual(['rejected', 'no', 'order-missing']);
  });

  test('numbers of our own, where the sequences are manual', async () => {
    fo().changeCompany('lvuk', { vendorNumbers: 'manual', orderNumbers: 'manual' });
    const erp = {
      ...bench.pair.erp,
      numbering: { vendors: 'ours', purchaseOrders: 'ours' },
    } as typeof bench.pair.erp;
    bench.pair = { ...bench.pair, erp };
    bench.sandbox.cin7.addSupplier({ Name: 'New Oils', PaymentTerm: '30 days' });
    buy({ supplier: 'New Oils' });
    await sync();
    expect(fo().state.orders.map((row) => row['PurchaseOrderNumber'])).toEqual(['PO-1']);
    expect(
      fo().state.vendors.find((row) => row['VendorOrganizationName'] === 'New Oils')?.['VendorAccountNumber'],
    ).toMatch(/^C7-[A-Z2-7]{9}$/);
    expect(await stateOf('bill')).toEqual(['written', 'no']);
  });

  test('credit notes: where the site takes no negative quantities, it says so', async () => {
    const row = buy({ type: 'Advanced' });
    bench.sandbox.cin7.addCreditNote(row.id, { number: 'CN-1', invoiceNumber: 'INV-1', lines: goods });
    fo().negativeQuantities = false;
    await sync();
    expect((await stateOf('credit'))[0]).toBe('held');
    fo().negativeQuantities = true;
    await sync('purchases');
    expect(await stateOf('credit')).toEqual(['written', 'no']);
    expect(bench.sandbox.check()).toEqual([]);
  });
});

describe('scans', () => {
  beforeEach(async () => {
    bench = await createBench({ erps: ['finance-operations'], data: 'empty', tls: false, pageSize: 10 });
    for (let n = 1; n <= 25; n++)
      fo().addVendor({ VendorOrganizationName: `Vendor ${n}`, AddressCountryRegionId: 'GBR' });
    await sync('suppliers');
  });

  test('one that broke off infers nothing; a whole one shows what is gone', async () => {
    const account = String(
      fo().state.vendors.find((row) => row['VendorOrganizationName'] === 'Vendor 13')?.[
        'VendorAccountNumber'
      ],
    );
    fo().deleteVendor(account);
    bench.sandbox.faults.add({
      match: ({ path, query }) => path.endsWith('VendorsV2') && query.get('$skip') === '20',
      times: 100,
      fault: { kind: 'status', status: 503 },
    });
    const deleted = async () =>
      (await bench.look((store) => store.documents.all(undefined))).filter(({ problems }) =>
        problems.some(({ code }) => code === 'deleted'),
      );
    await sync('suppliers');
    expect(await deleted()).toEqual([]);
    bench.sandbox.faults.clear();
    await sync('suppliers');
    expect((await deleted()).map(({ number }) => number)).toEqual([account]);
  });

  test('a pass that finds nothing new costs one page after another and no write', async () => {
    const from = now();
    await sync('suppliers');
    const asked = bench.sandbox.journal.entries
      .slice(from)
      .filter(({ system }) => system === 'financeOperations');
    expect(asked.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'GET']);
    expect(writesSince(from)).toEqual([]);
  });

  test('a change of a field that nobody maps moves the tag and nothing else', async () => {
    fo().editVendor(String(fo().state.vendors.at(-1)?.['VendorAccountNumber']), { Notes: 'seen' });
    const from = now();
    await sync('suppliers');
    expect(writesSince(from)).toEqual([]);
  });
});
