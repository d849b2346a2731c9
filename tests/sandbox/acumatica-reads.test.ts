import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { acumaticaClient, startAcumatica } from './acumatica-support.ts';
import { type Client, filter } from './support.ts';

let sandbox: Sandbox;
let client: Client;
beforeAll(async () => {
  sandbox = await startAcumatica();
  sandbox.acumatica.apiUsers = 10;
  client = await acumaticaClient(sandbox);
  const { acumatica } = sandbox;
  acumatica.addVendor({
    VendorID: 'V2',
    VendorName: "O'Brien",
    MainContact: { Email: 'a@b.example', Address: { City: 'Cork', Country: 'IE' } },
  });
  acumatica.addVendor({ VendorID: 'V1', VendorName: 'Tea Co', AccountRef: 'A-1' });
  sandbox.clock.advance(60_000);
  acumatica.addVendor({ VendorID: 'V3', VendorName: 'Later Ltd', CurrencyID: 'EUR' });
  acumatica.addStockItem('TEA', { Description: 'Tea', LastCost: 2.5 });
});
afterAll(() => sandbox.close());

// biome-ignore lint/suspicious/noExplicitAny: what comes is what is tested
const ids = (json: any): string[] => json.map((row: any) => row.VendorID.value);
const found = async (condition: string) => ids((await client('GET', filter('Vendor', condition))).json);

describe('the shape', () => {
  test('fields are wrapped, empty ones are {}, system fields are bare', async () => {
    const { json } = await client('GET', 'Vendor/V1');
    expect(json).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      rowNumber: 1,
      note: { value: '' },
      VendorID: { value: 'V1' },
      TaxRegistrationID: {},
      custom: {},
      _links: { self: expect.stringContaining('/AcumaticaERP/entity/Default/24.200.001/Vendor/') },
    });
    expect(json.MainContact).toBeUndefined();
    expect(json.Email).toBeUndefined();
  });

  test('linked entities come when they are expanded, with their parents', async () => {
    const { json } = await client('GET', 'Vendor/V2?$expand=MainContact/Address');
    expect(json.MainContact).toMatchObject({
      Email: { value: 'a@b.example' },
      Address: { City: { value: 'Cork' }, Country: { value: 'IE' } },
    });
  });

  test('$select narrows, also within what is expanded', async () => {
    const { json } = await client('GET', 'Vendor/V2?$select=VendorID,MainContact/Email&$expand=MainContact');
    expect(Object.keys(json).sort()).toEqual(
      ['MainContact', 'VendorID', '_links', 'custom', 'id', 'note', 'rowNumber'].sort(),
    );
    expect(json.MainContact.Email).toEqual({ value: 'a@b.example' });
    expect(json.MainContact.Phone1).toBeUndefined();
  });

  test('stamps carry the offset of the site and no zeros at the end of the fraction', async () => {
    sandbox.acumatica.utcOffset = '-04:00';
    const { json } = await client('GET', 'Vendor/V1?$select=LastModifiedDateTime');
    sandbox.acumatica.utcOffset = '+00:00';
    expect(json.LastModifiedDateTime.value).toBe('2026-09-16T06:00:00-04:00');
  });

  test('fields come and go with the version', async () => {
    const old = await acumaticaClient(sandbox, '23.200.001');
    expect((await old('GET', 'StockItem/TEA')).json.LastModifiedDateTime).toBeUndefined();
    expect((await old('GET', 'StockItem/TEA')).json.LastModified.value).toBeDefined();
    expect((await client('GET', 'StockItem/TEA')).json.LastModifiedDateTime.value).toBeDefined();
    expect((await client('GET', 'Subaccount')).json[0].LastModifiedDateTime).toBeUndefined();
    const older = await acumaticaClient(sandbox, '20.200.001');
    expect((await older('GET', 'Warehouse')).json[0].LastModifiedDateTime).toBeUndefined();
  });
});

describe('lists', () => {
  test('come by key as a bare array, paged with $top and $skip', async () => {
    expect(ids((await client('GET', 'Vendor')).json)).toEqual(['V1', 'V2', 'V3']);
    expect(ids((await client('GET', 'Vendor?$top=2')).json)).toEqual(['V1', 'V2']);
    expect(ids((await client('GET', 'Vendor?$top=2&$skip=2')).json)).toEqual(['V3']);
  });

  test.each([
    ["VendorID eq 'v1'", ['V1']],
    ["VendorID gt 'V1' and VendorID lt 'V3'", ['V2']],
    ["VendorName eq 'O''Brien'", ['V2']],
    ["VendorID eq 'V1' or (VendorID eq 'V3')", ['V1', 'V3']],
    ["substringof('Co', VendorName)", ['V1']],
    ["startswith(VendorName, 'Later')", ['V3']],
    ["endswith(VendorName, 'Ltd')", ['V3']],
    ["MainContact/Email eq 'a@b.example'", ['V2']],
    ["LastModifiedDateTime gt datetimeoffset'2026-09-16T10:00:30.000+00:00'", ['V3']],
    ["LastModifiedDateTime ge datetimeoffset'2026-09-16T12:00:00+02:00'", ['V1', 'V2', 'V3']],
    ['PrintOrders eq true', ['V1', 'V2', 'V3']],
    ["AccountRef ne 'A-1'", ['V2', 'V3']],
  ])('$filter=%s', async (condition, expected) => {
    expect(await found(condition)).toEqual(expected);
  });

  test.each([
    "PrintOrders eq 'true'",
    'VendorID eq 1',
    "Nonsense eq 'x'",
    "not VendorID eq 'V1'",
    "contains(VendorName, 'Co')",
    'VendorID eq null',
    "VendorID eq 'V1",
    "Contacts/Email eq 'x'",
    "LastModifiedDateTime gt '2026-09-16'",
  ])('%s is a 500', async (condition) => {
    const { status, json } = await client('GET', filter('Vendor', condition));
    expect(status).toBe(500);
    expect(json.exceptionMessage).toBeTruthy();
  });

  test('what cannot be optimised fails in a list, and is readable by key', async () => {
    const { status, json } = await client('GET', 'Vendor?$expand=Contacts');
    expect([status, json.exceptionMessage]).toEqual([
      500,
      expect.stringContaining('Optimization cannot be performed'),
    ]);
    expect((await client('GET', 'Vendor/V1?$expand=Contacts')).json.Contacts).toEqual([]);
  });

  test('an unknown $select or $expand is refused; an unknown parameter does nothing', async () => {
    expect((await client('GET', 'Vendor?$select=Email')).status).toBe(500);
    expect((await client('GET', 'Vendor?$expand=Address')).status).toBe(500);
    expect((await client('GET', 'Vendor?$orderby=VendorName')).status).toBe(200);
    expect(sandbox.acumatica.ignored).toContain('GET Vendor: query $orderby');
  });
});

describe('one record', () => {
  test('by key or id; one that is not there is 500', async () => {
    const { json } = await client('GET', 'Vendor/V1');
    expect((await client('GET', `Vendor/${json.id}`)).json.VendorID.value).toBe('V1');
    const missing = await client('GET', 'Vendor/NOPE');
    expect([missing.status, missing.json.exceptionType]).toEqual([
      500,
      'PX.Api.ContractBased.NoEntitySatisfiesTheConditionException',
    ]);
  });
});

describe('rights and features', () => {
  test('forms without rights are 403, forms without set-up 500', async () => {
    sandbox.acumatica.forbidden = ['Account'];
    sandbox.acumatica.notSetUp = ['Tax'];
    const refused = await client('GET', 'Account');
    expect([refused.status, refused.json.message]).toEqual([403, expect.stringContaining('GL202500')]);
    expect((await client('GET', 'Tax')).json.exceptionType).toBe('PX.Data.PXSetupNotEnteredException');
    sandbox.acumatica.forbidden = [];
    sandbox.acumatica.notSetUp = [];
  });

  test('without the feature there are no subaccounts', async () => {
    sandbox.acumatica.subaccounts = false;
    expect((await client('GET', 'Subaccount')).status).toBe(403);
    sandbox.acumatica.subaccounts = true;
  });

  test('a write to the chart of accounts is refused and remembered', async () => {
    expect((await client('PUT', 'Account', { AccountCD: { value: '1' } })).status).toBe(403);
    expect(sandbox.check()).toContainEqual(
      expect.stringContaining('Acumatica: the chart of accounts was asked to change: PUT'),
    );
  });

  test('reference lists are there', async () => {
    const first = async (entity: string) => (await client('GET', `${entity}?$top=1`)).json[0];
    expect((await first('Account')).AccountCD).toEqual({ value: '0310' });
    expect((await first('Subaccount')).SubaccountCD).toEqual({ value: '000-000' });
    expect((await first('TaxZone')).TaxZoneID).toEqual({ value: 'DOMESTIC' });
    expect((await first('TaxCategory')).TaxCategoryID).toEqual({ value: 'EXEMPT' });
    expect((await first('Warehouse')).WarehouseID).toEqual({ value: 'BARN' });
    expect((await first('VendorClass')).ClassID).toEqual({ value: 'DEFAULT' });
    expect((await first('Currency')).CurrencyID).toEqual({ value: 'EUR' });
    expect((await first('NonStockItem')).BaseUnit).toEqual({ value: 'EACH' });
    expect((await first('UnitsOfMeasure')).UnitID).toEqual({ value: 'BOTTLE' });
    const { json } = await client('GET', 'FinancialPeriod/2026?$expand=Details');
    expect(json.Details[8]).toMatchObject({
      FinancialPeriodID: { value: '092026' },
      Status: { value: 'Open' },
    });
    const old = await acumaticaClient(sandbox, '23.200.001');
    expect((await old('GET', 'UnitsOfMeasure')).json[0].FromUOM).toEqual({ value: 'BOTTLE' });
  });
});
