import { describe, expect, test } from '@jest/globals';
import { answerChallenge } from '../../../src/systems/ntlm/client.ts';
import {
  clientBlob,
  lmResponse,
  ntHash,
  proofOf,
  responseKey,
  sealingKey,
  sealOnce,
  sessionBaseKey,
  signature,
  signingKey,
  utf16,
} from '../../../src/systems/ntlm/keys.ts';
import { md4 } from '../../../src/systems/ntlm/md4.ts';
import { readAuthentication, readChallenge } from '../../../src/systems/ntlm/messages.ts';
import { rc4 } from '../../../src/systems/ntlm/rc4.ts';

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');

test.each([
  ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
  ['a', 'bde52cb31de33e46245e05fbdbd6fb24'],
  ['abc', 'a448017aaf21d8525fc10ae87aa6729d'],
  ['message digest', 'd9130a8164549fe818874806e1c7014b'],
  ['abcdefghijklmnopqrstuvwxyz', 'd79e1c308aa5bbcdeea8ed63df412da9'],
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', '043f8582f241db351ce627e153e7f0e4'],
  [
    '12345678901234567890123456789012345678901234567890123456789012345678901234567890',
    'e33b4ddc9c38f2199c3e7b164fcc0536',
  ],
])('MD4 of RFC 1320, A.5: %j', (text, digest) => {
  expect(md4(Buffer.from(text)).toString('hex')).toBe(digest);
});

test('MD4 at the edges of its blocks does not fall over', () => {
  const digests = [55, 56, 57, 63, 64, 65, 119, 120].map((n) => md4(Buffer.alloc(n, 7)).toString('hex'));
  expect(new Set(digests).size).toBe(8);
});

test.each([
  ['Key', 'Plaintext', 'bbf316e8d940af0ad3'],
  ['Wiki', 'pedia', '1021bf0420'],
])('RC4 under %s', (key, text, sealed) => {
  expect(rc4(Buffer.from(key))(Buffer.from(text)).toString('hex')).toBe(sealed);
});

/** MS-NLMP 4.2: User, Domain, Password, server challenge, client challenge, time 0. */
describe('MS-NLMP 4.2.4', () => {
  const serverChallenge = hex('0123456789abcdef');
  const clientChallenge = Buffer.alloc(8, 0xaa);
  const sessionKey = Buffer.alloc(16, 0x55);
  const targetInfo = hex('02000c0044006f006d00610069006e0001000c0053006500720076006500720000000000');
  const key = responseKey('Password', 'User', 'Domain');
  const blob = clientBlob(Buffer.alloc(8), clientChallenge, targetInfo);
  const proof = proofOf(key, serverChallenge, blob);
  const baseKey = sessionBaseKey(key, proof);
  const flags = 0xe28a8233;

  test('hashes and keys', () => {
    expect(ntHash('Password').toString('hex')).toBe('a4f49c406510bdcab6824ee7c30fd852');
    expect(key.toString('hex')).toBe('0c868a403bfd7a93a3001ef22ef02e3f');
    expect(baseKey.toString('hex')).toBe('8de40ccadbc14a82f15cb0ad0de95ca3');
    expect(sealOnce(baseKey, sessionKey).toString('hex')).toBe('c5dad2544fc9799094ce1ce90bc9d03e');
  });

  test('responses', () => {
    expect(proof.toString('hex')).toBe('68cd0ab851e51c96aabc927bebef6a1c');
    expect(lmResponse(key, serverChallenge, clientChallenge).toString('hex')).toBe(
      '86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa',
    );
  });

  test('session security', () => {
    expect(signingKey(sessionKey, 'client-to-server').toString('hex')).toBe(
      '4788dc861b4782f35d43fd98fe1a2d39',
    );
    expect(sealingKey(sessionKey, 'client-to-server').toString('hex')).toBe(
      '59f600973cc4960a25480a7c196e4c58',
    );
  });

  /** GSS_WrapEx: the signature is sealed after the message by the same stream, so the message goes before it here. */
  test('the signature of a message', () => {
    const stream = rc4(sealingKey(sessionKey, 'client-to-server'));
    expect(stream(utf16('Plaintext')).toString('hex')).toBe('54e50165bf1936dc996020c1811b0f06fb5f');
    // Without sealing the message, the same sum is the first of the stream.
    const mine = signature(sessionKey, 'client-to-server', flags, utf16('Plaintext'));
    const sum = rc4(sealingKey(sessionKey, 'client-to-server'))(mine.subarray(4, 12));
    expect(stream(sum).toString('hex')).toBe('7fb38ec5c55d4976');
    expect([...mine.subarray(0, 4), ...mine.subarray(12)]).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
  });

  const challenge = hex(`
    4e544c4d53535000020000000c000c003800000033828ae20123456789abcdef
    00000000000000002400240044000000060070170000000f5300650072007600
    6500720002000c0044006f006d00610069006e0001000c005300650072007600
    6500720000000000`);

  test('the challenge message', () => {
    const read = readChallenge(challenge);
    expect(read.target).toBe('Server');
    expect(read.serverChallenge).toEqual(serverChallenge);
    expect(read.flags).toBe(flags);
    expect(read.targetInfo.map(({ id, value }) => [id, value.toString('utf16le')])).toEqual([
      [2, 'Domain'],
      [1, 'Server'],
    ]);
  });

  test('the whole answer to it, by its fields', () => {
    const published = readAuthentication(
      hex(`
        4e544c4d5353500003000000180018006c00000054005400840000000c000c00
        480000000800080054000000100010005c00000010001000d8000000358288e2
        0501280a0000000f44006f006d00610069006e00550073006500720043004f00
        4d005000550054004500520086c35097ac9cec102554764a57cccc19aaaaaaaa
        aaaaaaaa68cd0ab851e51c96aabc927bebef6a1c010100000000000000000000
        00000000aaaaaaaaaaaaaaaa0000000002000c0044006f006d00610069006e00
        01000c005300650072007600650072000000000000000000c5dad2544fc97990
        94ce1ce90bc9d03e`),
    );
    const { message, exportedKey } = answerChallenge({
      account: { domain: 'Domain', username: 'User', password: 'Password' },
      negotiate: Buffer.alloc(40),
      challenge,
      workstation: 'COMPUTER',
      now: -11_644_473_600_000,
      random: (length) => (length === 8 ? clientChallenge : sessionKey),
    });
    const { flags: ours, ...fields } = readAuthentication(message);
    const { flags: theirs, ...expected } = published;
    expect(fields).toEqual(expected);
    // We don't ask for encryption, and repeat only what the challenge has: not OEM names, not a target.
    expect((theirs & ~ours) >>> 0).toBe((theirs & 0x26) >>> 0);
    expect(exportedKey).toEqual(sessionKey);
    expect(message.subarray(72, 88)).toEqual(Buffer.alloc(16));
  });
});
