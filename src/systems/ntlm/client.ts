import { randomBytes } from 'node:crypto';
import type { WindowsAccount } from './account.ts';
import { type AvPair, avIds, avOf, micPresent, withAv, writeAvPairs } from './av-pairs.ts';
import { asked, flags, has } from './flags.ts';
import {
  clientBlob,
  fileTime,
  lmResponse,
  messageCode,
  proofOf,
  responseKey,
  sealOnce,
  sessionBaseKey,
  utf16,
} from './keys.ts';
import { authenticateMessage, micAt, readChallenge } from './messages.ts';

export interface Answered {
  /** The Type 3 message. */
  readonly message: Buffer;
  /** For signatures of what follows. */
  readonly exportedKey: Buffer;
  readonly flags: number;
}

export interface AnswerOptions {
  readonly account: WindowsAccount;
  /** Both messages as they went over the wire: the MIC covers them. */
  readonly negotiate: Buffer;
  readonly challenge: Buffer;
  /** `HTTP/host`: what we believe to talk to. */
  readonly targetName?: string | undefined;
  /** MD5 of the channel bindings; see `channel-binding.ts`. */
  readonly channelBindings?: Buffer | undefined;
  readonly workstation?: string | undefined;
  /** Milliseconds; used when the server doesn't tell its own time. */
  readonly now: number;
  /** Replaced in tests, so that published vectors come out. */
  readonly random?: ((length: number) => Buffer) | undefined;
}

/**
 * Answers a challenge with NTLMv2 (MS-NLMP 3.1.5.1.2). Never with NTLMv1 or LM.
 * @throws RangeError when the challenge is no NTLM message or asks for what we don't speak.
 */
export function answerChallenge(options: AnswerOptions): Answered {
  const { account, random = randomBytes } = options;
  const challenge = readChallenge(options.challenge);
  if (!has(challenge.flags, flags.unicode)) throw new RangeError('the challenge does not allow Unicode');
  const told = avOf(challenge.targetInfo, avIds.timestamp);
  const clientChallenge = random(8);
  const key = responseKey(account.password, account.username, account.domain);
  const blob = clientBlob(
    told ?? fileTime(options.now),
    clientChallenge,
    writeAvPairs(targetInfo(options, challenge.targetInfo, told !== undefined)),
  );
  const proof = proofOf(key, challenge.serverChallenge, blob);
  const baseKey = sessionBaseKey(key, proof);
  const exchanged = has(challenge.flags, flags.keyExchange);
  const exportedKey = exchanged ? random(16) : baseKey;
  const negotiated = (challenge.flags & (asked | flags.targetTypeDomain)) >>> 0;
  const message = authenticateMessage({
    lmResponse: told ? Buffer.alloc(24) : lmResponse(key, challenge.serverChallenge, clientChallenge),
    ntResponse: Buffer.concat([proof, blob]),
    domain: utf16(account.domain),
    user: utf16(account.username),
    workstation: utf16(options.workstation ?? ''),
    sessionKey: exchanged ? sealOnce(baseKey, exportedKey) : Buffer.alloc(0),
    flags: negotiated,
  });
  if (told) messageCode(exportedKey, options.negotiate, options.challenge, message).copy(message, micAt);
  return { message, exportedKey, flags: negotiated };
}

/** What the server told, with what we add: that there is a MIC, where we believe to be, and over which channel. */
function targetInfo(options: AnswerOptions, told: readonly AvPair[], mic: boolean): readonly AvPair[] {
  let pairs = told;
  if (mic) {
    const before = avOf(told, avIds.flags);
    const value = Buffer.alloc(4);
    value.writeUInt32LE(((before?.length === 4 ? before.readUInt32LE(0) : 0) | micPresent) >>> 0);
    pairs = withAv(pairs, avIds.flags, value);
  }
  if (options.channelBindings) pairs = withAv(pairs, avIds.channelBindings, options.channelBindings);
  if (options.targetName) pairs = withAv(pairs, avIds.targetName, utf16(options.targetName));
  return pairs;
}
