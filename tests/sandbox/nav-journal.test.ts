import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { accountLine, lineAt, navClient, startNav, vendorLine, words, write } from './nav-support.ts';
import { type Client, filter } from './support.ts';

let sandbox: Sandbox;
let client: Client;

beforeEach(async () => {
  sandbox = await startNav();
  client = navClient(sandbox);
  sandbox.nav.addVendor({ No: 'V1', Name: 'Tea Co', Payment_Terms_Code: '30 DAYS' });
});
afterEach(() => sandbox.close());

const refusal = async (body: object): Promise<[number, string, string]> => {
  const reply = await client('POST', 'GeneralJournal', body);
  return [reply.status, reply.json.error.code, words(reply)];
};

describe('a line is validated field by field, as if typed', () => {
  test('the account overwrites what was sent before it', async () => {
    const { json } = await client('POST', 'GeneralJournal', {
      Journal_Template_Name: 'GENERAL',
      Journal_Batch_Name: 'CIN7PURCH',
      Posting_Date: '2026-09-10',
      Account_Type: 'G/L Account',
      Currency_Code: 'EUR',
      Description: 'ours',
      Shortcut_Dimension_1_Code: 'SALES',
      Account_No: '8310',
    });
    expect(json).toMatchObject({
      Currency_Code: '',
      Description: 'Packaging materials',
      Shortcut_Dimension_1_Code: '',
    });
  });

  test('sent after the account they stay, unless the server sorts fields as the page does', async () => {
    const body = accountLine(10_000, '8310', 12.5, { Currency_Code: 'EUR', Description: 'ours' });
    expect((await client('POST', 'GeneralJournal', body)).json).toMatchObject({
      Currency_Code: 'EUR',
      Description: 'ours',
      Amount: 12.5,
      Amount_LCY: 10.8,
    });
    sandbox.nav.keepsOrder = false;
    const other = { ...body, Line_No: 20_000, Account_Type: undefined };
    const sorted = { Description: 'ours', ...other, Account_Type: 'G/L Account' };
    expect((await client('POST', 'GeneralJournal', sorted)).json).toMatchObject({ Description: 'ours' });
  });

  test('the account type clears the account', async () => {
    await write(client, vendorLine(-120));
    const { json } = await client('PATCH', lineAt(10_000), { Account_Type: 'G/L Account' });
    expect(json).toMatchObject({ Account_No: '', Account_Type: 'G/L Account' });
  });

  test('a new line inherits from the one before it', async () => {
    await write(client, vendorLine(-120));
    const { json } = await client('POST', 'GeneralJournal', {
      Journal_Template_Name: 'GENERAL',
      Journal_Batch_Name: 'CIN7PURCH',
    });
    expect(json).toMatchObject({
      Line_No: 20_000,
      Posting_Date: '2026-09-10',
      Document_No: 'PO-00001-ABCD',
      Document_Type: 'Invoice',
      Account_Type: 'Vendor',
      Account_No: '',
      External_Document_No: '',
    });
  });

  test('a balancing account of the batch is put on every line', async () => {
    sandbox.nav.editBatch('GENERAL', 'CIN7PURCH', { Bal_Account_No: '8240' });
    const { json } = await client('POST', 'GeneralJournal', vendorLine(-120));
    expect(json.Bal_Account_No).toBe('8240');
  });

  test('VAT is taken out of the amount where the account has groups', async () => {
    const { json } = await client('POST', 'GeneralJournal', accountLine(10_000, '8210', 12));
    expect(json).toMatchObject({
      VAT_Prod_Posting_Group: 'VAT20',
      Gen_Posting_Type: 'Purchase',
      VAT_Amount: 2,
    });
    const blank = {
      Gen_Posting_Type: ' ',
      Gen_Bus_Posting_Group: '',
      Gen_Prod_Posting_Group: '',
      VAT_Bus_Posting_Group: '',
      VAT_Prod_Posting_Group: '',
    };
    const changed = await client('PATCH', lineAt(10_000), blank);
    expect(changed.json).toMatchObject({ VAT_Amount: 0, Gen_Posting_Type: ' ' });
  });

  test('a VAT amount by hand needs the leave of the batch and of the company', async () => {
    await write(client, accountLine(10_000, '8210', 12));
    expect(words(await client('PATCH', lineAt(10_000), { VAT_Amount: 2.01 }))).toMatch(
      /^Allow VAT Difference/,
    );
    sandbox.nav.editBatch('GENERAL', 'CIN7PURCH', { Allow_VAT_Difference: true });
    expect(words(await client('PATCH', lineAt(10_000), { VAT_Amount: 2.01 }))).toBe(
      'The VAT Difference must not be more than 0.00.',
    );
    sandbox.nav.maxVatDifference = 0.05;
    expect((await client('PATCH', lineAt(10_000), { VAT_Amount: 2.01 })).json).toMatchObject({
      VAT_Amount: 2.01,
      VAT_Difference: 0.01,
    });
  });

  test('a dimension value that is not there is the beginning of one that is', async () => {
    const { json } = await client(
      'POST',
      'GeneralJournal',
      accountLine(10_000, '8310', 1, { Shortcut_Dimension_1_Code: 'SAL', ShortcutDimCode3: 'xmas' }),
    );
    expect(json).toMatchObject({ Shortcut_Dimension_1_Code: 'SALES', ShortcutDimCode3: 'XMAS' });
    const wrong = accountLine(20_000, '8310', 1, { Shortcut_Dimension_1_Code: 'NONE' });
    expect((await refusal(wrong))[2]).toBe(
      'NONE is not an available Dimension Value Code for that dimension.',
    );
    const unset = accountLine(20_000, '8310', 1, { ShortcutDimCode5: 'X' });
    expect((await refusal(unset))[2]).toMatch(/^Shortcut Dimension 5 Code must have a value/);
  });

  test('default dimensions come with the account', async () => {
    sandbox.nav.setDefaultDimension(23, 'V1', 'PROJECT', 'E-COM');
    expect((await client('POST', 'GeneralJournal', vendorLine(-1))).json.ShortcutDimCode3).toBe('E-COM');
  });

  test('the due date is the table\u2019s, and not on page 39', async () => {
    expect((await client('POST', 'GeneralJournal', vendorLine(-1))).json).not.toHaveProperty('Due_Date');
    expect((await refusal(vendorLine(-1, { Due_Date: '2026-10-01' })))[1]).toBe('BadRequest');
    sandbox.nav.customise('GeneralJournal', { added: ['Due_Date'] });
    expect((await client('GET', lineAt(10_000))).json.Due_Date).toBe('2026-10-10');
    const { json } = await client('PATCH', lineAt(10_000), { Due_Date: '2026-10-31' });
    expect(json.Due_Date).toBe('2026-10-31');
  });
});

describe('a line is refused', () => {
  test.each([
    ['a heading', '1000', 'Application_FieldValidationException', /^Account Type must be equal to 'Posting'/],
    ['a blocked account', '8990', 'Application_FieldValidationException', /^Blocked must be equal to 'No'/],
    [
      'an account without direct posting',
      '2310',
      'Application_FieldValidationException',
      /^Direct Posting must be equal to 'Yes' in G\/L Account: No\.=2310\. Current value is 'No'\.$/,
    ],
    [
      'an unknown account',
      '4711',
      'Internal_InvalidTableRelation',
      /^The field Account No\. of table Gen\. Journal Line contains a value \(4711\) that cannot be found in the related table \(G\/L Account\)\.$/,
    ],
  ])('%s', async (_what, account, code, text) => {
    const [status, found, message] = await refusal(accountLine(10_000, account, 1));
    expect([status, found]).toEqual([400, code]);
    expect(message).toMatch(text);
    expect(sandbox.nav.state.generalJournal).toEqual([]);
  });

  test('a blocked vendor, an unknown one', async () => {
    expect((await refusal(vendorLine(-1, { Account_No: 'V9' })))[1]).toBe('Internal_InvalidTableRelation');
    sandbox.nav.editVendor('V1', { Blocked: 'All' });
    expect((await refusal(vendorLine(-1)))[2]).toMatch(/Vendor V1 is blocked with type All/);
  });

  test('too long a number, an unknown field, a read-only one, a wrong option, a wrong type', async () => {
    expect((await refusal(vendorLine(-1, { Document_No: 'X'.repeat(21) })))[1]).toBe(
      'Application_StringExceededLength',
    );
    expect((await refusal(vendorLine(-1, { Vendor: 'V1' })))[2]).toMatch(
      /^The property 'Vendor' does not exist on type 'NAV\.GeneralJournal'/,
    );
    expect((await refusal(vendorLine(-1, { AccountName: 'x' })))[1]).toBe('BadRequest_InvalidOperation');
    expect((await refusal(vendorLine(-1, { Document_Type: 'Bill' })))[2]).toMatch(/is not an option/);
    expect((await refusal(vendorLine(-1, { Amount: '-1' })))[1]).toBe('BadRequest');
  });

  test('texts of 100 characters, 50 in NAV', async () => {
    const long = { Description: 'D'.repeat(80) };
    expect((await client('POST', 'GeneralJournal', vendorLine(-1, long))).status).toBe(201);
    sandbox.nav.useRelease('nav2018');
    expect((await refusal(vendorLine(-1, { ...long, Line_No: 20_000 })))[2]).toMatch(
      /^The length of the string is 80, but it must be less than or equal to 50 characters\. Value: D+$/,
    );
  });

  test('an unknown batch or template, none, and a key that is there', async () => {
    expect((await refusal(vendorLine(-1, { Journal_Batch_Name: 'NONE' })))[1]).toBe(
      'Internal_InvalidTableRelation',
    );
    expect((await refusal({ Account_No: '8310' }))[2]).toMatch(/^Journal Template Name must have a value/);
    await write(client, vendorLine(-1));
    expect((await refusal(vendorLine(-1)))[1]).toBe('Internal_EntityWithSameKeyExists');
  });

  test('a vendor line with posting groups, a currency without a rate', async () => {
    expect((await refusal(vendorLine(-1, { VAT_Prod_Posting_Group: 'VAT20' })))[2]).toMatch(
      /^VAT Prod\. Posting Group must be equal to ''/,
    );
    expect((await refusal(vendorLine(-1, { Currency_Code: 'JPY' })))[2]).toMatch(
      /^There is no Currency Exchange Rate/,
    );
    expect((await refusal(vendorLine(-1, { Currency_Code: 'GBP' })))[1]).toBe(
      'Internal_InvalidTableRelation',
    );
  });

  test('anything in a batch that waits for approval', async () => {
    await write(client, vendorLine(-1));
    sandbox.nav.requestApproval('GENERAL', 'CIN7PURCH');
    expect((await refusal(accountLine(20_000, '8310', 1)))[2]).toMatch(/active batch approval request/);
    expect((await client('PATCH', lineAt(10_000), { Amount: -2 })).status).toBe(400);
    expect((await client('DELETE', lineAt(10_000))).status).toBe(400);
  });
});

describe('reading and changing lines', () => {
  test('reads show the lines of all templates and batches', async () => {
    await write(client, vendorLine(-1));
    sandbox.nav.addLine('GENERAL', 'DEFAULT', { Account_No: '8310', Amount: 3 });
    expect((await client('GET', 'GeneralJournal')).json.value).toHaveLength(2);
    const own = await client(
      'GET',
      filter('GeneralJournal', "Journal_Template_Name eq 'GENERAL' and Journal_Batch_Name eq 'CIN7PURCH'"),
    );
    expect(own.json.value).toHaveLength(1);
  });

  test('PATCH needs If-Match, and the tag that is in force', async () => {
    await write(client, vendorLine(-1));
    const { json } = await client('GET', lineAt(10_000));
    expect(json['@odata.etag']).toMatch(/^W\/"Jz/);
    const none = await client('PATCH', lineAt(10_000), { Amount: -2 }, { 'if-match': '' });
    expect(none.json.error.code).toBe('BadRequest_InvalidToken');
    const tag = { 'if-match': json['@odata.etag'] };
    expect((await client('PATCH', lineAt(10_000), { Amount: -2 }, tag)).status).toBe(200);
    const stale = await client('PATCH', lineAt(10_000), { Amount: -3 }, tag);
    expect([stale.status, stale.json.error.code]).toEqual([409, 'Request_EntityChanged']);
    expect((await client('DELETE', lineAt(10_000), undefined, tag)).status).toBe(409);
    expect((await client('DELETE', lineAt(10_000))).status).toBe(204);
    expect((await client('DELETE', lineAt(10_000))).json.error.code).toBe('Internal_RecordNotFound');
  });

  test('what is not ours is remembered when it is touched', async () => {
    sandbox.nav.addLine('GENERAL', 'DEFAULT', { Account_No: '8310', Amount: 3 });
    await client('DELETE', lineAt(10_000, 'DEFAULT'));
    expect(sandbox.nav.trespasses).toEqual(['line GENERAL|DEFAULT|10000 of somebody else was deleted']);
    expect(sandbox.check()).toContain('NAV: line GENERAL|DEFAULT|10000 of somebody else was deleted.');
  });

  test('options may be written escaped and are read plain, or escaped where the site is set up so', async () => {
    await write(client, accountLine(10_000, '8310', 1, { Account_Type: 'G_x002F_L_x0020_Account' }));
    expect((await client('GET', lineAt(10_000))).json.Account_Type).toBe('G/L Account');
    sandbox.nav.escapedOptions = true;
    expect((await client('GET', lineAt(10_000))).json.Account_Type).toBe('G_x002F_L_x0020_Account');
    const found = await client('GET', filter('GeneralJournal', "Account_Type eq 'G/L Account'"));
    expect(found.json.value).toHaveLength(1);
  });
});
