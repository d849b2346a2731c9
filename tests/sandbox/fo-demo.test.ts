import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/config/load.ts';
import { demoConfig, demoConfigText, demoCredentials, type Sandbox } from '../../src/sandbox/start.ts';
import { foClient, infologOf, where } from './fo-support.ts';
import { type Client, start } from './support.ts';

let sandbox: Sandbox;
let fo: Client;
beforeAll(async () => {
  sandbox = await start({ data: 'demo', erps: ['finance-operations'] });
  fo = await foClient(sandbox);
});
afterAll(() => sandbox.close());

const mapping = () =>
  demoConfig(sandbox).pairs[0]!.mapping as {
    accounts: Record<string, { account: string; category?: string; dimensions?: Record<string, string> }>;
    units: Record<string, string>;
    taxes: Record<string, { group: string; itemGroup: string }>;
    paymentTerms: Record<string, string>;
    locations: Record<string, { site: string; warehouse: string }>;
  };

async function codes(set: string, field: string): Promise<string[]> {
  const { json } = await fo('GET', where(set, `dataAreaId eq 'LVUK'`));
  const rows = json.value ?? (await fo('GET', set)).json.value;
  return rows.map((row: Record<string, string>) => row[field]);
}

test('the configuration is a pair of its own, beside that of another ERP', async () => {
  expect(parseConfig(demoConfigText(sandbox), '/tmp/config.yaml', {})).toMatchObject({
    ok: true,
    config: { pairs: [{ name: 'demo-finance-operations', erp: { legalEntity: 'LVUK' } }] },
  });
  const both = await start({ erps: ['business-central', 'finance-operations'] });
  try {
    const config = demoConfig(both);
    expect(config.pairs.map(({ name }) => name)).toEqual(['demo', 'demo-finance-operations']);
    expect(parseConfig(demoConfigText(both), '/tmp/config.yaml', {})).toMatchObject({ ok: true });
    const names = config.pairs.flatMap(({ cin7, erp }) => [cin7.credentials, erp.credentials]);
    expect(Object.keys(demoCredentials(both))).toEqual(names);
  } finally {
    await both.close();
  }
});

test('everything that the mapping names is there and can be used', async () => {
  const { accounts, units, taxes, paymentTerms, locations } = mapping();
  expect(await codes('UnitsOfMeasure', 'UnitSymbol')).toEqual(expect.arrayContaining(Object.values(units)));
  expect(await codes('PaymentTerms', 'Name')).toEqual(expect.arrayContaining(Object.values(paymentTerms)));
  expect(await codes('TaxGroups', 'TaxGroupCode')).toEqual(
    expect.arrayContaining(Object.values(taxes).map(({ group }) => group)),
  );
  expect(await codes('TaxItemGroupHeadings', 'TaxItemGroup')).toEqual(
    expect.arrayContaining(Object.values(taxes).map(({ itemGroup }) => itemGroup)),
  );
  expect(await codes('Warehouses', 'WarehouseId')).toEqual(
    expect.arrayContaining(Object.values(locations).map(({ warehouse }) => warehouse)),
  );
  const order = sandbox.financeOperations.addOrder({ OrderVendorAccountNumber: 'V00010' });
  const lines = Object.values(accounts).map(
    ({ account, category = 'Miscellaneous', dimensions = {} }, i) => ({
      dataAreaId: 'LVUK',
      PurchaseOrderNumber: order.fields['PurchaseOrderNumber'],
      LineNumber: i + 1,
      ProcurementProductCategoryName: category,
      MainAccountIdDisplayValue: account,
      DefaultLedgerDimensionDisplayValue: `${dimensions['BusinessUnit'] ?? ''}-${dimensions['Department'] ?? ''}`,
      OrderedPurchaseQuantity: 1,
      PurchasePrice: 1,
    }),
  );
  for (const line of lines) {
    const reply = await fo('POST', 'PurchaseOrderLinesV2', line);
    expect([reply.status, reply.status === 201 ? '' : infologOf(reply)]).toEqual([201, '']);
  }
  sandbox.financeOperations.deleteOrder(String(order.fields['PurchaseOrderNumber']));
});

test('three companies, one of which is the default of the user', async () => {
  const visible = async (query: string) => {
    const { json } = await fo(
      'GET',
      `VendorsV2?$select=dataAreaId,VendorAccountNumber,VendorPartyNumber${query}`,
    );
    return json.value as Record<string, string>[];
  };
  expect(await visible('&cross-company=false')).toMatchObject([{ VendorAccountNumber: 'US-101' }]);
  const all = await visible('');
  const companies = new Set(all.map((row) => row['dataAreaId']!.toLowerCase()));
  expect([...companies].sort()).toEqual(['lvie', 'lvuk', 'usmf']);
  const parties = all.map((row) => row['VendorPartyNumber']);
  expect(new Set(parties).size).toBe(parties.length - 1);
});

test('about half of the suppliers are vendors, most products are items, and two things are wrong', () => {
  const { vendors, releasedProducts } = sandbox.financeOperations.state;
  const { suppliers, products } = sandbox.cin7.state;
  const shared = vendors.filter(({ dataAreaId }) => dataAreaId === 'lvuk');
  expect(shared.length / suppliers.length).toBeGreaterThan(0.4);
  expect(shared.length / suppliers.length).toBeLessThan(0.7);
  expect(releasedProducts.length / products.length).toBeGreaterThan(0.8);
  expect(vendors.filter((row) => row['OnHoldStatus'] === 'Invoice')).toHaveLength(1);
});
