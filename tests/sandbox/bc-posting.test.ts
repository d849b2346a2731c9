import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { bcClient, type Client, filter, start } from './support.ts';

let sandbox: Sandbox;
let bc: Client;
beforeAll(async () => {
  sandbox = await start();
  bc = await bcClient(sandbox);
  sandbox.businessCentral.addVendor({ displayName: 'Tea' });
  sandbox.businessCentral.addVendor({ displayName: 'Maison', currencyCode: 'EUR' });
});
afterAll(() => sandbox.close());

const code = (reply: { status: number; json: { error: { code: string } } }) => [
  reply.status,
  reply.json?.error?.code,
];
const line = (more: object = {}) => ({
  lineType: 'Account',
  lineObjectNumber: '10700',
  quantity: 1,
  unitCost: 10,
  ...more,
});
let n = 0;
async function draft(more: object = {}, lines: object[] = [line()]): Promise<string> {
  const body = {
    vendorNumber: 'V00010',
    vendorInvoiceNumber: `P-${++n}`,
    invoiceDate: '2026-09-01',
    ...more,
  };
  const reply = await bc('POST', 'purchaseInvoices', { ...body, purchaseInvoiceLines: lines });
  if (reply.status !== 201) throw new Error(reply.text);
  return reply.json.id;
}
async function memo(more: object = {}, lines: object[] = [line()]) {
  const body = {
    vendorNumber: 'V00010',
    vendorCreditMemoNumber: `C-${++n}`,
    creditMemoDate: '2026-09-02',
    ...more,
  };
  return bc('POST', 'purchaseCreditMemos', { ...body, purchaseCreditMemoLines: lines });
}
const post = (id: string, set = 'purchaseInvoices') => bc('POST', `${set}(${id})/Microsoft.NAV.post`);
const refused = async (id: string) => {
  const reply = await post(id);
  expect(code(reply)).toEqual([400, 'Application_DialogException']);
  expect((await bc('GET', `purchaseInvoices(${id})`)).json.status).toBe('Draft');
  return reply.json.error.message as string;
};

describe('posting', () => {
  test('204; the id stays, the number changes, the status is Open; the ledger balances', async () => {
    const id = await draft({}, [line(), line({ lineObjectNumber: '50410', unitCost: 5 })]);
    const before = (await bc('GET', `purchaseInvoices(${id})`)).json;
    const reply = await post(id);
    expect([reply.status, reply.text]).toEqual([204, '']);
    const after = (await bc('GET', `purchaseInvoices(${id})`)).json;
    expect(after).toMatchObject({ number: '108001', status: 'Open', totalAmountIncludingTax: 17 });
    expect(after['@odata.etag']).not.toBe(before['@odata.etag']);
    const entries = (await bc('GET', filter('generalLedgerEntries', "documentNumber eq '108001'"))).json
      .value;
    expect(
      entries.map((row: { accountNumber: string; debitAmount: number; creditAmount: number }) => [
        row.accountNumber,
        row.debitAmount,
        row.creditAmount,
      ]),
    ).toEqual([
      ['10700', 10, 0],
      ['22400', 2, 0],
      ['50410', 5, 0],
      ['20100', 0, 17],
    ]);
    expect((await bc('GET', 'vendors')).json.value[0].balance).toBe(17);
  });

  test('the action has no case, takes an empty body, and looks at If-Match only when it is sent', async () => {
    const id = await draft();
    const tag = (await bc('GET', `purchaseInvoices(${id})`)).json['@odata.etag'];
    const path = `purchaseInvoices(${id})/microsoft.nav.POST`;
    expect(code(await bc('POST', path, { x: 1 }))).toEqual([400, 'BadRequest']);
    expect(code(await bc('POST', path, undefined, { 'if-match': 'W/"old"' }))).toEqual([
      409,
      'Request_EntityChanged',
    ]);
    expect((await bc('POST', path, undefined, { 'if-match': tag })).status).toBe(204);
    expect(code(await bc('POST', `purchaseInvoices(${id})/Microsoft.NAV.nothing`))).toEqual([
      404,
      'BadRequest_ResourceNotFound',
    ]);
  });

  test('posted documents stay as they are', async () => {
    const id = await draft();
    await post(id);
    const lines = (await bc('GET', `purchaseInvoices(${id})/purchaseInvoiceLines`)).json.value;
    expect((await post(id)).json.error.message).toContain(
      'The action can be applied to a draft invoice only.',
    );
    for (const [method, path, body] of [
      ['PATCH', `purchaseInvoices(${id})`, { dueDate: '2026-12-01' }],
      ['DELETE', `purchaseInvoices(${id})`, undefined],
      ['PATCH', `purchaseInvoiceLines(${lines[0].id})`, { unitCost: 1 }],
      ['DELETE', `purchaseInvoiceLines(${lines[0].id})`, undefined],
      ['POST', `purchaseInvoices(${id})/purchaseInvoiceLines`, line()],
      ['POST', `purchaseInvoices(${id})/dimensionSetLines`, { code: 'AREA', valueCode: 'NORTH' }],
    ] as const)
      expect(code(await bc(method, path, body))).toEqual([400, 'Application_DialogException']);
  });

  test('a foreign invoice is booked at BC’s own rate, and still balances', async () => {
    const id = await draft({ vendorNumber: 'V00020' }, [
      line({ unitCost: 33.33 }),
      line({ unitCost: 66.67 }),
      line({ unitCost: 0.07 }),
    ]);
    await post(id);
    const { number } = (await bc('GET', `purchaseInvoices(${id})`)).json;
    const entries = sandbox.businessCentral.state.generalLedgerEntries.filter(
      (row) => row.documentNumber === number,
    );
    expect(entries[0]).toMatchObject({ accountNumber: '10700', amount: 28.8 });
    expect(entries.some((row) => row.accountNumber === '20200')).toBe(true);
    expect(Math.round(entries.reduce((sum, row) => sum + row.amount * 100, 0))).toBe(0);
  });
});

describe('refusals', () => {
  test('nothing to post', async () => {
    expect(await refused(await draft({}, []))).toContain('There is nothing to post.');
    expect(await refused(await draft({}, [{ lineType: 'Comment', description: 'only text' }]))).toContain(
      'There is nothing to post.',
    );
    expect(
      await refused(await draft({}, [line(), { lineType: 'Account', lineObjectNumber: '10700' }])),
    ).toContain('do not have a quantity');
  });

  test('no number of the vendor’s, unless the site does without', async () => {
    const id = await draft({ vendorInvoiceNumber: '' });
    expect(await refused(id)).toContain('Vendor Invoice No.');
    sandbox.businessCentral.externalNumberMandatory = false;
    expect((await post(id)).status).toBe(204);
    sandbox.businessCentral.externalNumberMandatory = true;
  });

  test('a number that is posted already for the vendor, cancelled or not; not for another vendor or kind', async () => {
    const first = await draft({ vendorInvoiceNumber: 'DUP' });
    const second = await draft({ vendorInvoiceNumber: 'dup' });
    await post(first);
    expect(await refused(second)).toContain('Purchase Invoice DUP already exists for this vendor.');
    sandbox.businessCentral.cancelInvoice(first);
    expect((await bc('GET', `purchaseInvoices(${first})`)).json.status).toBe('Canceled');
    expect(await refused(second)).toContain('already exists');
    expect((await post(await draft({ vendorInvoiceNumber: 'DUP', vendorNumber: 'V00020' }))).status).toBe(
      204,
    );
    const note = (await memo({ vendorCreditMemoNumber: 'DUP' })).json.id;
    expect((await post(note, 'purchaseCreditMemos')).status).toBe(204);
  });

  test('the number counts for whoever is paid', async () => {
    sandbox.businessCentral.addVendor({ number: 'HQ', displayName: 'Head office' });
    sandbox.businessCentral.addVendor({ number: 'BRANCH', displayName: 'Branch' });
    sandbox.businessCentral.setPayTo('BRANCH', 'HQ');
    await post(await draft({ vendorNumber: 'HQ', vendorInvoiceNumber: 'HQ-1' }));
    expect(await refused(await draft({ vendorNumber: 'BRANCH', vendorInvoiceNumber: 'HQ-1' }))).toContain(
      'already exists',
    );
  });

  test('a posting date outside of the range; a range of our own user that nobody can read', async () => {
    const id = await draft();
    sandbox.businessCentral.closePeriod('2026-09-10');
    expect((await bc('GET', 'generalLedgerSetup')).json.value[0].allowPostingFrom).toBe('2026-09-11');
    expect(await refused(id)).toContain('Posting Date is not within your range of allowed posting dates.');
    sandbox.businessCentral.setPostingRange('');
    sandbox.businessCentral.setUserPostingRange('2026-09-12', '2026-09-30');
    expect(await refused(id)).toContain('not within your range');
    sandbox.businessCentral.setUserPostingRange('');
    expect((await post(id)).status).toBe(204);
  });

  test('a vendor blocked, an account blocked since', async () => {
    const id = await draft();
    sandbox.businessCentral.blockVendor('V00010');
    expect(await refused(id)).toContain('blocked with type All');
    sandbox.businessCentral.blockVendor('V00010', '_x0020_');
    sandbox.businessCentral.blockAccount('10700');
    expect(code(await post(id))).toEqual([400, 'Application_FieldValidationException']);
    sandbox.businessCentral.blockAccount('10700', false);
    expect((await post(id)).status).toBe(204);
  });

  test('dimensions that are mandatory, must be the same, or must not be', async () => {
    const id = await draft({}, [line({ lineObjectNumber: '50400' })]);
    expect(await refused(id)).toContain(
      'Select a Dimension Value Code for the Dimension Code DEPARTMENT for G/L Account 50400.',
    );
    const [row] = (await bc('GET', `purchaseInvoices(${id})/purchaseInvoiceLines`)).json.value;
    await bc('POST', `purchaseInvoiceLines(${row.id})/dimensionSetLines`, {
      code: 'DEPARTMENT',
      valueCode: 'PROD',
    });
    expect((await post(id)).status).toBe(204);
    sandbox.businessCentral.addVendor({ number: 'SAME', displayName: 'Same' });
    sandbox.businessCentral.vendorDefaultDimension('SAME', 'AREA', 'NORTH', 'Same_x0020_Code');
    const other = await draft({ vendorNumber: 'SAME' });
    const area = sandbox.businessCentral.company.dimensions.find((found) => found.code === 'AREA');
    await bc('PATCH', `purchaseInvoices(${other})/dimensionSetLines(${area?.id})`, { valueCode: 'LONDON' });
    expect(await refused(other)).toContain('must be NORTH');
    sandbox.businessCentral.setMandatoryDimension('60200', 'PROJECT');
    expect(await refused(await draft({}, [line({ lineObjectNumber: '60200' })]))).toContain('PROJECT');
  });

  test('an exchange rate that is gone', async () => {
    const id = await draft({ vendorNumber: 'V00020' });
    sandbox.businessCentral.removeExchangeRates('EUR');
    expect(code(await post(id))).toEqual([400, 'Internal_DataNotFoundFilter']);
    sandbox.businessCentral.addExchangeRate('EUR', '2026-09-02', '0.86');
    expect(code(await post(id))).toEqual([400, 'Internal_DataNotFoundFilter']);
    sandbox.businessCentral.addExchangeRate('EUR', '2026-09-01', '0.86');
    expect((await post(id)).status).toBe(204);
  });

  test('an approval that is missing; the status stays Draft meanwhile', async () => {
    sandbox.businessCentral.approvals = true;
    const id = await draft();
    expect(await refused(id)).toContain('must be approved and released');
    sandbox.businessCentral.approve(id);
    expect((await post(id)).status).toBe(204);
    sandbox.businessCentral.approvals = false;
  });
});

describe('credit memos', () => {
  test('their own names; applied to an invoice, both are Paid when nothing is left', async () => {
    const id = await draft();
    await post(id);
    const { number } = (await bc('GET', `purchaseInvoices(${id})`)).json;
    const note = await memo({ invoiceNumber: number });
    expect(note.json).toMatchObject({
      creditMemoDate: '2026-09-02',
      invoiceId: id,
      invoiceNumber: number,
      pricesIncludeTax: false,
      totalAmountIncludingTax: 12,
    });
    expect((await post(note.json.id, 'purchaseCreditMemos')).status).toBe(204);
    expect((await bc('GET', `purchaseCreditMemos(${note.json.id})`)).json).toMatchObject({
      status: 'Paid',
      number: expect.stringMatching(/^109/),
    });
    expect((await bc('GET', `purchaseInvoices(${id})`)).json.status).toBe('Paid');
  });

  test('partly applied, the invoice stays open', async () => {
    const id = await draft();
    await post(id);
    const note = await memo({ invoiceId: id }, [line({ unitCost: 1 })]);
    await post(note.json.id, 'purchaseCreditMemos');
    expect((await bc('GET', `purchaseInvoices(${id})`)).json.status).toBe('Open');
    expect((await bc('GET', `purchaseCreditMemos(${note.json.id})`)).json.status).toBe('Paid');
  });

  test.each([
    [{ pricesIncludeTax: false }, 'BadRequest_InvalidOperation'],
    [{ vendorInvoiceNumber: 'X' }, 'BadRequest'],
    [{ invoiceDate: '2026-09-01' }, 'BadRequest'],
    [{ invoiceNumber: 'NOPE' }, 'Application_DialogException'],
    [{ invoiceId: '11111111-1111-4111-8111-111111111111' }, 'Application_DialogException'],
  ])('refuses %j', async (more, error) => {
    expect(code(await memo(more))).toEqual([400, error]);
  });

  test('refuse calculated amounts on lines, a second posting, and an invoice’s address', async () => {
    expect(code(await memo({}, [line({ netAmount: 1 })]))).toEqual([400, 'BadRequest_InvalidOperation']);
    const note = await memo();
    await post(note.json.id, 'purchaseCreditMemos');
    expect((await post(note.json.id, 'purchaseCreditMemos')).json.error.message).toContain(
      'draft credit memo only',
    );
    expect(code(await bc('GET', `purchaseInvoices(${note.json.id})`))).toEqual([
      404,
      'Internal_RecordNotFound',
    ]);
    expect((await memo({ vendorCreditMemoNumber: note.json.vendorCreditMemoNumber })).status).toBe(201);
  });
});

describe('people', () => {
  test('post, edit, delete drafts and pay invoices', async () => {
    const id = await draft();
    const people = sandbox.businessCentral;
    expect(people.editDraftLine(id, 0, { unitCost: 11 }).editedByPerson).toBe(true);
    people.editDraft(id, { dueDate: '2026-11-11' });
    expect((await bc('GET', `purchaseInvoices(${id})`)).json).toMatchObject({
      totalAmountExcludingTax: 11,
      dueDate: '2026-11-11',
    });
    expect(people.postDraft(id).status).toBe('Open');
    expect(people.payInvoice(id).status).toBe('Paid');
    const other = await draft();
    people.deleteDraft(other);
    expect(code(await bc('GET', `purchaseInvoices(${other})`))).toEqual([404, 'Internal_RecordNotFound']);
    expect(() => people.deleteDraft(other)).toThrow('Business Central has no document');
  });
});
