import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createRedactor } from '../../src/domain/redactor.ts';
import { systemClock } from '../../src/domain/time.ts';
import type { Transport } from '../../src/http/ports.ts';
import { windowsTransport } from '../../src/systems/ntlm/index.ts';

/** Run by ntlm.sh, which starts the servers. */
const { env } = process;
const name = env['INTEROP_NAME'] ?? '';
const account = {
  domain: env['INTEROP_DOMAIN'] ?? '',
  username: env['INTEROP_USER'] ?? '',
  password: env['INTEROP_PASSWORD'] ?? '',
};
const schemes = (env['INTEROP_SCHEMES'] ?? '').split(',') as ('ntlm' | 'negotiate')[];
const places = [
  ['plain', env['INTEROP_PLAIN'], undefined],
  ['TLS, certificate signed with SHA-256', env['INTEROP_TLS'], env['INTEROP_CA']],
  ['TLS, certificate signed with SHA-384', env['INTEROP_TLS384'], env['INTEROP_CA384']],
].filter((place): place is [string, string, string | undefined] => place[1] !== undefined);

const made: Transport[] = [];
afterEach(async () => {
  for (const transport of made.splice(0)) await transport.close();
});

function transport(base: string, ca: string | undefined, auth: 'ntlm' | 'negotiate', credentials = account) {
  const options = {
    system: name,
    baseUrl: base,
    auth,
    credentials,
    ca: ca && readFileSync(ca, 'utf8'),
    kerberos: async () => undefined,
    deps: { clock: systemClock, redactor: createRedactor(), env: {} },
  };
  const opened = windowsTransport(options);
  made.push(opened);
  return opened;
}

const exchange = (base: string, body?: string) => ({
  method: body === undefined ? ('GET' as const) : ('POST' as const),
  url: new URL('/echo', base),
  headers: body === undefined ? {} : { 'content-type': 'text/plain' },
  ...(body === undefined ? {} : { body }),
  timeoutMs: 20_000,
});

describe.each(places)(`${name}: %s`, (_title, base, ca) => {
  describe.each(schemes)('%s', (auth) => {
    test('signs in, sends bodies whole, and goes on', async () => {
      const opened = transport(base, ca, auth);
      for (const body of [undefined, 'first', 'x'.repeat(100_000), undefined]) {
        const answer = await opened.send(exchange(base, body));
        expect(answer.status).toBe(200);
        const [head = '', ...rest] = answer.body.toString('utf8').split('\n');
        expect(head.split(' ').slice(1)).toEqual([
          body === undefined ? 'GET' : 'POST',
          body === undefined ? '' : String(body.length),
        ]);
        expect(rest.join('\n')).toBe(body ?? '');
      }
    });

    test('as DOMAIN\\user, with the user in another case', async () => {
      const username = `${account.domain}\\${account.username.toUpperCase()}`;
      const opened = transport(base, ca, auth, { ...account, domain: '', username });
      expect((await opened.send(exchange(base))).status).toBe(200);
    });

    test('a wrong password is refused once, and nothing more is sent', async () => {
      const opened = transport(base, ca, auth, { ...account, password: 'wrong' });
      await expect(opened.send(exchange(base, 'secret'))).rejects.toMatchObject({
        kind: 'unauthenticated',
        code: 'windows-sign-in',
      });
      await expect(opened.send(exchange(base))).rejects.toMatchObject({ code: 'windows-sign-in' });
    });
  });
});
