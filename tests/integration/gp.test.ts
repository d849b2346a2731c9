import { afterEach, describe, expect, test } from '@jest/globals';
import type { DocumentReport } from '../../src/domain/document.ts';
import type { PassReport } from '../../src/engine/report.ts';
import { furnishGp, gpBench, lines, oneOf } from './gp-support.ts';
import type { Bench } from './harness.ts';

let bench: Bench;
afterEach(() => bench.close());

const documents = (passes: readonly PassReport[]): DocumentReport[] =>
  passes.flatMap((pass) => [...pass.documents]);
const told = (passes: readonly PassReport[]) =>
  documents(passes).map(({ kind, state, problems }) =>
    [kind, state, ...problems.map(({ code }) => code)].join(' '),
  );

async function settled(): Promise<PassReport[]> {
  bench.clock.advance(16 * 60_000);
  return bench.sync();
}

describe.each([['soap'], ['sba']] as const)('Dynamics GP over %s', (protocol) => {
  const start = async (more: Parameters<typeof gpBench>[0] = {}) => {
    bench = await gpBench({ sba: protocol === 'sba', ...more });
    furnishGp(bench);
  };

  test('a bill becomes one unposted payables invoice whose distributions balance', async () => {
    await start();
    bench.sandbox.cin7.addPurchase({ supplier: 'Harbour Oils', lines, invoices: [{ number: 'INV-1' }] });
    const first = await bench.sync();
    expect(told(first).filter((text) => text.startsWith('bill'))).toEqual(['bill written']);
    const row = oneOf(bench.sandbox.gp.state.payables);
    expect(row).toMatchObject({
      type: 'Invoice',
      vendor: 'HARBOUR',
      documentNumber: 'INV-1',
      state: 'Work',
      batch: 'C7-20260914',
      currency: 'GBP',
      purchases: '13.05',
      freight: '9.99',
      tax: '4.61',
      total: '27.65',
      terms: 'NET 30',
      date: '2026-09-14',
      postingDate: '2026-09-14',
    });
    expect(row.voucher).toMatch(/^C7[A-Z2-7]{15}$/);
    expect(
      row.distributions.map(({ type, account, debit, credit }) => [type, account, debit, credit]),
    ).toEqual([
      [6, '000-1300-01', '13.05', '0'],
      [9, '000-6500-00', '9.99', '0'],
      [10, '000-2300-00', '4.61', '0'],
      [2, '000-2100-00', '0', '27.65'],
    ]);
    expect(bench.sandbox.check()).toEqual([]);
    const second = await settled();
    expect(second.map(({ written, linked, pending }) => written + linked + pending)).toEqual([0, 0, 0]);
    expect(bench.sandbox.gp.state.payables).toHaveLength(1);
  });

  test('a credit note becomes a credit memo, its distributions turned', async () => {
    await start();
    const row = bench.sandbox.cin7.addPurchase({
      supplier: 'Harbour Oils',
      type: 'Advanced',
      lines,
      invoices: [{ number: 'I-1' }],
    });
    bench.sandbox.cin7.addCreditNote(row.id, { number: 'CN-1', invoiceNumber: 'I-1', lines });
    await bench.sync();
    const credit = oneOf(bench.sandbox.gp.state.payables.filter(({ type }) => type === 'CreditMemo'));
    expect(credit).toMatchObject({ documentNumber: 'CN-1', total: '27.65' });
    expect(credit.distributions.find(({ type }) => type === 2)).toMatchObject({
      debit: '27.65',
      credit: '0',
    });
    expect(bench.sandbox.check()).toEqual([]);
  });

  test('foreign currency: own batch, rate in the direction of the currency', async () => {
    await start();
    bench.sandbox.cin7.addSupplier({ Name: 'Olio SpA', Currency: 'EUR', PaymentTerm: '30 days' });
    bench.sandbox.gp.addVendor({
      id: 'OLIO',
      name: 'Olio SpA',
      currency: 'EUR',
      payablesAccount: '000-2110-00',
    });
    bench.sandbox.cin7.addPurchase({
      supplier: 'Olio SpA',
      currency: 'EUR',
      rate: '0.86',
      lines,
      invoices: [{ number: 'E-1' }],
    });
    await bench.sync();
    expect(oneOf(bench.sandbox.gp.state.payables)).toMatchObject({
      currency: 'EUR',
      rate: '0.86',
      batch: 'C7-20260914-EUR',
    });
    const pay = oneOf(bench.sandbox.gp.state.payables).distributions.find(({ type }) => type === 2);
    expect(pay?.account).toBe(protocol === 'soap' ? '000-2110-00' : '000-2100-00');
    expect(bench.sandbox.check()).toEqual([]);
  });

  test('what people post is noticed; what they void or delete too', async () => {
    await start();
    for (const number of ['A', 'B', 'C'])
      bench.sandbox.cin7.addPurchase({ supplier: 'Harbour Oils', lines, invoices: [{ number }] });
    await bench.sync();
    const voucher = (number: string) =>
      oneOf(bench.sandbox.gp.state.payables.filter((row) => row.documentNumber === number)).voucher;
    bench.sandbox.gp.postPayables(voucher('A'));
    bench.sandbox.gp.deletePayables(voucher('B'));
    const states = documents(await settled()).map(({ source, state, posted }) => [
      source.number,
      state,
      posted,
    ]);
    expect(states.filter(([, state]) => state === 'diverged')).toHaveLength(1);
    const all = await bench.look((store) => store.documents.all(undefined));
    expect(
      all
        .filter(({ kind }) => kind === 'bill')
        .map(({ number, state, posted }) => [number, state, posted])
        .sort(),
    ).toEqual([
      ['A', 'written', 'yes'],
      ['B', 'diverged', 'no'],
      ['C', 'written', 'no'],
    ]);
  });

  test('vendors and items come into Cin7; what is unchanged costs no write', async () => {
    await start();
    bench.sandbox.gp.addVendor({
      id: 'NEW1',
      name: 'New & Sons <Ltd>',
      line1: 'Quay 1',
      city: 'Hull',
      country: 'GB',
    });
    bench.sandbox.gp.addVendor({ id: 'NEW2', name: 'New & Sons <Ltd>', country: 'GB' });
    bench.sandbox.gp.addItem({ number: 'VIN-1', description: 'Vinegar', unitSchedule: 'CASE' });
    bench.sandbox.gp.addItem({ number: 'KIT-1', description: 'Hamper', type: 'Kit' });
    bench.sandbox.gp.addItem({ number: 'OLD-1', description: 'Gone', type: 'Discontinued' });
    await bench.sync();
    const names = bench.sandbox.cin7.state.suppliers.map((row) => row['Name']);
    expect(names).toEqual(expect.arrayContaining(['New & Sons <Ltd>', 'New & Sons <Ltd> (NEW2)']));
    const skus = bench.sandbox.cin7.state.products.map((row) => [row['SKU'], row['UOM']]);
    expect(skus).toContainEqual(['VIN-1', 'Case']);
    expect(skus.map(([sku]) => sku)).not.toContain('KIT-1');
    const second = await settled();
    expect(second.map(({ written, linked }) => written + linked)).toEqual([0, 0, 0]);
    bench.sandbox.gp.editVendor('NEW1', { city: 'Leeds' });
    bench.sandbox.gp.deactivateVendor('NEW2');
    await settled();
    const supplier = bench.sandbox.cin7.state.suppliers.find((row) => row['Name'] === 'New & Sons <Ltd>');
    expect(JSON.stringify(supplier)).toContain('Leeds');
    expect(
      bench.sandbox.cin7.state.suppliers.find((row) => row['Name'] === 'New & Sons <Ltd> (NEW2)'),
    ).toMatchObject({
      Status: 'Deprecated',
    });
  });
});
