import { createHash } from 'node:crypto';

/** Trimmed, inner blanks collapsed: how numbers and names are sent. */
export const tidy = (text: string | null | undefined): string =>
  (text ?? '').normalize('NFC').trim().replace(/\s+/gu, ' ');

/** How codes, names and numbers are compared: tidy and without case. */
export const fold = (text: string | null | undefined): string => tidy(text).toUpperCase();

/**
 * Makes a number fit `length` characters without losing its identity: the head, `~`, and 6 base32 characters of the
 * SHA-256 of the whole (folded) number. A number that fits is returned as it is.
 */
export function fitNumber(number: string, length: number): string {
  const whole = tidy(number);
  if (whole.length <= length) return whole;
  return `${whole.slice(0, length - 7)}~${base32(fold(whole), 6)}`;
}

/** The first `length` base32 characters (A-Z, 2-7) of the text's SHA-256. */
export function base32(text: string, length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bytes = createHash('sha256').update(text).digest();
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  let out = '';
  for (let i = 0; i < length; i++) out += alphabet[Number.parseInt(bits.slice(i * 5, i * 5 + 5), 2)];
  return out;
}

/** Cuts to `length` characters without leaving half of a surrogate pair or a trailing blank. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  let head = text.slice(0, length);
  if (/[\uD800-\uDBFF]$/.test(head)) head = head.slice(0, -1);
  return head.trimEnd();
}

/** SHA-256 in hex of a JSON value whose object keys were sorted: equal content gives an equal fingerprint. */
export const fingerprint = (value: unknown): string =>
  createHash('sha256').update(canonicalJson(value)).digest('hex');

export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}
