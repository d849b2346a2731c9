import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { bcClient, type Client, filter, start } from './support.ts';

let sandbox: Sandbox;
let bc: Client;
let foreign: string;
beforeAll(async () => {
  sandbox = await start();
  bc = await bcClient(sandbox);
  const terms = sandbox.businessCentral.company.paymentTerms.find((row) => row.code === 'CM+1M');
  sandbox.businessCentral.addVendor({ displayName: 'Tea', paymentTermsId: terms?.id });
  foreign = sandbox.businessCentral.addVendor({ displayName: 'Maison', currencyCode: 'EUR' }).number;
  sandbox.businessCentral.addItem({
    number: 'TEA-01',
    displayName: 'Tea, small',
    unitCost: '2.5' as never,
    units: ['CASE'],
  });
});
afterAll(() => sandbox.close());

const code = (reply: { status: number; json: { error: { code: string } } }) => [
  reply.status,
  reply.json?.error?.code,
];
const line = (more: object = {}) => ({
  lineType: 'Account',
  lineObjectNumber: '10700',
  description: 'Tea',
  quantity: 1,
  unitCost: 10,
  taxCode: 'STANDARD',
  ...more,
});
let n = 0;
const body = (more: object = {}, lines: object[] = [line()]) => ({
  vendorNumber: 'V00010',
  vendorInvoiceNumber: `inv-${++n}`,
  invoiceDate: '2026-09-01',
  postingDate: '2026-09-01',
  ...more,
  purchaseInvoiceLines: lines,
});
const expanded = 'purchaseInvoices?$expand=purchaseInvoiceLines($expand=dimensionSetLines)';
const create = (more: object = {}, lines?: object[]) => bc('POST', expanded, body(more, lines));
const lineOf = async (more: object) => (await create({}, [line(more)])).json.purchaseInvoiceLines?.[0];

describe('deep insert', () => {
  test('header and lines in one; no lines in the answer unless asked for', async () => {
    const reply = await bc('POST', 'purchaseInvoices', body());
    expect(reply.status).toBe(201);
    expect(reply.json).toMatchObject({
      status: 'Draft',
      number: '107001',
      vendorInvoiceNumber: 'INV-1',
      vendorName: 'Tea',
      payToVendorNumber: 'V00010',
      currencyCode: 'GBP',
      dueDate: '2026-10-31',
      totalAmountExcludingTax: 10,
      totalTaxAmount: 2,
      totalAmountIncludingTax: 12,
    });
    expect(reply.json).not.toHaveProperty('purchaseInvoiceLines');
    const { json } = await create();
    expect(json.purchaseInvoiceLines).toMatchObject([
      {
        sequence: 10000,
        lineObjectNumber: '10700',
        amountExcludingTax: 10,
        totalTaxAmount: 2,
        taxPercent: 20,
      },
    ]);
  });

  test('a line that is refused takes the whole document with it, and its number', async () => {
    const before = sandbox.businessCentral.documents().length;
    expect(code(await create({}, [line(), line({ lineObjectNumber: '99999' })]))).toEqual([
      400,
      'Application_DialogException',
    ]);
    expect(sandbox.businessCentral.documents()).toHaveLength(before);
    const last = Math.max(...sandbox.businessCentral.documents().map((row) => Number(row.number)));
    expect((await create()).json.number).toBe(String(last + 1));
  });

  test('what was sent wins over terms and working date, whatever the order', async () => {
    const { json } = await create({ dueDate: '2026-09-09', postingDate: '2026-09-05' });
    expect(json).toMatchObject({
      invoiceDate: '2026-09-01',
      postingDate: '2026-09-05',
      dueDate: '2026-09-09',
    });
    const { json: bare } = await bc('POST', 'purchaseInvoices', { vendorNumber: 'V00010' });
    expect(bare).toMatchObject({ invoiceDate: '2026-09-16', postingDate: '2026-09-16' });
    const { json: dated } = await bc('POST', 'purchaseInvoices', {
      vendorNumber: 'V00010',
      invoiceDate: '2026-09-02',
    });
    expect(dated.postingDate).toBe('2026-09-02');
  });

  test.each<[object, object[] | undefined, string]>([
    [{ vendorNumber: '' }, undefined, 'Application_DialogException'],
    [{ vendorNumber: 'NOBODY' }, undefined, 'Application_DialogException'],
    [{ number: 'X' }, undefined, 'BadRequest_InvalidOperation'],
    [{ totalTaxAmount: 2 }, undefined, 'BadRequest_InvalidOperation'],
    [{ payToName: 'X' }, undefined, 'BadRequest_InvalidOperation'],
    [{ status: 'Open' }, undefined, 'BadRequest_InvalidOperation'],
    [{ paymentTermsId: '11111111-1111-4111-8111-111111111111' }, undefined, 'BadRequest'],
    [{ vendorInvoiceNumber: 'x'.repeat(36) }, undefined, 'Application_StringExceededLength'],
    [{ currencyCode: 'CHF' }, undefined, 'Application_DialogException'],
    [{ currencyCode: 'JPY' }, undefined, 'Internal_DataNotFoundFilter'],
    [{ invoiceDate: '01/09/2026' }, undefined, 'BadRequest'],
    [{ shortcutDimension1Code: 'NOPE' }, undefined, 'Internal_InvalidTableRelation'],
    [{}, [line({ directUnitCost: 1 })], 'BadRequest'],
    [{}, [line({ quantity: '1' })], 'BadRequest'],
    [{}, [line({ taxPercent: 20 })], 'BadRequest_InvalidOperation'],
    [{}, [line({ lineType: 'G_x002F_L_x0020_Account' })], 'Unknown'],
    [{}, [line({ accountId: '10700' })], 'BadRequest'],
    [{}, [line({ taxCode: 'NOPE' })], 'Internal_InvalidTableRelation'],
    [{}, [line({ lineType: 'Resource' })], 'Internal_InvalidTableRelation'],
    [{}, [line({ unitOfMeasureCode: 'PCS' })], 'Application_DialogException'],
    [{}, [line({ lineType: 'Comment', lineObjectNumber: '' })], 'Application_FieldValidationException'],
    [{}, [line({ sequence: 10000 }), line({ sequence: 10000 })], 'Application_DialogException'],
    [{}, [line({ description: 'x'.repeat(101) })], 'Application_StringExceededLength'],
    [{}, [line({ lineObjectNumber: '10000' })], 'Application_FieldValidationException'],
    [{}, [line({ lineObjectNumber: '10710' })], 'Application_FieldValidationException'],
    [{}, [line({ lineObjectNumber: '60500' })], 'Application_FieldValidationException'],
    [{}, [line({ lineType: 'Item', lineObjectNumber: 'NOPE' })], 'Application_DialogException'],
    [
      {},
      [line({ lineType: 'Item', lineObjectNumber: 'TEA-01', unitOfMeasureCode: 'KG' })],
      'Internal_InvalidTableRelation',
    ],
    [{}, [line({ discountPercent: 101 })], 'Application_FieldValidationException'],
  ])('refuses %j %j', async (header, lines, error) => {
    expect(code(await create(header, lines))).toEqual([400, error]);
  });

  test('a vendor that is blocked, or has no posting groups', async () => {
    const { number } = sandbox.businessCentral.addVendor({ displayName: 'Blocked' });
    sandbox.businessCentral.blockVendor(number, 'Payment');
    expect((await create({ vendorNumber: number })).status).toBe(201);
    sandbox.businessCentral.blockVendor(number);
    expect((await create({ vendorNumber: number })).json.error.message).toContain(
      `when Vendor ${number} is blocked with type All`,
    );
    sandbox.businessCentral.vendorTemplate = false;
    const bare = (await bc('POST', 'vendors', { displayName: 'Bare' })).json;
    expect(code(await create({ vendorNumber: bare.number }))).toEqual([
      400,
      'Application_FieldValidationException',
    ]);
    sandbox.businessCentral.vendorTemplate = true;
    sandbox.businessCentral.setPostingGroups(bare.number, true);
    expect((await create({ vendorNumber: bare.number })).status).toBe(201);
  });

  test('duplicates are not refused while they are drafts', async () => {
    const { json } = await create({ vendorInvoiceNumber: 'twice' });
    expect((await create({ vendorInvoiceNumber: 'TWICE' })).status).toBe(201);
    const found = await bc(
      'GET',
      filter('purchaseInvoices', "vendorInvoiceNumber eq 'TWICE' and vendorNumber eq 'V00010'"),
    );
    expect(found.json.value).toHaveLength(2);
    expect(found.json.value[0].id).toBe(json.id);
  });
});

describe('order of the fields', () => {
  const item = { lineType: 'Item', lineObjectNumber: 'TEA-01' };
  const location = () => sandbox.businessCentral.company.locations.find((row) => row.code === 'MAIN')?.id;

  test('what the line stands for starts it anew', async () => {
    const early = { unitCost: 9, description: 'mine', ...item, quantity: 2 };
    const [row] = (
      await create({}, [{ lineType: 'Item', lineObjectNumber: 'TEA-01', quantity: 2, unitCost: 9 }])
    ).json.purchaseInvoiceLines;
    expect(row).toMatchObject({
      unitCost: 9,
      description: 'Tea, small',
      unitOfMeasureCode: 'PCS',
      taxCode: 'VAT20',
    });
    expect(code(await create({}, [early]))).toEqual([400, 'Application_FieldValidationException']);
    expect(code(await create({}, [{ lineObjectNumber: '10700', lineType: 'Account' }]))).toEqual([
      400,
      'Internal_InvalidTableRelation',
    ]);
  });

  test('a unit or a location after the cost looks the price up again', async () => {
    const { json } = await create({}, [
      { ...item, unitOfMeasureCode: 'CASE', locationId: location(), quantity: 2, unitCost: 9 },
    ]);
    expect(json.purchaseInvoiceLines[0]).toMatchObject({ unitCost: 9, unitOfMeasureCode: 'CASE' });
    const late = (more: object) => create({}, [{ ...item, quantity: 2, unitCost: 9, ...more }]);
    expect((await late({ unitOfMeasureCode: 'CASE' })).json.purchaseInvoiceLines[0]).toMatchObject({
      unitCost: 2.5,
      amountExcludingTax: 5,
    });
    expect((await late({ locationId: location() })).json.purchaseInvoiceLines[0].unitCost).toBe(2.5);
    const account = (
      await create({}, [
        { lineType: 'Account', lineObjectNumber: '10700', quantity: 1, unitCost: 9, locationId: location() },
      ])
    ).json;
    expect(account.purchaseInvoiceLines[0].unitCost).toBe(0);
    const early = (
      await create({}, [
        { lineType: 'Account', lineObjectNumber: '10700', locationId: location(), quantity: 1, unitCost: 9 },
      ])
    ).json;
    expect(early.purchaseInvoiceLines[0]).toMatchObject({ unitCost: 9, locationId: location() });
  });

  test('a quantity does so when there is a price list', async () => {
    sandbox.businessCentral.addPrice('V00010', 'TEA-01', '2.2');
    const [row] = (await create({}, [{ ...item, unitCost: 9, quantity: 3 }])).json.purchaseInvoiceLines;
    expect(row.unitCost).toBe(2.2);
    const [other] = (await create({}, [{ ...item, quantity: 3, unitCost: 9 }])).json.purchaseInvoiceLines;
    expect(other.unitCost).toBe(9);
  });

  test('the vendor brings its currency along, so a currency before the vendor is lost', async () => {
    const { vendorNumber: _vendor, ...rest } = body();
    const early = await bc('POST', 'purchaseInvoices', {
      currencyCode: 'USD',
      vendorNumber: foreign,
      ...rest,
    });
    expect(early.json.currencyCode).toBe('EUR');
    const late = await bc('POST', 'purchaseInvoices', {
      vendorNumber: foreign,
      currencyCode: 'gbp',
      ...rest,
    });
    expect(late.json).toMatchObject({
      currencyCode: 'GBP',
      currencyId: '00000000-0000-0000-0000-000000000000',
    });
  });

  test('discounts: percent or amount, the last one counts; an amount needs a quantity', async () => {
    expect(await lineOf({ quantity: 3, unitCost: 9.99, discountPercent: 10 })).toMatchObject({
      discountAmount: 3,
      amountExcludingTax: 26.97,
    });
    expect(await lineOf({ quantity: 3, unitCost: 10, discountAmount: 1 })).toMatchObject({
      discountAmount: 1,
      discountPercent: 3.33333,
      amountExcludingTax: 29,
    });
    expect(
      code(await create({}, [{ lineType: 'Account', lineObjectNumber: '10700', discountAmount: 1 }])),
    ).toEqual([400, 'Application_FieldValidationException']);
  });
});

describe('amounts', () => {
  test('tax is rounded line by line, half away from zero', async () => {
    const { json } = await create({}, [
      line({ unitCost: 0.13 }),
      line({ unitCost: 0.13 }),
      line({ unitCost: 7.99, taxCode: 'REDUCED' }),
      line({ unitCost: 5, taxCode: 'ZERO' }),
    ]);
    expect(json).toMatchObject({
      totalAmountExcludingTax: 13.25,
      totalTaxAmount: 0.46,
      totalAmountIncludingTax: 13.71,
    });
    expect((await create({}, [line({ unitCost: -0.125 })])).json.totalAmountExcludingTax).toBe(-0.13);
  });

  test('prices including tax', async () => {
    const { json } = await create({ pricesIncludeTax: true }, [
      line({ unitCost: 10 }),
      line({ quantity: 3, unitCost: 3.33 }),
    ]);
    expect(json).toMatchObject({
      totalAmountExcludingTax: 16.66,
      totalTaxAmount: 3.33,
      totalAmountIncludingTax: 19.99,
      pricesIncludeTax: true,
    });
  });

  test('an invoice discount is spread over the lines', async () => {
    const { json } = await create({ discountAmount: 1 }, [line({ unitCost: 10 }), line({ unitCost: 20 })]);
    expect(json).toMatchObject({ totalAmountExcludingTax: 29, totalTaxAmount: 5.8, discountAmount: 1 });
    expect(json.purchaseInvoiceLines.map((row: { netAmount: number }) => row.netAmount)).toEqual([
      9.67, 19.33,
    ]);
  });

  test('the rounding quirk of a site makes the total differ by a cent', async () => {
    sandbox.businessCentral.roundingQuirk = 'V00010';
    expect((await create()).json).toMatchObject({ totalTaxAmount: 2.01, totalAmountIncludingTax: 12.01 });
    sandbox.businessCentral.roundingQuirk = false;
    expect((await create()).json.totalTaxAmount).toBe(2);
  });

  test('a tax code is read back as the VAT identifier', async () => {
    expect(await lineOf({ taxCode: 'reduced' })).toMatchObject({ taxCode: 'VAT5', taxPercent: 5 });
  });

  test('the calculated amounts of an invoice line may be sent, without effect', async () => {
    expect(await lineOf({ amountExcludingTax: 99 })).toMatchObject({ amountExcludingTax: 10 });
  });
});

describe('changing drafts', () => {
  test('header fields; no deep update; the tag moves with the lines', async () => {
    const { json } = await create();
    const path = `purchaseInvoices(${json.id})`;
    expect(
      (await bc('PATCH', path, { vendorInvoiceNumber: 'other', dueDate: '2026-12-24' })).json,
    ).toMatchObject({ vendorInvoiceNumber: 'OTHER', dueDate: '2026-12-24' });
    expect(code(await bc('PATCH', path, { purchaseInvoiceLines: [] }))).toEqual([400, 'BadRequest']);
    expect(
      (await bc('PATCH', path, { invoiceDate: '2026-09-03', postingDate: '2026-09-10' })).json.invoiceDate,
    ).toBe('2026-09-10');
    const tag = (await bc('GET', path)).json['@odata.etag'];
    const added = await bc('POST', `${path}/purchaseInvoiceLines`, line({ unitCost: 5 }));
    expect(added.json).toMatchObject({ sequence: 20000, documentId: json.id });
    const again = (await bc('GET', path)).json;
    expect([again['@odata.etag'] === tag, again.totalAmountExcludingTax]).toEqual([false, 15]);
    expect(code(await bc('DELETE', path, undefined, { 'if-match': tag }))).toEqual([
      409,
      'Request_EntityChanged',
    ]);
    expect((await bc('DELETE', path, undefined, { 'if-match': again['@odata.etag'] })).status).toBe(204);
    expect(code(await bc('GET', path))).toEqual([404, 'Internal_RecordNotFound']);
  });

  test('lines: flat only with their document, changed by id, never to another account', async () => {
    const { json } = await create({}, [line(), line({ unitCost: 5 })]);
    expect(code(await bc('GET', 'purchaseInvoiceLines'))).toEqual([400, 'Application_DialogException']);
    expect(code(await bc('GET', filter('purchaseInvoiceLines', 'quantity gt 0')))).toEqual([
      400,
      'Application_DialogException',
    ]);
    const flat = await bc(
      'GET',
      filter('purchaseInvoiceLines', `documentId eq ${json.id} and sequence gt 10000`),
    );
    expect(flat.json.value).toMatchObject([{ unitCost: 5 }]);
    const [first, second] = json.purchaseInvoiceLines;
    expect(
      (await bc('PATCH', `purchaseInvoiceLines(${first.id})`, { unitCost: 7 })).json.amountExcludingTax,
    ).toBe(7);
    expect(
      code(await bc('PATCH', `purchaseInvoiceLines(${first.id})`, { lineObjectNumber: '10720' })),
    ).toEqual([400, 'Application_DialogException']);
    expect(code(await bc('PATCH', `purchaseInvoiceLines(${first.id})`, { sequence: 5 }))).toEqual([
      400,
      'Application_DialogException',
    ]);
    expect(
      (await bc('DELETE', `purchaseInvoices(${json.id})/purchaseInvoiceLines(${second.id})`)).status,
    ).toBe(204);
    expect((await bc('GET', `purchaseInvoices(${json.id})/purchaseInvoiceLines`)).json.value).toHaveLength(1);
    expect(code(await bc('POST', 'purchaseInvoiceLines', line()))).toEqual([
      400,
      'Application_DialogException',
    ]);
    expect((await bc('POST', 'purchaseInvoiceLines', line({ documentId: json.id }))).status).toBe(201);
  });

  test('itemId or accountId name the object too, but not both', async () => {
    const { company } = sandbox.businessCentral;
    const accountId = company.accounts.find((row) => row.number === '10700')?.id;
    const itemId = company.items.find((row) => row.number === 'TEA-01')?.id;
    const row = (await create({}, [{ accountId, quantity: 1, unitCost: 3 }])).json.purchaseInvoiceLines[0];
    expect(row).toMatchObject({ lineType: 'Account', lineObjectNumber: '10700', accountId, unitCost: 3 });
    expect(code(await create({}, [{ accountId, itemId, quantity: 1 }]))).toEqual([
      400,
      'Application_DialogException',
    ]);
  });
});

describe('dimensions', () => {
  const dimensions = (json: { dimensionSetLines: { code: string; valueCode: string }[] }) =>
    Object.fromEntries(json.dimensionSetLines.map((row) => [row.code, row.valueCode]));

  test('nested in a deep insert, where the site takes them', async () => {
    const { json } = await create({}, [
      line({ dimensionSetLines: [{ code: 'DEPARTMENT', valueCode: 'PROD' }] }),
    ]);
    expect(dimensions(json.purchaseInvoiceLines[0])).toEqual({ DEPARTMENT: 'PROD' });
    sandbox.businessCentral.nestedDimensions = false;
    expect(
      code(await create({}, [line({ dimensionSetLines: [{ code: 'DEPARTMENT', valueCode: 'PROD' }] })])),
    ).toEqual([400, 'BadRequest']);
    sandbox.businessCentral.nestedDimensions = true;
  });

  test('a dimension that came along cannot be added, only changed', async () => {
    sandbox.businessCentral.addVendor({ number: 'DIM', displayName: 'Dim' });
    sandbox.businessCentral.vendorDefaultDimension('DIM', 'AREA', 'NORTH');
    const nested = await create({ vendorNumber: 'DIM' }, [
      line({ dimensionSetLines: [{ code: 'AREA', valueCode: 'LONDON' }] }),
    ]);
    expect(nested.json.error.message).toContain('The dimension set line already exists');
    const { json } = await create({ vendorNumber: 'DIM' });
    const path = `purchaseInvoiceLines(${json.purchaseInvoiceLines[0].id})/dimensionSetLines`;
    const [area] = (await bc('GET', path)).json.value;
    expect(area).toMatchObject({ code: 'AREA', valueCode: 'NORTH', parentType: 'Purchase Invoice Line' });
    expect(code(await bc('POST', path, { code: 'AREA', valueCode: 'LONDON' }))).toEqual([
      400,
      'Application_DialogException',
    ]);
    expect(
      (await bc('PATCH', `${path}(${area.id})`, { valueCode: 'LONDON' }, { 'if-match': area['@odata.etag'] }))
        .json.valueCode,
    ).toBe('LONDON');
    expect(code(await bc('PATCH', `${path}(${area.id})`, { code: 'DEPARTMENT', valueCode: 'ADM' }))).toEqual([
      400,
      'Application_DialogException',
    ]);
    expect((await bc('POST', path, { code: 'DEPARTMENT', valueCode: 'ADM' })).status).toBe(201);
    expect((await bc('DELETE', `${path}(${area.id})`)).status).toBe(204);
    expect((await bc('GET', path)).json.value).toHaveLength(1);
  });

  test.each([
    [{ code: 'NOPE', valueCode: 'X' }],
    [{ code: 'AREA', valueCode: 'PROD' }],
    [{ code: 'AREA' }],
    [{ valueCode: 'LONDON' }],
  ])('refuses %j', async (row) => {
    const { json } = await create();
    expect(code(await bc('POST', `purchaseInvoices(${json.id})/dimensionSetLines`, row))).toEqual([
      400,
      'Application_DialogException',
    ]);
  });

  test('shortcut codes set the header, and lines made after it inherit', async () => {
    const { json } = await create({ shortcutDimension1Code: 'SALES' });
    expect(json.shortcutDimension1Code).toBe('SALES');
    expect(dimensions(json.purchaseInvoiceLines[0])).toEqual({ DEPARTMENT: 'SALES' });
  });
});
