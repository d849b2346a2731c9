import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createRedactor } from '../../../src/domain/redactor.ts';
import { systemClock } from '../../../src/domain/time.ts';
import { createHttp } from '../../../src/http/client.ts';
import type { Transport } from '../../../src/http/ports.ts';
import { type WindowsTransportOptions, windowsTransport } from '../../../src/systems/ntlm/index.ts';
import type { KerberosModule } from '../../../src/systems/ntlm/kerberos.ts';
import { plainJudge, world } from '../../http/support.ts';

const servers: Server[] = [];
const transports: Transport[] = [];
afterEach(async () => {
  for (const transport of transports.splice(0)) await transport.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

interface Seen {
  authorization: string | undefined;
  body: string;
  port: number | undefined;
}

/** `answer` decides by the requests so far. */
async function serve(
  answer: (seen: Seen[], response: ServerResponse) => void,
): Promise<{ base: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { authorization } = request.headers;
      seen.push({ authorization, body: Buffer.concat(chunks).toString(), port: request.socket.remotePort });
      answer(seen, response);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const reply = (
  response: ServerResponse,
  status: number,
  headers: Record<string, string | string[]> = {},
): void => {
  response.writeHead(status, headers);
  response.end(`status ${status}`);
};

function transport(base: string, more: Partial<WindowsTransportOptions> = {}): Transport {
  const made = windowsTransport({
    system: 'GP',
    baseUrl: base,
    auth: 'ntlm',
    credentials: { domain: 'Domain', username: 'User', password: 'Password' },
    kerberos: async () => undefined,
    deps: { clock: systemClock, redactor: createRedactor(), env: {} },
    ...more,
  });
  transports.push(made);
  return made;
}

const exchange = (base: string, body?: string) => ({
  method: 'POST' as const,
  url: new URL('/x', base),
  headers: {},
  timeoutMs: 5000,
  ...(body === undefined ? {} : { body }),
});

/** The challenge of MS-NLMP 4.2.4.3. */
const challenge = Buffer.from(
  '4e544c4d53535000020000000c000c003800000033828ae20123456789abcdef000000000000000024002400440000000600701700' +
    '00000f53006500720076006500720002000c0044006f006d00610069006e0001000c0053006500720076006500720000000000',
  'hex',
).toString('base64');

const typeOf = (authorization: string | undefined): number =>
  Buffer.from(authorization?.split(' ')[1] ?? '', 'base64').readUInt32LE(8);

/** Takes everybody who answers the challenge. */
const lenient = (seen: Seen[], response: ServerResponse): void => {
  const last = seen.at(-1)?.authorization;
  if (last !== undefined && typeOf(last) === 1)
    reply(response, 401, { 'www-authenticate': ['Negotiate', `NTLM ${challenge}`] });
  else reply(response, 200);
};

test('the body leaves with the last message only, on the same connection', async () => {
  const { base, seen } = await serve(lenient);
  expect((await transport(base).send(exchange(base, 'secret'))).status).toBe(200);
  expect(seen.map(({ body, authorization }) => [typeOf(authorization), body])).toEqual([
    [1, ''],
    [3, 'secret'],
  ]);
  expect(seen[0]?.port).toBe(seen[1]?.port);
});

test('later requests need no sign-in while the connection stands', async () => {
  const { base, seen } = await serve(lenient);
  const made = transport(base);
  for (const body of ['a', 'b', 'c']) await made.send(exchange(base, body));
  expect(seen.map((each) => each.body)).toEqual(['', 'a', 'b', 'c']);
  expect(new Set(seen.map((each) => each.port)).size).toBe(1);
});

test('a connection that is closed after the challenge is tried once more, and no password is judged on another', async () => {
  const { base, seen } = await serve((all, response) => {
    const last = all.at(-1)?.authorization;
    if (typeOf(last) === 1)
      reply(response, 401, { 'www-authenticate': `NTLM ${challenge}`, connection: 'close' });
    else reply(response, 401, { 'www-authenticate': 'NTLM' });
  });
  await expect(transport(base).send(exchange(base, 'x'))).rejects.toMatchObject({
    code: 'windows-connection',
  });
  expect(seen.map((each) => typeOf(each.authorization))).toEqual([1, 1]);
});

test('a server that wants no sign-in gets the request as it is', async () => {
  const { base, seen } = await serve((_all, response) => reply(response, 400));
  expect((await transport(base).send(exchange(base, 'x'))).status).toBe(400);
  expect(seen.map((each) => each.body)).toEqual(['', 'x']);
  expect(seen[1]?.authorization).toBeUndefined();
});

test('a server in trouble is not told more', async () => {
  const { base, seen } = await serve((_all, response) => reply(response, 503));
  expect((await transport(base).send(exchange(base, 'x'))).status).toBe(503);
  expect(seen).toHaveLength(1);
});

test('a connection that breaks before the last message has carried nothing', async () => {
  const { base } = await serve((_all, response) => response.socket?.destroy());
  await expect(transport(base).send(exchange(base, 'x'))).rejects.toMatchObject({ left: false });
});

test.each([
  ['no challenge', 'NTLM', 'windows-scheme'],
  ['another scheme', 'Basic realm="a, NTLM b"', 'windows-scheme'],
  [
    'garbage',
    `NTLM ${Buffer.from('garbage of some length, really').toString('base64')}`,
    'windows-challenge',
  ],
  [
    'half a challenge',
    `NTLM ${Buffer.from(challenge, 'base64').subarray(0, 60).toString('base64')}`,
    'windows-challenge',
  ],
])('%s ends in a failure that says so', async (_what, header, code) => {
  const { base } = await serve((_all, response) => reply(response, 401, { 'www-authenticate': header }));
  await expect(transport(base).send(exchange(base, 'x'))).rejects.toMatchObject({
    kind: 'unauthenticated',
    code,
  });
});

test('through the client: one refusal, no repeats, no secrets in it', async () => {
  const { base, seen } = await serve((all, response) =>
    reply(response, 401, {
      'www-authenticate': typeOf(all.at(-1)?.authorization) === 1 ? `NTLM ${challenge}` : 'NTLM',
    }),
  );
  const { deps, lines } = world();
  const http = createHttp({
    system: 'GP',
    baseUrl: base,
    judge: plainJudge,
    transport: transport(base),
    deps,
  });
  const failed = await http
    .request({ method: 'POST', url: 'x', body: 'b', effect: 'read' })
    .catch((error: unknown) => error);
  expect(failed).toMatchObject({ kind: 'unauthenticated', code: 'windows-sign-in', status: 401 });
  await expect(http.request({ method: 'GET', url: 'x' })).rejects.toMatchObject({ code: 'windows-sign-in' });
  expect(seen).toHaveLength(2);
  expect(JSON.stringify([String(failed), (failed as Error).message, lines])).not.toContain('Password');
});

describe('Kerberos', () => {
  const fake =
    (steps: (string | Error)[]): (() => Promise<KerberosModule>) =>
    async () => ({
      GSS_MECH_OID_SPNEGO: 6,
      initializeClient: async (service) => {
        expect(service).toBe('HTTP@127.0.0.1');
        let complete = false;
        return {
          get contextComplete() {
            return complete;
          },
          async step(given) {
            const next = steps.shift();
            if (next instanceof Error) throw next;
            complete = steps.length === 0 && given !== '';
            return next ?? '';
          },
        };
      },
    });
  const token = Buffer.from('ticket').toString('base64');

  test('a ticket goes with the body in one round trip, and the server must prove itself', async () => {
    const { base, seen } = await serve((_all, response) =>
      reply(response, 200, { 'www-authenticate': 'Negotiate cHJvb2Y=' }),
    );
    const made = transport(base, { auth: 'negotiate', credentials: {}, kerberos: fake([token, '']) });
    expect((await made.send(exchange(base, 'x'))).status).toBe(200);
    expect(seen).toEqual([{ authorization: `Negotiate ${token}`, body: 'x', port: expect.any(Number) }]);
    const impostor = transport(base, { auth: 'negotiate', kerberos: fake([token, new Error('no')]) });
    await expect(impostor.send(exchange(base, 'x'))).rejects.toMatchObject({ code: 'kerberos-mutual' });
  });

  test('a refused ticket is not sent again', async () => {
    const { base, seen } = await serve((_all, response) =>
      reply(response, 401, { 'www-authenticate': 'Negotiate' }),
    );
    const made = transport(base, { auth: 'negotiate', kerberos: fake([token, token]) });
    await expect(made.send(exchange(base, 'x'))).rejects.toMatchObject({ code: 'windows-sign-in' });
    await expect(made.send(exchange(base, 'x'))).rejects.toMatchObject({ code: 'windows-sign-in' });
    expect(seen).toHaveLength(1);
  });

  test('without a ticket the account does it, by NTLM inside Negotiate', async () => {
    const { base, seen } = await serve((_all, response) => reply(response, 503));
    await transport(base, { auth: 'negotiate', kerberos: fake([new Error('no ticket')]) }).send(
      exchange(base, 'x'),
    );
    expect(Buffer.from(seen[0]?.authorization?.split(' ')[1] ?? '', 'base64').includes('NTLMSSP')).toBe(true);
  });

  test('without ticket, package or account: what is missing', async () => {
    const ask = (more: Partial<WindowsTransportOptions>) =>
      transport('http://127.0.0.1:1', { credentials: {}, ...more }).send(exchange('http://127.0.0.1:1', 'x'));
    await expect(ask({ auth: 'negotiate' })).rejects.toThrow('npm install kerberos');
    await expect(ask({ auth: 'negotiate', kerberos: fake([new Error('no ticket')]) })).rejects.toThrow(
      'no ticket',
    );
    await expect(ask({ auth: 'ntlm' })).rejects.toThrow('domain, username, password');
  });
});
