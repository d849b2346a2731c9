import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { foClient, infologOf, key, where } from './fo-support.ts';
import { type Client, start } from './support.ts';

let sandbox: Sandbox;
let fo: Client;
beforeEach(async () => {
  sandbox = await start({ erps: ['finance-operations'] });
  fo = await foClient(sandbox);
});
afterEach(() => sandbox.close());

const vendor = (more: Record<string, unknown> = {}) =>
  fo('POST', 'VendorsV2', {
    dataAreaId: 'lvuk',
    VendorOrganizationName: 'Leaf and Blossom Trading Company',
    VendorGroupId: '10',
    ...more,
  });

describe('vendors', () => {
  test('the smallest create: numbered, with the currency, search name and party that F&O gives', async () => {
    const { status, json } = await vendor({
      LanguageId: 'en-gb',
      AddressCountryRegionId: 'GBR',
      AddressCity: 'York',
    });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      dataAreaId: expect.stringMatching(/^lvuk$/i),
      VendorAccountNumber: 'LVUK-0000000001',
      VendorSearchName: 'Leaf and Blossom Tra',
      VendorPartyType: 'Organization',
      CurrencyCode: 'GBP',
      LanguageId: 'en-GB',
      DefaultPaymentTermsName: 'Net30',
      VendorPartyNumber: expect.stringMatching(/^\d+$/),
      AddressCountryRegionISOCode: 'GB',
      AddressTimeZone: null,
      OnHoldStatus: 'No',
      Notes: '',
    });
    expect(json['@odata.context']).toBe(`${sandbox.urls.financeOperations}/data/$metadata#VendorsV2/$entity`);
    const tag = Buffer.from(json['@odata.etag'].slice(3, -1), 'base64').toString();
    expect(tag).toMatch(/^'1,\d+;0,0;/);
  });

  test.each([
    [
      { VendorGroupId: '99' },
      "The value '99' in field 'Vendor group' is not found in the related table 'Vendor groups'.; Warning: validateField failed on field 'VendVendorV2Entity.VendorGroupId'.",
    ],
    [{ VendorGroupId: undefined }, "Field 'Vendor group' must be filled in"],
    [{ VendorOrganizationName: '' }, "Field 'Vendor organization name' must be filled in"],
    [{ CurrencyCode: 'XXX' }, "The value 'XXX' in field 'Currency'"],
    [{ AddressCountryRegionId: 'GB' }, "The value 'GB' in field 'Country/region'"],
    [{ DefaultPaymentTermsName: '30 days' }, "field 'Terms of payment'"],
    [{ SalesTaxGroupCode: 'X' }, "field 'Sales tax group'"],
    [{ VendorAccountNumber: 'V1' }, 'does not allow numbers to be entered manually'],
    [{ DefaultLedgerDimensionDisplayValue: '001-022-007' }, 'has 3 segments, but the active format has 2'],
    [
      { DefaultLedgerDimensionDisplayValue: '009-' },
      "The value '009' of dimension 'BusinessUnit' cannot be used",
    ],
    [{ OnHoldStatus: 'Perhaps' }, 'not a member'],
    [{ FormattedPrimaryAddress: 'x' }, 'read-only'],
    [
      { AddressState: 'x' },
      "The property 'AddressState' does not exist on type 'Microsoft.Dynamics.DataEntities.VendorV2'",
    ],
    [{ CreditLimit: '5' }, "to the expected type 'Edm.Decimal'"],
    [{ Notes: null }, "to the expected type 'Edm.String'"],
    [{ dataAreaId: 'none' }, "The company 'none' does not exist"],
  ])('with %j is refused', async (more, text) => {
    const reply = await vendor(more);
    expect([reply.status, infologOf(reply)]).toEqual([400, expect.stringContaining(text)]);
    expect(sandbox.financeOperations.state.vendors).toEqual([]);
  });

  test('a number of our own where the sequence is manual; it is refused a second time', async () => {
    sandbox.financeOperations.changeCompany('lvuk', { vendorNumbers: 'manual' });
    expect(infologOf(await vendor())).toContain("Field 'Vendor account number' must be filled in");
    expect((await vendor({ VendorAccountNumber: 'V1' })).json.VendorAccountNumber).toBe('V1');
    expect(infologOf(await vendor({ VendorAccountNumber: 'v1' }))).toContain(
      'Cannot create a record in Vendors (VendTable). Vendor account number: v1.\nThe record already exists.',
    );
  });

  test('texts that are too long are cut without a word', async () => {
    const { json } = await vendor({
      VendorOrganizationName: 'x'.repeat(120),
      OurAccountNumber: 'y'.repeat(30),
    });
    expect([json.VendorOrganizationName.length, json.OurAccountNumber.length]).toEqual([100, 20]);
  });

  test('changes: no body comes back, the tag moves, the account stays; one that is not there is told in a 400', async () => {
    const { VendorAccountNumber, ...made } = (await vendor()).json;
    const address = key('VendorsV2', { dataAreaId: 'LVUK', VendorAccountNumber });
    const changed = await fo('PATCH', address, { VendorOrganizationName: 'New name', OnHoldStatus: 'All' });
    expect([changed.status, changed.text]).toEqual([204, '']);
    const read = (await fo('GET', address)).json;
    expect(read).toMatchObject({
      VendorOrganizationName: 'New name',
      OnHoldStatus: 'All',
      VendorGroupId: '10',
    });
    expect(read['@odata.etag']).not.toBe(made['@odata.etag']);
    const stale = await fo('PATCH', address, { Notes: 'x' }, { 'if-match': made['@odata.etag'] });
    expect(stale.status).toBe(412);
    expect((await fo('PATCH', address, { Notes: 'x' }, { 'if-match': read['@odata.etag'] })).status).toBe(
      204,
    );
    expect(infologOf(await fo('PATCH', address, { VendorAccountNumber: 'V9' }))).toContain(
      'cannot be changed',
    );
    const none = await fo('PATCH', key('VendorsV2', { dataAreaId: 'lvuk', VendorAccountNumber: 'V9' }), {
      Notes: 'x',
    });
    expect([none.status, infologOf(none)]).toEqual([
      400,
      'No resources were found when selecting for update.',
    ]);
  });

  test('an update conflict, and business refusals as 500 where a site still has them', async () => {
    const { VendorAccountNumber } = (await vendor()).json;
    const address = key('VendorsV2', { dataAreaId: 'lvuk', VendorAccountNumber });
    sandbox.financeOperations.updateConflicts = 1;
    expect(infologOf(await fo('PATCH', address, { Notes: 'x' }))).toContain('An update conflict occurred');
    expect((await fo('PATCH', address, { Notes: 'x' })).status).toBe(204);
    sandbox.financeOperations.writeErrorStatus = 500;
    const old = await vendor({ VendorGroupId: '99' });
    expect([old.status, old.json.error.innererror.type]).toEqual([
      500,
      expect.stringContaining('AxODataWriteException'),
    ]);
  });

  test('one that documents name cannot be deleted', async () => {
    const { VendorAccountNumber } = (await vendor()).json;
    const address = key('VendorsV2', { dataAreaId: 'lvuk', VendorAccountNumber });
    const order = sandbox.financeOperations.addOrder({ OrderVendorAccountNumber: VendorAccountNumber });
    expect(infologOf(await fo('DELETE', address))).toContain('Transactions exist');
    sandbox.financeOperations.deleteOrder(String(order.fields['PurchaseOrderNumber']));
    expect((await fo('DELETE', address)).status).toBe(204);
    expect((await fo('DELETE', address)).status).toBe(404);
  });

  test('dimension values with the delimiter in them are escaped', async () => {
    sandbox.financeOperations.addDimension('Department', { 'A-1': 'With a dash' });
    expect((await vendor({ DefaultLedgerDimensionDisplayValue: '001-A-1' })).status).toBe(400);
    expect((await vendor({ DefaultLedgerDimensionDisplayValue: '001-A\\-1' })).status).toBe(201);
    sandbox.financeOperations.setDimensionFormat(['Department'], '~');
    expect((await vendor({ DefaultLedgerDimensionDisplayValue: 'A-1' })).status).toBe(201);
    sandbox.financeOperations.setDimensionFormat(undefined);
    expect(infologOf(await vendor({ DefaultLedgerDimensionDisplayValue: 'A-1' }))).toContain(
      'No default dimension format',
    );
  });
});

describe('products', () => {
  const creation = {
    dataAreaId: 'lvuk',
    ItemNumber: 'TEA',
    ProductNumber: 'TEA',
    ProductName: 'Breakfast tea, loose leaf',
    ItemModelGroupId: 'FIFO',
    ProductGroupId: 'Goods',
    StorageDimensionGroupName: 'SiteWH',
    TrackingDimensionGroupName: 'None',
    InventoryUnitSymbol: 'ea',
    PurchaseUnitSymbol: 'case',
    SalesUnitSymbol: 'ea',
    BOMUnitSymbol: 'ea',
  };
  const create = (more: Record<string, unknown> = {}) =>
    fo('POST', 'ReleasedProductCreationsV2', { ...creation, ...more });
  const released = key('ReleasedProductsV2', { dataAreaId: 'lvuk', ItemNumber: 'TEA' });

  test('one call makes the shared product and its release; names are only on the shared one', async () => {
    expect((await create()).status).toBe(201);
    const item = (await fo('GET', released)).json;
    expect(item).toMatchObject({
      ItemNumber: 'TEA',
      PurchaseUnitSymbol: 'case',
      ProductSearchName: 'Breakfast tea, loose',
    });
    expect(item).not.toHaveProperty('ProductName');
    expect((await fo('GET', key('ProductsV2', { ProductNumber: 'TEA' }))).json.ProductName).toBe(
      creation.ProductName,
    );
    expect(infologOf(await create())).toContain('The record already exists.');
    expect((await create({ dataAreaId: 'usmf' })).status).toBe(201);
    expect(sandbox.financeOperations.state.products).toHaveLength(1);
  });

  test.each([
    [{ ItemModelGroupId: undefined }, "Field 'Item model group' must be filled in"],
    [{ BOMUnitSymbol: undefined }, "Field 'BOM unit' must be filled in"],
    [{ PurchaseUnitSymbol: 'Case' }, "The value 'Case' in field 'Purchase unit'"],
    [{ ProductNumber: '' }, 'must be filled in'],
    [{ PurchasePrice: 5 }, "The property 'PurchasePrice' does not exist on type"],
    [{ ProductType: 'Goods' }, 'not a member'],
  ])('with %j is refused, and no shared product stays behind', async (more, text) => {
    const reply = await create(more);
    expect([reply.status, infologOf(reply)]).toEqual([400, expect.stringContaining(text)]);
    expect(sandbox.financeOperations.state.products).toEqual([]);
  });

  test('a release needs a shared product; prices and names are changed where they are', async () => {
    const { ProductName: _name, ...fields } = creation;
    expect(infologOf(await fo('POST', 'ReleasedProductsV2', fields))).toContain(
      "is not found in the related table 'Products'",
    );
    await create();
    expect(
      (await fo('PATCH', released, { PurchasePrice: 12.3456, PurchaseSalesTaxItemGroupCode: 'FULL' })).status,
    ).toBe(204);
    expect(
      (await fo('PATCH', key('ProductsV2', { ProductNumber: 'TEA' }), { ProductName: 'Tea' })).status,
    ).toBe(204);
    expect((await fo('PATCH', released, { ProductName: 'Tea' })).status).toBe(400);
    expect(infologOf(await fo('PATCH', released, { PrimaryVendorAccountNumber: 'V9' }))).toContain(
      "field 'Vendor'",
    );
    const row = await fo(
      'GET',
      where('ReleasedProductCreationsV2', "ItemNumber eq 'TEA'", '&$select=ProductName,ItemNumber'),
    );
    expect(row.json.value).toMatchObject([{ ProductName: 'Tea', ItemNumber: 'TEA' }]);
    expect((await fo('GET', released)).json.PurchasePrice).toBe(12.3456);
  });

  test('creations cannot be changed or deleted, used items keep their unit', async () => {
    await create();
    const made = key('ReleasedProductCreationsV2', { dataAreaId: 'lvuk', ItemNumber: 'TEA' });
    expect((await fo('PATCH', made, { ProductName: 'x' })).status).toBe(405);
    sandbox.financeOperations.addVendor({ VendorAccountNumber: 'V1', VendorOrganizationName: 'Leaf Co' });
    sandbox.financeOperations.addOrder({ OrderVendorAccountNumber: 'V1', DefaultReceivingSiteId: '1' }, [
      { ItemNumber: 'TEA', OrderedPurchaseQuantity: 1, PurchaseUnitSymbol: 'ea' },
    ]);
    expect(infologOf(await fo('PATCH', released, { InventoryUnitSymbol: 'kg' }))).toContain(
      'transactions exist',
    );
  });
});

describe('reference data', () => {
  test('is read and never written', async () => {
    for (const set of ['VendorGroups', 'TaxGroups', 'MainAccounts', 'UnitsOfMeasure'])
      expect((await fo('POST', set, {})).status).toBe(405);
    expect(sandbox.financeOperations.accountWrites).toEqual(['POST /data/MainAccounts']);
    const { json } = await fo(
      'GET',
      where('MainAccounts', "ChartOfAccounts eq 'Shared' and MainAccountId eq '140999'"),
    );
    expect(json.value).toMatchObject([{ MainAccountType: 'Total', ActiveTo: '1900-01-01T12:00:00Z' }]);
    expect(typeof json.value[0].MainAccountRecId).toBe('number');
  });

  test.each([
    'ChartOfAccounts',
    'LegalEntities',
    'Currencies',
    'PaymentTerms',
    'TaxGroups',
    'TaxItemGroupHeadings',
    'OperationalSites',
    'Warehouses',
    'ProcurementProductCategories',
    'FinancialDimensions',
    'FinancialDimensionValues',
    'DimensionIntegrationFormats',
    'VendorGroups',
    'UnitsOfMeasure',
  ])('%s has rows', async (set) => {
    const { status, json } = await fo('GET', set);
    expect([status, json.value.length > 0]).toEqual([200, true]);
  });
});
