import { type AvPair, readAvPairs } from './av-pairs.ts';
import { asked, flags, has, version } from './flags.ts';

/** Layout of the three messages (MS-NLMP 2.2.1). */

const mark = Buffer.from('NTLMSSP\0', 'latin1');

export const isNtlm = (token: Buffer): boolean => token.subarray(0, 8).equals(mark);

/** 1 to 3; nothing for what is no NTLM message. */
export const typeOf = (token: Buffer): number | undefined =>
  isNtlm(token) && token.length >= 12 ? token.readUInt32LE(8) : undefined;

/** Type 1, 40 bytes. */
export function negotiateMessage(): Buffer {
  const message = Buffer.alloc(40);
  mark.copy(message);
  message.writeUInt32LE(1, 8);
  message.writeUInt32LE(asked, 12);
  message.writeUInt32LE(40, 20);
  message.writeUInt32LE(40, 28);
  version.copy(message, 32);
  return message;
}

export interface Challenge {
  readonly flags: number;
  readonly serverChallenge: Buffer;
  readonly target: string;
  readonly targetInfo: readonly AvPair[];
}

/** Reads a Type 2 message. @throws RangeError when it is none, or cut off. */
export function readChallenge(message: Buffer): Challenge {
  if (typeOf(message) !== 2 || message.length < 32) throw new RangeError('not a challenge message');
  const set = message.readUInt32LE(20);
  const info = has(set, flags.targetInfo) && message.length >= 48 ? field(message, 40) : Buffer.alloc(0);
  return {
    flags: set,
    serverChallenge: message.subarray(24, 32),
    target: field(message, 12).toString(has(set, flags.unicode) ? 'utf16le' : 'latin1'),
    targetInfo: readAvPairs(info),
  };
}

export interface Authentication {
  readonly lmResponse: Buffer;
  readonly ntResponse: Buffer;
  readonly domain: Buffer;
  readonly user: Buffer;
  readonly workstation: Buffer;
  readonly sessionKey: Buffer;
  readonly flags: number;
}

const headLength = 88;
/** Where the MIC stands in a Type 3 message. */
export const micAt = 72;

/** Type 3, with its MIC zeroed. */
export function authenticateMessage(parts: Authentication): Buffer {
  const head = Buffer.alloc(headLength);
  mark.copy(head);
  head.writeUInt32LE(3, 8);
  // Names before responses, as Windows does it; the order of the fields is another.
  const { domain, user, workstation, lmResponse, ntResponse, sessionKey } = parts;
  let at = headLength;
  for (const [place, value] of [
    [28, domain],
    [36, user],
    [44, workstation],
    [12, lmResponse],
    [20, ntResponse],
    [52, sessionKey],
  ] as const) {
    head.writeUInt16LE(value.length, place);
    head.writeUInt16LE(value.length, place + 2);
    head.writeUInt32LE(at, place + 4);
    at += value.length;
  }
  head.writeUInt32LE(parts.flags, 60);
  version.copy(head, 64);
  return Buffer.concat([head, domain, user, workstation, lmResponse, ntResponse, sessionKey]);
}

/** Reads a Type 3 message, as a server does. @throws RangeError when it is none, or cut off. */
export function readAuthentication(message: Buffer): Authentication {
  if (typeOf(message) !== 3 || message.length < 64) throw new RangeError('not an authenticate message');
  return {
    lmResponse: field(message, 12),
    ntResponse: field(message, 20),
    domain: field(message, 28),
    user: field(message, 36),
    workstation: field(message, 44),
    sessionKey: field(message, 52),
    flags: message.readUInt32LE(60),
  };
}

function field(message: Buffer, place: number): Buffer {
  const length = message.readUInt16LE(place);
  const offset = message.readUInt32LE(place + 4);
  if (offset + length > message.length) throw new RangeError('the message is cut off');
  return message.subarray(offset, offset + length);
}
