import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/config/load.ts';
import { demoConfig, demoConfigText, demoCredentials, type Sandbox } from '../../src/sandbox/start.ts';
import { accountLine, lineAt, navClient, startNav, vendorLine, write } from './nav-support.ts';
import { type Client, filter } from './support.ts';

let sandbox: Sandbox;
let client: Client;
afterEach(() => sandbox.close());

describe('the demo pair', () => {
  beforeEach(async () => {
    sandbox = await startNav({ data: 'demo' });
    client = navClient(sandbox);
  });

  test('its configuration is valid, its credentials are accepted', async () => {
    expect(parseConfig(demoConfigText(sandbox), '/tmp/config.yaml', {})).toMatchObject({
      ok: true,
      config: { pairs: [{ name: 'demo-nav', erp: { deployment: 'on-premises', auth: 'basic' } }] },
    });
    expect(demoCredentials(sandbox)['demo-nav-erp']).toEqual(sandbox.credentials.nav);
    expect((await client('GET', 'VendorCard')).json.value.length).toBeGreaterThan(20);
  });

  test('everything that the mapping names is there and can be used', async () => {
    const { mapping } = demoConfig(sandbox).pairs[0] ?? { mapping: {} };
    const { accounts, locations } = mapping as {
      accounts: Record<string, { account: string; dimensions?: Record<string, string> }>;
      locations: Record<string, { code: string; inTransit?: string; dimensions?: Record<string, string> }>;
    };
    const { nav } = sandbox;
    for (const [i, { account, dimensions = {} }] of Object.values(accounts).entries()) {
      const line = accountLine((i + 1) * 10_000, account, 1, {
        Shortcut_Dimension_1_Code: dimensions['DEPARTMENT'] ?? '',
      });
      expect((await client('POST', 'GeneralJournal', line)).json).toMatchObject({
        Account_No: account,
        Shortcut_Dimension_1_Code: dimensions['DEPARTMENT'] ?? '',
      });
    }
    for (const { code, inTransit } of Object.values(locations))
      for (const name of [code, inTransit ?? code])
        expect(nav.company.locations.get(name)).toMatchObject({ inTransit: false });
  });

  test('somebody else\u2019s line, a closed period and a mandatory dimension are there', async () => {
    expect(sandbox.nav.state.generalJournal).toMatchObject([{ Document_No: 'ACCR-001', madeBy: 'person' }]);
    expect((await client('GET', 'GeneralLedgerSetup')).json.value[0].Allow_Posting_From).toBe('2026-08-01');
    const rules = await client('GET', filter('DefaultDimensions', "Value_Posting eq 'Code Mandatory'"));
    expect(rules.json.value).toMatchObject([{ Table_ID: 15, No: '8410', Dimension_Code: 'DEPARTMENT' }]);
    expect(sandbox.check()).toEqual([]);
  });
});

describe('the demo\u2019s sales and stock', () => {
  test('sales of every kind, and what moved besides', async () => {
    sandbox = await startNav({ data: 'demo' });
    const { sales, customers, movements, stockTasks } = sandbox.cin7.state;
    expect(sales).toHaveLength(26);
    expect(customers).toHaveLength(10);
    expect(sandbox.nav.state.customers.map((row) => row.Name)).toEqual(
      expect.arrayContaining(['Abbey Road Deli', 'Riverside Catering']),
    );
    expect(new Set(movements.map((row) => row.type))).toEqual(
      new Set([
        'Purchase',
        'Advanced Purchase',
        'Sale',
        'SaleMultiple',
        'RestockMultiple',
        'Adjustment',
        'Stocktake',
        'Transfer Out',
        'Transfer In',
        'Inventory Write-Off',
      ]),
    );
    expect(stockTasks).toHaveLength(2);
    expect(sandbox.nav.state.itemLedgerEntries.length).toBeGreaterThan(200);
    expect(sandbox.check()).toEqual([]);
  });
});

describe('check tells', () => {
  const number = { External_Document_No: 'INV-1' };
  const bill = (more: Record<string, unknown> = {}) => [
    vendorLine(-120, { ...number, ...more }),
    accountLine(20_000, '8210', 120, { ...number, ...more }),
  ];

  beforeEach(async () => {
    sandbox = await startNav();
    client = navClient(sandbox);
    sandbox.cin7.addSupplier({ Name: 'Tea Co', Currency: 'GBP' });
    sandbox.nav.addVendor({ No: 'V1', Name: 'Tea Co' });
    sandbox.cin7.addPurchase({
      supplier: 'Tea Co',
      type: 'Service',
      lines: [{ description: 'Carriage', price: '100.00', account: '425' }],
      invoices: [{ number: 'INV-1', date: '2026-09-10' }],
    });
  });

  test('nothing when lines and entries equal the bill', async () => {
    await write(client, ...bill());
    expect(sandbox.check()).toEqual([]);
    sandbox.nav.postBatch('GENERAL', 'CIN7PURCH');
    expect(sandbox.check()).toEqual([]);
  });

  test('of tax on an account of its own, too', async () => {
    const blank = {
      Gen_Posting_Type: ' ',
      Gen_Bus_Posting_Group: '',
      Gen_Prod_Posting_Group: '',
      VAT_Bus_Posting_Group: '',
      VAT_Prod_Posting_Group: '',
    };
    const [vendor] = bill();
    const lines = [
      accountLine(20_000, '8210', 100, { ...number, ...blank, Amount: 100 }),
      accountLine(30_000, '5630', 20, number),
    ];
    await write(client, vendor as object, ...lines);
    expect(sandbox.check()).toEqual([]);
  });

  test('what half is written', async () => {
    await write(client, bill()[0] as object);
    expect(sandbox.check()).toEqual([
      'NAV: the lines of document PO-00001-ABCD are out of balance by -120.00.',
      expect.stringContaining('NAV: Invoice INV-1 of vendor V1 was posted with 120.00 + 0.00 = 120.00 GBP'),
    ]);
    expect(sandbox.check({ unfinished: true })).toEqual([]);
  });

  test('other amounts, and what Cin7 never had', async () => {
    await write(client, vendorLine(-121, number), accountLine(20_000, '8210', 121, number));
    expect(sandbox.check()).toEqual([expect.stringContaining('but Cin7 said 100.00 + 20.00 = 120.00 GBP')]);
    await client('PATCH', lineAt(10_000), { External_Document_No: 'INV-9' });
    expect(sandbox.check()).toEqual([expect.stringContaining('but Cin7 has no such document')]);
  });

  test('two groups of one bill, also when one was posted', async () => {
    await write(client, ...bill());
    sandbox.nav.postBatch('GENERAL', 'CIN7PURCH');
    await write(client, ...bill({ Document_No: 'PO-00001-EFGH' }));
    expect(sandbox.check()).toEqual([
      'NAV: Invoice INV-1 of vendor V1 was written although it was there already.',
    ]);
    sandbox.nav.deleteLine('GENERAL', 'CIN7PURCH', 10_000);
    sandbox.nav.deleteLine('GENERAL', 'CIN7PURCH', 20_000);
    sandbox.nav.reverse('PO-00001-ABCD');
    await write(client, ...bill({ Document_No: 'PO-00001-EFGH' }));
    expect(sandbox.check()).toEqual([]);
  });

  test('sales by our own number, restocked credit notes too', async () => {
    sandbox.cin7.addCustomer({ Name: 'Corner Shop' });
    sandbox.nav.addCustomer({ No: 'C1', Name: 'Corner Shop' });
    const lines = [{ description: 'Delivery', price: '50', account: '200' }];
    sandbox.cin7.addSale({
      customer: 'Corner Shop',
      lines,
      invoices: [{ number: 'INV-00001', date: '2026-09-10' }],
      credits: [{ number: 'CR-00001', date: '2026-09-11' }],
    });
    const sale = (number: string, type: string, amount: number, line: number) => [
      vendorLine(amount, {
        Account_Type: 'Customer',
        Account_No: 'C1',
        Document_Type: type,
        Document_No: number,
        Line_No: line,
        External_Document_No: '',
      }),
      accountLine(line + 10_000, '6110', -amount, {
        Document_Type: type,
        Document_No: number,
        External_Document_No: '',
      }),
    ];
    await write(
      client,
      ...sale('INV-00001', 'Invoice', 60, 10_000),
      ...sale('CR-00001', 'Credit Memo', -60, 30_000),
    );
    expect(sandbox.check()).toEqual([]);
    sandbox.nav.postBatch('GENERAL', 'CIN7PURCH');
    expect(sandbox.check()).toEqual([]);
    await write(client, ...sale('INV-00009', 'Invoice', 60, 10_000));
    expect(sandbox.check()).toEqual([
      'NAV: Invoice INV-00009 of customer C1 was posted, but Cin7 has no such document.',
    ]);
  });

  test('not what a person changed afterwards', async () => {
    await write(client, ...bill());
    sandbox.nav.editLine('GENERAL', 'CIN7PURCH', 10_000, { Amount: -130 });
    sandbox.nav.editLine('GENERAL', 'CIN7PURCH', 20_000, { Amount: 130 });
    sandbox.nav.postBatch('GENERAL', 'CIN7PURCH');
    expect(sandbox.check()).toEqual([]);
  });
});
