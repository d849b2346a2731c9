import { type Element, readElement, readElements, writeElement } from './der.ts';

/** SPNEGO tokens (RFC 4178, MS-SPNG). */

const spnego = Buffer.from('06062b0601050502', 'hex');
export const ntlmMechanism = Buffer.from('060a2b06010401823702020a', 'hex');

const sequence = 0x30;
const octets = 0x04;
const enumerated = 0x0a;
/** `[n]`, constructed. */
const tagged = (n: number): number => 0xa0 | n;

/** The list that the mechListMIC signs: NTLM alone. */
export const mechTypes = writeElement(sequence, ntlmMechanism);

/** The first token of a client that speaks NTLM only, with NTLM's first message in it. */
export const firstToken = (mechToken: Buffer): Buffer =>
  writeElement(
    0x60,
    spnego,
    writeElement(
      tagged(0),
      writeElement(
        sequence,
        writeElement(tagged(0), mechTypes),
        writeElement(tagged(2), writeElement(octets, mechToken)),
      ),
    ),
  );

export interface Response {
  readonly state?: 'accept-completed' | 'accept-incomplete' | 'reject' | 'request-mic' | undefined;
  readonly mechanism?: Buffer | undefined;
  readonly token?: Buffer | undefined;
  readonly mechListMic?: Buffer | undefined;
}

const states = ['accept-completed', 'accept-incomplete', 'reject', 'request-mic'] as const;

/** A negTokenResp of either side. */
export function writeResponse({ state, mechanism, token, mechListMic }: Response): Buffer {
  const parts: Buffer[] = [];
  if (state)
    parts.push(writeElement(tagged(0), writeElement(enumerated, Buffer.from([states.indexOf(state)]))));
  if (mechanism) parts.push(writeElement(tagged(1), mechanism));
  if (token) parts.push(writeElement(tagged(2), writeElement(octets, token)));
  if (mechListMic) parts.push(writeElement(tagged(3), writeElement(octets, mechListMic)));
  return writeElement(tagged(1), writeElement(sequence, ...parts));
}

/** @throws RangeError when it is none. */
export function readResponse(token: Buffer): Response {
  const outer = readElement(token);
  if (outer.tag !== tagged(1)) throw new RangeError('not a negTokenResp');
  const parts = readElements(readElement(outer.value).value);
  const part = (n: number): Element | undefined => {
    const found = parts.find(({ tag }) => tag === tagged(n));
    return found && readElement(found.value);
  };
  return {
    state: states[part(0)?.value[0] ?? -1],
    mechanism: part(1)?.whole,
    token: part(2)?.value,
    mechListMic: part(3)?.value,
  };
}

export interface First {
  readonly mechanisms: readonly Buffer[];
  readonly mechTypes: Buffer;
  readonly token?: Buffer | undefined;
}

/** Reads a client's first token, as a server does; nothing when it is none. @throws RangeError when it is cut off. */
export function readFirst(token: Buffer): First | undefined {
  if (token[0] !== 0x60) return undefined;
  const [mechanism, inner] = readElements(readElement(token).value);
  if (!mechanism?.whole.equals(spnego) || inner?.tag !== tagged(0)) return undefined;
  const parts = readElements(readElement(inner.value).value);
  const list = parts.find(({ tag }) => tag === tagged(0))?.value ?? Buffer.alloc(0);
  const optimistic = parts.find(({ tag }) => tag === tagged(2))?.value;
  return {
    mechanisms: list.length === 0 ? [] : readElements(readElement(list).value).map(({ whole }) => whole),
    mechTypes: list,
    token: optimistic && readElement(optimistic).value,
  };
}
