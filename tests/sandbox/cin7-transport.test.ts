import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { ask, type Client, cin7Client, start } from './support.ts';

let sandbox: Sandbox;
let cin7: Client;
beforeEach(async () => {
  sandbox = await start();
  cin7 = cin7Client(sandbox);
});
afterEach(() => sandbox.close());

describe('credentials', () => {
  test.each([
    ['api-auth-applicationkey', '00000000-0000-4000-8000-000000000000'],
    ['api-auth-accountid', '00000000-0000-4000-8000-000000000000'],
    ['api-auth-applicationkey', ''],
  ])('403 and an array for a wrong %s', async (name, value) => {
    const reply = await cin7('GET', 'me', undefined, { [name]: value });
    expect([reply.status, reply.json]).toEqual([
      403,
      [{ ErrorCode: 403, Exception: 'Incorrect credentials!' }],
    ]);
  });

  test('header names and GUIDs have no case; keys can be added and removed', async () => {
    const key = sandbox.credentials.cin7.applicationKey.toUpperCase();
    expect((await cin7('GET', 'me', undefined, { 'api-auth-applicationkey': key })).status).toBe(200);
    sandbox.cin7.addKey('11111111-1111-4111-8111-111111111111');
    const other = { 'api-auth-applicationkey': '11111111-1111-4111-8111-111111111111' };
    expect((await cin7('GET', 'me', undefined, other)).status).toBe(200);
    sandbox.cin7.removeKey('11111111-1111-4111-8111-111111111111');
    expect((await cin7('GET', 'me', undefined, other)).status).toBe(403);
  });
});

describe('paths and verbs', () => {
  test('an unknown path leads to an HTML page', async () => {
    const reply = await cin7('GET', 'AdvancedPurchase?ID=1');
    expect(reply.status).toBe(302);
    const { origin } = new URL(sandbox.urls.cin7);
    const page = await ask(`${origin}${String(reply.headers['location'])}`);
    expect([page.status, page.headers['content-type'], page.json]).toEqual([
      200,
      'text/html; charset=utf-8',
      undefined,
    ]);
  });

  test('paths have no case', async () => {
    const { origin } = new URL(sandbox.urls.cin7);
    expect((await cin7('GET', `${origin}/externalapi/V2/Me`)).json.Company).toBe('Larder & Vine Ltd');
  });

  test('405 for a verb that is not offered', async () => {
    expect((await cin7('PUT', 'purchase/order', {})).status).toBe(405);
    expect((await cin7('DELETE', 'supplier?ID=1')).status).toBe(405);
    expect((await cin7('PATCH', 'supplier', {})).status).toBe(405);
  });

  test('500 for a body that cannot be read or has wrong types', async () => {
    expect((await cin7('POST', 'supplier', '{"Name":')).status).toBe(500);
    expect((await cin7('POST', 'supplier', { Name: 7 })).status).toBe(500);
    expect((await cin7('POST', 'supplier', [])).status).toBe(500);
  });
});

describe('the limit', () => {
  async function used(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await cin7('GET', 'me');
  }

  test('60 in a sliding minute of the sandbox clock; one that was refused counts too', async () => {
    await used(60);
    const reply = await cin7('POST', 'supplier', {});
    expect([reply.status, reply.headers['retry-after']]).toEqual([429, '60 Seconds']);
    expect(reply.json[0].Exception).toBe('You have reached 60 calls per 60 seconds API limit.');
    sandbox.clock.advance(59_000);
    expect((await cin7('GET', 'me')).status).toBe(429);
    sandbox.clock.advance(1_001);
    expect((await cin7('GET', 'me')).status).toBe(200);
  });

  test.each([
    ['429-number', 'me', 429, '60'],
    ['429-bare', 'me', 429, undefined],
    ['503', 'me', 503, undefined],
    ['400', 'purchase?ID=1', 400, undefined],
    ['400', 'advanced-purchase?ID=1', 400, undefined],
    ['400', 'me', 429, '60 Seconds'],
  ] as const)('shape %s on %s', async (shape, path, status, retryAfter) => {
    sandbox.cin7.limitShape = shape;
    sandbox.cin7.requestsPerMinute = 0;
    const reply = await cin7('GET', path);
    expect([reply.status, reply.headers['retry-after']]).toEqual([status, retryAfter]);
    expect(reply.text).toContain('reached 60 calls per 60 seconds');
  });

  test('per key, or per account', async () => {
    sandbox.cin7.addKey('11111111-1111-4111-8111-111111111111');
    const other = { 'api-auth-applicationkey': '11111111-1111-4111-8111-111111111111' };
    sandbox.cin7.requestsPerMinute = 2;
    await used(2);
    expect((await cin7('GET', 'me')).status).toBe(429);
    expect((await cin7('GET', 'me', undefined, other)).status).toBe(200);
    sandbox.cin7.limitScope = 'account';
    await cin7('GET', 'me', undefined, other);
    await cin7('GET', 'me', undefined, other);
    expect((await cin7('GET', 'me')).status).toBe(429);
  });
});

describe('lists', () => {
  beforeEach(() => {
    for (let i = 1; i <= 5; i++) {
      sandbox.clock.advance(1000);
      sandbox.cin7.addSupplier({ Name: `Supplier ${i}`, AdditionalAttribute1: `V${i}` });
    }
    sandbox.cin7.addSupplier({ Name: 'Old One', Status: 'Deprecated' });
  });
  const names = (reply: { json: { SupplierList: { Name: string }[] } }) =>
    reply.json.SupplierList.map((row) => row.Name);

  test('Total and Page, newest change first, so that rows move while one pages', async () => {
    const first = await cin7('GET', 'supplier?Page=1&Limit=2');
    expect(first.json).toMatchObject({ Total: 5, Page: 1 });
    expect(names(first)).toEqual(['Supplier 5', 'Supplier 4']);
    sandbox.cin7.editSupplier('Supplier 1', { Comments: 'changed' });
    expect(names(await cin7('GET', 'supplier?page=2&limit=2'))).toEqual(['Supplier 4', 'Supplier 3']);
    sandbox.cin7.order = 'name';
    expect(names(await cin7('GET', 'supplier?Limit=2'))).toEqual(['Supplier 1', 'Supplier 2']);
    sandbox.cin7.order = 'oldest-first';
    expect(names(await cin7('GET', 'supplier?Limit=1'))).toEqual(['Supplier 2']);
  });

  test('a page past the end is empty; a limit above 1000 is refused', async () => {
    expect((await cin7('GET', 'supplier?Page=9')).json).toMatchObject({ Total: 5, SupplierList: [] });
    expect((await cin7('GET', 'supplier?Limit=1001')).status).toBe(400);
    expect((await cin7('GET', 'supplier?Limit=0')).status).toBe(400);
    expect((await cin7('GET', 'supplier?Page=x')).status).toBe(400);
  });

  test('filters: names by their beginning, unknown parameters ignored, deprecated rows hidden', async () => {
    expect(names(await cin7('GET', 'supplier?Name=SUPPLIER+3'))).toEqual(['Supplier 3']);
    expect(names(await cin7('GET', 'supplier?Name=3'))).toEqual([]);
    expect((await cin7('GET', 'supplier?Search=Supplier+3')).json.Total).toBe(5);
    expect((await cin7('GET', 'supplier?IncludeDeprecated=true')).json.Total).toBe(6);
    const ID = sandbox.cin7.state.suppliers[0]?.ID ?? '';
    expect(names(await cin7('GET', `supplier?ID=${ID.toUpperCase()}`))).toEqual(['Supplier 1']);
  });

  test('ModifiedSince means after, in UTC, with 0 to 7 digits', async () => {
    const stamp = sandbox.cin7.state.suppliers[2]?.stamp ?? '';
    expect(stamp).toMatch(/\.\d{7}$/);
    expect((await cin7('GET', `supplier?ModifiedSince=${stamp}`)).json.Total).toBe(2);
    expect((await cin7('GET', `supplier?ModifiedSince=${stamp.slice(0, 19)}Z`)).json.Total).toBe(3);
    expect((await cin7('GET', 'supplier?ModifiedSince=2026-09-16T12:00:03%2B02:00')).json.Total).toBe(3);
    expect((await cin7('GET', 'supplier?ModifiedSince=yesterday')).status).toBe(400);
  });

  test('stamps come with and without zone, GUIDs in either case', async () => {
    for (let i = 6; i < 40; i++) sandbox.cin7.addSupplier({ Name: `Supplier ${i}` });
    const { SupplierList } = (await cin7('GET', 'supplier')).json;
    const stamps: string[] = SupplierList.map((row: { LastModifiedOn: string }) => row.LastModifiedOn);
    expect(stamps.some((stamp) => stamp.endsWith('Z')) && stamps.some((stamp) => !stamp.endsWith('Z'))).toBe(
      true,
    );
    const ids: string[] = SupplierList.map((row: { ID: string }) => row.ID);
    expect(ids.some((id) => id === id.toUpperCase()) && ids.some((id) => id === id.toLowerCase())).toBe(true);
    sandbox.cin7.mixedGuidCase = false;
    const again = (await cin7('GET', 'supplier')).json.SupplierList;
    expect(again.every((row: { ID: string }) => row.ID === row.ID.toLowerCase())).toBe(true);
  });
});

describe('reference lists', () => {
  test.each([
    ['ref/account', 'AccountsList'],
    ['ref/tax', 'TaxRuleList'],
    ['ref/paymentterm', 'PaymentTermList'],
    ['ref/unit', 'UnitList'],
    ['ref/category', 'CategoryList'],
    ['ref/brand', 'BrandList'],
    ['ref/location', 'LocationList'],
    ['ref/priceTier', 'PriceTiers'],
    ['ref/attributeset', 'AttributeSetList'],
  ])('%s', async (path, key) => {
    const { status, json } = await cin7('GET', path);
    expect(status).toBe(200);
    expect(json[key].length).toBeGreaterThan(0);
    expect(json.Total).toBe(json[key].length);
  });

  test('an unknown account code is an error, not an empty list', async () => {
    expect((await cin7('GET', 'ref/account?Code=310')).json.AccountsList).toHaveLength(1);
    const reply = await cin7('GET', 'ref/account?Code=999');
    expect([reply.status, reply.json[0].Exception]).toEqual([400, 'Account with specified ID not found']);
  });

  test('the chart of accounts cannot be written, and an attempt is remembered', async () => {
    expect((await cin7('POST', 'ref/account', { Code: '999' })).status).toBe(400);
    expect(sandbox.check()).toEqual([expect.stringContaining('chart of accounts')]);
  });

  test('units, brands and categories: unique without case, answered bare', async () => {
    expect((await cin7('POST', 'ref/unit', { Name: 'Jar' })).json).toMatchObject({ Name: 'Jar' });
    const again = await cin7('POST', 'ref/unit', { Name: 'jar' });
    expect(again.json[0].Exception).toBe('This unit already exists. Unit name must be unique.');
  });

  test('stock figures, one row per product and place', async () => {
    sandbox.cin7.setReference('availability', 'row', { ID: 'x', SKU: 'A', Location: 'Showroom', OnHand: 3 });
    expect(
      (await cin7('GET', 'ref/productavailability?Location=showroom')).json.ProductAvailabilityList,
    ).toHaveLength(1);
    expect((await cin7('GET', 'ref/productavailability?Sku=B')).json.Total).toBe(0);
  });
});

test('webhooks: kept, listed whole, five of a type', async () => {
  const hook = {
    Type: 'Purchase/InvoiceAuthorised',
    IsActive: true,
    ExternalURL: 'https://x.example',
    ExternalAuthorizationType: 'bearerauth',
    ExternalBearerToken: 's3cret',
  };
  const first = (await cin7('POST', 'webhooks', hook)).json;
  expect((await cin7('GET', 'webhooks')).json.Webhooks[0]).toMatchObject({
    ID: first.ID,
    ExternalBearerToken: 's3cret',
  });
  for (let i = 0; i < 4; i++) await cin7('POST', 'webhooks', hook);
  expect((await cin7('POST', 'webhooks', hook)).status).toBe(400);
  expect((await cin7('POST', 'webhooks', { ...hook, Type: 'Purchase/Created' })).status).toBe(400);
  expect((await cin7('PUT', 'webhooks', { ID: first.ID, IsActive: false })).json.IsActive).toBe(false);
  await cin7('DELETE', `webhooks?ID=${first.ID}`);
  expect((await cin7('GET', 'webhooks')).json.Webhooks).toHaveLength(4);
});
