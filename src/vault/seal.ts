import { hkdfSync } from 'node:crypto';
import { decrypt, encrypt } from './crypt.ts';

/** Encrypts what is kept outside the vault (tokens in the state file), under a key derived from the vault's. */
export interface Sealer {
  seal(context: string, text: string): string;
  /** Nothing when it was sealed with another key or for another context, or was changed since. */
  unseal(context: string, sealed: string): string | undefined;
}

export function createSealer(key: Buffer): Sealer {
  const derived = Buffer.from(hkdfSync('sha256', key, '', 'ml-connector state', 32));
  return {
    seal: (context, text) => encrypt(derived, ['state', context], text),
    unseal: (context, sealed) => decrypt(derived, ['state', context], sealed),
  };
}

/** The shape of `Cache` in `src/http/ports.ts`, which the vault may not import. */
interface TextCache {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, ttlMs: number): Promise<void>;
  delete(key: string): Promise<void>;
}

/** A cache whose values lie sealed in `cache`; a value that does not unseal is as good as none. */
export function sealedCache(cache: TextCache, sealer: Sealer): TextCache {
  return {
    async get(key) {
      const sealed = await cache.get(key);
      return sealed === undefined ? undefined : sealer.unseal(key, sealed);
    },
    set: (key, value, ttlMs) => cache.set(key, sealer.seal(key, value), ttlMs),
    delete: (key) => cache.delete(key),
  };
}
