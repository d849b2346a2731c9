import { randomBytes } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, VaultError } from './error.ts';
import { readPrivate, writeNew } from './files.ts';
import type { Vault } from './vault.ts';

export const keyFileName = 'ml-connector.key';
const keyLength = 32;

export interface VaultKey {
  readonly key: Buffer;
  /** Where it came from, for people: `ML_CONNECTOR_KEY`, or the path of a file. */
  readonly origin: string;
  /** The file, when it is one that may be replaced when the key is rotated. */
  readonly file?: string | undefined;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The vault's key, from the first of: `ML_CONNECTOR_KEY`, the file `ML_CONNECTOR_KEY_FILE`, systemd's
 * `$CREDENTIALS_DIRECTORY/ml-connector-key`, and `ml-connector.key` in `folder` (that of the config).
 * @throws VaultError (`no-key`, `mode`).
 */
export async function loadKey(env: Env, folder: string): Promise<VaultKey> {
  const text = env['ML_CONNECTOR_KEY'];
  if (text) return { key: decodeKey(text, 'ML_CONNECTOR_KEY'), origin: 'ML_CONNECTOR_KEY' };
  const named = env['ML_CONNECTOR_KEY_FILE'];
  if (named) {
    const content = await readPrivate(named);
    if (content === undefined)
      throw new VaultError('no-key', `There is no file ${named} (ML_CONNECTOR_KEY_FILE).`);
    return { key: decodeKey(content, named), origin: named, file: named };
  }
  return (await fromSystemd(env)) ?? (await besideConfig(folder));
}

/** systemd guards that folder itself; with an ACL its files may look readable to a group, so their mode is not checked. */
async function fromSystemd(env: Env): Promise<VaultKey | undefined> {
  if (!env['CREDENTIALS_DIRECTORY']) return undefined;
  const path = join(env['CREDENTIALS_DIRECTORY'], 'ml-connector-key');
  try {
    return { key: decodeKey(await readFile(path, 'utf8'), path), origin: path };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function besideConfig(folder: string): Promise<VaultKey> {
  const path = join(folder, keyFileName);
  const content = await readPrivate(path);
  if (content !== undefined) return { key: decodeKey(content, path), origin: path, file: path };
  throw new VaultError(
    'no-key',
    `There is no key for the vault. Give it as ML_CONNECTOR_KEY (32 bytes in base64), in a file of mode 0600 named by ML_CONNECTOR_KEY_FILE, as the systemd credential ml-connector-key, or in ${path}; ml-connector init makes one.`,
  );
}

/** @throws VaultError when it is not 32 bytes in base64. */
export function decodeKey(text: string, origin: string): Buffer {
  const plain = text.trim().replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '');
  const key = Buffer.from(plain, 'base64');
  if (key.toString('base64').replace(/=+$/, '') !== plain || key.length === 0) {
    throw new VaultError(
      'no-key',
      `The key in ${origin} is not base64. It must be 32 bytes in base64 (44 characters).`,
    );
  }
  if (key.length !== keyLength) {
    throw new VaultError(
      'no-key',
      `The key in ${origin} has ${key.length} bytes. It must be 32 bytes in base64 (44 characters).`,
    );
  }
  return key;
}

export const generateKey = (): Buffer => randomBytes(keyLength);
export const encodeKey = (key: Buffer): string => key.toString('base64');

/** Writes a key file of mode 0600; one that is there is never overwritten. */
export async function saveKey(path: string, key: Buffer): Promise<void> {
  try {
    await writeNew(path, `${encodeKey(key)}\n`);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    throw new VaultError(
      'no-key',
      `${path} exists, and a key is never overwritten: what it sealed would be lost. Move it away first if it opens nothing.`,
    );
  }
}

/**
 * Gives the vault a new key and replaces the key file. In between the new key lies in `FILE.new`, so that whatever
 * happens one of the two files opens the vault.
 */
export async function rotateKeyFile(vault: Vault, file: string): Promise<Buffer> {
  const next = `${file}.new`;
  await vault.list();
  const key = generateKey();
  await saveKey(next, key);
  try {
    await vault.rotateKey(key);
  } catch (error) {
    // A fault of the vault's own is found before anything is written; after any other the new key may be needed.
    if (error instanceof VaultError) await rm(next, { force: true });
    throw error;
  }
  await rename(next, file);
  return key;
}
