import { afterEach, describe, expect, test } from '@jest/globals';
import { decimal } from '../../src/domain/decimal.ts';
import { addDays, type PlainDate } from '../../src/domain/time.ts';
import type { PassReport } from '../../src/engine/report.ts';
import { furnishGp, gpBench, lines, oneOf } from './gp-support.ts';
import type { Bench } from './harness.ts';

let bench: Bench;
afterEach(() => bench.close());

const start = async (more: Parameters<typeof gpBench>[0] = {}) => {
  bench = await gpBench(more);
  furnishGp(bench);
};
const bill = (number: string, more: object = {}) =>
  bench.sandbox.cin7.addPurchase({ supplier: 'Harbour Oils', lines, invoices: [{ number, ...more }] });
const told = (passes: readonly PassReport[], kind = 'bill') =>
  passes
    .flatMap((pass) => pass.documents)
    .filter((document) => document.kind === kind)
    .map(({ state, problems }) => [state, ...problems.map(({ code }) => code)].join(' '));
const problems = (passes: readonly PassReport[]) =>
  passes.flatMap((pass) => pass.documents).flatMap((document) => document.problems);
async function later(minutes = 16): Promise<PassReport[]> {
  bench.clock.advance(minutes * 60_000);
  return bench.sync();
}
const sides = (row: {
  distributions: readonly { type: number; account: string; debit: string; credit: string }[];
}) => row.distributions.map(({ type, account, debit, credit }) => [type, account, debit, credit]);

describe('receipts', () => {
  const accrual = { receipts: true } as const;
  const order = (price = '4.35', invoices: object[] = []) =>
    bench.sandbox.cin7.addPurchase({
      supplier: 'Harbour Oils',
      type: 'Advanced',
      lines: [{ sku: 'OIL-01', quantity: '3', price, account: '310' }],
      received: 'authorised',
      invoices: invoices as [],
    });

  test('each authorised receipt becomes a receivings transaction against accrued purchases', async () => {
    await start(accrual);
    order();
    expect(told(await bench.sync(), 'receipt')).toEqual(['written']);
    const row = oneOf(bench.sandbox.gp.state.receipts);
    expect(row.lines).toHaveLength(1);
    expect(row.lines[0]).toMatchObject({
      item: 'OIL-01',
      quantity: '3',
      unitCost: '4.35',
      nonInventory: true,
    });
    expect(sides(row)).toEqual([
      [1, '000-1300-01', '13.05', '0'],
      [9, '000-2111-00', '0', '13.05'],
    ]);
    expect(row.number).toMatch(/^C7[A-Z2-7]{15}$/);
    expect(bench.sandbox.check()).toEqual([]);
    expect((await later()).every(({ written }) => written === 0)).toBe(true);
  });

  test('a bill of received goods debits accrued purchases, what it costs more the variance', async () => {
    await start(accrual);
    order('4.35', [
      { number: 'INV-1', lines: [{ sku: 'OIL-01', quantity: '3', price: '4.50', account: '310' }] },
    ]);
    await bench.sync();
    expect(sides(oneOf(bench.sandbox.gp.state.payables))).toEqual([
      [6, '000-2111-00', '13.05', '0'],
      [6, '000-4730-00', '0.45', '0'],
      [10, '000-2300-00', '2.7', '0'],
      [2, '000-2100-00', '0', '16.2'],
    ]);
  });

  test('without a variance account the difference stays and is told', async () => {
    await start({
      ...accrual,
      erp: { accounts: { payable: '000-2100-00', accruedPurchases: '000-2111-00' } as never },
    });
    order('4.35', [
      { number: 'INV-1', lines: [{ sku: 'OIL-01', quantity: '3', price: '4.50', account: '310' }] },
    ]);
    expect(told(await bench.sync())).toEqual(['written price-differs']);
    expect(sides(oneOf(bench.sandbox.gp.state.payables))[0]).toEqual([6, '000-2111-00', '13.5', '0']);
  });

  test('a service on the bill keeps its own account', async () => {
    await start(accrual);
    bench.sandbox.cin7.addProduct({ SKU: 'SVC-1', Name: 'Tasting', Type: 'Service' });
    bench.sandbox.cin7.addPurchase({
      supplier: 'Harbour Oils',
      lines: [{ sku: 'SVC-1', quantity: '1', price: '20', account: '480' }],
      invoices: [{ number: 'INV-S' }],
    });
    await bench.sync();
    expect(sides(oneOf(bench.sandbox.gp.state.payables))[0]).toEqual([6, '000-6300-00', '20', '0']);
  });

  test('by item: the item of GP at its site, assigned to the vendor first', async () => {
    await start({ ...accrual, erp: { receiptLines: 'item' } });
    bench.sandbox.cin7.addProduct({ SKU: 'VIN-1', Name: 'Vinegar' });
    bench.sandbox.gp.addItem({ number: 'VIN-1', description: 'Vinegar' });
    bench.sandbox.cin7.addPurchase({
      supplier: 'Harbour Oils',
      type: 'Advanced',
      location: 'Showroom',
      lines: [{ sku: 'VIN-1', quantity: '2', price: '3', account: '310' }],
      received: 'authorised',
    });
    expect(told(await bench.sync(), 'receipt')).toEqual(['written']);
    expect(oneOf(bench.sandbox.gp.state.receipts).lines[0]).toMatchObject({
      item: 'VIN-1',
      site: 'SHOWROOM',
      nonInventory: false,
    });
  });

  test('off unless listed', async () => {
    await start();
    order();
    await bench.sync();
    expect(bench.sandbox.gp.state.receipts).toEqual([]);
  });
});

describe('what is there already', () => {
  test('a posted document of the same vendor and number is linked, with other amounts diverged', async () => {
    await start();
    const total = { purchases: decimal('23.04'), tax: decimal('4.61') };
    const same = bench.sandbox.gp.addPayables({ vendor: 'HARBOUR', documentNumber: 'inv-1', ...total });
    const other = bench.sandbox.gp.addPayables({ vendor: 'HARBOUR', documentNumber: 'INV-2' });
    for (const { voucher } of [same, other]) bench.sandbox.gp.postPayables(voucher);
    bill('INV-1');
    bill('INV-2');
    expect(told(await bench.sync()).sort()).toEqual([
      'diverged found-different found-different found-different',
      'linked',
    ]);
    expect(bench.sandbox.gp.state.payables).toHaveLength(2);
  });

  test('a draft that somebody typed is held, never changed', async () => {
    await start();
    bench.sandbox.gp.addPayables({ vendor: 'HARBOUR', documentNumber: 'INV-1' });
    bill('INV-1');
    expect(told(await bench.sync())[0]).toMatch(/^held draft-foreign/);
    expect(bench.sandbox.gp.state.payables).toHaveLength(1);
  });

  test('a draft that is exactly what we would write is taken, and left alone afterwards', async () => {
    await start();
    const distributions = [
      { type: 6, account: '000-1300-01', debit: decimal('13.05'), credit: decimal('0'), reference: '' },
      { type: 9, account: '000-6500-00', debit: decimal('9.99'), credit: decimal('0'), reference: '' },
      { type: 10, account: '000-2300-00', debit: decimal('4.61'), credit: decimal('0'), reference: '' },
      { type: 2, account: '000-2100-00', debit: decimal('0'), credit: decimal('27.65'), reference: '' },
    ];
    const amounts = { purchases: decimal('13.05'), freight: decimal('9.99'), tax: decimal('4.61') };
    const typed = bench.sandbox.gp.addPayables({
      vendor: 'HARBOUR',
      documentNumber: 'INV-1',
      ...amounts,
      distributions,
    });
    bill('INV-1');
    expect(told(await bench.sync())).toEqual(['written']);
    expect(bench.sandbox.gp.state.payables).toEqual([typed]);
    const [document] = await bench
      .look((store) => store.documents.all(undefined))
      .then((all) => all.filter(({ kind }) => kind === 'bill'));
    expect(document?.target?.id).toBe(typed.voucher);
    bench.clock.advance(60_000);
    await bench.sync({ replay: new Set([document?.id ?? '']) });
    expect(bench.sandbox.gp.state.payables).toEqual([typed]);
  });

  test('without our state the same documents are found by their own numbers', async () => {
    await start();
    bill('INV-1');
    await bench.sync();
    const before = bench.sandbox.gp.state.payables;
    (bench as { path: string }).path = `${bench.path}-lost`;
    expect(told(await later())).toEqual(['written']);
    expect(bench.sandbox.gp.state.payables).toEqual(before);
  });
});

describe('changes before it was posted', () => {
  test('SOAP cannot delete: a person does, and the next pass writes it anew', async () => {
    await start();
    const { id } = bill('INV-1');
    await bench.sync();
    const { voucher } = oneOf(bench.sandbox.gp.state.payables);
    bench.clock.advance(60_000);
    bench.sandbox.cin7.editInvoice(id, {
      lines: [{ sku: 'OIL-01', quantity: '4', price: '4.35', account: '310' }],
    });
    expect(told(await later())).toEqual(['held withdraw-by-hand']);
    bench.sandbox.gp.deletePayables(voucher);
    expect(told(await later())).toEqual(['written']);
    expect(oneOf(bench.sandbox.gp.state.payables)).toMatchObject({ voucher, purchases: '17.4' });
    expect(bench.sandbox.check()).toEqual([]);
  });

  test('voided in Cin7: held until a person deletes the voucher, then done with', async () => {
    await start();
    const { id } = bill('INV-1');
    await bench.sync();
    const { voucher } = oneOf(bench.sandbox.gp.state.payables);
    bench.clock.advance(60_000);
    bench.sandbox.cin7.voidPurchase(id);
    expect(told(await later())).toEqual(['held withdraw-by-hand']);
    bench.sandbox.gp.deletePayables(voucher);
    await later();
    const all = await bench.look((store) => store.documents.all(undefined));
    expect(all.filter(({ kind }) => kind === 'bill').map(({ state }) => state)).toEqual(['skipped']);
    expect(bench.sandbox.gp.state.payables).toEqual([]);
  });

  test('SBA deletes it itself', async () => {
    await start({ sba: true });
    const { id } = bill('INV-1');
    await bench.sync();
    bench.clock.advance(60_000);
    bench.sandbox.cin7.editInvoice(id, {
      lines: [{ sku: 'OIL-01', quantity: '4', price: '4.35', account: '310' }],
    });
    expect(told(await later())).toEqual(['written']);
    expect(oneOf(bench.sandbox.gp.state.payables)).toMatchObject({ purchases: '17.4' });
  });
});

describe('periods and batches', () => {
  test('outside of the open periods nothing is sent; opened, it is', async () => {
    await start();
    const { openPeriods } = bench.pair.erp as never as { openPeriods: { from: PlainDate } };
    const before = addDays(openPeriods.from, -1);
    bill('OLD', { date: before });
    expect(told(await bench.sync())).toEqual(['held period-closed']);
    expect(bench.sandbox.gp.state.payables).toEqual([]);
    const { pair } = bench;
    bench.pair = {
      ...pair,
      erp: { ...pair.erp, openPeriods: { from: '2026-01-01', to: '2026-12-31' } } as never,
    };
    bench.sandbox.gp.closePeriods('2025-12-31');
    expect(told(await later())).toEqual(['written']);
  });

  test('a batch that somebody works with: the next suffix', async () => {
    await start();
    bench.sandbox.gp.setBatch('C7-20260914', 'Posting');
    bill('INV-1');
    expect(told(await bench.sync())).toEqual(['written']);
    expect(oneOf(bench.sandbox.gp.state.payables).batch).toBe('C7-20260914-2');
  });
});

describe('refusals', () => {
  test('a validation fault is told with its reasons, an eConnect error with its number', async () => {
    await start();
    bench.sandbox.gp.editAccount('000-1300-01', { allowEntry: false });
    bill('INV-1');
    const passes = await bench.sync();
    expect(told(passes)).toEqual(['failed refused']);
    expect(
      problems(passes)
        .map(({ seen }) => seen)
        .join(),
    ).toContain('Error Number = 90023');
  });

  test('without permission the document fails and the account stays unlocked', async () => {
    await start();
    bench.sandbox.gp.denied = ['CreatePayablesInvoice'];
    bill('INV-1');
    expect(told(await bench.sync())).toEqual(['failed refused']);
    expect(bench.sandbox.gp.signIns.refused).toBe(0);
  });

  test('a wrong password is tried once', async () => {
    await start();
    bench.sandbox.gp.setPassword('svc-mlconnector', 'other');
    const passes = await bench.sync();
    expect(passes.every(({ cause, outcome }) => outcome === 'ok' || cause === 'unreachable')).toBe(true);
    expect(bench.sandbox.gp.signIns.refused).toBe(1);
  });

  test('Negotiate over TLS, where the server wants the channel bound', async () => {
    await start({ tls: true, erp: { auth: 'negotiate' } });
    bench.sandbox.gp.channelBinding = 'required';
    bill('INV-1');
    expect(told(await bench.sync())).toEqual(['written']);
    expect(bench.sandbox.gp.signIns.refused).toBe(0);
  });

  test('a site that wants the policy gets it, and one that signs in each request is followed', async () => {
    await start();
    bench.sandbox.gp.policyRequired = true;
    bench.sandbox.gp.keepsSignIn = false;
    bill('INV-1');
    expect(told(await bench.sync())).toEqual(['written']);
    expect(bench.sandbox.check()).toEqual([]);
  });
});

describe('lists', () => {
  test('a list that is cut in silence is asked for in parts, on the first load and later', async () => {
    await start({ erp: { listCap: 7 } });
    bench.sandbox.gp.listCap = 7;
    for (let n = 0; n < 30; n++)
      bench.sandbox.gp.addVendor({ id: `V${n}`, name: `Vendor ${n}`, country: 'GB' });
    await bench.sync({ flows: ['suppliers'] });
    expect(bench.sandbox.cin7.state.suppliers).toHaveLength(31);
    bench.clock.advance(3 * 24 * 3_600_000);
    for (let n = 0; n < 30; n++) bench.sandbox.gp.editVendor(`V${n}`, { taxRegistrationNumber: `TAX ${n}` });
    await bench.sync({ flows: ['suppliers'] });
    const cities = bench.sandbox.cin7.state.suppliers.filter((row) => JSON.stringify(row).includes('TAX '));
    expect(cities).toHaveLength(30);
  });

  test.each([['soap'], ['sba']] as const)(
    'two changes on one day are both seen where stamps have no time: %s',
    async (protocol) => {
      await start({ sba: protocol === 'sba' });
      bench.sandbox.gp.timedStamps = false;
      await bench.sync();
      for (const taxRegistrationNumber of ['GB1', 'GB2', 'GB3']) {
        bench.sandbox.gp.editVendor('HARBOUR', { taxRegistrationNumber });
        await later(20);
        expect(JSON.stringify(bench.sandbox.cin7.state.suppliers)).toContain(taxRegistrationNumber);
      }
      const quiet = await later(20);
      expect(quiet.map(({ written }) => written)).toEqual([0, 0, 0]);
    },
  );
});
