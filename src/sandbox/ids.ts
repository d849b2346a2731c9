import { createHash } from 'node:crypto';

/** A GUID that is always the same for the same seed: two runs of a test see the same ids. */
export function guidOf(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** New ids one after the other, the same in every run. */
export function createIds(name: string): () => string {
  let n = 0;
  return () => guidOf(`${name} ${++n}`);
}

/** A number from 0 to `below` - 1 that is always the same for the same text. */
export const pick = (text: string, below: number): number =>
  createHash('sha256').update(text).digest().readUInt32BE(0) % below;

export const blankGuid = '00000000-0000-0000-0000-000000000000';
export const isGuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
