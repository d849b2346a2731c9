import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRedactor } from '../../src/domain/redactor.ts';
import type { Instant } from '../../src/domain/time.ts';
import { VaultError, type VaultFault } from '../../src/vault/error.ts';
import { openVault } from '../../src/vault/vault.ts';

export const key = Buffer.alloc(32, 7);
export const otherKey = Buffer.alloc(32, 8);
export const secret = 'S3cr3t/+ value=with spaces & "quotes"';
export const at = '2026-09-01T08:00:00.000Z' as Instant;

export const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'vault-'));

export async function filled() {
  const path = join(await folder(), 'test.vault');
  const redactor = createRedactor();
  const vault = openVault(path, key, { clock: { now: () => at }, redactor });
  await vault.set('acme-cin7', { accountId: 'account-1', applicationKey: secret });
  await vault.set('acme-erp', { clientId: 'client-1', clientSecret: `${secret}2`, tenantId: 'tenant-1' });
  return { path, vault, redactor, open: (with_: Buffer = key) => openVault(path, with_) };
}

/** Changes the file as an attacker or an accident would. */
export async function edit(path: string, change: (file: Json) => unknown): Promise<void> {
  const file = JSON.parse(await readFile(path, 'utf8')) as Json;
  change(file);
  await writeFile(path, JSON.stringify(file));
  await chmod(path, 0o600);
}

export interface Json {
  version: number;
  check: string;
  audit: string;
  entries: Record<string, { set: string; seal: string; fields: Record<string, string> }>;
}

export async function faultOf(work: Promise<unknown>): Promise<{ fault: VaultFault; message: string }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof VaultError) return error;
    throw error;
  }
  throw new Error('expected a fault');
}
