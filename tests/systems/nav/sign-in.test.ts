import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { NavConfig, PairConfig } from '../../../src/config/schema.ts';
import type { FlowLeg, PingCheck, System } from '../../../src/engine/ports.ts';
import { createMapping } from '../../../src/mapping/mapping.ts';
import { navDefaults } from '../../../src/sandbox/nav/index.ts';
import { demoConfigText, type Sandbox } from '../../../src/sandbox/start.ts';
import { createNav } from '../../../src/systems/nav/index.ts';
import { pairOf } from '../../config/sample.ts';
import { depsOf, emptySandbox } from '../../contract/support.ts';

const flows: readonly FlowLeg[] = [
  { flow: 'suppliers', leg: 'cin7-to-erp' },
  { flow: 'customers', leg: 'cin7-to-erp' },
  { flow: 'purchases', leg: 'cin7-to-erp' },
  { flow: 'sales', leg: 'cin7-to-erp' },
];

let sandbox: Sandbox;
let system: System | undefined;

beforeEach(async () => {
  sandbox = await emptySandbox({ erps: ['nav'] });
});
afterEach(async () => {
  await system?.close();
  await sandbox.close();
});

function connect(erp: Partial<Record<string, unknown>>, credentials: Record<string, string>): System {
  const pair: PairConfig = pairOf(demoConfigText(sandbox));
  const { postCodeunit: _, ...own } = pair.erp as NavConfig;
  system = createNav({
    pair: { ...pair, erp: { ...own, ...erp } as NavConfig },
    credentials,
    ca: sandbox.ca,
    mapping: createMapping(pair.mapping),
    deps: depsOf(sandbox),
  });
  return system;
}

const failed = (checks: readonly PingCheck[]) => checks.filter(({ ok }) => !ok);
const detail = (checks: readonly PingCheck[], name: string) =>
  checks.find(({ check }) => check === name)?.detail ?? '';

describe('signing in', () => {
  test('by web service key; everything that is needed is there', async () => {
    const checks = await connect({}, sandbox.credentials.nav).ping(flows);
    expect(failed(checks)).toEqual([]);
    expect(detail(checks, 'services')).toMatch(/standard API v2\.0; published: .*GeneralJournal/);
    expect(detail(checks, 'posting: purchases')).toBe('by the standard API v2.0');
  });

  test('a wrong key is told as such, without the key', async () => {
    const credentials = { username: navDefaults.username, webServiceKey: 'not-the-key' };
    const [first, ...more] = failed(await connect({}, credentials).ping(flows));
    expect([first?.check, first?.unreachable, more.length]).toEqual(['credentials', true, 0]);
    expect(JSON.stringify(first)).not.toContain('not-the-key');
  });

  test('characters that Basic does not carry are refused before anything is sent', async () => {
    const credentials = { username: 'Jürgen', webServiceKey: 'x' };
    const [first] = failed(await connect({}, credentials).ping(flows));
    expect(first?.detail).toMatch(/ASCII/);
    expect(sandbox.journal.find({ system: 'nav' })).toEqual([]);
  });

  test.each(['ntlm', 'negotiate'] as const)('by a Windows account: %s', async (auth) => {
    sandbox.nav.auth = [auth];
    const { domain, password } = navDefaults;
    const account = { domain, username: 'sync', password };
    expect(failed(await connect({ auth }, account).ping(flows))).toEqual([]);
  });

  test('by Entra, on premises', async () => {
    sandbox.nav.auth = ['entra'];
    const { tenantId, clientId, clientSecret } = sandbox.credentials.entra;
    const erp = {
      auth: 'oauth',
      tenantId,
      authority: sandbox.urls.entra,
      scope: `${navDefaults.audience}/.default`,
    };
    expect(failed(await connect(erp, { clientId, clientSecret }).ping(flows))).toEqual([]);
  });

  test('online: by Entra, at the address of tenant and environment', async () => {
    sandbox.nav.deployment = 'online';
    const { tenantId, clientId, clientSecret } = sandbox.credentials.entra;
    const erp = {
      deployment: 'online',
      tenantId,
      environment: navDefaults.environment,
      baseUrl: new URL(sandbox.urls.nav).origin,
      authority: sandbox.urls.entra,
      company: sandbox.nav.company.id,
    };
    const checks = await connect(erp, { clientId, clientSecret }).ping(flows);
    expect(failed(checks)).toEqual([]);
    expect(detail(checks, 'company')).toBe(navDefaults.company);
  });
});

describe('what the server offers', () => {
  const ping = () => connect({}, sandbox.credentials.nav).ping(flows);

  test('a service that is missing is told with the page to publish', async () => {
    sandbox.nav.unpublish('CustomerLedgerEntries');
    const [first, ...more] = failed(await ping());
    expect(first?.check).toBe('permission: customerLedgerEntries');
    expect(first?.fix).toMatch(/Customer Ledger Entries \(25\)/);
    expect(more).toEqual([]);
  });

  test('pages that are switched off are told with the setting', async () => {
    sandbox.nav.odataEnabled = false;
    const text = JSON.stringify(failed(await ping()));
    expect(text).toMatch(/ODataServicesV4EndpointEnabled|OData service on/);
  });

  test('without the API it does with the pages, and people post', async () => {
    sandbox.nav.useRelease('nav2017');
    const checks = await ping();
    expect(failed(checks)).toEqual([]);
    expect(detail(checks, 'services')).toMatch(/^no standard API/);
    expect(detail(checks, 'posting: sales')).toMatch(/by people/);
  });

  test('an older API is found', async () => {
    sandbox.nav.useRelease('nav2018');
    expect(detail(await ping(), 'services')).toMatch(/^standard API beta/);
  });

  test('an API that the config asks for and that is not there is told', async () => {
    sandbox.nav.apiEnabled = false;
    const [first] = failed(await connect({ api: 'v2.0' }, sandbox.credentials.nav).ping(flows));
    expect(first?.detail).toMatch(/ApiServicesEnabled/);
  });

  test('a company in other letters is not guessed', async () => {
    const [first] = failed(
      await connect({ company: 'larder & vine ltd' }, sandbox.credentials.nav).ping(flows),
    );
    expect(first?.detail).toMatch(/Upper and lower case count/);
  });

  test('a batch with a number series or a balancing account is refused', async () => {
    sandbox.nav.editBatch('GENERAL', 'CIN7PURCH', { Posting_No_Series: 'GJNL', Bal_Account_No: '8130' });
    sandbox.nav.removeBatch('GENERAL', 'CIN7SALES');
    const found = failed(await ping());
    expect(found.map(({ check }) => check)).toEqual([
      'journal batch: GENERAL CIN7PURCH',
      'journal batch: GENERAL CIN7SALES',
    ]);
    expect(found[0]?.detail).toMatch(/Posting No\. Series.*balancing account/);
    expect(found[1]?.detail).toBe('there is no such batch');
  });

  test('what was found out is kept, and asked for again when something is not there any more', async () => {
    const own = connect({}, sandbox.credentials.nav);
    await own.references.load('setup');
    await own.references.load('accounts', { fresh: true });
    const asked = () => sandbox.journal.find({ system: 'nav' }).filter(({ path }) => /metadata/.test(path));
    expect(asked()).toHaveLength(1);
    sandbox.nav.unpublish('DimensionValues');
    await own.references.load('dimensionValues').catch(() => undefined);
    const values = await own.references.load('dimensionValues', { fresh: true });
    expect(asked()).toHaveLength(2);
    // The API tells them, too.
    expect(values.get('DEPARTMENT/SALES')?.usable).toBe(true);
  });
});
