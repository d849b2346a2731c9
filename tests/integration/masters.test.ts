import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FlowOptions } from '../../src/config/schema.ts';
import { type Bench, createBench } from './harness.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await createBench({ data: 'empty', tls: false });
});
afterEach(() => bench.close());

const sync = async (flow: Partial<FlowOptions> = {}) => {
  bench.clock.advance(16 * 60_000);
  const [toErp, toCin7] = await bench.sync({ flows: ['suppliers'], flow });
  return { toErp: toErp!, toCin7: toCin7! };
};
const writes = (from: number) =>
  bench.sandbox.journal.entries
    .slice(from)
    .filter((entry) => entry.method !== 'GET' && entry.system !== 'entra').length;
const vendor = (name: string) =>
  bench.sandbox.businessCentral.company.vendors.all().find((row) => row.displayName === name);
const supplier = (name: string) => bench.sandbox.cin7.state.suppliers.find((row) => row['Name'] === name);

describe('a linked supplier', () => {
  beforeEach(async () => {
    bench.sandbox.cin7.addSupplier({ Name: 'Tea Co Ltd', PaymentTerm: '30 days', TaxNumber: 'GB184927365' });
    await sync();
    await sync();
  });

  test('a change on one side flows, its echo costs no write, and the other fields stay', async () => {
    const before = bench.sandbox.journal.entries.length;
    bench.sandbox.businessCentral.editVendor(vendor('Tea Co Ltd')!.number, { email: 'ap@tea.example' });
    await sync();
    expect(writes(before)).toBe(1);
    await sync();
    await sync();
    expect(writes(before)).toBe(1);
    expect(JSON.stringify(supplier('Tea Co Ltd'))).toContain('ap@tea.example');
  });

  test.each([
    ['erp-wins', 'GB333333333'],
    ['cin7-wins', 'GB222222222'],
  ] as const)('changed on both sides, %s: both end with %s', async (conflicts, expected) => {
    bench.sandbox.cin7.editSupplier('Tea Co Ltd', { TaxNumber: 'GB222222222' });
    bench.sandbox.businessCentral.editVendor(vendor('Tea Co Ltd')!.number, {
      taxRegistrationNumber: 'GB333333333',
    });
    await sync({ conflicts });
    await sync({ conflicts });
    expect([supplier('Tea Co Ltd')?.['TaxNumber'], vendor('Tea Co Ltd')?.taxRegistrationNumber]).toEqual([
      expected,
      expected,
    ]);
  });

  test('changed on both sides to the same: nothing is written', async () => {
    const before = bench.sandbox.journal.entries.length;
    bench.sandbox.cin7.editSupplier('Tea Co Ltd', { TaxNumber: 'GB222222222' });
    bench.sandbox.businessCentral.editVendor(vendor('Tea Co Ltd')!.number, {
      taxRegistrationNumber: 'GB222222222',
    });
    await sync();
    expect(writes(before)).toBe(0);
  });

  test('changed on both sides and the policy is to ask: a conflict on every pass, until a person settles it', async () => {
    bench.sandbox.cin7.editSupplier('Tea Co Ltd', { TaxNumber: 'GB222222222' });
    bench.sandbox.businessCentral.editVendor(vendor('Tea Co Ltd')!.number, {
      taxRegistrationNumber: 'GB333333333',
    });
    const first = await sync({ conflicts: 'ask' });
    expect(first.toErp).toMatchObject({ conflict: 1, written: 0 });
    const again = await sync({ conflicts: 'ask' });
    expect(again.toErp).toMatchObject({ conflict: 1 });
    expect(again.toErp.documents[0]?.problems[0]).toMatchObject({
      code: 'changed-both-sides',
      field: 'taxNumber',
    });
    bench.sandbox.cin7.editSupplier('Tea Co Ltd', { TaxNumber: 'GB333333333' });
    const settled = await sync({ conflicts: 'ask' });
    expect(settled.toErp).toMatchObject({ conflict: 0 });
    expect(settled.toCin7).toMatchObject({ conflict: 0 });
  });

  test('a name cut to fit does not flow back', async () => {
    const long = `Tea Co Ltd ${'and the many long words of its name '.repeat(5)}`.trim();
    bench.sandbox.cin7.editSupplier('Tea Co Ltd', { Name: long });
    await sync();
    const before = bench.sandbox.journal.entries.length;
    await sync();
    await sync();
    expect(writes(before)).toBe(0);
    expect(supplier(long)).toBeDefined();
    expect(
      bench.sandbox.businessCentral.company.vendors
        .all()
        .some((row) => row.displayName.length === 100 || long.startsWith(row.displayName)),
    ).toBe(true);
  });

  test('blocked in the ERP it is deprecated in Cin7; deprecated in Cin7 it is only reported, unless told to block', async () => {
    bench.sandbox.businessCentral.blockVendor(vendor('Tea Co Ltd')!.number);
    await sync();
    expect(supplier('Tea Co Ltd')?.['Status']).toMatch(/deprecated/i);
    bench.sandbox.businessCentral.editVendor(vendor('Tea Co Ltd')!.number, { blocked: '_x0020_' });
    await sync();
    expect(supplier('Tea Co Ltd')?.['Status']).toMatch(/active/i);
    bench.sandbox.cin7.deprecateSupplier('Tea Co Ltd');
    const reported = await sync();
    expect(reported.toErp.written).toBe(0);
    expect(vendor('Tea Co Ltd')?.blocked).toBe('_x0020_');
  });

  test('deactivate: block blocks the vendor', async () => {
    bench.sandbox.cin7.deprecateSupplier('Tea Co Ltd');
    await sync({ deactivate: 'block' });
    expect(vendor('Tea Co Ltd')?.blocked).toBe('All');
  });

  test('merged into another, the other takes its vendor over and no vendor is made', async () => {
    bench.sandbox.cin7.addSupplier({
      Name: 'Tea Co Limited',
      PaymentTerm: '30 days',
      TaxNumber: 'GB184927365',
    });
    bench.sandbox.cin7.mergeSuppliers('Tea Co Ltd', 'Tea Co Limited');
    const { toErp } = await sync();
    expect(toErp).toMatchObject({ rejected: 0 });
    expect(bench.sandbox.businessCentral.company.vendors.all()).toHaveLength(1);
  });
});

describe('first contact', () => {
  test('two vendors of one name are told with their candidates and not guessed; a tax number settles it', async () => {
    bench.sandbox.businessCentral.addVendor({ number: 'A1', displayName: 'Oil Co' });
    bench.sandbox.businessCentral.addVendor({
      number: 'A2',
      displayName: 'Oil Co',
      taxRegistrationNumber: 'GB918273645',
    });
    bench.sandbox.cin7.addSupplier({ Name: 'Oil Co', PaymentTerm: '30 days' });
    const { toErp } = await sync({ legs: ['cin7-to-erp'] });
    expect(toErp).toMatchObject({ rejected: 1, written: 0 });
    expect(toErp.documents[0]?.problems[0]).toMatchObject({
      code: 'master-ambiguous',
      allowed: ['A1 Oil Co', 'A2 Oil Co'],
    });
    bench.sandbox.cin7.editSupplier('Oil Co', { TaxNumber: 'GB 918 273 645' });
    const after = await sync({ legs: ['cin7-to-erp'] });
    expect(after.toErp).toMatchObject({ rejected: 0 });
    expect(await bench.look((store) => store.links.count('demo', 'suppliers'))).toBe(1);
  });

  test('blanks are filled, nothing is blanked', async () => {
    bench.sandbox.businessCentral.addVendor({ number: 'A1', displayName: 'Oil Co', email: 'ap@oil.example' });
    bench.sandbox.cin7.addSupplier({ Name: 'Oil Co', PaymentTerm: '30 days', TaxNumber: 'GB123456789' });
    await sync();
    await sync();
    expect(vendor('Oil Co')).toMatchObject({ email: 'ap@oil.example', taxRegistrationNumber: 'GB123456789' });
    expect(JSON.stringify(supplier('Oil Co'))).toContain('ap@oil.example');
    expect(supplier('Oil Co')?.['TaxNumber']).toBe('GB123456789');
  });

  test("the ERP's number is kept where the pair has agreed on an attribute", async () => {
    bench.pair = { ...bench.pair, cin7: { ...bench.pair.cin7, supplierCode: 'AdditionalAttribute1' } };
    bench.sandbox.cin7.addSupplier({ Name: 'New Co', PaymentTerm: '30 days' });
    await sync();
    await sync();
    expect(supplier('New Co')?.['AdditionalAttribute1']).toBe(vendor('New Co')?.number);
    const before = bench.sandbox.journal.entries.length;
    await sync();
    expect(writes(before)).toBe(0);
  });
});
