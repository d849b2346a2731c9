import { afterEach, describe, expect, test } from '@jest/globals';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { type GpClient, gpClient } from './gp-support.ts';
import { ask, start } from './support.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});
async function gp(tls = false): Promise<Sandbox> {
  const sandbox = await start({ erps: ['gp'], tls });
  opened.push(sandbox);
  return sandbox;
}
function client(...given: Parameters<typeof gpClient>): GpClient {
  const made = gpClient(...given);
  opened.push(made);
  return made;
}
const vendors = (made: GpClient) => made.call('GetVendorList', '<criteria/>');

test('an anonymous request is told both schemes, each on a line of its own', async () => {
  const sandbox = await gp();
  const reply = await ask(sandbox.urls.gp, { method: 'POST', body: '<x/>' });
  expect(reply.status).toBe(401);
  expect(reply.headers['www-authenticate']).toBe('Negotiate, NTLM');
});

describe.each(['ntlm', 'negotiate'] as const)('%s', (auth) => {
  test.each([false, true])('one sign-in for many requests, TLS %s', async (tls) => {
    const sandbox = await gp(tls);
    sandbox.gp.channelBinding = 'required';
    const made = client(sandbox, { auth });
    for (let i = 0; i < 4; i++) expect((await vendors(made)).status).toBe(200);
    expect(sandbox.gp.signIns).toEqual({ accepted: 1, refused: 0 });
    expect(sandbox.journal.count({ system: 'gp' })).toBe(4);
    expect(sandbox.journal.entries[0]?.caller).toBe('svc-mlconnector');
  });

  test('servers that forget the sign-in after each request are signed in to each time', async () => {
    const sandbox = await gp();
    sandbox.gp.keepsSignIn = false;
    const made = client(sandbox, { auth });
    for (let i = 0; i < 4; i++) expect((await vendors(made)).status).toBe(200);
    expect(sandbox.gp.signIns).toEqual({ accepted: 4, refused: 0 });
    // Only the second request went out in vain: then it was known.
    expect(sandbox.journal.entries.map((entry) => entry.status)).toEqual([200, 401, 200, 200, 200]);
  });

  test('a sign-in that the server drops is made again', async () => {
    const sandbox = await gp();
    const made = client(sandbox, { auth });
    await vendors(made);
    sandbox.faults.add({ system: 'gp', fault: { kind: 'expire-token' } });
    expect((await vendors(made)).status).toBe(200);
    expect(sandbox.gp.signIns).toEqual({ accepted: 2, refused: 0 });
  });

  test('a connection that is gone is signed in anew, without sending the body in vain', async () => {
    const sandbox = await gp();
    const made = client(sandbox, { auth });
    await vendors(made);
    sandbox.faults.add({ system: 'gp', fault: { kind: 'drop-before' } });
    await expect(vendors(made)).rejects.toMatchObject({ left: true });
    expect((await vendors(made)).status).toBe(200);
    expect(sandbox.journal.entries.map((entry) => entry.status)).toEqual([200, 0, 200]);
  });

  test('a wrong password counts once, and nothing is sent after it', async () => {
    const sandbox = await gp();
    const made = client(sandbox, { auth, credentials: { ...sandbox.credentials.gp, password: 'wrong' } });
    for (let i = 0; i < 3; i++)
      await expect(vendors(made)).rejects.toMatchObject({ kind: 'unauthenticated', code: 'windows-sign-in' });
    expect(sandbox.gp.signIns).toEqual({ accepted: 0, refused: 1 });
  });

  test('a locked account gets in no more, not even with the right password', async () => {
    const sandbox = await gp();
    for (let i = 0; i < 5; i++) {
      const made = client(sandbox, {
        auth,
        credentials: { ...sandbox.credentials.gp, password: `wrong ${i}` },
      });
      await expect(vendors(made)).rejects.toThrow();
    }
    await expect(vendors(client(sandbox, { auth }))).rejects.toMatchObject({ code: 'windows-sign-in' });
    sandbox.gp.lockAccount('svc-mlconnector', false);
    expect((await vendors(client(sandbox, { auth }))).status).toBe(200);
  });
});

test.each([
  { domain: '', username: 'VINE\\SVC-MLCONNECTOR' },
  { domain: 'ignored', username: 'svc-mlconnector@vine.example' },
  { domain: 'vine', username: 'svc-mlconnector' },
])('the account as %j', async (name) => {
  const sandbox = await gp();
  const { password } = sandbox.credentials.gp;
  expect((await vendors(client(sandbox, { credentials: { ...name, password } }))).status).toBe(200);
});

test('a server that does not offer the scheme says what it offers', async () => {
  const sandbox = await gp();
  sandbox.gp.schemes = ['Negotiate'];
  await expect(vendors(client(sandbox))).rejects.toMatchObject({
    code: 'windows-scheme',
    message: expect.stringContaining('auth: negotiate'),
  });
});

test('several connections sign in each for itself', async () => {
  const sandbox = await gp();
  const made = client(sandbox, { connections: 3 });
  const replies = await Promise.all([1, 2, 3, 4, 5, 6].map(() => vendors(made)));
  expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200, 200, 200, 200]);
  expect(sandbox.gp.signIns).toEqual({ accepted: 3, refused: 0 });
});

test('Basic where it is switched on', async () => {
  const sandbox = await gp();
  sandbox.gp.schemes = ['Basic'];
  const { domain, username, password } = sandbox.credentials.gp;
  const token = Buffer.from(`${domain}\\${username}:${password}`).toString('base64');
  const url = `${sandbox.urls.gpSba}/Tenants(DefaultTenant)/help`;
  expect((await ask(url, { headers: { authorization: `Basic ${token}` } })).status).toBe(200);
  expect((await ask(url)).headers['www-authenticate']).toBe('Basic realm="GP"');
});
