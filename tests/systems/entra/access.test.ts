import { constants, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  certificate,
  client,
  closeAll,
  failureOf,
  fakeClock,
  json,
  serve,
  world,
} from '../../http/support.ts';
import { accessTo, entra, memory, queue, refusal, secretText } from './support.ts';

afterEach(closeAll);

const shared = () => ({ secrets: memory(), mutex: queue() });
const minutes = (n: number) => n * 60_000;

describe('a token', () => {
  test('is asked for by the client-credentials grant', async () => {
    const directory = await entra();
    const { token } = accessTo(directory, shared());
    expect(await token()).toMatch(/^Bearer token-1-/);
    expect(directory.server.requests[0]).toMatchObject({
      method: 'POST',
      url: expect.stringMatching(/^\/tenant-1\/oauth2\/v2.0\/token(\?client-request-id=[\w-]+)?$/),
    });
    expect(Object.fromEntries(directory.forms[0] ?? [])).toMatchObject({
      grant_type: 'client_credentials',
      client_id: 'client-1',
      client_secret: secretText,
      scope: 'https://api.example/.default',
    });
    expect(directory.server.seen).toHaveLength(1);
  });

  test('serves until five minutes before its end, in every process', async () => {
    const directory = await entra();
    const both = shared();
    const clock = fakeClock();
    const here = world({ clock });
    const one = accessTo(directory, both, {}, here);
    const two = accessTo(directory, both, {}, here);
    const first = await one.token();
    expect(both.secrets.lives).toEqual([minutes(55)]);
    await clock.sleep(minutes(55) - 1);
    expect(await two.token()).toBe(first);
    expect(directory.server.seen).toHaveLength(1);
    await clock.sleep(1);
    expect(await two.token()).toMatch(/token-2/);
    expect(await one.token()).toMatch(/token-2/);
    expect(directory.server.seen).toHaveLength(2);
  });

  test('is asked for by one while the others wait', async () => {
    const directory = await entra();
    const both = shared();
    const accesses = Array.from({ length: 5 }, () => accessTo(directory, both));
    const tokens = await Promise.all(accesses.map(({ token }) => token()));
    expect(new Set(tokens).size).toBe(1);
    expect(directory.server.seen).toHaveLength(1);
  });

  test('of a very short life serves its first half', async () => {
    const directory = await entra();
    directory.answers.push({
      status: 200,
      body: { token_type: 'Bearer', expires_in: 60, access_token: 'short-lived' },
    });
    const both = shared();
    expect(await accessTo(directory, both).token()).toBe('Bearer short-lived');
    expect(both.secrets.lives).toEqual([30_000]);
  });

  test('is kept apart by tenant, client, scope and secret, without showing the secret', async () => {
    const directory = await entra();
    const both = shared();
    const credentials = { clientId: 'client-1', clientSecret: secretText };
    await accessTo(directory, both).token();
    await accessTo(directory, both, { tenantId: 'tenant-2' }).token();
    await accessTo(directory, both, { scope: 'https://other.example/.default' }).token();
    await accessTo(directory, both, { credentials: { ...credentials, clientId: 'client-2' } }).token();
    await accessTo(directory, both, { credentials: { ...credentials, clientSecret: 'another' } }).token();
    expect(both.secrets.held.size).toBe(5);
    expect(directory.server.seen).toHaveLength(5);
    expect([...both.secrets.held.keys()].join()).not.toContain(secretText);
  });

  test('carries the budget of its sends', async () => {
    const budget = { key: 'bc', limit: 6000, windowMs: 300_000 };
    const { access } = accessTo(await entra(), shared(), { budget });
    expect((await access.credentials()).budget).toEqual(budget);
  });

  test('can be had with a certificate', async () => {
    const directory = await entra();
    const { key, cert } = await certificate('application');
    const credentials = { clientId: 'client-1', certificate: cert, privateKey: key };
    await accessTo(directory, shared(), { credentials }).token();
    const form = directory.forms[0];
    expect(form?.get('client_secret')).toBeNull();
    const [head = '', body = '', signature = ''] = (form?.get('client_assertion') ?? '').split('.');
    const header = JSON.parse(Buffer.from(head, 'base64url').toString());
    const thumbprint = new X509Certificate(cert).fingerprint256.replace(/:/g, '');
    expect(Buffer.from(header['x5t#S256'], 'base64url').toString('hex').toUpperCase()).toBe(thumbprint);
    const { RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_DIGEST } = constants;
    const publicKey = {
      key: createPublicKey(cert),
      padding: RSA_PKCS1_PSS_PADDING,
      saltLength: RSA_PSS_SALTLEN_DIGEST,
    };
    expect(
      verify('sha256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url')),
    ).toBe(true);
  });
});

describe('a refused token', () => {
  test('is replaced each time, however soon the next one is refused too', async () => {
    const directory = await entra();
    const { access, token } = accessTo(directory, shared());
    for (let n = 1; n <= 3; n++) {
      expect(await access.renew?.(await access.credentials())).toBe(true);
      expect(await token()).toMatch(new RegExp(`token-${n + 1}`));
    }
    expect(directory.server.seen).toHaveLength(4);
  });

  test('is not replaced when somebody else has done so', async () => {
    const directory = await entra();
    const both = shared();
    const [one, two] = [accessTo(directory, both), accessTo(directory, both)];
    const old = await one.access.credentials();
    const renewals = [one, two, one, two].map(({ access }) => access.renew?.(old));
    expect(await Promise.all(renewals)).toEqual([true, true, true, true]);
    expect(directory.server.seen).toHaveLength(2);
    expect(await one.token()).toBe(await two.token());
  });

  test('through the client: a 401 costs one token, a permanent one ends the request', async () => {
    const directory = await entra();
    let refuse = 1;
    const api = await serve((_, response) => {
      refuse -= 1;
      json(response, refuse >= 0 ? 401 : 200, {});
    });
    const { access, here } = accessTo(directory, shared());
    const http = client(api.origin, { access }, here.deps);
    expect((await http.request({ method: 'POST', url: 'x', json: {} })).status).toBe(200);
    expect(api.requests.map(({ headers }) => headers.authorization?.slice(0, 14))).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
    refuse = 100;
    for (let i = 0; i < 3; i++) {
      expect((await failureOf(http.request({ method: 'GET', url: 'x' }))).kind).toBe('unauthenticated');
    }
    expect(directory.server.seen).toHaveLength(5);
    expect(api.seen).toHaveLength(8);
  });
});

describe('what the authority says', () => {
  test.each([
    [7000222, /secret has expired; make a new one and run: ml-connector credentials set acme-erp/],
    [
      7000215,
      /secret is wrong \(its value is needed, not its id\); run: ml-connector credentials set acme-erp/,
    ],
    [700016, /client id is unknown in tenant tenant-1/],
    [90002, /tenant tenant-1 is unknown; check tenantId/],
    [70011, /must end in \/.default/],
    [1, /the credentials were refused; run: ml-connector credentials set acme-erp/],
  ])('AADSTS%i', async (code, message) => {
    const directory = await entra();
    directory.answers.push(refusal(code, 'invalid_client', code === 90002 ? 400 : 401));
    const { access, here } = accessTo(directory, shared());
    const failure = await failureOf(access.credentials());
    expect(failure).toMatchObject({
      kind: 'unauthenticated',
      system: 'Microsoft Entra',
      code: `AADSTS${code}`,
    });
    expect(failure.message).toMatch(message);
    expect(inspect([failure, here.lines], { depth: 9 })).not.toMatch(/secret-words|s3cr3t/);
    expect(directory.server.seen).toHaveLength(1);
  });

  test('the code is found without error_codes, too', async () => {
    const directory = await entra();
    const body = { error: 'invalid_client', error_description: 'AADSTS7000222: expired.' };
    directory.answers.push({ status: 401, body });
    expect((await failureOf(accessTo(directory, shared()).access.credentials())).code).toBe('AADSTS7000222');
  });

  test('a limit is waited for', async () => {
    const directory = await entra();
    directory.answers.push({
      ...refusal(90055, 'temporarily_unavailable', 429),
      headers: { 'retry-after': '7' },
    });
    const { token, here } = accessTo(directory, shared());
    expect(await token()).toMatch(/token-2/);
    expect(here.deps.clock.slept).toEqual([7_000]);
  });

  test('an outage of it means for the request that nothing was sent', async () => {
    const directory = await entra();
    const down = { status: 503, body: 'down' };
    directory.answers.push(down, down, down, down, down, down);
    const { access, here } = accessTo(directory, shared());
    expect((await failureOf(access.credentials())).kind).toBe('unknown');
    const api = await serve((_, response) => json(response, 200, {}));
    const http = client(api.origin, { access }, here.deps);
    expect((await failureOf(http.request({ method: 'POST', url: 'x' }))).kind).toBe('unsent');
    expect(api.seen).toEqual([]);
  });

  test('a refused secret reaches the caller of a request as it is', async () => {
    const directory = await entra();
    directory.answers.push(refusal(7000222));
    const { access, here } = accessTo(directory, shared());
    const api = await serve((_, response) => json(response, 200, {}));
    const failure = await failureOf(
      client(api.origin, { access }, here.deps).request({ method: 'POST', url: 'x' }),
    );
    expect(failure).toMatchObject({ kind: 'unauthenticated', system: 'Microsoft Entra' });
    expect(failure.message).toMatch(/expired/);
  });

  test.each([
    ['a page of a proxy', { status: 200, body: 'Please log in' }],
    ['another service', { status: 404, body: { message: 'not found' } }],
  ])('%s is no answer', async (_, answer) => {
    const directory = await entra();
    directory.answers.push(answer);
    const failure = await failureOf(accessTo(directory, shared()).access.credentials());
    expect(failure).toMatchObject({ kind: 'refused' });
    expect(failure.message).toMatch(/no answer of a token endpoint/);
  });

  test('an authority with a certificate that nobody trusts', async () => {
    const directory = await entra();
    const { access } = accessTo(directory, shared(), { ca: undefined });
    const failure = await failureOf(access.credentials());
    expect(failure).toMatchObject({ kind: 'unsent', system: 'Microsoft Entra' });
    expect(failure.message).toMatch(/name its authority in tls.ca/);
    expect(directory.server.seen).toEqual([]);
  });
});

describe('what cannot be used', () => {
  test.each([
    'http://127.0.0.1:1',
    'http://login.microsoftonline.com',
    'login.microsoftonline.com',
    'https://u:p@host',
  ])('an authority that is not https: %s', async (authority) => {
    const directory = await entra();
    expect(() => accessTo(directory, shared(), { authority })).toThrow(
      expect.objectContaining({
        kind: 'refused',
        message: expect.stringContaining('must be an https address'),
      }),
    );
  });

  test('credentials that are incomplete, or no pair', async () => {
    const directory = await entra();
    const [one, two] = [await certificate('a'), await certificate('b')];
    const wrong = [
      [{}, /clientId is missing; run: ml-connector credentials set acme-erp/],
      [{ clientId: 'c' }, /clientSecret, or certificate and privateKey, are missing/],
      [{ clientId: 'c', certificate: 'x', privateKey: one.key }, /not in PEM form/],
      [{ clientId: 'c', certificate: one.cert, privateKey: two.key }, /does not belong to certificate/],
    ] as const;
    for (const [credentials, message] of wrong) {
      expect(() => accessTo(directory, shared(), { credentials })).toThrow(message);
    }
  });
});

test('tokens and secrets are known to the redactor', async () => {
  const directory = await entra();
  const both = shared();
  const { token } = accessTo(directory, both);
  const value = (await token())?.slice(7) ?? '';
  const other = accessTo(directory, both);
  expect(other.here.deps.redactor.redact(secretText)).toBe('[secret]');
  expect(other.here.deps.redactor.redact(value)).toBe(value);
  await other.token();
  expect(other.here.deps.redactor.redact(`x ${value} y`)).toBe('x [secret] y');
});
