import { createHash, X509Certificate } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { generate } from 'selfsigned';
import { windowsAccount } from '../../../src/systems/ntlm/account.ts';
import { readAvPairs, writeAvPairs } from '../../../src/systems/ntlm/av-pairs.ts';
import { channelBindings, endPointHash } from '../../../src/systems/ntlm/channel-binding.ts';
import { answerChallenge } from '../../../src/systems/ntlm/client.ts';
import { readElement, writeElement } from '../../../src/systems/ntlm/der.ts';
import { fileTime, messageCode } from '../../../src/systems/ntlm/keys.ts';
import { negotiateMessage } from '../../../src/systems/ntlm/messages.ts';
import { offersOf } from '../../../src/systems/ntlm/offers.ts';
import { firstToken, readFirst, readResponse, writeResponse } from '../../../src/systems/ntlm/spnego.ts';

test.each([
  [
    { domain: 'D', username: 'u', password: 'p' },
    { domain: 'D', username: 'u', password: 'p' },
  ],
  [
    { username: 'D\\u', password: 'p' },
    { domain: 'D', username: 'u', password: 'p' },
  ],
  [
    { domain: 'D', username: 'u@realm', password: 'p' },
    { domain: '', username: 'u@realm', password: 'p' },
  ],
  [{ domain: 'D', username: 'u' }, undefined],
  [{}, undefined],
])('the account of %j', (given, account) => {
  expect(windowsAccount(given)).toEqual(account);
});

test.each([
  ['Negotiate', [['Negotiate', undefined]]],
  [
    'NTLM TlRMTQ==, Negotiate',
    [
      ['NTLM', 'NTLM'],
      ['Negotiate', undefined],
    ],
  ],
  ['Basic realm="a, NTLM b", NTLM', [['NTLM', undefined]]],
  [
    ['Negotiate', 'NTLM TlRMTQ=='],
    [
      ['Negotiate', undefined],
      ['NTLM', 'NTLM'],
    ],
  ],
])('offers of %j', (header, offers) => {
  const read = offersOf({ headers: { 'www-authenticate': header } });
  expect(
    read.filter(({ scheme }) => scheme !== 'Basic').map(({ scheme, token }) => [scheme, token?.toString()]),
  ).toEqual(offers);
});

test('a Type 1 message is 40 bytes with a version', () => {
  const message = negotiateMessage();
  expect(message.length).toBe(40);
  expect(message[39]).toBe(15);
  expect(message.readUInt32LE(12)).toBe(0xe2888215);
});

test('lengths of DER in one, two and three bytes', () => {
  for (const length of [0, 127, 128, 255, 256, 70_000]) {
    const element = writeElement(4, Buffer.alloc(length, 1));
    expect(readElement(element)).toMatchObject({ tag: 4, whole: element });
    expect(readElement(element).value.length).toBe(length);
  }
  expect(() => readElement(Buffer.from([4, 5, 1]))).toThrow(RangeError);
  expect(() => readElement(Buffer.from([4, 0x80]))).toThrow(RangeError);
});

test('SPNEGO tokens, as a server reads them', () => {
  const first = firstToken(Buffer.from('hello'));
  expect(first.toString('hex')).toMatch(/^60[\da-f]{2}06062b0601050502a0/);
  expect(readFirst(first)).toMatchObject({ token: Buffer.from('hello'), mechanisms: [expect.any(Buffer)] });
  const response = {
    state: 'accept-incomplete',
    token: Buffer.from('t'),
    mechListMic: Buffer.from('m'),
  } as const;
  expect(readResponse(writeResponse(response))).toMatchObject(response);
  expect(readFirst(Buffer.from('NTLMSSP'))).toBeUndefined();
});

test.each([
  ['sha256', 'sha256'],
  ['sha384', 'sha384'],
  ['sha512', 'sha512'],
  ['sha1', 'sha256'],
])('a certificate signed with %s is hashed with %s', async (algorithm, hash) => {
  const { cert } = await generate([{ name: 'commonName', value: 'gp' }], { algorithm, keySize: 2048 });
  const { raw } = new X509Certificate(cert);
  expect(endPointHash(raw)).toEqual(createHash(hash).update(raw).digest());
});

/** RFC 4121's structure without addresses: 16 zero bytes, then the length of the data. */
test('channel bindings are the MD5 of the structure', async () => {
  const { cert } = await generate([{ name: 'commonName', value: 'gp' }], {
    algorithm: 'sha256',
    keySize: 2048,
  });
  const { raw } = new X509Certificate(cert);
  const data = Buffer.concat([
    Buffer.from('tls-server-end-point:'),
    createHash('sha256').update(raw).digest(),
  ]);
  const structure = Buffer.concat([Buffer.alloc(16), Buffer.from([data.length, 0, 0, 0]), data]);
  expect(channelBindings(raw)).toEqual(createHash('md5').update(structure).digest());
});

test('with the server’s time: its time, no LM response, a MIC over the three messages, bindings and target', () => {
  const time = fileTime(Date.parse('2026-09-16T10:00:00Z'));
  const info = writeAvPairs([
    { id: 2, value: Buffer.from('D', 'utf16le') },
    { id: 7, value: time },
  ]);
  const head = Buffer.alloc(48);
  head.write('NTLMSSP\0', 'latin1');
  head.writeUInt32LE(2, 8);
  head.writeUInt32LE(0xe2898215, 20);
  head.writeUInt16LE(info.length, 40);
  head.writeUInt32LE(48, 44);
  const challenge = Buffer.concat([head, info]);
  const negotiate = negotiateMessage();
  const { message, exportedKey } = answerChallenge({
    account: { domain: 'D', username: 'u', password: 'p' },
    negotiate,
    challenge,
    now: 0,
    targetName: 'HTTP/gp.acme.example',
    channelBindings: Buffer.alloc(16, 7),
  });
  const at = (place: number) =>
    message.subarray(message.readUInt32LE(place + 4)).subarray(0, message.readUInt16LE(place));
  expect(at(12)).toEqual(Buffer.alloc(24));
  const blob = at(20).subarray(16);
  expect(blob.subarray(8, 16)).toEqual(time);
  const pairs = new Map(readAvPairs(blob.subarray(28)).map(({ id, value }) => [id, value]));
  expect(pairs.get(6)?.readUInt32LE(0)).toBe(2);
  expect(pairs.get(9)?.toString('utf16le')).toBe('HTTP/gp.acme.example');
  expect(pairs.get(10)).toEqual(Buffer.alloc(16, 7));
  const zeroed = Buffer.from(message).fill(0, 72, 88);
  expect(message.subarray(72, 88)).toEqual(messageCode(exportedKey, negotiate, challenge, zeroed));
});
