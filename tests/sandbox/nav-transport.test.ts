import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createRedactor } from '../../src/domain/redactor.ts';
import { systemClock } from '../../src/domain/time.ts';
import { navDefaults } from '../../src/sandbox/nav/index.ts';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { windowsTransport } from '../../src/systems/ntlm/index.ts';
import { accountLine, basic, lineAt, navClient, startNav, vendorLine, words } from './nav-support.ts';
import { ask, type Client, filter, type Reply, token } from './support.ts';

let sandbox: Sandbox;
let client: Client;

beforeEach(async () => {
  sandbox = await startNav();
  client = navClient(sandbox);
  sandbox.nav.addVendor({ No: 'V1', Name: 'Tea Co' });
});
afterEach(() => sandbox.close());

const companies = (headers: Record<string, string> = {}): Promise<Reply> =>
  ask(`${sandbox.urls.nav}/ODataV4/Company`, { headers });

describe('signing in', () => {
  test('the web service key, not the password unless that is allowed, not an expired key', async () => {
    expect((await client('GET', 'root:ODataV4/Company')).status).toBe(200);
    expect((await companies({ authorization: basic('SYNC', 'wrong') })).json.error.code).toBe(
      'Authentication_InvalidCredentials',
    );
    const withPassword = { authorization: basic('sync', navDefaults.password) };
    expect((await companies(withPassword)).status).toBe(401);
    sandbox.nav.passwordAllowed = true;
    expect((await companies(withPassword)).status).toBe(200);
    sandbox.nav.addUser({
      name: 'OLD',
      webServiceKey: 'k',
      password: 'p',
      keyExpires: '2026-01-01T00:00:00Z',
    });
    expect((await companies({ authorization: basic('OLD', 'k') })).status).toBe(401);
  });

  test('the server offers what it takes', async () => {
    expect((await companies()).headers['www-authenticate']).toBe('Basic realm="", Bearer realm=""');
    sandbox.nav.auth = ['negotiate', 'ntlm'];
    expect((await companies()).headers['www-authenticate']).toBe('Negotiate, NTLM');
    sandbox.nav.windows = (request) =>
      request.headers['authorization'] === 'NTLM proof' ? { user: 'DOMAIN\\SYNC' } : undefined;
    expect((await companies({ authorization: 'NTLM other' })).status).toBe(401);
    expect((await companies({ authorization: 'NTLM proof' })).status).toBe(200);
  });

  test.each(['ntlm', 'negotiate'] as const)('a real %s handshake, once for a connection', async (auth) => {
    sandbox.nav.auth = [auth];
    const transport = windowsTransport({
      system: 'Dynamics NAV',
      baseUrl: sandbox.urls.nav,
      auth,
      credentials: { domain: navDefaults.domain, username: 'sync', password: navDefaults.password },
      ca: sandbox.ca,
      kerberos: async () => undefined,
      deps: { clock: systemClock, redactor: createRedactor(), env: {} },
    });
    const get = () =>
      transport.send({
        method: 'GET',
        url: new URL(`${sandbox.urls.nav}/ODataV4/Company`),
        headers: {},
        timeoutMs: 10_000,
      });
    try {
      for (let i = 0; i < 3; i++) expect((await get()).status).toBe(200);
      expect(sandbox.journal.entries.map(({ caller }) => caller)).toEqual(Array(3).fill('VINE\\SYNC'));
      sandbox.faults.add({ system: 'nav', fault: { kind: 'expire-token' } });
      expect((await get()).status).toBe(200);
    } finally {
      await transport.close?.();
    }
  });

  test('Entra, with the audience of this server', async () => {
    const wrong = (await token(sandbox)).json.access_token;
    expect((await companies({ authorization: `Bearer ${wrong}` })).status).toBe(401);
    const right = (await token(sandbox, { scope: `${navDefaults.audience}/.default` })).json.access_token;
    expect((await companies({ authorization: `Bearer ${right}` })).status).toBe(200);
    sandbox.nav.enabled = false;
    expect((await companies({ authorization: `Bearer ${right}` })).status).toBe(401);
  });

  test('online: Entra alone, other addresses', async () => {
    sandbox.nav.deployment = 'online';
    const { origin } = new URL(sandbox.urls.nav);
    const bearer = (await token(sandbox)).json.access_token;
    const base = `${origin}/v2.0/${sandbox.credentials.entra.tenantId}/production`;
    const get = (path: string, authorization: string) =>
      ask(`${base}/${path}`, { headers: { authorization } });
    expect((await get('ODataV4/Company', `Bearer ${bearer}`)).json.value).toHaveLength(1);
    expect((await get('api/v2.0/companies', `Bearer ${bearer}`)).json.value).toHaveLength(1);
    const { username, webServiceKey } = sandbox.credentials.nav;
    expect((await get('ODataV4/Company', basic(username, webServiceKey))).status).toBe(401);
  });
});

describe('addresses', () => {
  test('a company by name, with its case, by id, and as a parameter', async () => {
    sandbox.nav.addCompany("O'Neil & Sons");
    const get = (path: string) => client('GET', `root:ODataV4/${path}`);
    const quoted = encodeURIComponent("'O''Neil & Sons'");
    expect((await get(`Company(${quoted})/VendorCard`)).json.value).toEqual([]);
    expect((await get(`Company(${sandbox.nav.company.id})/VendorCard`)).json.value).toHaveLength(1);
    const name = encodeURIComponent(navDefaults.company);
    expect((await get(`VendorCard?company=${name}`)).json.value).toHaveLength(1);
    const lower = await get(`Company('${name.toLowerCase()}')/VendorCard`);
    expect([lower.status, lower.json.error.code]).toEqual([404, 'Internal_CompanyNotFound']);
    expect((await get('VendorCard')).status).toBe(400);
  });

  test('a service that is not published, and one under another name', async () => {
    sandbox.nav.unpublish('VendorCard');
    const gone = await client('GET', 'VendorCard');
    expect([gone.status, gone.json.error.code]).toEqual([404, 'BadRequest_ResourceNotFound']);
    sandbox.nav.publish('Kreditoren', 26);
    expect((await client('GET', 'Kreditoren')).json.value).toHaveLength(1);
    expect((await client('GET', "Kreditoren('V1')")).json.Name).toBe('Tea Co');
    expect((await client('GET', "Kreditoren(No='v1')")).json.Name).toBe('Tea Co');
    expect((await client('GET', "Kreditoren('V2')")).json.error.code).toBe('Internal_RecordNotFound');
    expect((await client('GET', 'Kreditoren(7)')).json.error.code).toBe('BadRequest_NotFound');
  });

  test('listeners that are switched off answer 405', async () => {
    sandbox.nav.apiEnabled = false;
    expect((await client('GET', 'root:api/v2.0/companies')).status).toBe(405);
    sandbox.nav.odataEnabled = false;
    expect((await client('GET', 'VendorCard')).status).toBe(405);
  });

  test('the versions of the API that a release has', async () => {
    const found = async () => {
      const answers: [string, number][] = [];
      for (const version of ['v2.0', 'v1.0', 'beta'])
        answers.push([version, (await client('GET', `root:api/${version}/companies`)).status]);
      return answers.filter(([, status]) => status === 200).map(([version]) => version);
    };
    expect(await found()).toEqual(['v2.0', 'v1.0']);
    sandbox.nav.useRelease('nav2018');
    expect(await found()).toEqual(['beta']);
    sandbox.nav.useRelease('nav2017');
    expect(await found()).toEqual([]);
  });

  test('a multitenant server wants its tenant named, and leaves it out of next links', async () => {
    sandbox.nav.tenant = 'larder';
    sandbox.nav.addVendor({ No: 'V2', Name: 'Other' });
    expect((await client('GET', 'VendorCard')).status).toBe(400);
    const first = await client('GET', 'VendorCard?tenant=larder', undefined, {
      prefer: 'odata.maxpagesize=1',
    });
    const link: string = first.json['@odata.nextLink'];
    expect(link).not.toContain('tenant');
    expect((await client('GET', link)).status).toBe(400);
    expect((await client('GET', `${link}&tenant=larder`)).json.value).toMatchObject([{ No: 'V2' }]);
  });

  test('links are built from the public address', async () => {
    sandbox.nav.publicBaseUrl = 'https://nav.example:7048/BC230';
    sandbox.nav.addVendor({ No: 'V2', Name: 'Other' });
    sandbox.nav.pageSize = 1;
    const { json } = await client('GET', 'VendorCard');
    expect(json['@odata.nextLink']).toMatch(
      /^https:\/\/nav\.example:7048\/BC230\/ODataV4\/Company\('Larder%20&%20Vine%20Ltd'\)\/VendorCard\?/,
    );
    expect(json['@odata.context']).toBe(
      "https://nav.example:7048/BC230/ODataV4/$metadata#Company('Larder & Vine Ltd')/VendorCard",
    );
  });
});

describe('$metadata', () => {
  const metadata = async (): Promise<string> => (await client('GET', 'root:ODataV4/$metadata')).text;
  const typeIn = (text: string, name: string): string =>
    new RegExp(`<EntityType Name="${name}">.*?</EntityType>`).exec(text)?.[0] ?? '';

  test('keys, names and lengths of what is published', async () => {
    const journal = typeIn(await metadata(), 'GeneralJournal');
    expect(journal).toContain(
      '<Key><PropertyRef Name="Journal_Template_Name" /><PropertyRef Name="Journal_Batch_Name" /><PropertyRef Name="Line_No" /></Key>',
    );
    expect(journal).toContain('<Property Name="Document_No" Type="Edm.String" MaxLength="20" />');
    expect(journal).toContain('<Property Name="Description" Type="Edm.String" MaxLength="100" />');
    expect(journal).not.toContain('Due_Date');
    expect(typeIn(await metadata(), 'ItemLedgerEntries')).not.toContain('External_Document_No');
    sandbox.nav.unpublish('ItemJournal');
    expect(typeIn(await metadata(), 'ItemJournal')).toBe('');
  });

  test('what differs between releases and sites', async () => {
    expect(typeIn(await metadata(), 'VendorCard')).toContain('Name="Control16"');
    sandbox.nav.useRelease('nav2017');
    const vendor = typeIn(await metadata(), 'VendorCard');
    expect(vendor).toContain('Name="Contact"');
    expect(vendor).toContain('<Property Name="Name" Type="Edm.String" MaxLength="50" />');
    sandbox.nav.customise('VendorCard', { hidden: ['Fax_No'], renamed: { Phone_No: 'Telephone' } });
    const custom = typeIn(await metadata(), 'VendorCard');
    expect(custom).toContain('Name="Telephone"');
    expect(custom).not.toContain('Name="Fax_No"');
    await client('PATCH', "VendorCard('V1')", { Telephone: '+44 20 7946 0000' });
    expect(sandbox.nav.state.vendors[0]?.Phone_No).toBe('+44 20 7946 0000');
  });

  test('codeunits and the API', async () => {
    sandbox.nav.publishCodeunit('Cin7Posting', 'PostBatch');
    expect(await metadata()).toContain('<ActionImport Name="Cin7Posting_PostBatch"');
    expect((await client('GET', 'root:api/v2.0/$metadata')).text).toContain(
      '<EntityType Name="journalLine">',
    );
  });
});

describe('queries', () => {
  beforeEach(() => {
    for (let i = 2; i <= 25; i++) sandbox.nav.addVendor({ No: `V${i}`, Name: `Supplier ${i}` });
  });

  test('pages of the size that is asked for', async () => {
    const numbers: string[] = [];
    let next: string | undefined = 'VendorCard?$select=No';
    let pages = 0;
    while (next !== undefined) {
      const { json }: Reply = await client('GET', next, undefined, { prefer: 'odata.maxpagesize=10' });
      numbers.push(...json.value.map((row: { No: string }) => row.No));
      next = json['@odata.nextLink'];
      pages++;
    }
    expect([pages, new Set(numbers).size]).toEqual([3, 25]);
  });

  test('lines of one number in two batches are both on the pages', async () => {
    for (const batch of ['CIN7PURCH', 'CIN7SALES', 'DEFAULT'])
      for (let i = 0; i < 3; i++) sandbox.nav.addLine('GENERAL', batch, { Account_No: '8310', Amount: 1 });
    sandbox.nav.pageSize = 2;
    let next: string | undefined = 'GeneralJournal';
    const seen = new Set<string>();
    while (next !== undefined) {
      const { json }: Reply = await client('GET', next);
      for (const row of json.value) seen.add(`${row.Journal_Batch_Name} ${row.Line_No}`);
      next = json['@odata.nextLink'];
    }
    expect(seen.size).toBe(9);
  });

  test('what is refused', async () => {
    const refused = async (condition: string) =>
      (await client('GET', filter('VendorCard', condition))).json.error;
    expect((await refused("No eq 'V1' or Name eq 'X'")).code).toBe('BadRequest');
    expect((await refused("Vendor eq 'V1'")).code).toBe('BadRequest');
    expect((await refused(`No eq '${'X'.repeat(21)}'`)).code).toBe('Application_FilterErrorException');
    expect((await client('GET', filter('VendorCard', "No eq 'V1' or No eq 'V2'"))).json.value).toHaveLength(
      2,
    );
    expect(
      (await client('GET', filter('VendorCard', "startswith(Name,'Supplier 2')"))).json.value,
    ).toHaveLength(7);
  });

  test('the flow filter of a location, which other sites ignore', async () => {
    sandbox.nav.addItem({ No: 'TEA', Description: 'Tea', Base_Unit_of_Measure: 'PCS' });
    sandbox.nav.addItemEntry({ item: 'TEA', location: 'MAIN', quantity: 7 });
    sandbox.nav.addItemEntry({ item: 'TEA', location: 'SHOWROOM', quantity: 2 });
    const at = filter('ItemCard', "No eq 'TEA' and Location_Filter eq 'SHOWROOM'");
    expect((await client('GET', at)).json.value).toMatchObject([{ Inventory: 2 }]);
    sandbox.nav.flowFilters = false;
    expect((await client('GET', at)).json.value).toMatchObject([{ Inventory: 9 }]);
  });
});

describe('$batch', () => {
  const url = `Company('${encodeURIComponent(navDefaults.company)}')/GeneralJournal`;
  const headers = { 'content-type': 'application/json' };
  const send = (bodies: readonly object[], more: Record<string, string> = {}): Promise<Reply> =>
    client(
      'POST',
      'root:ODataV4/$batch',
      { requests: bodies.map((body, i) => ({ id: String(i + 1), method: 'POST', url, headers, body })) },
      more,
    );
  const statuses = ({ json }: Reply): [string, number][] =>
    json.responses.map((row: { id: string; status: number }) => [row.id, row.status]);
  const bad = accountLine(20_000, '4711', 120);

  test('snapshot isolation: all or nothing', async () => {
    const failed = await send([vendorLine(-120), bad, accountLine(30_000, '8210', 1)], {
      isolation: 'snapshot',
    });
    expect(statuses(failed)).toEqual([
      ['1', 201],
      ['2', 400],
    ]);
    expect(sandbox.nav.state.generalJournal).toEqual([]);
    const done = await send([vendorLine(-120), accountLine(20_000, '8210', 120)], { isolation: 'snapshot' });
    expect(statuses(done)).toEqual([
      ['1', 201],
      ['2', 201],
    ]);
    expect(done.json.responses[1].body).toMatchObject({ Line_No: 20_000, Amount: 120 });
    expect(sandbox.nav.state.generalJournal).toHaveLength(2);
  });

  test('without it, and on older servers, what went before stays', async () => {
    await send([vendorLine(-120), bad]);
    expect(sandbox.nav.state.generalJournal).toHaveLength(1);
    await client('DELETE', lineAt(10_000));
    sandbox.nav.useRelease('bc16');
    const all = await send([vendorLine(-120), bad, accountLine(30_000, '8210', 1)], {
      isolation: 'snapshot',
      prefer: 'odata.continue-on-error',
    });
    expect(statuses(all)).toEqual([
      ['1', 201],
      ['2', 400],
      ['3', 201],
    ]);
    expect(sandbox.nav.state.generalJournal).toHaveLength(2);
    sandbox.nav.batch = 'none';
    expect((await send([vendorLine(-120)])).status).toBe(404);
  });

  test('at most 100 operations, each with an id', async () => {
    const many = Array.from({ length: 101 }, (_, i) => accountLine((i + 1) * 10_000, '8210', 1));
    expect((await send(many)).status).toBe(400);
    const requests = [{ method: 'GET', url }];
    expect((await client('POST', 'root:ODataV4/$batch', { requests })).status).toBe(400);
  });

  test('an account cannot be written unseen', async () => {
    const requests = [
      { id: '1', method: 'POST', url: url.replace('GeneralJournal', 'ChartOfAccounts'), headers, body: {} },
    ];
    const reply = await client('POST', 'root:ODataV4/$batch', { requests });
    expect(reply.json.responses[0].body.error.code).toBe('BadRequest_MethodNotAllowed');
    await client('DELETE', `api:accounts(${sandbox.nav.company.id})`);
    expect(sandbox.nav.accountWrites).toHaveLength(2);
    expect(sandbox.check()).toHaveLength(2);
  });
});

describe('limits and faults', () => {
  test('every message ends with a correlation id', async () => {
    const { json } = await client('GET', 'Nowhere');
    expect(json.error.message).toMatch(/ {2}CorrelationId: {2}[0-9a-f-]{36}\.$/);
    expect(words(await client('GET', 'Nowhere'))).toBe("Resource not found for the segment 'Nowhere'.");
  });

  test('faults strike, the journal tells, the clock is the sandbox\u2019s', async () => {
    sandbox.faults.add({ system: 'nav', method: 'POST', fault: { kind: 'drop-after' } });
    await expect(client('POST', 'GeneralJournal', vendorLine(-120))).rejects.toThrow();
    expect(sandbox.nav.state.generalJournal).toHaveLength(1);
    sandbox.faults.add({ system: 'nav', fault: { kind: 'throttle' } });
    const slow = await client('GET', 'VendorCard');
    expect([slow.status, slow.headers['retry-after']]).toEqual([429, undefined]);
    expect(sandbox.journal.find({ system: 'nav', method: 'POST' })).toMatchObject([
      { status: 0, handled: 201, fault: 'drop-after', caller: 'SYNC', body: { Amount: -120 } },
    ]);
    sandbox.clock.set('2026-10-01T00:00:00Z');
    expect((await client('GET', 'VendorCard')).headers['date']).toBe('Thu, 01 Oct 2026 00:00:00 GMT');
  });

  test('credentials that expire, and a limit online', async () => {
    sandbox.faults.add({ system: 'nav', fault: { kind: 'expire-token' } });
    expect((await client('GET', 'VendorCard')).status).toBe(401);
    sandbox.nav.deployment = 'online';
    sandbox.nav.requestsPerFiveMinutes = 2;
    const { origin } = new URL(sandbox.urls.nav);
    const bearer = (await token(sandbox)).json.access_token;
    const url = `${origin}/v2.0/${sandbox.credentials.entra.tenantId}/production/ODataV4/Company`;
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++)
      statuses.push((await ask(url, { headers: { authorization: `Bearer ${bearer}` } })).status);
    expect(statuses).toEqual([200, 200, 429]);
  });
});
