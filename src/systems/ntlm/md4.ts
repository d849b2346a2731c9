const word = (a: number, bits: number): number => (a << bits) | (a >>> (32 - bits));

interface Round {
  readonly mix: (x: number, y: number, z: number) => number;
  readonly add: number;
  readonly order: readonly number[];
  readonly turns: readonly number[];
}

const rounds: readonly Round[] = [
  {
    mix: (x, y, z) => (x & y) | (~x & z),
    add: 0,
    order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    turns: [3, 7, 11, 19],
  },
  {
    mix: (x, y, z) => (x & y) | (x & z) | (y & z),
    add: 0x5a827999,
    order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
    turns: [3, 5, 9, 13],
  },
  {
    mix: (x, y, z) => x ^ y ^ z,
    add: 0x6ed9eba1,
    order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    turns: [3, 9, 11, 15],
  },
];

/** MD4 (RFC 1320), which OpenSSL 3 no longer has. Only for NT password hashes. */
export function md4(message: Buffer): Buffer {
  let state: [number, number, number, number] = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  const padded = pad(message);
  for (let at = 0; at < padded.length; at += 64) state = addBlock(state, padded.subarray(at, at + 64));
  const digest = Buffer.alloc(16);
  for (const [i, value] of state.entries()) digest.writeInt32LE(value, i * 4);
  return digest;
}

function pad(message: Buffer): Buffer {
  const zeros = (119 - (message.length % 64)) % 64;
  const tail = Buffer.alloc(1 + zeros + 8);
  tail[0] = 0x80;
  tail.writeBigUInt64LE(BigInt(message.length) * 8n, 1 + zeros);
  return Buffer.concat([message, tail]);
}

function addBlock(before: [number, number, number, number], block: Buffer): [number, number, number, number] {
  let [a, b, c, d] = before;
  for (const { mix, add, order, turns } of rounds) {
    for (const [step, index] of order.entries()) {
      const sum = (a + mix(b, c, d) + block.readInt32LE(index * 4) + add) | 0;
      [a, b, c, d] = [d, word(sum, turns[step % 4] ?? 0), b, c];
    }
  }
  return [(before[0] + a) | 0, (before[1] + b) | 0, (before[2] + c) | 0, (before[3] + d) | 0];
}
