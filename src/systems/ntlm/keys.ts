import { createHash, createHmac } from 'node:crypto';
import { flags, has } from './flags.ts';
import { md4 } from './md4.ts';
import { rc4 } from './rc4.ts';

/** Computations of MS-NLMP 3.3.2 and 3.4. */

export const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
export const md5 = (data: Buffer): Buffer => createHash('md5').update(data).digest();
export const hmacMd5 = (key: Buffer, ...data: readonly Buffer[]): Buffer =>
  createHmac('md5', key).update(Buffer.concat(data)).digest();

/** NTOWFv1: what Windows stores of a password. */
export const ntHash = (password: string): Buffer => md4(utf16(password));

/** NTOWFv2. The user's name counts in upper case, the domain as it is sent. */
export const responseKey = (password: string, username: string, domain: string): Buffer =>
  hmacMd5(ntHash(password), utf16(username.toUpperCase() + domain));

/** What the client says besides the proof: time and nonce against replay, and what it believes of the server. */
export const clientBlob = (fileTime: Buffer, clientChallenge: Buffer, targetInfo: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from([1, 1, 0, 0, 0, 0, 0, 0]),
    fileTime,
    clientChallenge,
    Buffer.alloc(4),
    targetInfo,
    Buffer.alloc(4),
  ]);

export const proofOf = (key: Buffer, serverChallenge: Buffer, blob: Buffer): Buffer =>
  hmacMd5(key, serverChallenge, blob);

/** The LMv2 response; 24 zero bytes stand there when the server told its time. */
export const lmResponse = (key: Buffer, serverChallenge: Buffer, clientChallenge: Buffer): Buffer =>
  Buffer.concat([hmacMd5(key, serverChallenge, clientChallenge), clientChallenge]);

export const sessionBaseKey = (key: Buffer, proof: Buffer): Buffer => hmacMd5(key, proof);

export const sealOnce = (key: Buffer, data: Buffer): Buffer => rc4(key)(data);

/** Over the three messages, the third with its own place zeroed. */
export const messageCode = (exportedKey: Buffer, ...messages: readonly Buffer[]): Buffer =>
  hmacMd5(exportedKey, ...messages);

export type Sender = 'client-to-server' | 'server-to-client';

export const signingKey = (exportedKey: Buffer, sender: Sender): Buffer =>
  md5(Buffer.concat([exportedKey, magic(sender, 'signing')]));

export const sealingKey = (exportedKey: Buffer, sender: Sender): Buffer =>
  md5(Buffer.concat([exportedKey, magic(sender, 'sealing')]));

const magic = (sender: Sender, use: string): Buffer =>
  Buffer.from(`session key to ${sender} ${use} key magic constant\0`, 'latin1');

/** The signature of the first message of a session with extended session security and 128 bit keys (3.4.4.2). */
export function signature(exportedKey: Buffer, sender: Sender, negotiated: number, message: Buffer): Buffer {
  const sequence = Buffer.alloc(4);
  const sum = hmacMd5(signingKey(exportedKey, sender), sequence, message).subarray(0, 8);
  const sealed = has(negotiated, flags.keyExchange) ? sealOnce(sealingKey(exportedKey, sender), sum) : sum;
  return Buffer.concat([Buffer.from([1, 0, 0, 0]), sealed, sequence]);
}

/** 100 ns steps since 1601. */
export function fileTime(ms: number): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64LE((BigInt(ms) + 11_644_473_600_000n) * 10_000n);
  return time;
}
