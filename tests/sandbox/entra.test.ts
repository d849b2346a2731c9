import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ConfidentialClientApplication, type INetworkModule } from '@azure/msal-node';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { ask, bcClient, rootOf, start, token } from './support.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await start();
});
afterAll(() => sandbox.close());

describe('the token endpoint', () => {
  test('hands out a bearer that Business Central takes until it expires', async () => {
    const { status, json } = await token(sandbox);
    expect([status, json.token_type, json.expires_in]).toEqual([200, 'Bearer', 3599]);
    const headers = { authorization: `Bearer ${json.access_token}` };
    expect((await ask(`${rootOf(sandbox)}/companies`, { headers })).status).toBe(200);
    sandbox.clock.advance(3_600_000);
    const late = await ask(`${rootOf(sandbox)}/companies`, { headers });
    expect([late.status, late.json.error.code]).toEqual([401, 'Authentication_InvalidCredentials']);
  });

  test.each([
    [{ client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
    [{ client_secret: '' }, 401, 'invalid_client', 7000218],
    [{ client_id: 'nobody' }, 400, 'unauthorized_client', 700016],
    [{ tenant: 'nowhere' }, 400, 'invalid_request', 90002],
    [{ scope: 'https://api.businesscentral.dynamics.com' }, 400, 'invalid_scope', 1002012],
    [{ scope: 'https://elsewhere.example/.default' }, 400, 'invalid_resource', 500011],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
    [{ grant_type: '' }, 400, 'invalid_request', 900144],
  ])('refuses %j', async (changes, status, error, number) => {
    const reply = await token(sandbox, changes as unknown as Record<string, string>);
    expect([reply.status, reply.json.error, reply.json.error_codes]).toEqual([status, error, [number]]);
    expect(reply.json.error_description).toMatch(
      new RegExp(`^AADSTS${number}: .* Trace ID: .* Correlation ID: `),
    );
  });

  test('knows expired secrets, further ones, and other resources', async () => {
    const { clientId } = sandbox.credentials.entra;
    sandbox.entra.addSecret(clientId, 'the next one');
    expect((await token(sandbox, { client_secret: 'the next one' })).status).toBe(200);
    sandbox.entra.expireSecret(clientId, 'the next one');
    expect((await token(sandbox, { client_secret: 'the next one' })).json.error_codes).toEqual([7000222]);
    sandbox.entra.addResource('https://acme.operations.example');
    const other = await token(sandbox, { scope: 'https://acme.operations.example/.default' });
    expect(other.status).toBe(200);
    const headers = { authorization: `Bearer ${other.json.access_token}` };
    expect((await ask(`${rootOf(sandbox)}/companies`, { headers })).status).toBe(401);
  });

  test('takes a well-formed assertion, and no other', async () => {
    const { clientId } = sandbox.credentials.entra;
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const assertion = `${part({ alg: 'PS256' })}.${part({ iss: clientId, sub: clientId })}.c2ln`;
    const form = {
      client_secret: '',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    };
    expect((await token(sandbox, { ...form, client_assertion: assertion })).status).toBe(200);
    expect((await token(sandbox, { ...form, client_assertion: 'a.b' })).json.error_codes).toEqual([700027]);
  });

  test('counts its requests, and keeps secrets out of the journal', async () => {
    const before = sandbox.entra.tokenRequests();
    await token(sandbox);
    expect(sandbox.entra.tokenRequests()).toBe(before + 1);
    expect(JSON.stringify(sandbox.journal.entries)).not.toContain(sandbox.credentials.entra.clientSecret);
  });

  test('a client that is not enabled in Business Central is refused there', async () => {
    const bc = await bcClient(sandbox);
    sandbox.businessCentral.enabled = false;
    expect((await bc('GET', 'vendors')).status).toBe(401);
    sandbox.businessCentral.enabled = true;
    expect((await bc('GET', 'vendors')).status).toBe(200);
  });
});

describe('the real msal-node', () => {
  const scopes = ['https://api.businesscentral.dynamics.com/.default'];

  function application(secret: string, tenant = sandbox.credentials.entra.tenantId) {
    const exchange = async (
      method: string,
      url: string,
      options?: { headers?: Record<string, string>; body?: string },
    ) => {
      const reply = await ask(url, {
        method,
        ca: sandbox.ca,
        headers: options?.headers ?? {},
        ...(options?.body ? { body: options.body } : {}),
      });
      return { headers: reply.headers as Record<string, string>, body: reply.json, status: reply.status };
    };
    const networkClient = {
      sendGetRequestAsync: (url: string, options: never) => exchange('GET', url, options),
      sendPostRequestAsync: (url: string, options: never) => exchange('POST', url, options),
    } as unknown as INetworkModule;
    return new ConfidentialClientApplication({
      auth: {
        clientId: sandbox.credentials.entra.clientId,
        clientSecret: secret,
        authority: `${sandbox.urls.entra}/${tenant}`,
        knownAuthorities: [new URL(sandbox.urls.entra).host],
      },
      system: { networkClient },
    });
  }

  test('gets a token through its own network client', async () => {
    const result = await application(sandbox.credentials.entra.clientSecret).acquireTokenByClientCredential({
      scopes,
    });
    expect(sandbox.entra.verify(result?.accessToken ?? '')?.audience).toBe(
      'https://api.businesscentral.dynamics.com',
    );
  });

  test('tells a wrong secret and an unknown tenant apart', async () => {
    await expect(application('wrong').acquireTokenByClientCredential({ scopes })).rejects.toMatchObject({
      errorCode: 'invalid_client',
      errorNo: 7000215,
    });
    const stray = application(sandbox.credentials.entra.clientSecret, '11111111-1111-4111-8111-111111111111');
    await expect(stray.acquireTokenByClientCredential({ scopes })).rejects.toMatchObject({
      errorCode: 'endpoints_resolution_error',
    });
  });

  test('gets a token in a process of its own with NODE_EXTRA_CA_CERTS', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'entra-'));
    const { tenantId, clientId, clientSecret } = sandbox.credentials.entra;
    try {
      await writeFile(join(folder, 'ca.pem'), sandbox.ca);
      const script = `
        import { ConfidentialClientApplication } from '@azure/msal-node';
        const app = new ConfidentialClientApplication({ auth: ${JSON.stringify({
          clientId,
          clientSecret,
          authority: `${sandbox.urls.entra}/${tenantId}`,
          knownAuthorities: [new URL(sandbox.urls.entra).host],
        })} });
        const result = await app.acquireTokenByClientCredential({ scopes: ${JSON.stringify(scopes)} });
        process.stdout.write(result.accessToken);`;
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
        env: { ...process.env, NODE_OPTIONS: '', NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') },
      });
      expect(sandbox.entra.verify(stdout)?.clientId).toBe(clientId);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
