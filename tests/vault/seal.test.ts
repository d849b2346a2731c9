import { describe, expect, test } from '@jest/globals';
import type { Cache } from '../../src/http/ports.ts';
import { createSealer, sealedCache } from '../../src/vault/seal.ts';
import { key, otherKey, secret } from './support.ts';

function memory(): Cache & { readonly held: Map<string, string>; readonly lives: number[] } {
  const held = new Map<string, string>();
  const lives: number[] = [];
  return {
    held,
    lives,
    get: async (name) => held.get(name),
    set: async (name, value, ttlMs) => {
      held.set(name, value);
      lives.push(ttlMs);
    },
    delete: async (name) => {
      held.delete(name);
    },
  };
}

describe('a sealer', () => {
  const sealer = createSealer(key);

  test('opens what it sealed, in its context only', () => {
    const sealed = sealer.seal('token|a', secret);
    expect(sealer.unseal('token|a', sealed)).toBe(secret);
    expect(createSealer(key).unseal('token|a', sealed)).toBe(secret);
    expect(sealer.unseal('token|b', sealed)).toBeUndefined();
    expect(createSealer(otherKey).unseal('token|a', sealed)).toBeUndefined();
  });

  test.each(['', 'x', '{}', 'AAAA'])('takes %j for nothing', (sealed) => {
    expect(sealer.unseal('a', sealed)).toBeUndefined();
  });
});

describe('a sealed cache', () => {
  test('is a cache whose store shows nothing', async () => {
    const store = memory();
    const cache: Cache = sealedCache(store, createSealer(key));
    await cache.set('a', secret, 5_000);
    expect(await cache.get('a')).toBe(secret);
    expect(store.lives).toEqual([5_000]);
    const held = store.held.get('a') ?? '';
    expect(held).not.toContain(secret);
    expect(Buffer.from(held, 'base64').toString('latin1')).not.toContain('S3cr3t');
    await cache.delete('a');
    expect(await cache.get('a')).toBeUndefined();
  });

  test('what does not unseal counts as absent', async () => {
    const store = memory();
    const cache = sealedCache(store, createSealer(key));
    await cache.set('a', secret, 1);
    store.held.set('b', store.held.get('a') ?? '');
    store.held.set('c', 'plain text of an older version');
    expect(await cache.get('b')).toBeUndefined();
    expect(await cache.get('c')).toBeUndefined();
    expect(await sealedCache(store, createSealer(otherKey)).get('a')).toBeUndefined();
  });
});
