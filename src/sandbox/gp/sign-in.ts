import { randomBytes, timingSafeEqual } from 'node:crypto';
import { avIds, avOf, micPresent, readAvPairs, writeAvPairs } from '../../systems/ntlm/av-pairs.ts';
import { flags, has } from '../../systems/ntlm/flags.ts';
import {
  fileTime,
  messageCode,
  proofOf,
  responseKey,
  sealOnce,
  sessionBaseKey,
  signature,
  utf16,
} from '../../systems/ntlm/keys.ts';
import { isNtlm, micAt, readAuthentication, typeOf } from '../../systems/ntlm/messages.ts';
import {
  type First,
  ntlmMechanism,
  readFirst,
  readResponse,
  writeResponse,
} from '../../systems/ntlm/spnego.ts';
import type { SandboxRequest } from '../exchange.ts';
import type { Switches } from './state.ts';

/** A Windows account that the server knows. */
export interface WindowsUser {
  readonly domain: string;
  readonly username: string;
  password: string;
  locked: boolean;
  wrongPasswords: number;
}

/** What a message of a sign-in came to. */
export type SignInStep =
  /** Answer 401 with this header. */
  | { readonly kind: 'challenge'; readonly header: string }
  | { readonly kind: 'signed-in'; readonly user: WindowsUser; readonly header?: string | undefined }
  | { readonly kind: 'refused' };

interface Exchange {
  readonly negotiate: Buffer;
  readonly challenge: Buffer;
  readonly serverChallenge: Buffer;
  readonly mechTypes?: Buffer | undefined;
}

export interface SignInOptions {
  readonly users: readonly WindowsUser[];
  readonly switches: Pick<Switches, 'channelBinding' | 'lockAfter'>;
  /** MD5 of the channel bindings of our own certificate; none without TLS. */
  readonly channelBindings: Buffer | undefined;
  nowMs(): number;
}

const netbios = { domain: 'VINE', computer: 'GPSERVER' } as const;

/** The server's side of NTLMv2, alone and inside SPNEGO: connection by connection. */
export function createSignIn(options: SignInOptions) {
  const open = new WeakMap<object, Exchange>();

  function challengeMessage(): { message: Buffer; serverChallenge: Buffer } {
    const serverChallenge = randomBytes(8);
    const target = utf16(netbios.domain);
    const info = writeAvPairs([
      { id: avIds.domainName, value: target },
      { id: avIds.computerName, value: utf16(netbios.computer) },
      { id: avIds.timestamp, value: fileTime(options.nowMs()) },
    ]);
    const head = Buffer.alloc(56);
    head.write('NTLMSSP\0', 'latin1');
    head.writeUInt32LE(2, 8);
    head.writeUInt16LE(target.length, 12);
    head.writeUInt16LE(target.length, 14);
    head.writeUInt32LE(56, 16);
    const set =
      flags.unicode |
      flags.requestTarget |
      flags.sign |
      flags.ntlm |
      flags.alwaysSign |
      flags.targetTypeDomain |
      flags.extendedSessionSecurity |
      flags.targetInfo |
      flags.version |
      flags.key128 |
      flags.keyExchange |
      flags.key56;
    head.writeUInt32LE(set >>> 0, 20);
    serverChallenge.copy(head, 24);
    head.writeUInt16LE(info.length, 40);
    head.writeUInt16LE(info.length, 42);
    head.writeUInt32LE(56 + target.length, 44);
    Buffer.from([10, 0, 0x63, 0x45, 0, 0, 0, 15]).copy(head, 48);
    return { message: Buffer.concat([head, target, info]), serverChallenge };
  }

  function first(connection: object, negotiate: Buffer, mechTypes: Buffer | undefined): Buffer {
    const { message, serverChallenge } = challengeMessage();
    open.set(connection, { negotiate, challenge: message, serverChallenge, mechTypes });
    return message;
  }

  /** A message in an `Authorization` header of this connection. */
  function step(connection: object, scheme: 'NTLM' | 'Negotiate', token: Buffer): SignInStep {
    const wrapped = scheme === 'Negotiate' && !isNtlm(token);
    const opening = wrapped ? readFirst(token) : undefined;
    if (opening) return openWrapped(connection, opening);
    if (!wrapped && typeOf(token) === 1)
      return {
        kind: 'challenge',
        header: `${scheme} ${first(connection, token, undefined).toString('base64')}`,
      };
    const exchange = open.get(connection);
    open.delete(connection);
    return exchange ? finish(exchange, wrapped, token) : { kind: 'refused' };
  }

  function openWrapped(connection: object, opening: First): SignInStep {
    const [mechanism] = opening.mechanisms;
    if (!mechanism?.equals(ntlmMechanism) || !opening.token || typeOf(opening.token) !== 1)
      return { kind: 'refused' };
    const message = first(connection, opening.token, opening.mechTypes);
    const answer = writeResponse({ state: 'accept-incomplete', mechanism: ntlmMechanism, token: message });
    return { kind: 'challenge', header: `Negotiate ${answer.toString('base64')}` };
  }

  function finish(exchange: Exchange, wrapped: boolean, token: Buffer): SignInStep {
    const response = wrapped ? readResponse(token) : { token, mechListMic: undefined };
    const verified = response.token && verify(exchange, response.token);
    if (!verified) return { kind: 'refused' };
    if (!wrapped) return { kind: 'signed-in', user: verified.user };
    // Windows wants the list signed when the message carried a MIC.
    const { mechTypes = Buffer.alloc(0) } = exchange;
    const wanted = signature(verified.exportedKey, 'client-to-server', verified.flags, mechTypes);
    if (!response.mechListMic || !same(response.mechListMic, wanted)) return { kind: 'refused' };
    const mechListMic = signature(verified.exportedKey, 'server-to-client', verified.flags, mechTypes);
    const done = writeResponse({ state: 'accept-completed', mechListMic });
    return { kind: 'signed-in', user: verified.user, header: `Negotiate ${done.toString('base64')}` };
  }

  function verify(
    exchange: Exchange,
    message: Buffer,
  ): { user: WindowsUser; exportedKey: Buffer; flags: number } | undefined {
    const { user: name, domain, ntResponse, sessionKey, flags: set } = readAuthentication(message);
    const user = userNamed(name.toString('utf16le'), domain.toString('utf16le'));
    if (!user || user.locked || ntResponse.length < 44) return undefined;
    const proof = ntResponse.subarray(0, 16);
    const blob = ntResponse.subarray(16);
    const key = responseKey(user.password, name.toString('utf16le'), domain.toString('utf16le'));
    if (!same(proof, proofOf(key, exchange.serverChallenge, blob))) {
      user.wrongPasswords += 1;
      if (user.wrongPasswords >= options.switches.lockAfter) user.locked = true;
      return undefined;
    }
    user.wrongPasswords = 0;
    const baseKey = sessionBaseKey(key, proof);
    const exportedKey = has(set, flags.keyExchange) ? sealOnce(baseKey, sessionKey) : baseKey;
    const pairs = readAvPairs(blob.subarray(28));
    const zeroed = Buffer.from(message);
    zeroed.fill(0, micAt, micAt + 16);
    const mic = messageCode(exportedKey, exchange.negotiate, exchange.challenge, zeroed);
    const says = avOf(pairs, avIds.flags)?.readUInt32LE(0) ?? 0;
    if (!has(says, micPresent) || !same(mic, message.subarray(micAt, micAt + 16))) return undefined;
    return bound(avOf(pairs, avIds.channelBindings)) ? { user, exportedKey, flags: set } : undefined;
  }

  function bound(given: Buffer | undefined): boolean {
    const { channelBinding } = options.switches;
    const none = given === undefined || given.equals(Buffer.alloc(16));
    if (channelBinding === 'off' || !options.channelBindings) return true;
    if (none) return channelBinding === 'supported';
    return given.equals(options.channelBindings);
  }

  function userNamed(name: string, domain: string): WindowsUser | undefined {
    const [plain = '', realm] = name.split('@');
    const wanted = (realm === undefined ? domain : (realm.split('.')[0] ?? '')).toUpperCase();
    return options.users.find(
      (user) =>
        user.username.toUpperCase() === plain.toUpperCase() &&
        (wanted === '' || user.domain.toUpperCase() === wanted),
    );
  }

  /** Basic: no exchange, the account in the header. */
  function basic(token: Buffer): SignInStep {
    const [name = '', ...password] = token.toString('utf8').split(':');
    const [domain, plain] = name.includes('\\') ? name.split('\\') : ['', name];
    const user = userNamed(plain ?? '', domain ?? '');
    if (!user || user.locked) return { kind: 'refused' };
    if (user.password === password.join(':')) return { kind: 'signed-in', user };
    user.wrongPasswords += 1;
    if (user.wrongPasswords >= options.switches.lockAfter) user.locked = true;
    return { kind: 'refused' };
  }

  return { step, basic };
}

const same = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

export interface Authorization {
  readonly scheme: string;
  readonly token: Buffer;
}

export function authorizationOf(request: SandboxRequest): Authorization | undefined {
  const [, scheme, token] =
    /^(NTLM|Negotiate|Basic)\s+([A-Za-z0-9+/]+=*)$/i.exec(request.headers['authorization'] ?? '') ?? [];
  if (scheme === undefined || token === undefined) return undefined;
  return { scheme: scheme.toLowerCase(), token: Buffer.from(token, 'base64') };
}
