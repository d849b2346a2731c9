/** One attribute of the target (MS-NLMP 2.2.2.1). */
export interface AvPair {
  readonly id: number;
  readonly value: Buffer;
}

export const avIds = {
  end: 0,
  computerName: 1,
  domainName: 2,
  dnsComputerName: 3,
  dnsDomainName: 4,
  flags: 6,
  timestamp: 7,
  targetName: 9,
  channelBindings: 10,
} as const;

/** Bit of the flags attribute: the message carries a MIC. */
export const micPresent = 2;

/** @throws RangeError when they are cut off. */
export function readAvPairs(data: Buffer): AvPair[] {
  const pairs: AvPair[] = [];
  for (let at = 0; at < data.length; ) {
    const id = data.readUInt16LE(at);
    const length = data.readUInt16LE(at + 2);
    if (id === avIds.end) return pairs;
    if (at + 4 + length > data.length) throw new RangeError('the target information is cut off');
    pairs.push({ id, value: data.subarray(at + 4, at + 4 + length) });
    at += 4 + length;
  }
  return pairs;
}

export function writeAvPairs(pairs: readonly AvPair[]): Buffer {
  const parts = [...pairs, { id: avIds.end, value: Buffer.alloc(0) }].flatMap(({ id, value }) => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(id, 0);
    head.writeUInt16LE(value.length, 2);
    return [head, value];
  });
  return Buffer.concat(parts);
}

export const avOf = (pairs: readonly AvPair[], id: number): Buffer | undefined =>
  pairs.find((pair) => pair.id === id)?.value;

/** The pairs with one replaced, or added at the end. */
export const withAv = (pairs: readonly AvPair[], id: number, value: Buffer): AvPair[] => [
  ...pairs.filter((pair) => pair.id !== id),
  { id, value },
];
