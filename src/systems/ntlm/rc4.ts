/** RC4, which OpenSSL 3 no longer has. One stream: what is encrypted next depends on what was before. */
export function rc4(key: Buffer): (data: Buffer) => Buffer {
  const box = Uint8Array.from({ length: 256 }, (_, i) => i);
  const at = (i: number): number => box[i & 255] ?? 0;
  const swap = (i: number, j: number): void => {
    [box[i & 255], box[j & 255]] = [at(j), at(i)];
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + at(i) + (key[i % key.length] ?? 0)) & 255;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return (data) =>
    Buffer.from(data).map((byte) => {
      i = (i + 1) & 255;
      j = (j + at(i)) & 255;
      swap(i, j);
      return byte ^ at(at(i) + at(j));
    }) as Buffer;
}
