import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import {
  demoConfig,
  demoCredentials,
  type Sandbox,
  type SandboxOptions,
  type StandinType,
  startSandbox,
} from '../sandbox/start.ts';
import { generateKey, keyFileName, saveKey } from '../vault/key.ts';
import { openVault } from '../vault/vault.ts';

export interface SandboxFiles {
  readonly config: string;
  readonly ca: string;
  readonly key: string;
  readonly vault: string;
}

export type DemoConfig = ReturnType<typeof demoConfig>;

/** Real Cin7 takes 60 requests a minute; with the stand-in nobody should have to wait. */
export const quickRequestsPerMinute = 6000;

/** A sandbox of one ERP in which nothing takes longer than it must. */
export async function startQuickSandbox(type: StandinType, options: SandboxOptions = {}): Promise<Sandbox> {
  const erps = [type];
  const sandbox = await startSandbox({ ...options, erps, cin7RequestsPerMinute: quickRequestsPerMinute });
  if (type === 'acumatica') sandbox.acumatica.polls = 0;
  return sandbox;
}

const quick = (config: DemoConfig): DemoConfig => ({
  ...config,
  pairs: config.pairs.map((pair) => ({
    ...pair,
    cin7: { ...pair.cin7, requestsPerMinute: quickRequestsPerMinute },
  })),
});

/** One config with the pairs of all of them. */
const configOf = (sandboxes: readonly Sandbox[]): DemoConfig => {
  const [first, ...others] = sandboxes.map((sandbox) => quick(demoConfig(sandbox)));
  if (!first) throw new Error('no sandbox');
  return { ...first, pairs: [first, ...others].flatMap(({ pairs }) => pairs) };
};

/**
 * Everything that a command needs to work with running sandboxes: CA, config, key, and a vault with the credentials. The
 * sandboxes must share one certificate.
 */
export async function writeSandboxFiles(
  sandboxes: readonly Sandbox[],
  folder: string,
  change: (config: DemoConfig) => object = (config) => config,
): Promise<SandboxFiles> {
  await mkdir(folder, { recursive: true });
  const files: SandboxFiles = {
    config: join(folder, 'config.yaml'),
    ca: join(folder, 'sandbox-ca.pem'),
    key: join(folder, keyFileName),
    vault: join(folder, 'ml-connector.vault'),
  };
  const key = generateKey();
  await saveKey(files.key, key);
  await writeFile(files.ca, sandboxes[0]?.ca ?? '', { flag: 'wx' });
  await writeFile(files.config, stringify(change(configOf(sandboxes)), { aliasDuplicateObjects: false }), {
    flag: 'wx',
  });
  const vault = openVault(files.vault, key);
  for (const sandbox of sandboxes) {
    for (const [name, fields] of Object.entries(demoCredentials(sandbox))) await vault.set(name, fields);
  }
  return files;
}
