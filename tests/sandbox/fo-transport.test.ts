import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { foClient, infologOf, key, where } from './fo-support.ts';
import { ask, type Client, start, token } from './support.ts';

let sandbox: Sandbox;
let fo: Client;
beforeEach(async () => {
  sandbox = await start({ erps: ['finance-operations'], pageSize: 10 });
  fo = await foClient(sandbox);
});
afterEach(() => sandbox.close());

const addVendors = (count: number, company = 'lvuk') => {
  for (let n = 1; n <= count; n++)
    sandbox.financeOperations.addVendor({
      dataAreaId: company,
      VendorAccountNumber: `V${String(n).padStart(3, '0')}`,
      VendorOrganizationName: `Vendor ${n % 3}`,
      ...(n % 2 === 0 ? { OnHoldStatus: 'All' } : {}),
    });
};

describe('sign-in', () => {
  test('a token for this environment, and no other', async () => {
    const root = sandbox.urls.financeOperations;
    expect((await ask(`${root}/data/VendorsV2`)).status).toBe(401);
    sandbox.entra.addResource('https://other.operations.dynamics.com');
    const other = await token(sandbox, { scope: 'https://other.operations.dynamics.com/.default' });
    const headers = { authorization: `Bearer ${other.json.access_token}` };
    const refused = await ask(`${root}/data/VendorsV2`, { headers });
    expect([refused.status, refused.text]).toEqual([401, '']);
    expect((await fo('GET', 'VendorsV2')).status).toBe(200);
  });

  test('an expired token, one that was taken back, and a client that F&O does not know', async () => {
    sandbox.clock.advance(3_600_000);
    expect((await fo('GET', 'VendorsV2')).status).toBe(401);
    fo = await foClient(sandbox);
    sandbox.financeOperations.clientRegistered = false;
    expect((await fo('GET', 'VendorsV2')).status).toBe(401);
    sandbox.financeOperations.clientRegistered = true;
    sandbox.faults.add({ system: 'financeOperations', fault: { kind: 'expire-token' } });
    expect((await fo('GET', 'VendorsV2')).status).toBe(401);
  });

  test('sets that the user may not read', async () => {
    addVendors(1);
    sandbox.financeOperations.forbid('VendorsV2', 'empty');
    expect((await fo('GET', 'VendorsV2')).json.value).toEqual([]);
    sandbox.financeOperations.forbid('VendorsV2', 'refused');
    expect((await fo('GET', 'VendorsV2')).status).toBe(403);
    sandbox.financeOperations.forbid('VendorsV2');
    expect((await fo('GET', 'VendorsV2')).json.value).toHaveLength(1);
  });
});

describe('companies', () => {
  test("without cross-company only the user's own, on reads, filters, keys and writes", async () => {
    addVendors(2);
    const own = 'cross-company=false';
    expect((await fo('GET', `VendorsV2?${own}`)).json.value).toEqual([]);
    expect((await fo('GET', where('VendorsV2', "dataAreaId eq 'lvuk'", `&${own}`))).json.value).toEqual([]);
    const address = key('VendorsV2', { dataAreaId: 'lvuk', VendorAccountNumber: 'V001' });
    expect((await fo('GET', `${address}?${own}`)).status).toBe(404);
    expect((await fo('PATCH', `${address}?${own}`, { Notes: 'x' })).status).toBe(400);
    const body = { dataAreaId: 'lvuk', VendorOrganizationName: 'x', VendorGroupId: '10' };
    expect((await fo('POST', `VendorsV2?${own}`, body)).status).toBe(400);
    expect((await fo('GET', where('VendorsV2', "dataAreaId eq 'LVUK'"))).json.value).toHaveLength(2);
    expect((await fo('GET', address)).status).toBe(200);
  });

  test("a body without a company writes to the user's own", async () => {
    const { json } = await fo('POST', 'VendorsV2', { VendorOrganizationName: 'x', VendorGroupId: '10' });
    expect(json.dataAreaId.toLowerCase()).toBe('usmf');
    expect(json.CurrencyCode).toBe('USD');
  });

  test('the letter case of the company varies', async () => {
    addVendors(6);
    const { json } = await fo('GET', 'VendorsV2?$select=dataAreaId');
    expect(new Set(json.value.map((row: { dataAreaId: string }) => row.dataAreaId))).toEqual(
      new Set(['lvuk', 'LVUK']),
    );
  });
});

describe('queries', () => {
  test('pages by next link, with the count when asked', async () => {
    addVendors(25);
    let { json } = await fo(
      'GET',
      'VendorsV2?$select=VendorAccountNumber&$orderby=dataAreaId,VendorAccountNumber&$count=true',
    );
    expect([json['@odata.count'], json.value.length]).toEqual([25, 10]);
    const seen = json.value.map((row: Record<string, string>) => row['VendorAccountNumber']);
    while (json['@odata.nextLink']) {
      expect(json['@odata.nextLink'].startsWith(`${sandbox.urls.financeOperations}/data/VendorsV2?`)).toBe(
        true,
      );
      ({ json } = await fo('GET', json['@odata.nextLink']));
      seen.push(...json.value.map((row: Record<string, string>) => row['VendorAccountNumber']));
    }
    expect(new Set(seen).size).toBe(25);
    const preferred = await fo('GET', 'VendorsV2', undefined, { prefer: 'odata.maxpagesize=3' });
    expect(preferred.json.value).toHaveLength(3);
    const paged = await fo('GET', 'VendorsV2?$orderby=dataAreaId,VendorAccountNumber&$top=4&$skip=23');
    expect(paged.json.value).toHaveLength(2);
    expect(paged.json).not.toHaveProperty(['@odata.nextLink']);
  });

  test('without a whole order pages overlap and miss rows', async () => {
    addVendors(25);
    const walk = async () => {
      const seen: string[] = [];
      for (let next: string | undefined = 'VendorsV2'; next; ) {
        const { json } = await fo('GET', next);
        seen.push(...json.value.map((row: Record<string, string>) => row['VendorAccountNumber']));
        next = json['@odata.nextLink'];
      }
      return new Set(seen).size;
    };
    expect(await walk()).toBeLessThan(25);
    sandbox.financeOperations.pagesOverlap = false;
    expect(await walk()).toBe(25);
  });

  test.each([
    ["VendorAccountNumber eq 'v002'", 1],
    ["VendorOrganizationName eq 'Vendor*'", 6],
    ["VendorOrganizationName eq '*2'", 2],
    ["not (VendorOrganizationName eq 'Vendor 2')", 4],
    ["OnHoldStatus eq Microsoft.Dynamics.DataEntities.CustVendorBlocked'All'", 3],
    [
      "OnHoldStatus eq Microsoft.Dynamics.DataEntities.CustVendorBlocked'All' and dataAreaId eq 'lvuk' or VendorAccountNumber eq 'V001'",
      4,
    ],
    ["VendorAccountNumber ge 'V005'", 2],
    ['CreditLimit eq 0', 6],
  ])('%s finds %i', async (condition, count) => {
    addVendors(6);
    expect((await fo('GET', where('VendorsV2', condition))).json.value).toHaveLength(count);
  });

  test.each([
    [where('VendorsV2', "OnHoldStatus eq 'All'"), 'incompatible types'],
    [
      where('VendorsV2', "OnHoldStatus gt Microsoft.Dynamics.DataEntities.CustVendorBlocked'All'"),
      "only be compared with 'eq'",
    ],
    [where('VendorsV2', "OnHoldStatus eq Microsoft.Dynamics.DataEntities.NoYes'Yes'"), 'incompatible types'],
    [where('VendorsV2', "startswith(VendorOrganizationName,'V')"), "unknown function with name 'startswith'"],
    [where('VendorsV2', "VendorAccountNumber in ('V1')"), "Unsupported operator 'in'"],
    [where('VendorsV2', 'CreditLimit eq true'), 'incompatible types'],
    [where('VendorInvoiceHeaders', 'InvoiceDate ge 2026-01-01'), 'incompatible types'],
    [
      'VendorsV2?$select=Foo',
      "Could not find a property named 'Foo' on type 'Microsoft.Dynamics.DataEntities.VendorV2'",
    ],
    ['VendorsV2?$orderby=Foo', "named 'Foo'"],
    ['VendorsV2?$select=vendoraccountnumber', "named 'vendoraccountnumber'"],
    ['VendorsV2?$search=x', "'$search' is not supported"],
    ['VendorsV2?$top=-1', 'Invalid value'],
    ['VendorsV2?$skiptoken=x', "'$skiptoken' is not supported"],
    [
      'PurchaseOrderHeadersV2?$expand=PurchaseOrderLinesV2($filter=LineNumber eq 1)',
      'Only $select is supported',
    ],
  ])('%s is refused', async (path, text) => {
    const reply = await fo('GET', path);
    expect([reply.status, infologOf(reply)]).toEqual([400, expect.stringContaining(text)]);
    expect(reply.json.error.message).toContain('The query specified in the URI is not valid.');
  });

  test('only what was selected comes, and always the tag', async () => {
    addVendors(1);
    const { json } = await fo('GET', 'VendorsV2?$select=VendorAccountNumber');
    expect(Object.keys(json.value[0])).toEqual(['@odata.etag', 'VendorAccountNumber']);
  });
});

describe('addresses', () => {
  test('all keys, quoted, with the characters that the web server lets through', async () => {
    sandbox.financeOperations.changeCompany('lvuk', { vendorNumbers: 'manual' });
    sandbox.financeOperations.addVendor({ VendorAccountNumber: "O'Brien", VendorOrganizationName: 'x' });
    expect(
      (await fo('GET', key('VendorsV2', { VendorAccountNumber: "O'Brien", dataAreaId: 'lvuk' }))).status,
    ).toBe(200);
    expect(
      (await fo('GET', key('VendorsV2', { VendorAccountNumber: "O'Brien" }))).json.error.message,
    ).toContain('number of keys');
    expect((await fo('GET', "VendorsV2('x')")).status).toBe(400);
    for (const sign of ['*', '&', ':', '<', '%', '#', '?', '\\'])
      expect(
        (await fo('GET', key('VendorsV2', { dataAreaId: 'lvuk', VendorAccountNumber: `a${sign}b` }))).headers[
          'content-type'
        ],
      ).toContain('text/html');
    for (const sign of ['+', '/'])
      expect(
        (await fo('GET', key('VendorsV2', { dataAreaId: 'lvuk', VendorAccountNumber: `a${sign}b` }))).status,
      ).toBe(404);
  });

  test('what is not there, and what cannot be done', async () => {
    expect(infologOf(await fo('GET', 'Vendors'))).toBe("Resource not found for the segment 'Vendors'.");
    const outside = await fo('GET', `${sandbox.urls.financeOperations}/api/services`);
    expect([outside.status, outside.json.Message]).toEqual([
      404,
      expect.stringContaining('No HTTP resource was found'),
    ]);
    expect(
      (await fo('PUT', key('VendorsV2', { dataAreaId: 'lvuk', VendorAccountNumber: 'x' }), {})).status,
    ).toBe(405);
    expect((await fo('POST', 'VendorsV2', 'x', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await fo('POST', 'VendorsV2', '{')).status).toBe(400);
    const { headers } = await fo('GET', 'VendorsV2');
    expect(headers['ms-dyn-aid']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('the service document and the metadata', async () => {
    const root = sandbox.urls.financeOperations;
    const { json } = await fo('GET', `${root}/data`);
    expect(json.value).toContainEqual({ name: 'VendorsV2', kind: 'EntitySet', url: 'VendorsV2' });
    const schema = await fo('GET', `${root}/data/$metadata`);
    expect(schema.text).toContain(
      '<EntitySet Name="VendorsV2" EntityType="Microsoft.Dynamics.DataEntities.VendorV2"/>',
    );
    const entity = await fo('GET', `${root}/metadata/PublicEntities('VendorV2')`);
    expect(entity.json.Properties).toContainEqual(
      expect.objectContaining({
        Name: 'VendorGroupId',
        IsMandatory: true,
        AllowEdit: true,
        TypeName: 'Edm.String',
      }),
    );
    const lists = await fo('GET', `${root}/metadata/DataEntities`);
    expect(lists.json.value).toContainEqual(
      expect.objectContaining({ Name: 'VendVendorV2Entity', IsReadOnly: false }),
    );
    const yesNo = await fo('GET', `${root}/metadata/PublicEnumerations('NoYes')`);
    expect(yesNo.json.Members).toEqual([
      { Name: 'No', Value: 0 },
      { Name: 'Yes', Value: 1 },
    ]);
    expect((await fo('GET', `${root}/metadata/PublicEntities('None')`)).status).toBe(404);
  });
});

describe('dates', () => {
  const invoice = (InvoiceDate: string) => {
    const number = `I${InvoiceDate}`.slice(0, 20);
    return fo('POST', 'VendorInvoiceHeaders', {
      dataAreaId: 'lvuk',
      InvoiceAccount: 'V001',
      InvoiceNumber: number,
      InvoiceDate,
    });
  };
  test('noon stays, midnight becomes the day before, plain dates are refused', async () => {
    addVendors(1);
    expect((await invoice('2026-06-26T12:00:00Z')).json.InvoiceDate).toBe('2026-06-26T12:00:00Z');
    expect((await invoice('2026-06-27T00:00:00Z')).json.InvoiceDate).toBe('2026-06-26T12:00:00Z');
    expect((await invoice('2026-06-26')).status).toBe(400);
    expect((await invoice('1900-01-01T00:00:00Z')).json.InvoiceDate).toBe('1900-01-01T12:00:00Z');
  });
});

describe('limits', () => {
  test('too many requests; whoever does not wait waits longer', async () => {
    sandbox.financeOperations.requestsPerFiveMinutes = 2;
    await fo('GET', 'VendorsV2');
    await fo('GET', 'VendorsV2');
    const first = await fo('GET', 'VendorsV2');
    expect([first.status, first.headers['retry-after']]).toEqual([429, '300']);
    expect(first.json.error.message).toBe(
      'Number of requests exeeded the limit of 2 over the time window of 300 seconds.',
    );
    sandbox.clock.advance(300_001);
    expect((await fo('GET', 'VendorsV2')).status).toBe(200);
    sandbox.clock.advance(290_000);
    await fo('GET', 'VendorsV2');
    const soon = await fo('GET', 'VendorsV2');
    expect(soon.headers['retry-after']).toBe('10');
    expect((await fo('GET', 'VendorsV2')).headers['retry-after']).toBe('20');
    sandbox.clock.advance(19_000);
    expect((await fo('GET', 'VendorsV2')).headers['retry-after']).toBe('40');
    sandbox.clock.advance(41_000);
    expect((await fo('GET', 'VendorsV2')).status).toBe(200);
  });

  test('a busy system, by a fault', async () => {
    sandbox.faults.add({ system: 'financeOperations', fault: { kind: 'throttle', retryAfter: 7 } });
    const reply = await fo('GET', 'VendorsV2');
    expect([reply.status, reply.headers['retry-after']]).toEqual([429, '7']);
    expect(reply.json.error.message).toContain(
      'high resource utilization. Retry the request after 7 seconds',
    );
  });
});

describe('faults, journal and control', () => {
  test('a create whose answer is lost is there all the same, and stands in the journal', async () => {
    sandbox.faults.add({ system: 'financeOperations', method: 'POST', fault: { kind: 'drop-after' } });
    const body = { dataAreaId: 'lvuk', VendorOrganizationName: 'x', VendorGroupId: '10' };
    await expect(fo('POST', 'VendorsV2', body)).rejects.toThrow();
    expect(sandbox.financeOperations.state.vendors).toHaveLength(1);
    expect(sandbox.journal.find({ system: 'financeOperations' })).toMatchObject([
      { method: 'POST', path: '/data/VendorsV2', status: 0, handled: 201, fault: 'drop-after', body },
    ]);
  });

  test('another process can do what people do', async () => {
    const reply = await ask(`${sandbox.urls.control}/control/financeOperations/addVendor`, {
      method: 'POST',
      body: [{ VendorAccountNumber: 'V1', VendorOrganizationName: 'x' }],
    });
    expect(reply.status).toBe(200);
    expect(sandbox.financeOperations.state.vendors).toMatchObject([
      { VendorAccountNumber: 'V1', madeBy: 'person' },
    ]);
  });
});

describe('batches', () => {
  const part = (id: number, method: string, path: string, body?: unknown) =>
    [
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      `Content-ID: ${id}`,
      '',
      `${method} ${path} HTTP/1.1`,
      'Content-Type: application/json',
      '',
      body === undefined ? '' : JSON.stringify(body),
    ].join('\r\n');
  const wrap = (boundary: string, parts: string[]) =>
    `${parts.map((text) => `--${boundary}\r\n${text}\r\n`).join('')}--${boundary}--\r\n`;
  const set = (parts: string[]) => `Content-Type: multipart/mixed; boundary=cs\r\n\r\n${wrap('cs', parts)}`;
  const send = (parts: string[]) =>
    fo('POST', `${sandbox.urls.financeOperations}/data/$batch`, wrap('b', parts), {
      'content-type': 'multipart/mixed; boundary=b',
    });
  const vendor = (group: string) => ({
    dataAreaId: 'lvuk',
    VendorOrganizationName: 'x',
    VendorGroupId: group,
  });
  const path = '/data/VendorsV2?cross-company=true';
  const statuses = (text: string) =>
    [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));

  test('a change set happens wholly', async () => {
    const reply = await send([
      set([part(1, 'POST', path, vendor('10')), part(2, 'POST', path, vendor('20'))]),
    ]);
    expect([reply.status, statuses(reply.text)]).toEqual([200, [201, 201]]);
    expect(reply.headers['content-type']).toContain('multipart/mixed; boundary=batchresponse_');
    expect(sandbox.financeOperations.state.vendors).toHaveLength(2);
    expect(sandbox.journal.find({ path: 'batch' })).toMatchObject([
      {
        body: [
          { method: 'POST', path: '/data/VendorsV2', body: vendor('10') },
          { method: 'POST', path: '/data/VendorsV2', body: vendor('20') },
        ],
      },
    ]);
  });

  test('or not at all: one error stands for the set, and the next part is carried out', async () => {
    const reply = await send([
      set([part(1, 'POST', path, vendor('10')), part(2, 'POST', path, vendor('99'))]),
      part(3, 'GET', path),
    ]);
    expect([reply.status, statuses(reply.text)]).toEqual([200, [400, 200]]);
    expect(reply.text).toContain("The value '99' in field 'Vendor group'");
    expect(sandbox.financeOperations.state.vendors).toEqual([]);
  });

  test('a set can be turned away by itself', async () => {
    sandbox.financeOperations.busyParts = 1;
    const reply = await send([set([part(1, 'POST', path, vendor('10'))]), part(2, 'GET', path)]);
    expect([reply.status, statuses(reply.text)]).toEqual([200, [429, 200]]);
    expect(reply.text).toContain('retry-after: 10');
    expect(sandbox.financeOperations.state.vendors).toEqual([]);
  });

  test('what is not well-formed is refused as a whole, and accounts are watched inside too', async () => {
    expect((await fo('POST', `${sandbox.urls.financeOperations}/data/$batch`, { requests: [] })).status).toBe(
      415,
    );
    expect((await send([set([part(1, 'GET', path)])])).status).toBe(400);
    expect((await send([set([part(1, 'POST', path, {}), part(1, 'POST', path, {})])])).status).toBe(400);
    await send([part(1, 'POST', '/data/MainAccounts', {})]);
    expect(sandbox.financeOperations.accountWrites).toEqual(['POST /data/MainAccounts']);
  });
});
