/** As much of DER as SPNEGO and certificates need. */

export interface Element {
  readonly tag: number;
  readonly value: Buffer;
  /** Head included. */
  readonly whole: Buffer;
}

/** @throws RangeError when the data is cut off or not DER. */
export function readElements(data: Buffer): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < data.length; ) {
    const element = readElement(data.subarray(at));
    elements.push(element);
    at += element.whole.length;
  }
  return elements;
}

export function readElement(data: Buffer): Element {
  const tag = data.readUInt8(0);
  const first = data.readUInt8(1);
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthBytes > 4) throw new RangeError('not a DER length');
  const length = lengthBytes === 0 ? first : data.readUIntBE(2, lengthBytes);
  const start = 2 + lengthBytes;
  if (start + length > data.length) throw new RangeError('the DER data is cut off');
  return { tag, value: data.subarray(start, start + length), whole: data.subarray(0, start + length) };
}

export function writeElement(tag: number, ...content: readonly Buffer[]): Buffer {
  const value = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(value.length)]), value]);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}
