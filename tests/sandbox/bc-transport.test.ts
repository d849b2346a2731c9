import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { ask, bcClient, type Client, filter, rootOf, start } from './support.ts';

let sandbox: Sandbox;
let bc: Client;
beforeAll(async () => {
  sandbox = await start({ pageSize: 4 });
  bc = await bcClient(sandbox);
  for (let i = 1; i <= 10; i++) sandbox.businessCentral.addVendor({ displayName: `Vendor ${i}` });
});
afterAll(() => sandbox.close());

const code = (reply: { status: number; json: { error: { code: string } } }) => [
  reply.status,
  reply.json?.error?.code,
];

describe('addresses', () => {
  test('401 without a token, or with nonsense', async () => {
    expect(code(await ask(`${rootOf(sandbox)}/companies`))).toEqual([
      401,
      'Authentication_InvalidCredentials',
    ]);
    expect(code(await bc('GET', 'vendors', undefined, { authorization: 'Bearer nonsense' }))).toEqual([
      401,
      'Authentication_InvalidCredentials',
    ]);
  });

  test('companies by id and by name; the tenant may be left out', async () => {
    sandbox.businessCentral.addCompany('Old Books', 'Larder & Vine Ltd');
    const root = rootOf(sandbox);
    const { value } = (await bc('GET', `${root}/companies`)).json;
    expect(value.map((row: { name: string; displayName: string }) => [row.name, row.displayName])).toEqual([
      ['Larder & Vine Ltd', 'Larder & Vine Ltd'],
      ['Old Books', 'Larder & Vine Ltd'],
    ]);
    expect((await bc('GET', `${root}/companies(${value[1].id})/vendors`)).json.value).toEqual([]);
    expect(
      (await bc('GET', `${root}/companies(name='Larder%20%26%20Vine%20Ltd')/vendors`)).json.value,
    ).toHaveLength(4);
    expect((await bc('GET', `${root}/vendors?company=${value[0].id}`)).json.value).toHaveLength(4);
    const short = root.replace(`/${sandbox.credentials.entra.tenantId}`, '');
    expect((await bc('GET', `${short}/companies`)).status).toBe(200);
  });

  test.each([
    ['companies(11111111-1111-4111-8111-111111111111)/vendors', 404, 'Internal_CompanyNotFound'],
    ['vendors', 400, 'BadRequest'],
    ['nothing', 400, 'BadRequest'],
  ])('root/%s', async (path, status, error) => {
    expect(code(await bc('GET', `${rootOf(sandbox)}/${path}`))).toEqual([status, error]);
  });

  test.each([
    ['nothing', 404, 'BadRequest_ResourceNotFound'],
    ['Vendors', 404, 'BadRequest_ResourceNotFound'],
    ["vendors('V00010')", 400, 'BadRequest'],
    ['vendors(11111111-1111-4111-8111-111111111111)', 404, 'Internal_RecordNotFound'],
    ['vendors(11111111-1111-4111-8111-111111111111)/nothing', 404, 'Internal_RecordNotFound'],
  ])('%s', async (path, status, error) => {
    const reply = await bc('GET', path);
    expect(code(reply)).toEqual([status, error]);
    expect(reply.json.error.message).toMatch(/ {2}CorrelationId: {2}[0-9a-f-]{36}\.$/);
  });

  test('verbs that are not offered', async () => {
    const [vendor] = sandbox.businessCentral.state.vendors;
    for (const [method, path] of [
      ['PATCH', 'vendors'],
      ['DELETE', 'vendors'],
      ['POST', `vendors(${vendor?.id})`],
      ['POST', 'accounts'],
      ['POST', 'items'],
      ['POST', 'generalLedgerEntries'],
      ['PUT', `vendors(${vendor?.id})`],
    ] as const)
      expect(code(await bc(method, path, {}))).toEqual([405, 'BadRequest_MethodNotAllowed']);
    expect(sandbox.check()).toEqual([expect.stringContaining('chart of accounts')]);
    expect(code(await bc('GET', '', undefined))).toEqual([200, undefined]);
  });

  test('reads from a replica only when it reads', async () => {
    const headers = { 'data-access-intent': 'ReadOnly' };
    expect((await bc('GET', 'vendors', undefined, headers)).status).toBe(200);
    expect(code(await bc('POST', 'vendors', { displayName: 'x' }, headers))).toEqual([400, 'BadRequest']);
  });
});

describe('lists', () => {
  const numbers = (reply: { json: { value: { number: string }[] } }) =>
    reply.json.value.map((row) => row.number);

  test('server-driven pages: an opaque next link until nothing is left', async () => {
    const seen: string[] = [];
    let path = 'vendors?$count=true';
    for (let i = 0; i < 10 && path !== ''; i++) {
      const reply = await bc('GET', path);
      if (i === 0) expect(reply.json['@odata.count']).toBe(10);
      seen.push(...numbers(reply));
      path = reply.json['@odata.nextLink'] ?? '';
      if (path !== '') expect(path).toMatch(/^http:.*[?&]aid=FIN&\$skiptoken=/);
    }
    expect(seen).toHaveLength(10);
    expect(new Set(seen).size).toBe(10);
  });

  test('a client may ask for less per page', async () => {
    const reply = await bc('GET', 'vendors?$filter=displayName%20ne%20%27x%27&$top=3', undefined, {
      prefer: 'odata.maxpagesize=2',
    });
    expect(numbers(reply)).toHaveLength(2);
    const rest = await bc('GET', reply.json['@odata.nextLink'], undefined, { prefer: 'odata.maxpagesize=2' });
    expect(numbers(rest)).toHaveLength(1);
    expect(rest.json['@odata.nextLink']).toBeUndefined();
  });

  test('filters: with case, `or` on one field only, lastModifiedDateTime as a moment', async () => {
    expect(numbers(await bc('GET', filter('vendors', "number eq 'V00020'")))).toEqual(['V00020']);
    expect(numbers(await bc('GET', filter('vendors', "number eq 'v00020'")))).toEqual([]);
    sandbox.businessCentral.filtersIgnoreCase = true;
    expect(numbers(await bc('GET', filter('vendors', "number eq 'v00020'")))).toEqual(['V00020']);
    sandbox.businessCentral.filtersIgnoreCase = false;
    expect(
      numbers(await bc('GET', filter('vendors', "number eq 'V00020' or number eq 'V00030'"))),
    ).toHaveLength(2);
    expect(code(await bc('GET', filter('vendors', "number eq 'V00020' or displayName eq 'x'")))).toEqual([
      400,
      'BadRequest',
    ]);
    sandbox.clock.advance(1_250);
    sandbox.businessCentral.editVendor('V00050', { city: 'Bath' });
    const { value } = (await bc('GET', filter('vendors', 'lastModifiedDateTime gt 2026-09-16T10:00:01Z')))
      .json;
    expect(value).toMatchObject([{ number: 'V00050', lastModifiedDateTime: '2026-09-16T10:00:01.25Z' }]);
  });

  test.each([
    'nope eq 1',
    'number eq V1',
    "id eq 'x'",
    'in(number)',
    "number in ('A')",
    "lastModifiedDateTime gt '2026-01-01T00:00:00Z'",
  ])('refuses $filter=%s', async (condition) =>
    expect(code(await bc('GET', filter('vendors', condition)))).toEqual([400, 'BadRequest']),
  );

  test('$select, $orderby, $expand', async () => {
    const { value } = (await bc('GET', 'vendors?$select=number&$orderby=number%20desc&$top=1')).json;
    expect(value).toEqual([{ '@odata.etag': expect.any(String), number: 'V00100' }]);
    const dimensions = (
      await bc('GET', "dimensions?$expand=dimensionValues($select=code)&$filter=code%20eq%20'AREA'")
    ).json.value;
    expect(dimensions[0].dimensionValues.map((row: { code: string }) => row.code)).toEqual([
      'LONDON',
      'NORTH',
      'SCOTLAND',
    ]);
    expect(code(await bc('GET', 'vendors?$expand=nothing'))).toEqual([400, 'BadRequest']);
  });

  test.each([
    'accounts',
    'dimensions',
    'dimensionValues',
    'unitsOfMeasure',
    'taxGroups',
    'currencies',
    'paymentTerms',
    'paymentMethods',
    'countriesRegions',
    'locations',
    'itemCategories',
    'generalLedgerSetup',
  ])('%s can be read', async (set) => {
    const { status, json } = await bc('GET', set);
    expect(status).toBe(200);
    expect(json.value.length).toBeGreaterThan(0);
    const one = await bc('GET', `${set}(${json.value[0].id})`);
    expect(one.json).toMatchObject({
      '@odata.context': expect.stringContaining('/$entity'),
      id: json.value[0].id,
    });
  });

  test('the local currency is in the setup, not in the list', async () => {
    const { value } = (await bc('GET', 'currencies')).json;
    expect(value.map((row: { code: string }) => row.code)).not.toContain('GBP');
    expect((await bc('GET', 'generalLedgerSetup')).json.value[0]).toMatchObject({
      localCurrencyCode: 'GBP',
      allowPostingFrom: '0001-01-01',
      shortcutDimension1Code: 'DEPARTMENT',
    });
  });
});

test('6000 requests in five minutes', async () => {
  sandbox.businessCentral.requestsPerFiveMinutes = 0;
  expect(code(await bc('GET', 'vendors'))).toEqual([429, 'Application_TooManyRequests']);
  sandbox.businessCentral.requestsPerFiveMinutes = 6000;
});
