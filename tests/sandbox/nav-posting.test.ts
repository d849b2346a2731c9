import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { accountLine, lineAt, navClient, startNav, vendorLine, words, write } from './nav-support.ts';
import type { Client, Reply } from './support.ts';

let sandbox: Sandbox;
let client: Client;
let journal: string;

beforeEach(async () => {
  sandbox = await startNav();
  client = navClient(sandbox);
  sandbox.nav.addVendor({ No: 'V1', Name: 'Tea Co', Payment_Terms_Code: '30 DAYS' });
  sandbox.nav.addCustomer({ No: 'C1', Name: 'Corner Shop' });
  journal = (await client('GET', 'api:journals')).json.value.find(
    (row: { code: string }) => row.code === 'CIN7PURCH',
  ).id;
});
afterEach(() => sandbox.close());

const post = (): Promise<Reply> => client('POST', `api:journals(${journal})/Microsoft.NAV.post`);
const bill = () => write(client, vendorLine(-120), accountLine(20_000, '8210', 120));

describe('posting takes the whole batch or nothing', () => {
  test('lines become entries that balance, with VAT', async () => {
    await bill();
    expect((await post()).status).toBe(204);
    const { state } = sandbox.nav;
    expect(state.generalJournal).toEqual([]);
    expect(state.glEntries.map((row) => [row.G_L_Account_No, row.Amount])).toEqual([
      ['5410', '-120'],
      ['8210', '100'],
      ['5630', '20'],
    ]);
    expect(state.vendorLedgerEntries).toMatchObject([
      {
        Vendor_No: 'V1',
        Amount: '-120',
        Document_Type: 'Invoice',
        Document_No: 'PO-00001-ABCD',
        External_Document_No: 'INV-1',
        Due_Date: '2026-10-10',
        Open: true,
      },
    ]);
    expect(state.vatEntries).toMatchObject([{ Base: '100', Amount: '20', Type: 'Purchase' }]);
    const { json } = await client('GET', 'VendorLedgerEntries');
    expect(json.value[0]).toMatchObject({ External_Document_No: 'INV-1', Entry_No: 1, Amount: -120 });
  });

  test('an empty batch has nothing to post', async () => {
    expect(words(await post())).toBe('There is nothing to post.');
  });

  test('a bad line of anybody keeps everything where it is', async () => {
    await bill();
    sandbox.nav.addLine('GENERAL', 'CIN7PURCH', {
      Document_No: 'X',
      Document_Type: ' ',
      Account_Type: 'G/L Account',
      Account_No: '8310',
      Amount: 5,
    });
    const before = sandbox.nav.state.generalJournal.length;
    expect(words(await post())).toBe(
      'Document No. X is out of balance by 5.00. Please check that Posting Date, Document Type, Document No. and Amount are correct for each line.',
    );
    expect(sandbox.nav.state.generalJournal).toHaveLength(before);
    expect(sandbox.nav.state.glEntries).toEqual([]);
  });

  test('posting a batch that holds lines of somebody else is remembered', async () => {
    await bill();
    sandbox.nav.addLine('GENERAL', 'CIN7PURCH', {
      Document_No: 'X',
      Document_Type: ' ',
      Account_Type: 'G/L Account',
      Account_No: '8310',
      Amount: 5,
    });
    sandbox.nav.addLine('GENERAL', 'CIN7PURCH', {
      Account_No: '8240',
      Gen_Posting_Type: ' ',
      Gen_Bus_Posting_Group: '',
      Gen_Prod_Posting_Group: '',
      VAT_Bus_Posting_Group: '',
      VAT_Prod_Posting_Group: '',
      Amount: -5,
    });
    expect((await post()).status).toBe(204);
    expect(sandbox.nav.trespasses).toEqual([
      'batch GENERAL,CIN7PURCH was posted with lines of somebody else',
    ]);
  });

  test('a codeunit, where one is published', async () => {
    await bill();
    const body = { templateName: 'GENERAL', batchName: 'CIN7PURCH' };
    const path = `root:ODataV4/Cin7Posting_PostBatch?company=${encodeURIComponent(sandbox.nav.company.name)}`;
    expect((await client('POST', path, body)).json.error.code).toBe('BadRequest_ResourceNotFound');
    sandbox.nav.publishCodeunit('Cin7Posting', 'PostBatch');
    expect((await client('POST', path, { ...body, force: true })).status).toBe(400);
    expect((await client('POST', path, body)).json).toMatchObject({ value: '' });
    expect(sandbox.nav.state.vendorLedgerEntries).toHaveLength(1);
  });

  test('with the job queue 204 only means queued', async () => {
    sandbox.nav.postWithJobQueue = true;
    await bill();
    expect((await post()).status).toBe(204);
    expect(sandbox.nav.state.glEntries).toEqual([]);
    sandbox.nav.runJobQueue();
    expect(sandbox.nav.state.vendorLedgerEntries).toHaveLength(1);
  });

  test('a batch that ends in a digit is renamed, where the release does that', async () => {
    sandbox.nav.addBatch('GENERAL', 'CIN7');
    const lines = [vendorLine(-120), accountLine(20_000, '8210', 120)];
    await write(client, ...lines.map((body) => ({ ...body, Journal_Batch_Name: 'CIN7' })));
    sandbox.nav.useRelease('bc14');
    sandbox.nav.postBatch('GENERAL', 'CIN7');
    const names = sandbox.nav.state.generalJournalBatches.map((row) => row.Name);
    expect(names).toContain('CIN8');
    expect(names).not.toContain('CIN7');
  });

  test('a posting number series replaces the document number', async () => {
    sandbox.nav.editBatch('GENERAL', 'CIN7PURCH', { Posting_No_Series: 'GJ' });
    await bill();
    await post();
    expect(sandbox.nav.state.vendorLedgerEntries).toMatchObject([
      { Document_No: 'GJ-00001', External_Document_No: 'INV-1' },
    ]);
  });

  test('approvals', async () => {
    sandbox.nav.approvals = true;
    await bill();
    expect(words(await post())).toMatch(/General Journal Batch Approval Workflow/);
    sandbox.nav.approveBatch('GENERAL', 'CIN7PURCH');
    expect((await post()).status).toBe(204);
  });
});

describe('posting checks', () => {
  const said = async (...lines: readonly object[]): Promise<string> => {
    await write(client, ...lines);
    const reply = await post();
    expect(reply.status).toBe(400);
    return words(reply);
  };

  test('the balance by document, date and type', async () => {
    expect(await said(vendorLine(-120), accountLine(20_000, '8210', 119.99))).toMatch(
      /^Document No\. PO-00001-ABCD is out of balance by -0\.01\./,
    );
    await client('PATCH', lineAt(20_000), { Amount: 120, Posting_Date: '2026-09-11' });
    expect(words(await post())).toMatch(/out of balance by -120\.00/);
    await client('PATCH', lineAt(20_000), { Posting_Date: '2026-09-10', Document_Type: ' ' });
    expect(words(await post())).toMatch(/out of balance/);
  });

  test('the sign of a vendor line', async () => {
    expect(await said(vendorLine(120), accountLine(20_000, '8210', -120))).toMatch(
      /^Amount must be negative in Gen\. Journal Line Journal Template Name='GENERAL'/,
    );
  });

  test('the range of posting dates, the own user\u2019s first', async () => {
    sandbox.nav.setPostingRange('2026-09-15');
    const text =
      "Posting Date is not within your range of allowed posting dates in Gen. Journal Line Journal Template Name='GENERAL',Journal Batch Name='CIN7PURCH',Line No.='10000'.";
    expect(await said(vendorLine(-120), accountLine(20_000, '8210', 120))).toBe(text);
    sandbox.nav.setUserPostingRange('SYNC', '2026-09-01');
    expect((await post()).status).toBe(204);
  });

  test('numbers: mandatory, and new for the vendor and the document type', async () => {
    const lines = () => [vendorLine(-120), accountLine(20_000, '8210', 120)];
    expect(
      await said(vendorLine(-120, { External_Document_No: '' }), accountLine(20_000, '8210', 120)),
    ).toMatch(/^External Document No\. must have a value in Gen\. Journal Line/);
    await client('PATCH', lineAt(10_000), { External_Document_No: 'inv-1' });
    expect((await post()).status).toBe(204);
    expect(await said(...lines().map((line) => ({ ...line, Document_No: 'OTHER' })))).toBe(
      'Purchase Invoice INV-1 already exists for this vendor.',
    );
    await client('PATCH', lineAt(10_000), { External_Document_No: 'INV-2', Document_No: 'PO-00001-ABCD' });
    await client('PATCH', lineAt(20_000), { Document_No: 'PO-00001-ABCD' });
    expect(words(await post())).toBe('Purchase Invoice PO-00001-ABCD already exists.');
  });

  test('nothing is checked for duplicates under a blank document type', async () => {
    const lines = [vendorLine(-120), accountLine(20_000, '8210', 120)].map((line) => ({
      ...line,
      Document_Type: ' ',
    }));
    for (const _ of [1, 2]) {
      await write(client, ...lines);
      expect((await post()).status).toBe(204);
    }
    expect(sandbox.nav.state.vendorLedgerEntries).toHaveLength(2);
  });

  test('after a reversal the external number is free, the document number is not', async () => {
    await bill();
    await post();
    sandbox.nav.reverse('PO-00001-ABCD');
    const { vendorLedgerEntries, glEntries } = sandbox.nav.state;
    expect(vendorLedgerEntries.map((row) => [row.Amount, row.Reversed, row.Open])).toEqual([
      ['-120', true, false],
      ['120', true, false],
    ]);
    expect(vendorLedgerEntries[0]?.Reversed_by_Entry_No).toBe(vendorLedgerEntries[1]?.Entry_No);
    expect(glEntries.reduce((sum, row) => sum + Number(row.Amount), 0)).toBe(0);
    expect(await said(vendorLine(-120), accountLine(20_000, '8210', 120))).toBe(
      'Purchase Invoice PO-00001-ABCD already exists.',
    );
    await client('PATCH', lineAt(10_000), { Document_No: 'PO-00001-EFGH' });
    await client('PATCH', lineAt(20_000), { Document_No: 'PO-00001-EFGH' });
    expect((await post()).status).toBe(204);
  });

  test('a vendor without posting group', async () => {
    await client('POST', 'VendorCard', { No: 'V2', Name: 'Bare' });
    expect(await said(vendorLine(-120, { Account_No: 'V2' }), accountLine(20_000, '8210', 120))).toBe(
      'Vendor Posting Group must have a value in Vendor: No.=V2. It cannot be zero or empty.',
    );
  });

  test('posting groups and VAT set-up', async () => {
    const groups = {
      Gen_Posting_Type: 'Purchase',
      VAT_Bus_Posting_Group: 'EXPORT',
      VAT_Prod_Posting_Group: 'VAT5',
    };
    expect(await said(vendorLine(-120), accountLine(20_000, '8310', 120, groups))).toBe(
      "The VAT Posting Setup does not exist. Identification fields and values: VAT Bus. Posting Group='EXPORT',VAT Prod. Posting Group='VAT5'",
    );
    await client('PATCH', lineAt(20_000), { Gen_Posting_Type: ' ' });
    expect(words(await post())).toMatch(/^Gen\. Posting Type must have a value/);
  });

  test.each([
    [
      'Code Mandatory',
      '',
      undefined,
      /Select a Dimension Value Code for the Dimension Code DEPARTMENT for G\/L Account 8310\.$/,
    ],
    [
      'Same Code',
      'SALES',
      'ADM',
      /must be SALES for Dimension Code DEPARTMENT for G\/L Account 8310\. Currently it's ADM\.$/,
    ],
    ['No Code', '', 'ADM', /Dimension Code DEPARTMENT must be blank for G\/L Account 8310\.$/],
  ] as const)('dimensions: %s', async (rule, value, sent, text) => {
    sandbox.nav.setDefaultDimension(15, '8310', 'DEPARTMENT', value, rule);
    const more = sent === undefined ? {} : { Shortcut_Dimension_1_Code: sent };
    const message = await said(vendorLine(-120), accountLine(20_000, '8310', 120, more));
    expect(message).toMatch(
      /^A dimension used in Gen\. Journal Line GENERAL, CIN7PURCH, 20000 has caused an error\./,
    );
    expect(message).toMatch(text);
  });

  test('dimensions: blocked values, headings, combinations', async () => {
    const dimension = (code: string) => ({ Shortcut_Dimension_1_Code: code });
    expect(await said(vendorLine(-120), accountLine(20_000, '8310', 120, dimension('OLD')))).toMatch(
      /Dimension Value DEPARTMENT - OLD is blocked\.$/,
    );
    await client('PATCH', lineAt(20_000), dimension('ALL'));
    expect(words(await post())).toMatch(/must not be Heading/);
    sandbox.nav.blockCombination('DEPARTMENT', 'AREA');
    await client('PATCH', lineAt(20_000), { ...dimension('ADM'), Shortcut_Dimension_2_Code: 'NORTH' });
    expect(words(await post())).toMatch(/^The combination of dimensions used in Gen\. Journal Line/);
  });

  test('a batch with a number series takes its next number only', async () => {
    sandbox.nav.editBatch('GENERAL', 'CIN7PURCH', { No_Series: 'GJNL' });
    expect(await said(vendorLine(-120), accountLine(20_000, '8210', 120))).toMatch(
      /^You have one or more documents that must be posted before you post document no\. PO-00001-ABCD/,
    );
  });

  test('a foreign bill: what rounding leaves in local currency is booked', async () => {
    sandbox.nav.editVendor('V1', { Currency_Code: 'EUR' });
    const euro = { Currency_Code: 'EUR' };
    await write(
      client,
      vendorLine(-10.01, euro),
      accountLine(20_000, '8310', 5, { ...euro, Amount: 5 }),
      accountLine(30_000, '8310', 5.01, { ...euro, Amount: 5.01 }),
    );
    expect((await post()).status).toBe(204);
    const { glEntries, vendorLedgerEntries } = sandbox.nav.state;
    expect(vendorLedgerEntries).toMatchObject([
      { Amount: '-10.01', Amount_LCY: '-8.65', Currency_Code: 'EUR' },
    ]);
    expect(glEntries.reduce((sum, row) => sum + Math.round(Number(row.Amount) * 100), 0)).toBe(0);
  });

  test('sales: a customer line and revenue', async () => {
    const sale = { Document_No: 'INV-00007', External_Document_No: 'SO-7' };
    await write(
      client,
      vendorLine(240, { Account_Type: 'Customer', Account_No: 'C1', ...sale }),
      accountLine(20_000, '6110', -240, sale),
    );
    expect((await post()).status).toBe(204);
    expect(sandbox.nav.state.glEntries.map((row) => [row.G_L_Account_No, row.Amount])).toEqual([
      ['2310', '240'],
      ['6110', '-200'],
      ['5610', '-40'],
    ]);
    expect((await client('GET', 'CustomerLedgerEntries')).json.value).toMatchObject([
      { Customer_No: 'C1', Document_No: 'INV-00007', Amount: 240 },
    ]);
  });
});

describe('entry numbers', () => {
  test('a post that is still under way leaves a hole that is filled later', async () => {
    const first = sandbox.nav.reserveEntries('general', 3);
    await bill();
    await post();
    const numbers = async () =>
      (await client('GET', 'GLEntries?$orderby=Entry_No')).json.value.map(
        (row: { Entry_No: number }) => row.Entry_No,
      );
    expect(await numbers()).toEqual([4, 5, 6]);
    sandbox.nav.addLine('GENERAL', 'DEFAULT', { Document_No: 'H1', Account_No: '8310', Amount: 5 });
    sandbox.nav.addLine('GENERAL', 'DEFAULT', { Document_No: 'H1', Account_No: '8215', Amount: -5 });
    sandbox.nav.postBatch('GENERAL', 'DEFAULT', { entriesFrom: first });
    expect(await numbers()).toEqual([1, 2, 4, 5, 6]);
    expect((await client('GET', 'GLEntries?$filter=Entry_No gt 3')).json.value).toHaveLength(3);
  });
});
