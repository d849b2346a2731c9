import { dirname } from 'node:path';
import type { Config } from '../config/schema.ts';
import { encodeKey, loadKey, type VaultKey } from '../vault/key.ts';
import { openVault, type Vault } from '../vault/vault.ts';
import type { Context } from './context.ts';

export interface Secrets {
  readonly key: VaultKey;
  readonly vault: Vault;
}

/** The vault with its key. Whatever comes out of either is masked in everything that we say from then on. */
export async function openSecrets({ io, redactor }: Context, config: Config): Promise<Secrets> {
  const key = await loadKey(io.env, dirname(config.file));
  redactor.add(encodeKey(key.key));
  return { key, vault: openVault(config.vault, key.key, { redactor }) };
}
