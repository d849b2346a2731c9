import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { acumaticaClient, clientOf, grant, startAcumatica } from './acumatica-support.ts';
import { ask } from './support.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startAcumatica();
});
afterEach(() => sandbox.close());

const bearer = (token: string) => clientOf(sandbox, { authorization: `Bearer ${token}` });
const login = (changes: Record<string, string> = {}) => {
  const { username: name, password } = sandbox.credentials.acumatica;
  return ask(`${sandbox.urls.acumatica}/entity/auth/login`, {
    method: 'POST',
    body: { name, password, tenant: 'LARDER', branch: 'LONDON', ...changes },
  });
};
const logout = (headers: Record<string, string>) =>
  ask(`${sandbox.urls.acumatica}/entity/auth/logout`, { method: 'POST', headers });
const cookiesOf = (headers: Record<string, string | string[] | undefined>): string[] =>
  [headers['set-cookie'] ?? []].flat().map((line) => line.split(';')[0] ?? '');

describe('OAuth', () => {
  test('the password grant gives an access token for an hour and a refresh token', async () => {
    const { status, json } = await grant(sandbox);
    expect(status).toBe(200);
    expect(json).toMatchObject({ expires_in: 3600, token_type: 'Bearer', scope: 'api offline_access' });
    expect((await bearer(json.access_token)('GET', 'Vendor')).status).toBe(200);
    sandbox.clock.advance(3_600_000);
    expect((await bearer(json.access_token)('GET', 'Vendor')).status).toBe(401);
  });

  test('a refresh token rotates: the old one is refused, and the session stays the same', async () => {
    const first = await grant(sandbox);
    await bearer(first.json.access_token)('GET', 'Vendor');
    const refresh = { grant_type: 'refresh_token', refresh_token: first.json.refresh_token, password: '' };
    const second = await grant(sandbox, refresh);
    expect(second.status).toBe(200);
    expect(second.json.refresh_token).not.toBe(first.json.refresh_token);
    expect((await grant(sandbox, refresh)).json).toEqual({ error: 'invalid_grant' });
    await bearer(second.json.access_token)('GET', 'Vendor');
    expect(sandbox.acumatica.seats).toHaveLength(1);
  });

  test('the chain ends 30 days after the first grant', async () => {
    let { json } = await grant(sandbox);
    for (let day = 0; day < 29; day++) {
      sandbox.clock.advance(86_400_000);
      ({ json } = await grant(sandbox, { grant_type: 'refresh_token', refresh_token: json.refresh_token }));
    }
    expect(json.refresh_token).toBeDefined();
    sandbox.clock.advance(86_400_000);
    const last = await grant(sandbox, { grant_type: 'refresh_token', refresh_token: json.refresh_token });
    expect(last.json).toEqual({ error: 'invalid_grant' });
  });

  test.each([
    [{ grant_type: 'client_credentials' }, 'unsupported_grant_type'],
    [{ client_id: '88358B02-A48D-A50E-F710-39C1636C30F6' }, 'invalid_client'],
    [{ client_id: '88358B02-A48D-A50E-F710-39C1636C30F6@OTHER' }, 'invalid_client'],
    [{ client_secret: 'wrong' }, 'invalid_client'],
    [{ password: 'wrong' }, 'invalid_grant'],
    [{ scope: 'offline_access' }, 'invalid_scope'],
    [{ scope: 'api everything' }, 'invalid_scope'],
    [{ grant_type: 'refresh_token', refresh_token: 'nonsense' }, 'invalid_grant'],
  ])('%j is refused as %s', async (changes, error) => {
    const { status, json } = await grant(sandbox, changes as Record<string, string>);
    expect([status, json]).toEqual([400, { error }]);
  });

  test('without offline_access there is nothing to refresh with', async () => {
    expect((await grant(sandbox, { scope: 'api' })).json.refresh_token).toBeUndefined();
  });

  test('repeated wrong passwords lock the user, until somebody unlocks it', async () => {
    for (let i = 0; i < 5; i++) await grant(sandbox, { password: 'wrong' });
    expect((await grant(sandbox)).json).toEqual({ error: 'invalid_grant' });
    sandbox.acumatica.unlockUser();
    expect((await grant(sandbox)).status).toBe(200);
  });
});

describe('seats', () => {
  test('a session takes one from its first call on; signed out, or an hour later, it is free', async () => {
    const { json } = await grant(sandbox);
    expect(sandbox.acumatica.seats).toHaveLength(0);
    const headers = { authorization: `Bearer ${json.access_token}` };
    await bearer(json.access_token)('GET', 'Vendor');
    expect(sandbox.check({ signedOut: true })).toEqual([expect.stringContaining('still signed in')]);
    expect((await logout(headers)).status).toBe(204);
    expect(sandbox.check({ signedOut: true })).toEqual([]);
    // The token is good for a new session until it expires.
    expect((await bearer(json.access_token)('GET', 'Vendor')).status).toBe(200);
    sandbox.clock.advance(3_600_000);
    expect(sandbox.acumatica.seats).toHaveLength(0);
  });

  test('when all are taken, nobody comes in', async () => {
    const client = await acumaticaClient(sandbox);
    sandbox.acumatica.takeSeats(2);
    const refused = await client('GET', 'Vendor');
    expect(refused.status).toBe(500);
    expect(refused.json.exceptionMessage).toContain('API Login Limit');
    expect((await login()).json.exceptionMessage).toContain('API Login Limit');
    sandbox.acumatica.freeSeats();
    expect((await client('GET', 'Vendor')).status).toBe(200);
  });

  test('a site can be told that signing out ends the token', async () => {
    sandbox.acumatica.signOutEndsToken = true;
    const { json } = await grant(sandbox);
    await bearer(json.access_token)('GET', 'Vendor');
    await logout({ authorization: `Bearer ${json.access_token}` });
    expect((await bearer(json.access_token)('GET', 'Vendor')).status).toBe(401);
  });
});

describe('cookies', () => {
  test('five of them, which must all come back', async () => {
    const { status, headers } = await login();
    expect(status).toBe(204);
    const cookies = cookiesOf(headers);
    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual([
      '.ASPXAUTH',
      'ASP.NET_SessionId',
      'UserBranch',
      'Locale',
      'CompanyID',
    ]);
    const whole = clientOf(sandbox, { cookie: cookies.join('; ') });
    expect((await whole('GET', 'Vendor')).status).toBe(200);
    for (const missing of cookies) {
      const cookie = cookies.filter((other) => other !== missing).join('; ');
      expect((await clientOf(sandbox, { cookie })('GET', 'Vendor')).status).toBe(401);
    }
    expect((await logout({ cookie: cookies.join('; ') })).status).toBe(204);
    expect((await whole('GET', 'Vendor')).status).toBe(401);
    expect(sandbox.acumatica.seats).toHaveLength(0);
  });

  test('ten idle minutes end the session', async () => {
    const client = clientOf(sandbox, { cookie: cookiesOf((await login()).headers).join('; ') });
    sandbox.clock.advance(9 * 60_000);
    expect((await client('GET', 'Vendor')).status).toBe(200);
    sandbox.clock.advance(9 * 60_000);
    expect((await client('GET', 'Vendor')).status).toBe(200);
    sandbox.clock.advance(10 * 60_000);
    expect((await client('GET', 'Vendor')).status).toBe(401);
  });

  test('bad credentials are 500; so is an unknown tenant, unless the site has only one', async () => {
    const refused = await login({ password: 'wrong' });
    expect([refused.status, refused.json.exceptionMessage]).toEqual([
      500,
      'Error: Invalid credentials. Please try again.',
    ]);
    expect((await login({ tenant: 'NOPE' })).json.exceptionType).toBe('PX.Data.PXUndefinedCompanyException');
    expect((await login({ branch: 'NOPE' })).status).toBe(500);
    sandbox.acumatica.singleTenant = true;
    expect((await login({ tenant: 'NOPE' })).status).toBe(204);
  });
});

describe('addresses', () => {
  test('the endpoints are listed without a sign-in, in either shape', async () => {
    const { json } = await ask(`${sandbox.urls.acumatica}/entity`);
    expect(json.endpoints.map((one: { version: string }) => one.version)).toContain('24.200.001');
    expect(json.endpoints[0].href).toBe('/AcumaticaERP/entity/Default/20.200.001/');
    sandbox.acumatica.bareEndpointList = true;
    expect(Array.isArray((await ask(`${sandbox.urls.acumatica}/entity`)).json)).toBe(true);
  });

  test('a version, an endpoint, an entity or an instance that is not there is 404', async () => {
    const client = await acumaticaClient(sandbox);
    for (const path of ['Default/21.200.001/Vendor', 'Other/24.200.001/Vendor', 'Default/24.200.001/Terms'])
      expect((await client('GET', `/AcumaticaERP/entity/${path}`)).status).toBe(404);
    expect((await client('GET', '/entity/Default/24.200.001/Vendor')).status).toBe(404);
  });

  test('POST on an entity is 406, a write without a length 411', async () => {
    const client = await acumaticaClient(sandbox);
    expect((await client('POST', 'Vendor', {})).status).toBe(406);
    const { hostname, port } = new URL(sandbox.urls.acumatica);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () =>
        socket.write(
          `POST /AcumaticaERP/entity/auth/logout HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`,
        ),
      );
      socket.once('data', (data) => resolve(String(data)));
      socket.once('error', reject);
    });
    expect(answer).toContain('411');
  });
});

describe('licence', () => {
  test('from half of the limit on requests are delayed; none is refused', async () => {
    sandbox.acumatica.requestsPerMinute = 10;
    const client = await acumaticaClient(sandbox);
    const before = Date.parse(sandbox.clock.now());
    for (let i = 0; i < 5; i++) expect((await client('GET', 'Vendor?$top=1')).status).toBe(200);
    expect(Date.parse(sandbox.clock.now())).toBe(before);
    for (let i = 0; i < 7; i++) expect((await client('GET', 'Vendor?$top=1')).status).toBe(200);
    expect(Date.parse(sandbox.clock.now()) - before).toBeGreaterThanOrEqual(60_000);
  });

  test('more than twenty waiting: declined without a hint, and nothing is done; signing out goes past', async () => {
    const { json } = await grant(sandbox);
    const client = bearer(json.access_token);
    await client('GET', 'Vendor');
    sandbox.acumatica.waiting = 21;
    const declined = await client('PUT', 'Vendor', { VendorName: { value: 'New' } });
    expect([declined.status, declined.headers['retry-after']]).toEqual([429, undefined]);
    expect(sandbox.acumatica.state.vendors).toHaveLength(0);
    expect((await logout({ authorization: `Bearer ${json.access_token}` })).status).toBe(204);
  });

  test('what runs side by side is counted', async () => {
    const client = await acumaticaClient(sandbox);
    await Promise.all([client('GET', 'Vendor'), client('GET', 'Account'), client('GET', 'Tax')]);
    expect(sandbox.acumatica.mostAtOnce).toBeGreaterThan(1);
  });
});

test('faults strike here, too', async () => {
  const client = await acumaticaClient(sandbox);
  const fault = (kind: 'throttle' | 'expire-token' | 'html') =>
    sandbox.faults.add({ system: 'acumatica', fault: { kind } });
  fault('throttle');
  expect((await client('GET', 'Vendor')).status).toBe(429);
  fault('html');
  expect((await client('GET', 'Vendor')).text).toContain('<html>');
  fault('expire-token');
  expect((await client('GET', 'Vendor')).status).toBe(401);
  expect((await client('GET', 'Vendor')).status).toBe(401);
});

test('nothing secret is kept in the journal', async () => {
  await login();
  const { json } = await grant(sandbox);
  await grant(sandbox, { grant_type: 'refresh_token', refresh_token: json.refresh_token });
  await bearer(json.access_token)('GET', 'Vendor');
  const kept = JSON.stringify(sandbox.journal.entries);
  const { clientSecret, password } = sandbox.credentials.acumatica;
  for (const secret of [clientSecret, password, json.access_token, json.refresh_token])
    expect(kept).not.toContain(secret);
});
