import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { accountLine, lineAt, navClient, startNav, vendorLine, words } from './nav-support.ts';
import { type Client, filter } from './support.ts';

let sandbox: Sandbox;
let client: Client;

beforeEach(async () => {
  sandbox = await startNav();
  client = navClient(sandbox);
});
afterEach(() => sandbox.close());

describe('cards', () => {
  test('a vendor made through the card has no posting groups unless they are sent or a template gives them', async () => {
    const { json } = await client('POST', 'VendorCard', { Name: 'Tea Co' });
    expect(json).toMatchObject({
      No: 'V00010',
      Name: 'Tea Co',
      Search_Name: 'TEA CO',
      Vendor_Posting_Group: '',
      Blocked: ' ',
      Last_Date_Modified: '2026-09-16',
    });
    sandbox.nav.templates = true;
    expect((await client('POST', 'VendorCard', { Name: 'Two' })).json.Vendor_Posting_Group).toBe('DOMESTIC');
  });

  test('numbers by hand, where they are allowed and free', async () => {
    await client('POST', 'CustomerCard', { No: 'c-1', Name: 'Shop', ContactName: 'Ann' });
    expect(sandbox.nav.state.customers).toMatchObject([{ No: 'C-1', ContactName: 'Ann' }]);
    expect((await client('POST', 'CustomerCard', { No: 'C-1', Name: 'B' })).json.error.code).toBe(
      'Internal_EntityWithSameKeyExists',
    );
    sandbox.nav.manualNumbers = false;
    expect(words(await client('POST', 'CustomerCard', { No: 'C-2', Name: 'B' }))).toMatch(
      /^You may not enter numbers manually\./,
    );
  });

  test('codes must exist, and no list can be written', async () => {
    const refused = async (body: object) =>
      (await client('POST', 'VendorCard', { Name: 'X', ...body })).json.error.code;
    expect(await refused({ Currency_Code: 'GBP' })).toBe('Internal_InvalidTableRelation');
    expect(await refused({ Country_Region_Code: 'ZZ' })).toBe('Internal_InvalidTableRelation');
    expect(await refused({ Payment_Terms_Code: 'NEVER' })).toBe('Internal_InvalidTableRelation');
    expect(await refused({ E_Mail: 'nobody' })).toBe('Application_DialogException');
    sandbox.nav.publish('VendorList', 27);
    expect((await client('POST', 'VendorList', { Name: 'X' })).status).toBe(405);
    expect((await client('POST', 'GLEntries', {})).status).toBe(405);
    expect(sandbox.nav.state.vendors).toEqual([]);
  });

  test('a balance changes the tag of a card', async () => {
    sandbox.nav.addVendor({ No: 'V1', Name: 'Tea Co' });
    const tag = (await client('GET', "VendorCard('V1')")).json['@odata.etag'];
    sandbox.nav.addLine('GENERAL', 'DEFAULT', vendorLine(-120, { Journal_Batch_Name: 'DEFAULT' }));
    sandbox.nav.addLine(
      'GENERAL',
      'DEFAULT',
      accountLine(20_000, '8210', 120, { Journal_Batch_Name: 'DEFAULT' }),
    );
    sandbox.nav.postBatch('GENERAL', 'DEFAULT');
    const patched = await client('PATCH', "VendorCard('V1')", { City: 'Bath' }, { 'if-match': tag });
    expect(patched.status).toBe(409);
    expect((await client('GET', "VendorCard('V1')")).json.Balance_LCY).toBe(120);
  });
});

describe('the API', () => {
  test('a vendor: the local currency by its code, terms by id, no contact', async () => {
    const terms = (await client('GET', filter('api:paymentTerms', "code eq '30 DAYS'"))).json.value[0].id;
    const made = await client('POST', 'api:vendors', {
      displayName: 'Tea Co',
      currencyCode: 'GBP',
      paymentTermsId: terms,
      blocked: '_x0020_',
    });
    expect(made.json).toMatchObject({ number: 'V00010', currencyCode: 'GBP', blocked: '_x0020_' });
    expect(sandbox.nav.state.vendors).toMatchObject([{ Currency_Code: '', Payment_Terms_Code: '30 DAYS' }]);
    expect((await client('GET', "VendorCard('V00010')")).json.Currency_Code).toBe('');
    expect(words(await client('POST', 'api:customers', {}))).toBe('A "displayName" must be provided.');
    sandbox.clock.advance(1500);
    const since = made.json.lastModifiedDateTime;
    await client('PATCH', `api:vendors(${made.json.id})`, { city: 'Bath' });
    const changed = await client('GET', filter('api:vendors', `lastModifiedDateTime gt ${since}`));
    expect(changed.json.value).toMatchObject([{ city: 'Bath' }]);
  });

  test('accounts show what is blocked and how they post; dimension values do not', async () => {
    const { json } = await client('GET', filter('api:accounts', "number eq '8990'"));
    expect(json.value).toMatchObject([{ blocked: true, directPosting: true, accountType: 'Posting' }]);
    expect((await client('GET', 'ChartOfAccounts')).json.value[0]).not.toHaveProperty('Blocked');
    expect((await client('GET', 'api:dimensionValues')).json.value[0]).not.toHaveProperty('blocked');
    const page = await client('GET', filter('DimensionValues', "Code eq 'OLD'"));
    expect(page.json.value).toMatchObject([{ Dimension_Code: 'DEPARTMENT', Blocked: true }]);
    const nested = await client('GET', 'api:dimensions?$expand=dimensionValues');
    expect(
      nested.json.value.map((row: { dimensionValues: unknown[] }) => row.dimensionValues.length),
    ).toEqual([3, 6, 2]);
  });

  test('journals of the first template alone; lines have no document type', async () => {
    sandbox.nav.addVendor({ No: 'V1', Name: 'Tea Co' });
    const all = await client('GET', 'api:journals');
    expect(all.json.value.map((row: { code: string }) => row.code)).toEqual([
      'CIN7PURCH',
      'CIN7SALES',
      'DEFAULT',
    ]);
    const other = await client('GET', filter('api:journals', "templateDisplayName eq 'PURCHASES'"));
    expect(other.json.value).toHaveLength(1);
    const { id } = all.json.value[0];
    await client('POST', 'GeneralJournal', vendorLine(-120));
    const made = await client('POST', `api:journals(${id})/journalLines`, {
      accountType: 'Vendor',
      accountNumber: 'V1',
      documentNumber: 'D1',
      amount: -5,
    });
    expect(made.json).toMatchObject({
      accountType: 'Vendor',
      lineNumber: 20_000,
      journalDisplayName: 'CIN7PURCH',
    });
    const lines = await client('GET', `api:journals(${id})/journalLines`);
    expect(lines.json.value).toHaveLength(1);
    expect((await client('GET', 'GeneralJournal')).json.value).toMatchObject([
      { Document_Type: 'Invoice' },
      { Document_Type: ' ' },
    ]);
    expect(words(await client('POST', 'api:journalLines', { amount: 1 }))).toMatch(
      /^You must specify a journal/,
    );
    const set = `api:journalLines(${made.json.id})/dimensionSetLines`;
    const line = { code: 'DEPARTMENT', valueCode: 'SALES' };
    expect((await client('POST', set, line)).status).toBe(201);
    expect((await client('POST', set, line)).json.error.code).toBe('Internal_EntityWithSameKeyExists');
    expect((await client('GET', lineAt(20_000))).json.Shortcut_Dimension_1_Code).toBe('SALES');
  });

  test('ledger set-up and entries', async () => {
    sandbox.nav.setPostingRange('2026-08-01');
    expect((await client('GET', 'api:generalLedgerSetup')).json.value).toMatchObject([
      {
        localCurrencyCode: 'GBP',
        allowPostingFrom: '2026-08-01',
        allowPostingTo: '0001-01-01',
        shortcutDimension3Code: 'PROJECT',
      },
    ]);
    expect((await client('GET', 'GeneralLedgerSetup')).json.value).toMatchObject([
      { Allow_Posting_From: '2026-08-01', Allow_Posting_To: '0001-01-01' },
    ]);
    expect((await client('GET', 'api:generalLedgerEntries')).json.value).toEqual([]);
  });
});

describe('stock', () => {
  const movement = (number: number, more: Record<string, unknown> = {}) => ({
    Journal_Template_Name: 'ITEM',
    Journal_Batch_Name: 'CIN7ITEM',
    Line_No: number,
    Posting_Date: '2026-09-10',
    Entry_Type: 'Positive Adjmt.',
    Document_No: 'R-1',
    External_Document_No: `task-${number}`,
    Item_No: 'TEA',
    Location_Code: 'MAIN',
    Gen_Bus_Posting_Group: 'CIN7REC',
    Quantity: 10,
    Unit_Amount: 4.2,
    ...more,
  });
  const post = () =>
    client(
      'POST',
      `root:ODataV4/Cin7Posting_PostBatch?company=${encodeURIComponent(sandbox.nav.company.name)}`,
      {
        templateName: 'ITEM',
        batchName: 'CIN7ITEM',
      },
    );

  beforeEach(() => {
    sandbox.nav.addItem({ No: 'TEA', Description: 'Tea', Base_Unit_of_Measure: 'PCS', Unit_Cost: 4 });
    sandbox.nav.publishCodeunit('Cin7Posting', 'PostBatch');
  });

  test('the item overwrites description, unit and cost', async () => {
    const { json } = await client(
      'POST',
      'ItemJournal',
      movement(10_000, { Unit_Amount: undefined, Quantity: 3 }),
    );
    expect(json).toMatchObject({
      Description: 'Tea',
      Unit_of_Measure_Code: 'PCS',
      Unit_Cost: 4,
      Amount: 12,
      EntryType: 'Positive Adjmt.',
      Gen_Prod_Posting_Group: 'RETAIL',
    });
    const next = { Journal_Template_Name: 'ITEM', Journal_Batch_Name: 'CIN7ITEM' };
    expect((await client('POST', 'ItemJournal', next)).json).toMatchObject({
      Line_No: 20_000,
      Document_No: 'R-1',
      Entry_Type: 'Positive Adjmt.',
      Item_No: '',
    });
  });

  test('posting values a receipt at its cost and an issue at the average, once each', async () => {
    await client('POST', 'ItemJournal', movement(10_000));
    await client(
      'POST',
      'ItemJournal',
      movement(20_000, {
        Entry_Type: 'Negative Adjmt.',
        Quantity: 4,
        Gen_Bus_Posting_Group: 'CIN7SHIP',
        Unit_Amount: undefined,
      }),
    );
    expect((await post()).status).toBe(200);
    const { itemLedgerEntries, glEntries, itemJournal } = sandbox.nav.state;
    expect(itemJournal).toEqual([]);
    expect(itemLedgerEntries.map((row) => [row.Quantity, row.Cost_Amount_Actual, row.Location_Code])).toEqual(
      [
        ['10', '42', 'MAIN'],
        ['-4', '-16.8', 'MAIN'],
      ],
    );
    expect(glEntries.map((row) => [row.G_L_Account_No, row.Amount])).toEqual([
      ['2110', '42'],
      ['2910', '-42'],
      ['2110', '-16.8'],
      ['7290', '16.8'],
    ]);
    const page = await client('GET', 'ItemLedgerEntries?$filter=Entry_No gt 1');
    expect(page.json.value).toMatchObject([{ Document_No: 'R-1', Quantity: -4 }]);
    expect(page.json.value[0]).not.toHaveProperty('External_Document_No');
    sandbox.nav.customise('ItemLedgerEntries', { added: ['External_Document_No'] });
    expect((await client('GET', 'ItemLedgerEntries(1)')).json.External_Document_No).toBe('TASK-10000');
    expect(sandbox.check()).toEqual([]);
  });

  test.each([
    ['a negative quantity', { Quantity: -1 }, 'Application_DialogException'],
    ['an unknown item', { Item_No: 'COFFEE' }, 'Internal_InvalidTableRelation'],
    ['an unknown location', { Location_Code: 'MOON' }, 'Internal_InvalidTableRelation'],
    ['an unknown posting group', { Gen_Bus_Posting_Group: 'NONE' }, 'Internal_InvalidTableRelation'],
  ])('%s is refused', async (_what, more, code) => {
    const reply = await client('POST', 'ItemJournal', movement(10_000, more));
    expect([reply.status, reply.json.error.code]).toEqual([400, code]);
  });

  test.each([
    ['no location', { Location_Code: '' }, /^Location Code must have a value/],
    ['a location in transit', { Location_Code: 'OWN LOG.' }, /^Use As In-Transit must be equal to 'No'/],
    ['no document number', { Document_No: '' }, /^Document No\. must have a value/],
    ['no quantity', { Quantity: 0 }, /^Quantity must have a value/],
    ['no product group', { Gen_Prod_Posting_Group: '' }, /^Gen\. Prod\. Posting Group must have a value/],
  ])('%s stops the batch when it is posted', async (_what, more, text) => {
    await client('POST', 'ItemJournal', movement(10_000));
    await client('POST', 'ItemJournal', movement(20_000, more));
    expect(words(await post())).toMatch(text);
    expect(sandbox.nav.state.itemLedgerEntries).toEqual([]);
    expect(sandbox.nav.state.itemJournal).toHaveLength(2);
  });

  test('stock that is not there, tracked items, and a second line of one movement', async () => {
    sandbox.nav.preventNegativeInventory = true;
    await client('POST', 'ItemJournal', movement(10_000, { Entry_Type: 'Negative Adjmt.' }));
    expect(words(await post())).toBe('You have insufficient quantity of Item TEA on inventory.');
    sandbox.nav.preventNegativeInventory = false;
    sandbox.nav.editItem('TEA', { Item_Tracking_Code: 'LOTALL' });
    expect(words(await post())).toMatch(/^You must assign a lot number/);
    sandbox.nav.editItem('TEA', { Item_Tracking_Code: '' });
    await post();
    await client('POST', 'ItemJournal', movement(10_000, { Entry_Type: 'Negative Adjmt.' }));
    expect(sandbox.check()).toEqual([
      'NAV: the movement TASK-10000 of item TEA was written although it was there already.',
    ]);
  });

  test('entries become visible out of order; the inventory of the API has no location', async () => {
    const first = sandbox.nav.reserveEntries('item', 2);
    sandbox.nav.addItemEntry({ item: 'TEA', location: 'MAIN', quantity: 5 });
    sandbox.nav.addItemEntry({ item: 'TEA', location: 'MAIN', quantity: -1, entryNo: first });
    const { json } = await client('GET', 'ItemLedgerEntries?$orderby=Entry_No desc');
    expect(json.value.map((row: { Entry_No: number }) => row.Entry_No)).toEqual([3, 1]);
    const item = (await client('GET', filter('api:items', "number eq 'TEA'"))).json.value[0];
    expect(item.inventory).toBe(4);
    expect((await client('PATCH', `api:items(${item.id})`, { inventory: 9 })).status).toBe(400);
    sandbox.nav.locationMandatory = false;
    await client('PATCH', `api:items(${item.id})`, { inventory: 9 });
    expect(sandbox.nav.state.itemLedgerEntries.at(-1)).toMatchObject({ Quantity: '5', Location_Code: '' });
    expect(sandbox.check()).not.toEqual([]);
  });
});
