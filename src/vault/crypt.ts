import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

/** Encrypts `text` so that it opens only with this key and only in this place: nonce, tag and cipher text in base64. */
export function encrypt(key: Buffer, place: readonly string[], text: string): string {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagLength });
  cipher.setAAD(associated(place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

/** The text, or nothing when key or place are others, or when a bit of it was changed. */
export function decrypt(key: Buffer, place: readonly string[], sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < nonceLength + tagLength || bytes.toString('base64') !== sealed) return undefined;
  const tagEnd = nonceLength + tagLength;
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceLength), {
    authTagLength: tagLength,
  });
  decipher.setAAD(associated(place));
  decipher.setAuthTag(bytes.subarray(nonceLength, tagEnd));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

/** JSON keeps the parts apart: `a`,`bc` is not `ab`,`c`. */
const associated = (place: readonly string[]): Buffer =>
  Buffer.from(JSON.stringify(['ml-connector', ...place]));
